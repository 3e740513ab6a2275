// From a rule to the form's choices and back.
#include "policies/formrow.h"
#include "policies/namechoices.h"
#include "policies/rangechoice.h"
#include "policies/ruleform.h"
#include "policies/rulenetwork.h"
#include "policies/rulewords.h"
#include "text/sentence.h"
#include "widgets/button.h"
#include "widgets/choicebox.h"
#include "widgets/label.h"
#include "widgets/page.h"

#include <fpx/policy/chips.h>

#include <QBoxLayout>
#include <QComboBox>

#include <algorithm>

namespace fpx::ui {

using policy::Chip;
using policy::Condition;
using policy::Effect;

namespace {

constexpr int strongSignIn = 2;

void select(QComboBox *box, int value, const QString &text)
{
    int at = box->findData(value);
    if (at < 0) { // one that the list does not offer stays what it is
        box->addItem(text, value);
        at = box->count() - 1;
    }
    box->setCurrentIndex(at);
}

quint8 bitsOf(const QList<ChoiceBox *> &boxes)
{
    unsigned bits = 0;
    for (qsizetype i = 0; i < boxes.size(); ++i)
        bits |= boxes[i]->isChecked() ? 1U << static_cast<unsigned>(i) : 0U;
    const unsigned all = (1U << static_cast<unsigned>(boxes.size())) - 1U;
    return static_cast<quint8>(bits == all ? 0U : bits); // all: nothing is said
}

void setBits(const QList<ChoiceBox *> &boxes, quint8 bits)
{
    for (qsizetype i = 0; i < boxes.size(); ++i)
        boxes[i]->setChecked(((bits >> i) & 1) != 0);
}

// Any other condition stays in the rule as it is, and can be taken away.
bool shownByTheForm(const Chip &chip)
{
    constexpr std::array shown{
        Condition::Organization, Condition::Client, Condition::ResourceType, Condition::Definition, Condition::Scope,
        Condition::Source,       Condition::As,     Condition::Profile,      Condition::Duration,   Condition::Ial,
        Condition::Aal,          Condition::Count,  Condition::Sensitivity,  Condition::Weekday,    Condition::Time};
    if (chip.condition == Condition::Subject)
        return chip.names.isEmpty() || chip.names == QStringList(QString());
    return !chip.condition || std::ranges::find(shown, *chip.condition) != shown.end();
}

} // namespace

void RuleForm::setRule(const policy::Rule &rule)
{
    m_loading = true;
    m_base = rule;
    m_effects.at(static_cast<int>(rule.effect))->setChecked(true);
    loadWhen(rule.when);
    const policy::Obligations &then = rule.then;
    m_again->setNumber(then.askAgainDays);
    m_limit->setNumber(then.limitDays);
    m_once->setChecked(then.once);
    m_notify->setChecked(then.notify);
    m_stepUp->setChecked(then.stepUpIal > 0 || then.stepUpAal > 0);
    m_filled.clear();
    fillNetwork();
    m_loading = false;
    summarize();
}

void RuleForm::fillNetwork()
{
    const policy::Rule now = rule();
    const QStringList &chosen = now.when.of(Condition::As);
    if (!chosen.isEmpty() && chosen != m_filled)
        return; // the person's choice
    policy::Rule without = now;
    without.when.of(Condition::As).clear();
    const auto lacks = policy::unplaced(without);
    QStringList networks;
    if (lacks && lacks->missing == Condition::As && !lacks->inException)
        networks = networksOf(now.when, *m_context.facade->policies());
    m_filled = networks.size() == 1 ? networks : QStringList();
    if (m_filled == chosen)
        return;
    without.when.of(Condition::As) = m_filled;
    m_network->load(without.when);
}

void RuleForm::loadWhen(const policy::Conditions &when)
{
    for (NameChoices *choices : {m_who, m_what, m_scope, m_source, m_network, m_profile})
        choices->load(when);
    setBits(m_sensitivities, when.sensitivities);
    const bool own = when.of(Condition::Subject) == QStringList(QString());
    m_whose.at(own ? 0 : when.subject == policy::SubjectCondition::Delegated ? 2 : 1)->setChecked(true);
    setBits(m_weekdays, when.weekdays);
    m_hours->setChecked(when.time.has_value());
    const policy::TimeOfDay time = when.time.value_or(policy::TimeOfDay{8 * 60, 18 * 60});
    for (const auto &[box, minute] : {std::pair(m_from, time.from), std::pair(m_to, time.to)})
        select(box, minute, QStringLiteral("%1:%2").arg(minute / 60).arg(minute % 60, 2, 10, QLatin1Char('0')));
    m_requested->setRange(when.duration);
    m_ial->setRange(when.ial);
    m_aal->setRange(when.aal);
    const policy::CountCondition count = when.count.value_or(policy::CountCondition());
    m_count->setRange(count.range);
    m_counted->setCurrentIndex(m_counted->findData(static_cast<int>(count.counted)));
    m_window->setCurrentIndex(m_window->findData(static_cast<int>(count.window)));
}

Effect RuleForm::effect() const
{
    const auto chosen = std::ranges::find_if(m_effects, &QAbstractButton::isChecked);
    return chosen == m_effects.end() ? Effect::Ask : static_cast<Effect>(chosen - m_effects.begin());
}

void RuleForm::storeWhen(policy::Conditions &when) const
{
    for (const NameChoices *choices : {m_who, m_what, m_scope, m_source, m_network, m_profile})
        choices->store(when);
    when.sensitivities = bitsOf(m_sensitivities);
    when.weekdays = bitsOf(m_weekdays);
    when.time.reset();
    const policy::TimeOfDay time{m_from->currentData().toInt(), m_to->currentData().toInt()};
    if (m_hours->isChecked() && time.from != time.to)
        when.time = time;
    when.duration = m_requested->range();
    when.ial = m_ial->range();
    when.aal = m_aal->range();
    when.count.reset();
    if (m_count->range().isStated())
        when.count =
            policy::CountCondition{static_cast<policy::Counted>(m_counted->currentData().toInt()),
                                   static_cast<policy::Window>(m_window->currentData().toInt()), m_count->range()};
    storeWhose(when);
}

void RuleForm::storeWhose(policy::Conditions &when) const
{
    const QStringList &subjects = when.of(Condition::Subject);
    const bool named = !subjects.isEmpty() && subjects != QStringList(QString()); // certain people: as it is
    if (m_whose.at(1)->isChecked() && named)
        return;
    when.of(Condition::Subject).clear();
    when.subject = m_whose.at(2)->isChecked() ? policy::SubjectCondition::Delegated : policy::SubjectCondition::Any;
    if (m_whose.first()->isChecked())
        when.nameSubject({});
}

void RuleForm::storeObligations(policy::Rule &rule) const
{
    policy::Obligations then;
    then.notify = m_notify->isChecked() && rule.effect != Effect::Ask;
    if (rule.effect != Effect::Deny) {
        then.once = m_once->isChecked();
        then.limitDays = m_limit->number();
        if (m_stepUp->isChecked()) {
            const bool had = rule.then.stepUpIal > 0 || rule.then.stepUpAal > 0;
            then.stepUpIal = rule.then.stepUpIal;
            then.stepUpAal = had ? rule.then.stepUpAal : strongSignIn;
        }
    }
    if (rule.effect == Effect::Allow)
        then.askAgainDays = m_again->number();
    rule.then = then;
}

policy::Rule RuleForm::rule() const
{
    policy::Rule rule = m_base;
    rule.effect = effect();
    storeWhen(rule.when);
    storeObligations(rule);
    if (rule.effect == Effect::Allow)
        rule.unless = {}; // there is nothing that it would be an exception to
    return rule;
}

void RuleForm::summarize()
{
    const policy::Rule now = rule();
    const wallet::Policies &policies = *m_context.facade->policies();
    const QList<Chip> chips = policy::describe(now);
    const auto words = [&](const QList<Condition> &conditions, const QString &none) {
        QStringList parts;
        for (const Chip &chip : chips) {
            if (chip.condition && conditions.contains(*chip.condition))
                parts.append(chipWords(chip, policies));
        }
        return parts.isEmpty() ? none : parts.join(QStringLiteral(", "));
    };
    m_whoRow->setSummary(words({Condition::Organization, Condition::Client}, tr("anyone")));
    m_whatRow->setSummary(
        words({Condition::ResourceType, Condition::Definition, Condition::Sensitivity}, tr("any data")));
    m_scopeRow->setSummary(words({Condition::Scope}, tr("anything")));
    m_sourceRow->setSummary(words({Condition::Source}, tr("any data source")));
    const auto whose = std::ranges::find_if(m_whose, &QAbstractButton::isChecked);
    m_whoseRow->setSummary(whose == m_whose.end() ? QString() : (*whose)->text());
    m_whenRow->setSummary(words({Condition::Weekday, Condition::Time}, tr("always")));
    const auto lacks = policy::unplaced(now);
    const bool lacksNetwork = lacks && lacks->missing == Condition::As;
    m_whichNetwork->setVisible(lacksNetwork);
    m_networkRow->setSummary(words({Condition::As}, lacksNetwork ? tr("choose one") : tr("any network")));
    QStringList profiles;
    for (const QString &id : now.when.of(Condition::Profile))
        profiles.append(cleaned(policies.nameOf(Condition::Profile, id)));
    m_profileRow->setSummary(profiles.isEmpty() ? tr("any of mine") : joined(profiles));
    m_night->setVisible(now.when.time && now.when.time->from > now.when.time->to);
    m_requestedRow->setSummary(words({Condition::Duration}, tr("any time")));
    m_oftenRow->setSummary(words({Condition::Count}, tr("however often they ask")));
    m_signInRow->setSummary(words({Condition::Ial, Condition::Aal}, tr("any")));
    showRarer(now.when, lacksNetwork);
    QStringList then;
    for (const Chip &chip : chips) {
        if (chip.obligation)
            then.append(chipWords(chip, policies));
    }
    m_thenRow->setSummary(then.isEmpty() ? tr("nothing more") : then.join(u' '));
    const bool deny = now.effect == Effect::Deny;
    for (QWidget *part :
         {static_cast<QWidget *>(m_limit), static_cast<QWidget *>(m_once), static_cast<QWidget *>(m_stepUp)})
        part->setVisible(!deny);
    m_again->setVisible(now.effect == Effect::Allow);
    m_notify->setVisible(now.effect != Effect::Ask);
    fillOthers();
}

// A row that was opened stays, whatever is chosen in it.
void RuleForm::showRarer(const policy::Conditions &when, bool lacksNetwork)
{
    const wallet::Policies &policies = *m_context.facade->policies();
    const bool networks = !policies.known(Condition::As).isEmpty();
    m_networkRow->setVisible((m_showsAll && networks) || when.states(Condition::As) || lacksNetwork);
    const bool profiles = policies.known(Condition::Profile).size() > 1;
    m_profileRow->setVisible((m_showsAll && profiles) || when.states(Condition::Profile));
    m_requestedRow->setVisible(m_showsAll || when.states(Condition::Duration));
    m_oftenRow->setVisible(m_showsAll || when.states(Condition::Count));
    m_signInRow->setVisible(m_showsAll || when.states(Condition::Ial) || when.states(Condition::Aal));
    m_more->setVisible(!m_showsAll);
}

void RuleForm::fillOthers()
{
    QStringList summary;
    clearLayout(m_othersRow->choices());
    const auto add = [&](const QString &words, const std::function<void()> &drop) {
        summary.append(words);
        auto *button = new Button(tr("Take away: %1", "a condition").arg(words), QStringLiteral("ruleDrop"));
        m_othersRow->choices()->addWidget(button, 0, Qt::AlignLeft);
        connect(button, &QAbstractButton::clicked, this, [this, drop] {
            drop();
            touched();
        });
    };
    const wallet::Policies &policies = *m_context.facade->policies();
    for (const Chip &chip : policy::describe(m_base)) {
        if (!shownByTheForm(chip))
            add(chipWords(chip, policies), [this, condition = *chip.condition] { m_base.when.clear(condition); });
    }
    if (const QString exception = exceptionWords(rule(), policies); !exception.isEmpty())
        add(exception, [this] { m_base.unless = {}; });
    m_othersRow->setVisible(!summary.isEmpty());
    m_othersRow->setSummary(summary.join(QStringLiteral(", ")));
}

} // namespace fpx::ui
