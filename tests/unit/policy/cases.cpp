#include "cases.h"

namespace fpx::policy::cases {

namespace {

constexpr std::array kinds{"as", "client", "org", "profile", "type", "definition", "source", "subject", "scope"};

} // namespace

QString Source::name(const char *kind, int of)
{
    return QStringLiteral("%1-%2").arg(QLatin1String(kind)).arg(below(of));
}

QStringList Source::names(const char *kind, int of)
{
    QStringList list;
    for (int left = oneIn(3) ? 2 + below(2) : 1; left > 0; --left)
        list.append(name(kind, of));
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

void Source::restrict(Conditions &when)
{
    switch (below(12)) {
    case 0: when.sensitivities = static_cast<quint8>(1 + below(7)); break;
    case 1: when.purposes = static_cast<quint8>(1 + below(3)); break;
    case 2: when.weekdays = static_cast<quint8>(1 + below(127)); break;
    case 3: when.duration = range(40); break;
    case 4: when.ial = range(4); break;
    case 5: when.aal = range(4); break;
    case 6:
        when.time = TimeOfDay{below(1440), below(1440)};
        if (when.time->from == when.time->to)
            when.time.reset();
        break;
    case 7: when.firstContact = oneIn(2); break;
    case 8: when.usedBefore = oneIn(2); break;
    case 9: when.otherDevice = oneIn(2); break;
    case 10:
        when.count = CountCondition{static_cast<Counted>(below(2)), static_cast<Window>(below(3)), range(6)};
        break;
    default:
        when.subject = SubjectCondition::Delegated;
        when.of(Condition::Subject).clear();
        break;
    }
}

Rule Source::rule(const QString &id)
{
    Rule rule;
    rule.id = id;
    rule.effect = !oneIn(4) ? Effect::Allow : oneIn(2) ? Effect::Ask : Effect::Deny;
    rule.operatorRule = oneIn(5);
    for (int left = below(4); left > 0; --left) {
        const auto kind = static_cast<Condition>(below(nameConditions));
        if (kind == Condition::Subject) {
            rule.when.subject = SubjectCondition::Listed;
            rule.when.of(kind) = oneIn(2) ? QStringList{QString()} : names("subject", 2);
        } else {
            rule.when.of(kind) = names(kinds[static_cast<size_t>(kind)]);
        }
    }
    for (int left = oneIn(2) ? 0 : 1 + below(2); left > 0; --left)
        restrict(rule.when);
    if (const auto lacks = unplaced(rule); lacks && !oneIn(10)) {
        rule.when.of(Condition::As) = names("as");
        if (unplaced(rule))
            rule.when.of(Condition::Source) = names("source");
    }
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

ResourceFacts Source::resource()
{
    ResourceFacts resource;
    resource.definition = DefinitionId(name("definition"));
    resource.resourceType = name("type");
    if (!oneIn(8))
        resource.source = SourceIdentifier(name("source"));
    if (oneIn(3))
        resource.subject = name("subject", 2);
    for (int left = oneIn(12) ? 0 : 1 + below(2); left > 0; --left)
        resource.scopes.append(name("scope"));
    resource.scopes.removeDuplicates();
    resource.sensitivity = static_cast<Sensitivity>(below(3));
    resource.usedBefore = oneIn(2);
    return resource;
}

Facts Source::facts()
{
    Facts facts;
    facts.as = AsIdentifier(name("as"));
    facts.profile = EnrolmentId(name("profile"));
    facts.client = ClientId(name("client"));
    facts.organization = oneIn(5) ? QString() : name("org");
    facts.purpose = oneIn(10) ? Purpose::Protect : Purpose::Access;
    facts.otherDevice = oneIn(10);
    facts.firstContact = oneIn(3);
    facts.durationDays = oneIn(5) ? longestDuration : below(60);
    facts.ial = below(4);
    facts.aal = below(4);
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
