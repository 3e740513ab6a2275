#include "policies/rulesplace.h"

#include "policies/alsorevoke.h"
#include "policies/rulecard.h"
#include "policies/ruleeditor.h"
#include "policies/rulewords.h"
#include "text/search.h"
#include "widgets/button.h"
#include "widgets/card.h"
#include "widgets/label.h"
#include "widgets/page.h"

#include <QBoxLayout>
#include <QMenu>
#include <QStackedWidget>
#include <QTimer>

#include <algorithm>

namespace fpx::ui {

using policy::Effect;

RulesPlace::RulesPlace(const Context &context, QWidget *parent)
    : Place(parent),
      m_context(context),
      m_stack(new QStackedWidget),
      m_overview(new QWidget),
      m_page(new Page),
      m_editor(new RuleEditor(context)),
      m_list(columnLayout(space::s)),
      m_empty(new QWidget),
      m_nothing(new Label(QString(), Type::Body, Tone::Muted)),
      m_undo(new Card(nullptr, space::m)),
      m_suggestion(new Card(nullptr, space::m))
{
    setObjectName(QStringLiteral("rulesPlace"));
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(m_stack);
    auto *column = new QVBoxLayout(m_overview);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto *header = new PageHeader(tr("Rules"), tr("What the wallet decides without asking you."));
    auto *more = Button::iconOnly(QStringLiteral("more"), tr("Import and export"), QStringLiteral("rulesMore"));
    auto *menu = new QMenu(more);
    connect(menu->addAction(tr("Import rules…")), &QAction::triggered, this, &RulesPlace::importFile);
    connect(menu->addAction(tr("Save a copy of my rules…")), &QAction::triggered, this, &RulesPlace::exportFile);
    connect(more, &QAbstractButton::clicked, this,
            [more, menu] { menu->popup(more->mapToGlobal(QPoint(0, more->height()))); });
    auto *create = new Button(tr("New rule"), QStringLiteral("ruleNew"), Button::Kind::Primary);
    create->setIconName(QStringLiteral("plus"));
    header->addAction(more);
    header->addAction(create);
    column->addWidget(header);
    QVBoxLayout *content = m_page->column();
    content->setSpacing(space::m);
    content->addWidget(m_undo);
    content->addWidget(m_suggestion);
    content->addLayout(m_list);
    content->addWidget(m_nothing);
    content->addWidget(m_empty);
    content->addStretch(1);
    column->addWidget(m_page, 1);
    m_stack->addWidget(m_overview);
    m_stack->addWidget(m_editor);

    auto *line = row(space::m);
    line->addWidget(new Label(tr("The rule was removed.")), 1);
    auto *undoButton = new Button(tr("Undo"), QStringLiteral("ruleUndo"));
    line->addWidget(undoButton);
    m_undo->column()->addLayout(line);
    m_undo->setSoft(Tone::Accent);
    addTemplates();
    connect(undoButton, &QAbstractButton::clicked, this, &RulesPlace::undo);
    connect(create, &QAbstractButton::clicked, this, [this] { edit(fresh(Effect::Ask)); });
    connect(m_editor, &RuleEditor::saved, this, &RulesPlace::showList);
    connect(m_editor, &RuleEditor::cancelled, this, [this] { showList(m_edited); });
    wallet::Policies *policies = context.facade->policies();
    connect(policies, &wallet::Policies::changed, this, &RulesPlace::rebuild);
    connect(policies, &wallet::Policies::namesChanged, this, &RulesPlace::rebuild);
    connect(policies, &wallet::Policies::suggestionChanged, this, &RulesPlace::refreshSuggestion);
    policies->learnNames();
    rebuild();
    refreshSuggestion();
}

void RulesPlace::rebuild()
{
    const QWidget *focused = focusWidget();
    const QString before = focused && focused->hasFocus() ? focused->objectName() : QString();
    clearLayout(m_list);
    m_cards.clear();
    m_headings.clear();
    addSection(Effect::Deny, tr("Never"));
    addSection(Effect::Ask, tr("Ask me first"));
    addSection(Effect::Allow, tr("Without asking"));
    m_undo->setVisible(m_removed.has_value());
    applySearch();
    for (const RuleCard *card : std::as_const(m_cards)) { // the keyboard stays where it was
        if (auto *again = before.isEmpty() ? nullptr : card->findChild<QWidget *>(before))
            again->setFocus(Qt::OtherFocusReason);
    }
}

// Stronger effects first, of each the operator's before the person's: the order in which they decide.
void RulesPlace::addSection(Effect effect, const QString &title)
{
    const wallet::Policies &policies = *m_context.facade->policies();
    const QStringList &off = policies.document().switchedOff;
    bool first = true;
    for (const QList<policy::Rule> *rules : {&policies.operatorRules(), &policies.document().rules}) {
        for (const policy::Rule &rule : *rules) {
            if (rule.effect != effect)
                continue;
            if (std::exchange(first, false)) {
                auto *heading = Label::strong(title);
                m_list->addWidget(heading);
                m_headings.append(heading);
            }
            addCard(rule, (rule.locked && rule.operatorRule) || !off.contains(rule.id));
        }
    }
}

void RulesPlace::addCard(const policy::Rule &rule, bool on)
{
    auto *card = new RuleCard(rule, on, ruleSentence(rule, *m_context.facade->policies()));
    m_cards.append(card);
    m_list->addWidget(card);
    connect(card, &RuleCard::editRequested, this, [this, rule] { edit(rule); });
    connect(card, &RuleCard::removeRequested, this, [this, rule] { remove(rule); });
    connect(card, &RuleCard::switched, this, [this, card](bool now) {
        if (!apply(policy::withSwitch(m_context.facade->policies()->document(), card->id(), now)))
            card->setOn(!now);
    });
}

void RulesPlace::addTemplates()
{
    auto *column = new QVBoxLayout(m_empty);
    column->setContentsMargins(0, space::m, 0, 0);
    column->setSpacing(space::s);
    auto *title = Label::strong(tr("Start from an example"));
    column->addWidget(title);
    const auto add = [&](const QString &text, const char *name, const policy::Rule &rule) {
        auto *card = new Card(nullptr, space::m);
        auto *line = row(space::m);
        line->addWidget(new IconView(effectIcon(rule.effect), 18, Tone::Muted));
        line->addWidget(new Label(text), 1);
        auto *button = new Button(tr("Use"), QLatin1String(name));
        button->setAccessibleName(tr("Use the example: %1").arg(text));
        line->addWidget(button);
        card->column()->addLayout(line);
        column->addWidget(card);
        connect(button, &QAbstractButton::clicked, this, [this, rule] {
            policy::Rule made = rule;
            made.id = fresh(rule.effect).id;
            made.createdAt = m_context.clock->nowSeconds();
            edit(made);
        });
    };
    policy::Rule never = fresh(Effect::Deny);
    never.when.of(policy::Condition::ResourceType) = {QStringLiteral("health")};
    never.when.nameSubject({});
    add(tr("Somebody may never see my health data"), "ruleTemplateNever", never);
    policy::Rule weekdays = fresh(Effect::Allow);
    weekdays.when.nameSubject({});
    weekdays.when.weekdays = 0b0011111;
    weekdays.then.askAgainDays = 30;
    add(tr("Somebody may use certain data on weekdays; ask me again every month"), "ruleTemplateWeekdays", weekdays);
    policy::Rule sensitive = fresh(Effect::Ask);
    sensitive.when.sensitivities = 0b100;
    add(tr("Always ask me about highly sensitive data"), "ruleTemplateSensitive", sensitive);
    policy::Rule night = fresh(Effect::Deny);
    night.when.time = policy::TimeOfDay{22 * 60, 6 * 60};
    night.then.notify = true;
    add(tr("Share nothing at night, but tell me"), "ruleTemplateNight", night);
}

policy::Rule RulesPlace::fresh(Effect effect) const
{
    policy::Rule rule;
    rule.id = m_context.facade->policies()->newId();
    rule.effect = effect;
    rule.createdAt = m_context.clock->nowSeconds();
    return rule;
}

void RulesPlace::edit(const policy::Rule &rule)
{
    m_removed.reset();
    m_edited = rule.id;
    m_stack->setCurrentWidget(m_editor);
    m_editor->edit(rule);
}

void RulesPlace::showList(const QString &rule)
{
    m_stack->setCurrentWidget(m_overview);
    const auto found = std::ranges::find(m_cards, rule, [](const RuleCard *card) { return card->id(); });
    if (found == m_cards.end())
        return focusFirst();
    RuleCard *card = *found;
    for (const QString &name : {QStringLiteral("ruleEdit-") + rule, QStringLiteral("ruleSwitch-") + rule}) {
        if (auto *button = card->findChild<QWidget *>(name); button && button->isVisibleTo(card)) {
            button->setFocus(Qt::OtherFocusReason);
            break;
        }
    }
    QTimer::singleShot(0, card, [this, card] { m_page->ensureWidgetVisible(card); }); // once it has its place
}

bool RulesPlace::apply(const policy::Document &next) const
{
    const QList<PermissionId> declined = m_context.facade->policies()->newlyDeclined(next);
    const auto applied = m_context.facade->policies()->apply(next);
    if (!applied)
        Q_EMIT m_context.facade->notice(applied.error());
    else
        offerToRevoke(m_context, declined, window());
    return applied.has_value();
}

void RulesPlace::remove(const policy::Rule &rule)
{
    const policy::Document &document = m_context.facade->policies()->document();
    const auto at = std::ranges::find(document.rules, rule.id, &policy::Rule::id);
    const Removed removed{rule, at - document.rules.begin(), document.switchedOff.contains(rule.id)};
    m_removed = removed; // before the list is told that it changed
    if (!apply(policy::withoutRule(document, rule.id)))
        m_removed.reset();
    m_undo->setVisible(m_removed.has_value());
    if (auto *button = m_undo->findChild<QWidget *>(QStringLiteral("ruleUndo")); button && m_removed)
        button->setFocus(Qt::OtherFocusReason); // the button that had it is gone
}

void RulesPlace::undo()
{
    if (!m_removed)
        return;
    const Removed removed = *std::exchange(m_removed, std::nullopt);
    const policy::Document back = withRule(m_context.facade->policies()->document(), removed.rule, removed.place);
    apply(removed.off ? withSwitch(back, removed.rule.id, false) : back);
    m_undo->hide();
}

void RulesPlace::refreshSuggestion()
{
    clearLayout(m_suggestion->column());
    const auto suggestion = m_context.facade->policies()->suggestion();
    m_suggestion->setVisible(suggestion.has_value());
    if (!suggestion)
        return;
    m_suggestion->setSoft(Tone::Success);
    m_suggestion->column()->addWidget(
        Label::strong(tr("You allowed this %n time(s) in a row. Make it a rule?", nullptr, suggestion->times)));
    m_suggestion->column()->addWidget(new Label(ruleSentence(suggestion->rule, *m_context.facade->policies())));
    auto *line = row(space::s);
    auto *look = new Button(tr("Look at the rule"), QStringLiteral("suggestionLook"));
    auto *no = new Button(tr("No"), QStringLiteral("suggestionNo"));
    no->setAccessibleName(tr("Do not make it a rule"));
    line->addWidget(look);
    line->addWidget(no);
    line->addStretch(1);
    m_suggestion->column()->addLayout(line);
    wallet::Policies *policies = m_context.facade->policies();
    connect(look, &QAbstractButton::clicked, this, [this, policies, rule = suggestion->rule] {
        policies->closeSuggestion();
        edit(rule);
    });
    connect(no, &QAbstractButton::clicked, policies, &wallet::Policies::closeSuggestion);
}

void RulesPlace::setSearch(const QString &text)
{
    m_needle = folded(text);
    applySearch();
}

void RulesPlace::applySearch()
{
    int found = 0;
    for (RuleCard *card : std::as_const(m_cards)) {
        const bool fits = matches(card->accessibleName(), m_needle);
        card->setVisible(fits);
        found += fits ? 1 : 0;
    }
    for (QWidget *heading : std::as_const(m_headings))
        heading->setVisible(m_needle.isEmpty());
    m_nothing->setVisible(found == 0);
    m_nothing->setText(m_needle.isEmpty() ? tr("You have no rules yet: the wallet asks you each time.")
                                          : tr("No rule fits what you typed."));
    // Examples help as long as there are few of one's own.
    m_empty->setVisible(m_needle.isEmpty() && m_context.facade->policies()->document().rules.size() < 3);
}

bool RulesPlace::goBack()
{
    if (m_stack->currentWidget() == m_overview)
        return false;
    m_editor->cancel();
    return true;
}

void RulesPlace::focusFirst()
{
    if (auto *button = findChild<QWidget *>(QStringLiteral("ruleNew")))
        button->setFocus(Qt::OtherFocusReason);
}

void RulesPlace::showRule(const QString &id)
{
    const bool editing = m_stack->currentWidget() == m_editor;
    if (editing && m_edited == id)
        return;
    const auto show = [this, id] {
        const policy::Rule *rule = findRule(*m_context.facade->policies(), id);
        if (rule && !rule->operatorRule)
            edit(policy::Rule(*rule));
        else
            showList(id);
    };
    if (editing)
        m_editor->leave(show);
    else
        show();
}

} // namespace fpx::ui
