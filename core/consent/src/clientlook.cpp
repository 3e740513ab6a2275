#include "clientlook.h"

#include "words.h"

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

QList<LookChange> changesSince(const PermissionBook &permissions, const AsIdentifier &as, const RegistryFacts &facts)
{
    const PermissionRecord *last = permissions.newestOf(as, facts.client.id);
    return last == nullptr ? QList<LookChange>() : changesBetween(lookOf(*last), lookOf(facts));
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
