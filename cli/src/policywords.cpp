// Both switches name every condition: a new one does not compile before it has words.
#include "policywords.h"

#include <fpx/policy/chips.h>

#include <QRegularExpression>

#ifdef __GNUC__
#pragma GCC diagnostic error "-Wswitch-enum"
#endif

namespace fpx::cli {

namespace {

using namespace policy;

QString rangeWords(const Range &range)
{
    if (range.atLeast && range.atMost)
        return range.atLeast == range.atMost ? QString::number(*range.atLeast)
                                             : QStringLiteral("%1 to %2").arg(*range.atLeast).arg(*range.atMost);
    return range.atLeast ? QStringLiteral("at least %1").arg(*range.atLeast)
                         : QStringLiteral("at most %1").arg(range.atMost.value_or(0));
}

QString clock(int minutes)
{
    return QStringLiteral("%1:%2")
        .arg(minutes / 60, 2, 10, QLatin1Char('0'))
        .arg(minutes % 60, 2, 10, QLatin1Char('0'));
}

QString subjectWords(const Chip &chip)
{
    if (chip.names.isEmpty())
        return QStringLiteral("of somebody else");
    QStringList names = chip.names;
    names.replaceInStrings(QRegularExpression(QStringLiteral("\\A\\z")), QStringLiteral("mine"));
    return QStringLiteral("of ") + names.join(QStringLiteral(" or "));
}

QString yesOrNot(const Chip &chip, const char *words)
{
    return (chip.yes ? QString() : QStringLiteral("not ")) + QLatin1String(words);
}

QString countWords(const Chip &chip)
{
    static const QStringList windows{QStringLiteral("hour"), QStringLiteral("day"), QStringLiteral("week")};
    return QStringLiteral("%1 %2 times in the last %3")
        .arg(chip.counted == Counted::Asked ? QStringLiteral("asked") : QStringLiteral("allowed"),
             rangeWords(chip.range), windows[static_cast<int>(chip.window)]);
}

QString conditionWords(const Chip &chip)
{
    const QString names = chip.names.join(QStringLiteral(" or "));
    switch (*chip.condition) {
    case Condition::As: return QStringLiteral("at ") + names;
    case Condition::Client: return names;
    case Condition::Organization: return QStringLiteral("of the organisation ") + names;
    case Condition::Profile: return QStringLiteral("with the profile ") + names;
    case Condition::ResourceType: return QStringLiteral("anything of the type ") + names;
    case Condition::Definition: return names;
    case Condition::Scope: return QStringLiteral("to ") + names;
    case Condition::Sensitivity: return QStringLiteral("of %1 sensitivity").arg(names);
    case Condition::Source: return QStringLiteral("from ") + names;
    case Condition::Subject: return subjectWords(chip);
    case Condition::Purpose: return QStringLiteral("for ") + names;
    case Condition::Duration: return QStringLiteral("for %1 days").arg(rangeWords(chip.range));
    case Condition::Ial: return QStringLiteral("with ial ") + rangeWords(chip.range);
    case Condition::Aal: return QStringLiteral("with aal ") + rangeWords(chip.range);
    case Condition::Time:
        return QStringLiteral("between %1 and %2%3")
            .arg(clock(chip.time.from), clock(chip.time.to),
                 chip.time.from > chip.time.to ? QStringLiteral(" of the next day") : QString());
    case Condition::Weekday: return QStringLiteral("on ") + names;
    case Condition::FirstContact: return yesOrNot(chip, "at a first contact");
    case Condition::UsedBefore: return yesOrNot(chip, "used before");
    case Condition::OtherDevice: return yesOrNot(chip, "from another device");
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

QString obligationWords(const Chip &chip)
{
    switch (*chip.obligation) {
    case ObligationKind::Notify: return QStringLiteral("and say so");
    case ObligationKind::Once: return QStringLiteral("for one use");
    case ObligationKind::LimitDays: return QStringLiteral("for %1 days at the latest").arg(chip.number);
    case ObligationKind::AskAgainDays: return QStringLiteral("asking again every %1 days").arg(chip.number);
    case ObligationKind::StepUpIal: return QStringLiteral("after a sign-in with ial %1").arg(chip.number);
    case ObligationKind::StepUpAal: break;
    }
    return QStringLiteral("after a sign-in with aal %1").arg(chip.number);
}

QString words(const QList<Chip> &chips)
{
    QStringList parts;
    ChipRole last = ChipRole::Effect;
    for (const Chip &chip : chips) {
        if (chip.role == ChipRole::Effect)
            continue;
        const QString lead =
            chip.role == ChipRole::What && last < ChipRole::What ? QStringLiteral("wanting ") : QString();
        parts.append(lead + (chip.condition ? conditionWords(chip) : obligationWords(chip)));
        last = chip.role;
    }
    return parts.join(QStringLiteral(", "));
}

} // namespace

QString effectWord(Effect effect)
{
    static const QStringList words{QStringLiteral("deny"), QStringLiteral("ask"), QStringLiteral("allow")};
    return words[static_cast<int>(effect)];
}

QString failureWords(Condition condition)
{
    switch (condition) {
    case Condition::EnginePlace:
        return QStringLiteral("it does not say at which network or data source its names are known");
    case Condition::EnginePurpose: return QStringLiteral("a rule never allows protection");
    case Condition::EngineOtherDevice: return QStringLiteral("a rule never allows what another device began");
    case Condition::EngineFirstContact: return QStringLiteral("a first contact has to be named");
    case Condition::EngineDelegated: return QStringLiteral("somebody else's data has to be named");
    case Condition::EngineHighSensitivity: return QStringLiteral("high sensitivity has to be named");
    case Condition::Unless: return QStringLiteral("its exception holds");
    case Condition::As:
    case Condition::Client:
    case Condition::Organization:
    case Condition::Profile:
    case Condition::ResourceType:
    case Condition::Definition:
    case Condition::Source:
    case Condition::Subject:
    case Condition::Scope:
    case Condition::Sensitivity:
    case Condition::Purpose:
    case Condition::Duration:
    case Condition::Ial:
    case Condition::Aal:
    case Condition::Time:
    case Condition::Weekday:
    case Condition::FirstContact:
    case Condition::UsedBefore:
    case Condition::OtherDevice:
    case Condition::Count: break;
    }
    return conditionName(condition) + QStringLiteral(" does not fit");
}

QString sentence(const Rule &rule)
{
    const QString what = words(describe(rule));
    const QString unless = words(describeException(rule));
    QString effect = effectWord(rule.effect);
    effect[0] = effect[0].toUpper();
    return effect + QLatin1Char(' ') + (what.isEmpty() ? QStringLiteral("everything") : what) +
           (unless.isEmpty() ? QString() : QStringLiteral(", unless ") + unless);
}

} // namespace fpx::cli
