#include "scenario.h"

namespace fpx::bench {

namespace {

using namespace policy;

constexpr int definitions = 50;

QString numbered(const char *what, int number)
{
    return QStringLiteral("%1-%2").arg(QLatin1String(what)).arg(number);
}

Effect effectOf(int number)
{
    return number % 10 == 3 ? Effect::Deny : number % 10 == 7 ? Effect::Ask : Effect::Allow;
}

// From so many days on a rule without names is a deny or an ask that does not hold for a month.
int daysOf(int number)
{
    return 40 + number % 300;
}

} // namespace

QList<Rule> Scenario::rulesOf() const
{
    QList<Rule> list;
    list.reserve(rules);
    for (int i = 0; i < rules; ++i) {
        Rule rule;
        rule.id = numbered("rule", i);
        rule.effect = effectOf(i);
        if (shape != Shape::NoNames) // the one network of all requests; an allow has to say it
            rule.when.name(AsIdentifier(QStringLiteral("network")));
        switch (shape) {
        case Shape::OneClientEach:
            rule.when.name(ClientId(numbered("client", i)));
            rule.when.name(DefinitionId(numbered("definition", i % definitions)));
            break;
        case Shape::OneClient:
            rule.when.name(ClientId(QStringLiteral("client")));
            rule.when.name(DefinitionId(numbered("definition", i)));
            break;
        case Shape::NoNames: rule.when.duration.atLeast = daysOf(i); break;
        }
        list.append(rule);
    }
    return list;
}

QList<Facts> Scenario::requests(int count) const
{
    QList<Facts> list;
    for (int n = 0; n < count; ++n) {
        const int i = static_cast<int>(static_cast<qint64>(n) * rules / count);
        Facts facts;
        facts.as = AsIdentifier(QStringLiteral("network"));
        facts.firstContact = false;
        facts.durationDays = 30;
        facts.client = ClientId(shape == Shape::OneClientEach ? numbered("client", i) : QStringLiteral("client"));
        ResourceFacts resource;
        // Each fifth request asks for what its client has no rule for.
        const int wanted = n % 5 == 4 ? -1 : shape == Shape::OneClientEach ? i % definitions : i;
        resource.definition = DefinitionId(numbered("definition", wanted));
        resource.scopes = {QStringLiteral("read")};
        facts.resources = {resource};
        list.append(facts);
    }
    return list;
}

QByteArray Scenario::cedar(bool ask) const
{
    QByteArray text;
    const QList<Rule> list = rulesOf();
    for (const Rule &rule : list) {
        if ((rule.effect == Effect::Ask) != ask)
            continue;
        text += rule.effect == Effect::Deny ? "forbid(" : "permit(";
        const QStringList &clients = rule.when.of(Condition::Client);
        const QStringList &wanted = rule.when.of(Condition::Definition);
        text += clients.isEmpty() ? "principal" : "principal == Client::\"" + clients.first().toUtf8() + '"';
        text += ", action == Action::\"share\", ";
        text += wanted.isEmpty() ? "resource" : "resource == Definition::\"" + wanted.first().toUtf8() + '"';
        text += ')';
        if (rule.when.duration.atLeast)
            text += " when { context.days >= " + QByteArray::number(*rule.when.duration.atLeast) + " }";
        text += ";\n";
    }
    return text;
}

} // namespace fpx::bench
