// What each condition says in a sentence, and what it means that it does not hold. Both switches name every condition: a
// new one does not compile before it has words.
#include "policies/rulewords.h"

#include "text/sentence.h"
#include "text/words.h"

#include <QLocale>
#include <QTime>

#ifdef __GNUC__
#pragma GCC diagnostic error "-Wswitch-enum"
#endif

namespace fpx::ui {

using namespace policy;

namespace {

constexpr quint8 workdays = 0b0011111;
constexpr quint8 weekend = 0b1100000;

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

QString durationWords(const Chip &chip)
{
    return Words::tr("if they ask for %1", "%1 a number of days").arg(rangeWords(chip.range, dayWords));
}

QString timeWords(const TimeOfDay &time)
{
    return (time.from < time.to ? Words::tr("between %1 and %2", "times")
                                : Words::tr("between %1 and %2 of the next day", "times; %1 is of the day before"))
        .arg(clock(time.from), clock(time.to));
}

QString countWords(const Chip &chip)
{
    return (chip.counted == Counted::Asked
                ? Words::tr("if they asked %1 %2", "%1 at most 3 times, %2 within a day")
                : Words::tr("if rules allowed them something %1 %2", "%1 at most 3 times, %2 within a day"))
        .arg(rangeWords(chip.range, timesWords), windowWords(chip.window));
}

// Each name as `say` says it.
template <class Say>
QString namesWords(const Chip &chip, const Say &say)
{
    QStringList names;
    for (const QString &id : chip.names)
        names.append(say(id));
    return joined(names);
}

QString profileWords(const Chip &chip, const wallet::Policies &policies)
{
    const QString names =
        namesWords(chip, [&](const QString &id) { // the person's own words, "Private profile" among them
            return Words::tr("“%1”", "what a profile is called").arg(cleaned(policies.nameOf(Condition::Profile, id)));
        });
    return Words::tr("with my profile %1", "%1 what it is called, in quotes").arg(names);
}

} // namespace

QString conditionWords(const Chip &chip, const wallet::Policies &policies)
{
    const auto called = [&](const QString &id) { return cleaned(policies.nameOf(*chip.condition, id, chip.places)); };
    switch (*chip.condition) {
    case Condition::As:
    case Condition::Client:
    case Condition::Organization:
    case Condition::Source: return namesWords(chip, called);
    case Condition::Profile: return profileWords(chip, policies);
    case Condition::ResourceType: return namesWords(chip, typeWords);
    case Condition::Definition:
    case Condition::Scope: return namesWords(chip, [&](const QString &id) { return within(called(id)); });
    case Condition::Subject:
        return namesWords(chip, [&](const QString &id) { return id.isEmpty() ? Words::tr("me") : called(id); });
    case Condition::Sensitivity: return sensitivityWords(chip.names);
    case Condition::Purpose:
        return chip.names == QStringList(QStringLiteral("protect")) ? Words::tr("to protect records")
                                                                    : Words::tr("to use data");
    case Condition::Duration: return durationWords(chip);
    case Condition::Ial:
        return Words::tr("if who I am was proved %1", "a level").arg(levelRangeWords(chip.range, levelWords));
    case Condition::Aal:
        return Words::tr("if my sign-in is %1", "a level").arg(levelRangeWords(chip.range, signInWords));
    case Condition::Time: return timeWords(chip.time);
    case Condition::Weekday: return weekdayWords(chip.names);
    case Condition::FirstContact:
        return chip.yes ? Words::tr("at the first contact") : Words::tr("after the first contact");
    case Condition::UsedBefore:
        return chip.yes ? Words::tr("if I have shared it with them before")
                        : Words::tr("if I have never shared it with them");
    case Condition::OtherDevice:
        return chip.yes ? Words::tr("by a code from another device") : Words::tr("on this device");
    case Condition::Count: return countWords(chip);
    case Condition::EnginePlace:
    case Condition::EnginePurpose:
    case Condition::EngineOtherDevice:
    case Condition::EngineFirstContact:
    case Condition::EngineDelegated:
    case Condition::EngineHighSensitivity:
    case Condition::Unless: break; // not stated by a chip
    }
    return {};
}

QString failureWords(Condition condition)
{
    switch (condition) {
    case Condition::As: return Words::tr("it holds for other networks");
    case Condition::Profile: return Words::tr("it holds for another profile of yours");
    case Condition::EnginePlace: return Words::tr("it does not say at which network it holds");
    case Condition::Client:
    case Condition::Organization: return Words::tr("it holds for others who ask");
    case Condition::ResourceType:
    case Condition::Definition: return Words::tr("it holds for other data");
    case Condition::Source: return Words::tr("it holds for other data sources");
    case Condition::Subject: return Words::tr("it holds for other people's data");
    case Condition::Scope: return Words::tr("it does not hold for everything that is asked");
    case Condition::Sensitivity: return Words::tr("the data is of another sensitivity");
    case Condition::Duration: return Words::tr("the time asked for is another");
    case Condition::Time:
    case Condition::Weekday: return Words::tr("it does not hold at this time");
    case Condition::Count: return Words::tr("the number of requests is another");
    case Condition::Unless: return Words::tr("its exception holds");
    case Condition::EngineFirstContact: return Words::tr("this is the first contact");
    case Condition::EngineDelegated: return Words::tr("it is about somebody else's data");
    case Condition::EngineHighSensitivity: return Words::tr("highly sensitive data has to be named");
    case Condition::EnginePurpose:
    case Condition::EngineOtherDevice: return Words::tr("such requests are always asked");
    case Condition::Purpose:
    case Condition::Ial:
    case Condition::Aal:
    case Condition::FirstContact:
    case Condition::UsedBefore:
    case Condition::OtherDevice: break;
    }
    return Words::tr("one of its conditions does not hold");
}

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

} // namespace fpx::ui
