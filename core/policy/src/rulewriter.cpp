#include <fpx/policy/rule.h>

#include "vocabulary.h"

#include <QJsonArray>

#include <algorithm>

namespace fpx::policy {

namespace {

QString at(const char *name)
{
    return QLatin1String(name);
}

QJsonArray namesJson(QStringList names)
{
    names.removeDuplicates();
    names.sort();
    return QJsonArray::fromStringList(names);
}

template <size_t size>
QJsonArray wordsJson(quint8 set, const std::array<const char *, size> &words)
{
    QJsonArray array;
    for (size_t i = 0; i < size; ++i) {
        if ((set >> i & 1) != 0)
            array.append(at(words[i]));
    }
    return array;
}

QJsonObject rangeJson(const Range &range)
{
    QJsonObject json;
    if (range.atLeast)
        json.insert(at("at_least"), *range.atLeast);
    if (range.atMost)
        json.insert(at("at_most"), *range.atMost);
    return json;
}

QString clock(int minutes)
{
    return QStringLiteral("%1:%2")
        .arg(minutes / 60, 2, 10, QLatin1Char('0'))
        .arg(minutes % 60, 2, 10, QLatin1Char('0'));
}

QJsonValue subjectJson(const Conditions &when)
{
    if (when.subject == SubjectCondition::Delegated)
        return at("delegated");
    if (when.of(Condition::Subject) == QStringList{QString()})
        return at("own");
    return namesJson(when.of(Condition::Subject));
}

QJsonObject countJson(const CountCondition &count)
{
    QJsonObject json = rangeJson(count.range);
    json.insert(at("of"), at(countedWords[static_cast<size_t>(count.counted)]));
    json.insert(at("within"), at(windowWords[static_cast<size_t>(count.window)]));
    return json;
}

QJsonValue valueOf(const Conditions &when, Condition condition)
{
    switch (condition) {
    case Condition::Subject: return subjectJson(when);
    case Condition::Sensitivity: return wordsJson(when.sensitivities, sensitivityWords);
    case Condition::Purpose: return wordsJson(when.purposes, purposeWords);
    case Condition::Weekday: return wordsJson(when.weekdays, weekdayWords);
    case Condition::Duration: return rangeJson(when.duration);
    case Condition::Ial: return rangeJson(when.ial);
    case Condition::Aal: return rangeJson(when.aal);
    case Condition::Time: return QJsonObject{{at("from"), clock(when.time->from)}, {at("to"), clock(when.time->to)}};
    case Condition::FirstContact: return *when.firstContact;
    case Condition::UsedBefore: return *when.usedBefore;
    case Condition::OtherDevice: return *when.otherDevice;
    case Condition::Count: return countJson(*when.count);
    default: return namesJson(when.of(condition));
    }
}

QJsonObject obligationsJson(const Obligations &then)
{
    QJsonObject json;
    if (then.notify)
        json.insert(at("notify"), true);
    if (then.once)
        json.insert(at("once"), true);
    if (then.limitDays)
        json.insert(at("limit_days"), *then.limitDays);
    if (then.askAgainDays)
        json.insert(at("ask_again_days"), *then.askAgainDays);
    QJsonObject stepUp;
    if (then.stepUpIal > 0)
        stepUp.insert(at("ial"), then.stepUpIal);
    if (then.stepUpAal > 0)
        stepUp.insert(at("aal"), then.stepUpAal);
    if (!stepUp.isEmpty())
        json.insert(at("step_up"), stepUp);
    return json;
}

} // namespace

QJsonObject Rule::toJson() const
{
    QJsonObject json{{at("id"), id}, {at("effect"), at(effectWords[static_cast<size_t>(effect)])}};
    QJsonObject conditions;
    for (int i = 0; i < statedConditions; ++i) {
        const auto condition = static_cast<Condition>(i);
        if (when.states(condition))
            conditions.insert(conditionName(condition), valueOf(when, condition));
    }
    if (!conditions.isEmpty())
        json.insert(at("when"), conditions);
    if (const QJsonObject obligations = obligationsJson(then); !obligations.isEmpty())
        json.insert(at("then"), obligations);
    if (!comment.isEmpty())
        json.insert(at("comment"), comment);
    if (locked)
        json.insert(at("locked"), true);
    if (createdAt != 0)
        json.insert(at("created_at"), createdAt);
    return json;
}

} // namespace fpx::policy
