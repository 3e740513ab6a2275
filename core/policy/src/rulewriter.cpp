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

QJsonArray wordsJson(quint8 set, std::span<const char *const> words)
{
    QJsonArray array;
    for (size_t i = 0; i < words.size(); ++i) {
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

QJsonValue valueOf(const Conditions &when, const ConditionSpec &spec)
{
    switch (spec.kind) {
    case ConditionKind::Names:
    case ConditionKind::Scopes: return namesJson(when.of(spec.id));
    case ConditionKind::Subject: return subjectJson(when);
    case ConditionKind::Set:
    case ConditionKind::Weekday: return wordsJson(when.*spec.set, spec.words);
    case ConditionKind::Range: return rangeJson(when.*spec.range);
    case ConditionKind::Flag: return *(when.*spec.flag);
    case ConditionKind::Time:
        return QJsonObject{{at("from"), clock(when.time->from)}, {at("to"), clock(when.time->to)}};
    case ConditionKind::Count: return countJson(*when.count);
    case ConditionKind::Engine:
    case ConditionKind::Unless: break;
    }
    return {};
}

QJsonObject conditionsJson(const Conditions &when)
{
    QJsonObject json;
    for (const ConditionSpec &spec : statedTable) {
        if (when.states(spec.id))
            json.insert(at(spec.name), valueOf(when, spec));
    }
    return json;
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
    if (when.isStated())
        json.insert(at("when"), conditionsJson(when));
    if (unless.isStated())
        json.insert(at("unless"), conditionsJson(unless));
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
