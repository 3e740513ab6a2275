#include "policies/rulewords.h"

#include "text/sentence.h"
#include "text/words.h"

#include <QLocale>
#include <QTime>

#include <algorithm>

namespace fpx::ui {

using namespace policy;

namespace {

constexpr quint8 workdays = 0b0011111;
constexpr quint8 weekend = 0b1100000;

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

// "Laboratory results" within a sentence; an abbreviation stays.
QString within(const QString &text)
{
    return text.size() > 1 && text.at(1).isUpper() ? text : text.left(1).toLower() + text.mid(1);
}

QString clock(int minute)
{
    return QLocale().toString(QTime(0, 0).addSecs(minute * 60), QLocale::ShortFormat);
}

// "at least 3 times", "1 to 30 days": each number as `say` says it, the first of two bare.
QString rangeWords(const Range &range, QString (*say)(int))
{
    if (range.atLeast && range.atMost)
        return *range.atLeast == *range.atMost
                   ? Words::tr("exactly %1", "a number of days or times").arg(say(*range.atMost))
                   : Words::tr("%1 to %2", "numbers; the second with what is counted")
                         .arg(*range.atLeast)
                         .arg(say(*range.atMost));
    return range.atLeast ? Words::tr("at least %1", "a number of days or times").arg(say(*range.atLeast))
                         : Words::tr("at most %1", "a number of days or times").arg(say(*range.atMost));
}

// The same of levels, which have words instead of numbers.
QString levelRangeWords(const Range &range, QString (*say)(int))
{
    if (range.atLeast && range.atMost && *range.atLeast != *range.atMost)
        return Words::tr("at least %1 and at most %2", "levels").arg(say(*range.atLeast), say(*range.atMost));
    return rangeWords(range, say);
}

QString sensitivityWords(const QStringList &names)
{
    QStringList words;
    for (const QString &name : names) {
        words.append(name == QLatin1String("high")     ? Words::tr("highly sensitive")
                     : name == QLatin1String("medium") ? Words::tr("sensitive")
                                                       : Words::tr("hardly sensitive"));
    }
    return joined(words);
}

QString weekdayWords(const QStringList &names)
{
    static const QStringList order{QStringLiteral("mon"), QStringLiteral("tue"), QStringLiteral("wed"),
                                   QStringLiteral("thu"), QStringLiteral("fri"), QStringLiteral("sat"),
                                   QStringLiteral("sun")};
    quint8 days = 0;
    QStringList words;
    for (qsizetype i = 0; i < order.size(); ++i) {
        if (names.contains(order[i])) {
            days |= static_cast<quint8>(1U << static_cast<unsigned>(i));
            words.append(QLocale().dayName(static_cast<int>(i) + 1));
        }
    }
    if (days == workdays)
        return Words::tr("on weekdays");
    return days == weekend ? Words::tr("at weekends") : Words::tr("on %1", "days of the week").arg(joined(words));
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
        data = Words::tr("%1 %2", "%1 highly sensitive, %2 data").arg(sensitivityWords(chip->names), data);
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
    const Chip *chip = chipOf(chips, Condition::Scope);
    if (!chip)
        return otherwise;
    QStringList verbs;
    for (const QString &name : chip->names)
        verbs.append(within(cleaned(policies.nameOf(Condition::Scope, name, chip->places))));
    return joined(verbs);
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

QString yesNoWords(const Chip &chip)
{
    switch (*chip.condition) {
    case Condition::FirstContact:
        return chip.yes ? Words::tr("at the first contact") : Words::tr("after the first contact");
    case Condition::UsedBefore:
        return chip.yes ? Words::tr("if I have shared it with them before")
                        : Words::tr("if I have never shared it with them");
    default: break;
    }
    return chip.yes ? Words::tr("by a code from another device") : Words::tr("on this device");
}

} // namespace

QString dayWords(int days)
{
    return Words::tr("%n day(s)", nullptr, days);
}

QString timesWords(int times)
{
    return Words::tr("%n time(s)", nullptr, times);
}

QString levelWords(int level)
{
    return Words::tr("at level %1").arg(level);
}

QString signInWords(int level)
{
    switch (level) {
    case 0: return Words::tr("none");
    case 1: return Words::tr("a simple one (level 1)", "of a sign-in");
    case 2: return Words::tr("one with a second proof (level 2)", "of a sign-in");
    default: break;
    }
    return Words::tr("one with a security key (level %1)", "of a sign-in").arg(level);
}

QString windowWords(Window window)
{
    switch (window) {
    case Window::Hour: return Words::tr("within an hour");
    case Window::Day: return Words::tr("within a day");
    case Window::Week: break;
    }
    return Words::tr("within a week");
}

QString typeWords(const QString &type)
{
    if (type == QLatin1String("health"))
        return Words::tr("health data");
    if (type == QLatin1String("finance"))
        return Words::tr("financial data");
    return Words::tr("data of the kind “%1”").arg(cleaned(type));
}

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
    switch (*chip.condition) {
    case Condition::Sensitivity: return sensitivityWords(chip.names);
    case Condition::Weekday: return weekdayWords(chip.names);
    case Condition::Purpose:
        return chip.names == QStringList(QStringLiteral("protect")) ? Words::tr("to protect records")
                                                                    : Words::tr("to use data");
    case Condition::Duration:
        return Words::tr("if they ask for %1", "%1 a number of days").arg(rangeWords(chip.range, dayWords));
    case Condition::Ial:
        return Words::tr("if who I am was proved %1", "a level").arg(levelRangeWords(chip.range, levelWords));
    case Condition::Aal:
        return Words::tr("if my sign-in is %1", "a level").arg(levelRangeWords(chip.range, signInWords));
    case Condition::Time:
        return (chip.time.from < chip.time.to
                    ? Words::tr("between %1 and %2", "times")
                    : Words::tr("between %1 and %2 of the next day", "times; %1 is of the day before"))
            .arg(clock(chip.time.from), clock(chip.time.to));
    case Condition::FirstContact:
    case Condition::UsedBefore:
    case Condition::OtherDevice: return yesNoWords(chip);
    case Condition::Count:
        return (chip.counted == Counted::Asked
                    ? Words::tr("if they asked %1 %2", "%1 at most 3 times, %2 within a day")
                    : Words::tr("if rules allowed them something %1 %2", "%1 at most 3 times, %2 within a day"))
            .arg(rangeWords(chip.range, timesWords), windowWords(chip.window));
    default: break;
    }
    QStringList names;
    for (const QString &id : chip.names) {
        if (*chip.condition == Condition::ResourceType)
            names.append(typeWords(id));
        else if (*chip.condition == Condition::Subject && id.isEmpty())
            names.append(Words::tr("me"));
        else if (*chip.condition == Condition::Profile) // the person's own words, "Private profile" among them
            names.append(
                Words::tr("“%1”", "what a profile is called").arg(cleaned(policies.nameOf(*chip.condition, id))));
        else if (*chip.condition == Condition::Definition || *chip.condition == Condition::Scope)
            names.append(within(cleaned(policies.nameOf(*chip.condition, id, chip.places))));
        else
            names.append(cleaned(policies.nameOf(*chip.condition, id, chip.places)));
    }
    return *chip.condition == Condition::Profile
               ? Words::tr("with my profile %1", "%1 what it is called, in quotes").arg(joined(names))
               : joined(names);
}

QString ruleSentence(const Rule &rule, const wallet::Policies &policies)
{
    const QList<Chip> chips = describe(rule);
    const QString what = whatWords(chips, policies);
    const QStringList conditions = whenParts(chips, policies);
    const QString when = conditions.isEmpty() ? QString() : u' ' + conditions.join(QStringLiteral(", "));
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
