#include "policies/namechoices.h"

#include "policies/rulewords.h"
#include "style/look.h"
#include "text/sentence.h"
#include "widgets/choicebox.h"
#include "widgets/flowgrid.h"
#include "widgets/label.h"
#include "widgets/page.h"

#include <QBoxLayout>
#include <QHash>

#include <algorithm>

namespace fpx::ui {

using policy::Condition;

namespace {

const char *const idProperty = "id";

QString headingOf(Condition condition)
{
    switch (condition) {
    case Condition::Organization: return NameChoices::tr("Organisations");
    case Condition::Client: return NameChoices::tr("Services");
    case Condition::ResourceType: return NameChoices::tr("Everything of a kind");
    case Condition::Definition: return NameChoices::tr("Certain data");
    default: return {};
    }
}

QString upperFirst(const QString &text)
{
    return text.left(1).toUpper() + text.mid(1);
}

QString ownWords(Condition condition, const wallet::RuleName &name)
{
    return upperFirst(condition == Condition::ResourceType ? typeWords(name.id) : cleaned(name.name));
}

} // namespace

NameChoices::NameChoices(const Context &context, const QList<Condition> &conditions, QWidget *parent)
    : QWidget(parent), m_context(context), m_conditions(conditions), m_column(new QVBoxLayout(this))
{
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(space::xs);
    connect(context.facade->policies(), &wallet::Policies::namesChanged, this, [this] {
        policy::Conditions chosen;
        store(chosen);
        const QWidget *focused = focusWidget();
        const QString before = focused && focused->hasFocus() ? focused->objectName() : QString();
        load(chosen);
        if (auto *again = before.isEmpty() ? nullptr : findChild<QWidget *>(before)) // the keyboard stays where it was
            again->setFocus(Qt::OtherFocusReason);
    });
}

void NameChoices::load(const policy::Conditions &when)
{
    m_loading = true;
    build(when);
    m_loading = false;
}

void NameChoices::build(const policy::Conditions &when)
{
    clearLayout(m_column);
    m_groups.clear();
    const wallet::Policies &policies = *m_context.facade->policies();
    const auto networkNames = [&policies](const QStringList &networks) {
        QStringList names;
        for (const QString &network : networks)
            names.append(cleaned(policies.nameOf(Condition::As, network)));
        return joined(names);
    };
    for (const Condition condition : m_conditions) {
        QList<wallet::RuleName> names = policies.known(condition);
        for (const QString &id : when.of(condition)) { // one that is no longer known stays in the rule
            if (std::ranges::find(names, id, &wallet::RuleName::id) == names.end())
                names.append({id, id, {}});
        }
        if (names.isEmpty())
            continue;
        if (m_conditions.size() > 1) {
            auto *heading = new Label(headingOf(condition), Type::Small, Tone::Muted);
            heading->setContentsMargins(0, m_groups.isEmpty() ? 0 : space::s, 0, 0);
            m_column->addWidget(heading);
        }
        auto *area = new QWidget;
        QSizePolicy size(QSizePolicy::Preferred, QSizePolicy::Minimum);
        size.setHeightForWidth(true);
        area->setSizePolicy(size);
        auto *grid = new FlowGrid(Look::scaled(190), area);
        grid->setLineSpacing(space::xs);
        Group group{condition, {}};
        QHash<QString, int> called;
        for (const wallet::RuleName &name : std::as_const(names))
            ++called[ownWords(condition, name)];
        for (const wallet::RuleName &name : std::as_const(names)) {
            const QString own = ownWords(condition, name);
            // Namesakes are told apart by who knows them.
            const QString words = called.value(own) > 1 && !name.places.isEmpty()
                                      ? tr("%1 (%2)", "name, networks").arg(own, networkNames(name.places))
                                      : own;
            auto *box = new ChoiceBox(ChoiceBox::Kind::Check, words,
                                      QStringLiteral("rule-%1-%2").arg(policy::conditionName(condition), name.id));
            box->setProperty(idProperty, name.id);
            box->setChecked(when.of(condition).contains(name.id));
            grid->addWidget(box);
            group.boxes.append(box);
        }
        m_column->addWidget(area);
        m_groups.append(group);
        for (ChoiceBox *box : std::as_const(group.boxes))
            connect(box, &QAbstractButton::toggled, this, [this, group](bool on) { toggled(group, on); });
    }
    if (m_groups.isEmpty())
        m_column->addWidget(new Label(tr("Nobody is known yet. Names come from the networks that you have joined, and "
                                         "from requests."),
                                      Type::Body, Tone::Muted));
}

void NameChoices::toggled(const Group &group, bool on)
{
    if (m_loading)
        return;
    for (const Group &other : std::as_const(m_groups)) {
        if (!on || other.condition == group.condition)
            continue;
        m_loading = true;
        for (ChoiceBox *box : other.boxes)
            box->setChecked(false);
        m_loading = false;
    }
    Q_EMIT changed();
}

void NameChoices::store(policy::Conditions &when) const
{
    for (const Condition condition : m_conditions)
        when.of(condition).clear();
    for (const Group &group : m_groups) {
        for (const ChoiceBox *box : group.boxes) {
            if (box->isChecked())
                when.of(group.condition).append(box->property(idProperty).toString());
        }
        when.of(group.condition).sort();
    }
}

} // namespace fpx::ui
