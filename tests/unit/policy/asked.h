// A request that anybody would make, and a rule about who makes it.
#pragma once

#include <fpx/policy/ruleset.h>

namespace fpx::policy::test {

inline Facts asked(const char *client, const QStringList &scopes = {QStringLiteral("read")})
{
    Facts facts;
    facts.as = AsIdentifier(QStringLiteral("ontario"));
    facts.profile = EnrolmentId(QStringLiteral("private"));
    facts.client = ClientId(QLatin1String(client));
    facts.organization = QStringLiteral("practice");
    facts.firstContact = false;
    facts.ial = 2;
    facts.aal = 2;
    facts.durationDays = 30;
    facts.resources = {
        {DefinitionId(QStringLiteral("labs")), SourceIdentifier(QStringLiteral("hospital")), {}, scopes, {}, {}, true}};
    return facts;
}

inline Rule about(const char *client, Effect effect)
{
    Rule rule;
    rule.id = QLatin1String(client);
    rule.effect = effect;
    if (effect == Effect::Allow)
        rule.when.name(AsIdentifier(QStringLiteral("ontario")));
    rule.when.name(ClientId(QLatin1String(client)));
    return rule;
}

} // namespace fpx::policy::test
