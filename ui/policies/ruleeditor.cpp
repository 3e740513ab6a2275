#include "policies/ruleeditor.h"

#include "policies/alsorevoke.h"
#include "policies/consequences.h"
#include "policies/ruleform.h"
#include "policies/rulewords.h"
#include "widgets/button.h"
#include "widgets/card.h"
#include "widgets/confirmdialog.h"
#include "widgets/label.h"
#include "widgets/page.h"

#include <QBoxLayout>
#include <QTimer>

#include <algorithm>

namespace fpx::ui {

RuleEditor::RuleEditor(const Context &context, QWidget *parent)
    : QWidget(parent),
      m_context(context),
      m_header(new PageHeader(QString(), {})),
      m_sentence(Label::strong(QString(), Type::Heading)),
      m_form(new RuleForm(context)),
      m_consequences(new Consequences(context)),
      m_save(new Button(tr("Save rule"), QStringLiteral("ruleSave"), Button::Kind::Primary))
{
    setObjectName(QStringLiteral("ruleEditor"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto *back = m_header->addBack(tr("Back to Rules"), QStringLiteral("ruleBack"));
    auto *drop = new Button(tr("Cancel"), QStringLiteral("ruleCancel"));
    m_header->addAction(drop);
    m_header->addAction(m_save);
    column->addWidget(m_header);
    auto *page = new Page(nullptr, 760);
    auto *card = new Card;
    card->setSoft(Tone::Accent);
    m_sentence->setObjectName(QStringLiteral("ruleSentence"));
    card->column()->addWidget(m_sentence);
    page->column()->addWidget(card);
    auto *form = new Card;
    form->column()->addWidget(m_form);
    page->column()->addWidget(form);
    auto *meaning = new Card;
    meaning->setAccessibleName(tr("What it means"));
    meaning->column()->addWidget(new Label(tr("What it means"), Type::Small, Tone::Muted));
    meaning->column()->addWidget(m_consequences);
    page->column()->addWidget(meaning);
    page->column()->addStretch(1);
    column->addWidget(page, 1);

    connect(m_form, &RuleForm::changed, this, &RuleEditor::refresh);
    connect(m_form, &RuleForm::wanted, page, [page](QWidget *row) {
        QTimer::singleShot(0, row, [page, row] { page->ensureWidgetVisible(row); }); // once it has its place
    });
    connect(m_save, &QAbstractButton::clicked, this, &RuleEditor::save);
    for (Button *button : {back, drop})
        connect(button, &QAbstractButton::clicked, this, &RuleEditor::cancel);
    connect(context.facade->policies(), &wallet::Policies::namesChanged, this, &RuleEditor::refresh);
}

void RuleEditor::edit(const policy::Rule &rule)
{
    m_context.facade->policies()->learnNames();
    const QList<policy::Rule> &known = m_context.facade->policies()->document().rules;
    const bool isNew = std::ranges::find(known, rule.id, &policy::Rule::id) == known.end();
    m_header->setTitle(isNew ? tr("New rule") : tr("Change a rule"));
    m_form->setRule(rule);
    m_opened = m_form->rule();
    refresh();
    m_form->start();
}

bool RuleEditor::isChanged() const
{
    return m_form->rule() != m_opened;
}

void RuleEditor::leave(const std::function<void()> &then)
{
    const auto drop = [this, then] {
        m_consequences->stop();
        then();
    };
    if (!isChanged())
        return drop();
    if (window()->findChild<ConfirmDialog *>(QStringLiteral("ruleDiscard")))
        return; // it is being asked
    auto *dialog = new ConfirmDialog(tr("Drop what you changed?"), tr("The rule has not been saved."), tr("Drop"),
                                     tr("Go on editing"), QStringLiteral("ruleDiscard"), window());
    connect(dialog, &ConfirmDialog::confirmed, this, drop);
    dialog->open();
}

void RuleEditor::cancel()
{
    leave([this] { Q_EMIT cancelled(); });
}

policy::Document RuleEditor::draft() const
{
    return policy::withRule(m_context.facade->policies()->document(), m_form->rule());
}

void RuleEditor::refresh()
{
    const policy::Rule rule = m_form->rule();
    const QString sentence = ruleSentence(rule, *m_context.facade->policies());
    if (sentence != m_sentence->text())
        m_sentence->announce(sentence);
    m_consequences->show(draft(), rule);
}

void RuleEditor::save()
{
    const policy::Rule rule = m_form->rule();
    const QList<PermissionId> declined = m_context.facade->policies()->newlyDeclined(draft());
    if (const auto applied = m_context.facade->policies()->apply(draft()); !applied) {
        if (applied.error().code == "rule_without_network")
            m_form->askForNetwork(); // which says why
        else
            Q_EMIT m_context.facade->notice(applied.error());
        return;
    }
    m_consequences->stop();
    Q_EMIT saved(rule.id);
    offerToRevoke(m_context, declined, window());
}

} // namespace fpx::ui
