#include "cases.h"

#include <algorithm>

namespace fpx::policy::cases {

QString Source::name(Condition kind)
{
    return QStringLiteral("%1-%2").arg(conditionName(kind)).arg(below(kind == Condition::Subject ? 2 : 3));
}

QStringList Source::names(Condition kind)
{
    QStringList list;
    for (int left = oneIn(3) ? 2 + below(2) : 1; left > 0; --left)
        list.append(name(kind));
    list.removeDuplicates();
    return list;
}

Range Source::range(int end)
{
    Range range;
    if (!oneIn(3))
        range.atLeast = below(end);
    if (!range.atLeast || oneIn(2))
        range.atMost = range.atLeast.value_or(0) + below(end);
    return range;
}

Obligations Source::obligations()
{
    Obligations then;
    if (!oneIn(3))
        return then;
    then.notify = oneIn(2);
    then.once = oneIn(3);
    if (oneIn(2))
        then.limitDays = 1 + below(30);
    if (oneIn(4))
        then.askAgainDays = 1 + below(20);
    if (oneIn(5))
        then.stepUpIal = 1 + below(3);
    if (oneIn(5))
        then.stepUpAal = 1 + below(3);
    return then;
}

quint8 Source::words(const ConditionSpec &spec)
{
    return static_cast<quint8>(1 + below((1 << spec.words.size()) - 1));
}

void Source::restrict(Conditions &when)
{
    const ConditionSpec &spec =
        statedTable[static_cast<size_t>(nameConditions + below(statedConditions - nameConditions))];
    switch (spec.kind) {
    case ConditionKind::Set:
    case ConditionKind::Weekday: when.*spec.set = words(spec); break;
    case ConditionKind::Range:
        when.*spec.range = range(std::min(spec.greatest + 1, 40));
        if (auto &most = (when.*spec.range).atMost)
            most = std::min(*most, spec.greatest);
        break;
    case ConditionKind::Flag: when.*spec.flag = oneIn(2); break;
    case ConditionKind::Time:
        when.time = TimeOfDay{below(1440), below(1440)};
        if (when.time->from == when.time->to)
            when.time.reset();
        break;
    case ConditionKind::Count:
        when.count = CountCondition{static_cast<Counted>(below(2)), static_cast<Window>(below(3)), range(6)};
        break;
    case ConditionKind::Names:
    case ConditionKind::Subject:
    case ConditionKind::Scopes:
    case ConditionKind::Engine:
    case ConditionKind::Unless: break;
    }
}

void Source::name(Conditions &when)
{
    const auto kind = static_cast<Condition>(below(nameConditions));
    if (kind != Condition::Subject) {
        when.of(kind) = names(kind);
        return;
    }
    when.clear(kind);
    when.subject = oneIn(3) ? SubjectCondition::Delegated : SubjectCondition::Listed;
    if (when.subject == SubjectCondition::Listed)
        when.of(kind) = oneIn(2) ? QStringList{QString()} : names(kind);
}

void Source::except(Rule &rule)
{
    for (int left = oneIn(3) ? 2 : 1; left > 0; --left)
        oneIn(3) ? restrict(rule.unless) : name(rule.unless);
    if (unplaced(rule) && !oneIn(10))
        rule.unless.of(Condition::As) = names(Condition::As);
    if (unplaced(rule) && !oneIn(10))
        rule.unless.of(Condition::Source) = names(Condition::Source);
}

Rule Source::rule(const QString &id)
{
    Rule rule;
    rule.id = id;
    rule.effect = !oneIn(4) ? Effect::Allow : oneIn(2) ? Effect::Ask : Effect::Deny;
    rule.operatorRule = oneIn(5);
    for (int left = below(4); left > 0; --left)
        name(rule.when);
    for (int left = oneIn(2) ? 0 : 1 + below(2); left > 0; --left)
        restrict(rule.when);
    if (const auto lacks = unplaced(rule); lacks && !oneIn(10)) {
        rule.when.of(Condition::As) = names(Condition::As);
        if (unplaced(rule))
            rule.when.of(Condition::Source) = names(Condition::Source);
    }
    if (rule.effect != Effect::Allow && oneIn(3))
        except(rule);
    rule.then = obligations();
    return rule;
}

QList<Rule> Source::rules()
{
    QList<Rule> rules;
    const int count = oneIn(20) ? 60 : below(14);
    for (int i = 0; i < count; ++i)
        rules.append(rule(QStringLiteral("r%1").arg(i)));
    return rules;
}

template <class Owner>
void Source::fill(Owner &owner)
{
    for (const ConditionSpec &spec : statedTable) {
        const FactAccess<Owner> &fact = factOf<Owner>(spec);
        if (fact.text)
            fact.setText(owner, name(spec.id));
        else if (fact.number)
            fact.setNumber(owner, below(spec.greatest + 1));
    }
}

ResourceFacts Source::resource()
{
    ResourceFacts resource;
    fill(resource);
    if (oneIn(8))
        resource.source = {};
    if (!oneIn(3))
        resource.subject.clear();
    for (int left = oneIn(12) ? 0 : 1 + below(2); left > 0; --left)
        resource.scopes.append(name(Condition::Scope));
    resource.scopes.removeDuplicates();
    return resource;
}

Facts Source::facts()
{
    Facts facts;
    fill(facts);
    if (oneIn(5))
        facts.organization.clear();
    facts.purpose = oneIn(10) ? Purpose::Protect : Purpose::Access;
    facts.otherDevice = oneIn(10);
    facts.firstContact = oneIn(3);
    facts.durationDays = oneIn(5) ? longestDuration : below(60);
    facts.time = oneIn(50) ? -below(1000000000) : 1700000000LL + below(100000000);
    facts.offsetMinutes = (below(105) - 48) * 15;
    if (!oneIn(3))
        facts.daysSinceAsked = below(25);
    for (auto &counted : facts.counts.values) {
        for (int &count : counted)
            count = below(8);
    }
    const int resources = oneIn(10) ? 0 : oneIn(8) ? 9 : 1 + below(2);
    for (int i = 0; i < resources; ++i)
        facts.resources.append(resource());
    return facts;
}

} // namespace fpx::policy::cases
