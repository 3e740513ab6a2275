#include "policies/rulewords.h"

#include "text/sentence.h"
#include "text/words.h"

#include <algorithm>

namespace fpx::ui {

using namespace policy;

namespace {

const Chip *chipOf(const QList<Chip> &chips, Condition condition)
{
    const auto found = std::ranges::find(chips, std::optional(condition), &Chip::condition);
    return found == chips.end() ? nullptr : &*found;
}

QString namesIn(const QList<Chip> &chips, Condition condition, const wallet::Policies &policies)
{
    const Chip *chip = chipOf(chips, condition);
    return chip ? chipWords(*chip, policies) : QString();
}

QString whose(const QList<Chip> &chips, const QString &data, const wallet::Policies &policies)
{
    const Chip *chip = chipOf(chips, Condition::Subject);
    if (!chip)
        return data;
    if (chip->names.isEmpty())
        return Words::tr("the %1 of people I act for", "data").arg(data);
    if (chip->names == QStringList(QString()))
        return Words::tr("my %1", "data").arg(data);
    return Words::tr("the %1 of %2", "%1 data, %2 people").arg(data, chipWords(*chip, policies));
}

QString whatWords(const QList<Chip> &chips, const wallet::Policies &policies)
{
    QString data = namesIn(chips, Condition::Definition, policies);
    if (data.isEmpty())
        data = namesIn(chips, Condition::ResourceType, policies);
    if (data.isEmpty())
        data = Words::tr("data");
    if (const Chip *chip = chipOf(chips, Condition::Sensitivity))
        data = Words::tr("%1 %2", "%1 highly sensitive, %2 data").arg(chipWords(*chip, policies), data);
    const QString words = whose(chips, data, policies);
    const QString source = namesIn(chips, Condition::Source, policies);
    return source.isEmpty() ? words : Words::tr("%1 from %2", "%1 data, %2 data source").arg(words, source);
}

QString whoWords(const QList<Chip> &chips, const QString &anybody, const wallet::Policies &policies)
{
    const QString client = namesIn(chips, Condition::Client, policies);
    const QString organization = namesIn(chips, Condition::Organization, policies);
    QString who = client.isEmpty() ? organization : client;
    if (!client.isEmpty() && !organization.isEmpty())
        who = Words::tr("%1 of %2", "%1 service, %2 organisation").arg(client, organization);
    return who.isEmpty() ? anybody : who;
}

QString verbWords(const QList<Chip> &chips, const QString &otherwise, const wallet::Policies &policies)
{
    const QString verbs = namesIn(chips, Condition::Scope, policies);
    return verbs.isEmpty() ? otherwise : verbs;
}

// Whether these profiles are the only ones at their networks: who has one profile there knows of none.
bool areTheOnlyOnes(const Chip &profiles, const wallet::Policies &policies)
{
    const QList<wallet::RuleName> known = policies.known(Condition::Profile);
    QStringList places;
    for (const wallet::RuleName &one : known) {
        if (profiles.names.contains(one.id))
            places += one.places;
    }
    const auto isOther = [&](const wallet::RuleName &one) {
        return !profiles.names.contains(one.id) &&
               std::ranges::any_of(one.places, [&places](const QString &place) { return places.contains(place); });
    };
    return profiles.names.size() == 1 && !places.isEmpty() && std::ranges::none_of(known, isOther);
}

// Everything that limits when the rule holds, in the order of the chips.
QStringList whenParts(const QList<Chip> &chips, const wallet::Policies &policies)
{
    QStringList parts;
    if (const QString network = namesIn(chips, Condition::As, policies); !network.isEmpty())
        parts.append(Words::tr("through %1", "a network").arg(network));
    for (const Chip &chip : chips) {
        const bool only = chip.condition == Condition::Profile && areTheOnlyOnes(chip, policies);
        if (chip.role == ChipRole::When && !only)
            parts.append(chipWords(chip, policies));
    }
    return parts;
}

QString obligationWords(const Chip &chip)
{
    switch (*chip.obligation) {
    case ObligationKind::Notify: return Words::tr("Tell me each time.");
    case ObligationKind::Once: return Words::tr("Only once.");
    case ObligationKind::LimitDays: return Words::tr("For %n day(s) at most.", nullptr, chip.number);
    case ObligationKind::AskAgainDays: return Words::tr("Ask me again every %n day(s).", nullptr, chip.number);
    case ObligationKind::StepUpIal: return Words::tr("Only when I have proved who I am at level %1.").arg(chip.number);
    case ObligationKind::StepUpAal: break;
    }
    return Words::tr("Only when I have signed in at level %1.").arg(chip.number);
}

} // namespace

QString effectWords(Effect effect)
{
    switch (effect) {
    case Effect::Deny: return Words::tr("declined");
    case Effect::Ask: return Words::tr("asked");
    case Effect::Allow: break;
    }
    return Words::tr("allowed");
}

QString effectIcon(Effect effect)
{
    switch (effect) {
    case Effect::Deny: return QStringLiteral("revoke");
    case Effect::Ask: return QStringLiteral("bell");
    case Effect::Allow: break;
    }
    return QStringLiteral("check");
}

QString chipWords(const Chip &chip, const wallet::Policies &policies)
{
    if (!chip.condition)
        return chip.obligation ? obligationWords(chip) : effectWords(chip.effect);
    return conditionWords(chip, policies);
}

QString exceptionWords(const Rule &rule, const wallet::Policies &policies)
{
    const QList<Chip> chips = describeException(rule);
    if (chips.isEmpty())
        return {};
    const QString conditions = whenParts(chips, policies).join(QStringLiteral(", "));
    const QString when = conditions.isEmpty() ? QString() : u' ' + conditions;
    const bool aboutData = std::ranges::any_of(
        chips, [](const Chip &chip) { return chip.role == ChipRole::What || chip.role == ChipRole::From; });
    const QString who = whoWords(chips, {}, policies);
    if (aboutData)
        return Words::tr("unless %1 wants to %2 %3%4", "%1 who, %2 verbs, %3 data, %4 conditions")
            .arg(who.isEmpty() ? Words::tr("somebody") : who, verbWords(chips, Words::tr("see"), policies),
                 whatWords(chips, policies), when);
    return who.isEmpty() ? Words::tr("except %1", "%1 conditions: on weekdays").arg(conditions)
                         : Words::tr("unless it is %1%2", "%1 who, %2 conditions").arg(who, when);
}

QString ruleSentence(const Rule &rule, const wallet::Policies &policies)
{
    const QList<Chip> chips = describe(rule);
    const QString what = whatWords(chips, policies);
    const QStringList conditions = whenParts(chips, policies);
    QString when = conditions.isEmpty() ? QString() : u' ' + conditions.join(QStringLiteral(", "));
    if (const QString exception = exceptionWords(rule, policies); !exception.isEmpty())
        when += QStringLiteral(", ") + exception;
    QStringList sentences;
    switch (rule.effect) {
    case Effect::Deny: {
        const QString verb = verbWords(chips, Words::tr("see"), policies);
        const QString who = whoWords(chips, {}, policies);
        sentences.append(
            who.isEmpty()
                ? Words::tr("Nobody may ever %1 %2%3.", "%1 verbs, %2 data, %3 conditions").arg(verb, what, when)
                : Words::tr("%1 may never %2 %3%4.", "%2 verbs, %3 data, %4 conditions").arg(who, verb, what, when));
        break;
    }
    case Effect::Ask:
        sentences.append(Words::tr("Ask me before %1 may %2 %3%4.", "%2 verbs, %3 data, %4 conditions")
                             .arg(whoWords(chips, Words::tr("anyone"), policies),
                                  verbWords(chips, Words::tr("see"), policies), what, when));
        break;
    case Effect::Allow: {
        const QString whole = conditions.size() > 1
                                  ? Words::tr("%1 may %2 %3%4, without asking me.", "%2 verbs, %3 data, %4 conditions")
                                  : Words::tr("%1 may %2 %3%4 without asking me.", "%2 verbs, %3 data, %4 condition");
        sentences.append(whole.arg(whoWords(chips, Words::tr("Anyone"), policies),
                                   verbWords(chips, Words::tr("use"), policies), what, when));
        break;
    }
    }
    for (const Chip &chip : chips) {
        if (chip.obligation)
            sentences.append(obligationWords(chip));
    }
    return sentences.join(u' ');
}

} // namespace fpx::ui
