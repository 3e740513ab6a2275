#include "clientlook.h"

#include "words.h"

#include <algorithm>

namespace fpx::consent {

ClientLook lookOf(const PermissionRecord &permission)
{
    return {permission.names->clientName,     permission.names->clientOrganization, permission.names->clientPolicyUri,
            permission.names->clientTermsUri, permission.names->clientLogo,         permission.names->clientLanguage};
}

ClientLook lookOf(const RegistryFacts &facts)
{
    return {facts.client.displayName,       facts.client.organization, facts.client.policyUri.toString(),
            facts.client.tosUri.toString(), facts.clientLogo,          facts.language};
}

QString lookPartName(LookPart part)
{
    switch (part) {
    case LookPart::Name: return Words::tr("name");
    case LookPart::Organization: return Words::tr("organization");
    case LookPart::Terms: return Words::tr("terms");
    case LookPart::Policy: return Words::tr("privacy policy");
    case LookPart::Logo: break;
    }
    return Words::tr("logo");
}

QList<LookChange> changesBetween(const ClientLook &before, const ClientLook &now)
{
    QList<LookChange> changes;
    if (before.language.isEmpty())
        return changes;
    const auto compare = [&changes](LookPart part, const QString &then, const QString &today) {
        if (then != today)
            changes.append({part, then, today});
    };
    if (before.language == now.language)
        compare(LookPart::Name, before.name, now.name);
    compare(LookPart::Organization, before.organization, now.organization);
    compare(LookPart::Terms, before.termsUri, now.termsUri);
    compare(LookPart::Policy, before.policyUri, now.policyUri);
    if (!before.logo.isEmpty() && !now.logo.isEmpty() && before.logo != now.logo)
        changes.append({LookPart::Logo, {}, {}});
    return changes;
}

QList<LookChange> changesSince(const PermissionBook &permissions, const EnrolmentId &profile,
                               const RegistryFacts &facts)
{
    const PermissionRecord *last = permissions.newestOf(profile, facts.client.id);
    return last == nullptr ? QList<LookChange>() : changesBetween(lookOf(*last), lookOf(facts));
}

QList<DataChange> dataChangesSince(const PermissionBook &permissions, const EnrolmentId &profile,
                                   const RegistryFacts &facts)
{
    QList<DataChange> changes;
    for (const uma::RegisteredDefinition &now : facts.definitions) {
        const PermissionRecord *last = permissions.newestOf(profile, now.id);
        if (last == nullptr || last->names->scopeSensitivities.size() != last->scopes.size())
            continue;
        DataChange change{now.displayName, {}};
        if (last->names->clientLanguage == facts.language && last->names->definitionName != now.displayName)
            change.parts.append(Words::tr("name (before: “%1”)").arg(last->names->definitionName));
        if (last->names->definitionType != now.resourceType)
            change.parts.append(Words::tr("kind of data"));
        for (qsizetype i = 0; i < last->scopes.size(); ++i) {
            const auto scope = std::ranges::find(now.scopes, last->scopes[i], &uma::RegisteredScope::scope);
            if (scope != now.scopes.end() && scope->sensitivity != last->names->scopeSensitivities[i]) {
                change.parts.append(Words::tr("how sensitive it is"));
                break;
            }
        }
        if (!change.parts.isEmpty())
            changes.append(change);
    }
    return changes;
}

QString inWords(const DataChange &change)
{
    return Words::tr("The network says something else of “%1” than when you last shared it: %2.")
        .arg(change.name, change.parts.join(Words::tr(", ", "between the things that are new")));
}

QString changesInWords(const QString &clientName, const QList<LookChange> &changes)
{
    QStringList parts;
    for (const LookChange &change : changes)
        parts.append(change.part == LookPart::Name && !change.before.isEmpty()
                         ? Words::tr("name (before: “%1”)").arg(change.before)
                         : lookPartName(change.part));
    return Words::tr("New since you last shared with %1: %2.")
        .arg(clientName, parts.join(Words::tr(", ", "between the things that are new")));
}

} // namespace fpx::consent
