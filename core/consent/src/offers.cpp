#include "offers.h"

#include <fpx/base/utc.h>

#include "choice.h"
#include "clientlook.h"
#include "earlier.h"
#include "lookalike.h"
#include "terms.h"
#include "words.h"

#include <QLocale>
#include <QSet>

#include <algorithm>

namespace fpx::consent {

namespace {

constexpr int longestDays = 365;     // profile 5: `exp` at most one year ahead
constexpr qint64 timeToAnswer = 900; // seconds: most requests end earlier

bool offers(const QList<sources::Resource> &resources, const uma::RequestedResource &wanted)
{
    return std::ranges::any_of(resources, [&wanted](const sources::Resource &resource) {
        return resource.definition == wanted.definition &&
               (!wanted.resourceId || *wanted.resourceId == resource.resourceId);
    });
}

QList<SubjectOffer> subjectsOf(const sources::SourceAccount &account, const SourceIdentifier &source,
                               const SamePersons &persons, const uma::RequestedResource &wanted)
{
    QList<SubjectOffer> subjects{{QString(), account.displayName, QString(), offers(account.own, wanted)}};
    for (const sources::RelatedSubject &related : account.related)
        subjects.append({related.subject, related.displayName, related.relation, offers(related.resources, wanted)});
    for (SubjectOffer &subject : subjects)
        subject.person = persons.personOf({source, subject.id});
    return subjects;
}

EarlierInput earlier(const OfferInput &input)
{
    return {input.permissions, *input.record.details, input.record.as, input.record.enrolment, input.now};
}

QList<SourceOffer> sourcesFor(const OfferInput &input, const uma::RequestedResource &wanted)
{
    QList<SourceOffer> result;
    for (const op::DataSource &source : input.sources.known()) {
        const auto registered = input.registry.servers.constFind(source.identifier);
        if (registered == input.registry.servers.constEnd() || registered->disabled)
            continue;
        if (wanted.resourceServer && *wanted.resourceServer != registered->id)
            continue;
        if (!registered->definitions.contains(wanted.definition.value()))
            continue;
        SourceOffer offer;
        offer.id = source.identifier;
        offer.displayName = source.displayName.text(input.locales);
        if (const auto account = input.sources.account(source.identifier)) {
            offer.connected = account->health != sources::SourceHealth::NeedsSignIn;
            offer.accountName = account->displayName;
            offer.subjects = subjectsOf(*account, source.identifier, input.persons, wanted);
        }
        result.append(offer);
    }
    std::ranges::stable_partition(result, &SourceOffer::connected);
    const SourceIdentifier usual = sharedFrom(earlier(input), wanted.definition);
    std::ranges::stable_partition(result,
                                  [&usual](const SourceOffer &offer) { return offer.connected && offer.id == usual; });
    return result;
}

Result<QList<ScopeOffer>> scopesFor(const uma::RequestedResource &wanted, const uma::RegisteredDefinition &definition)
{
    QList<ScopeOffer> result;
    for (const uma::RequestedScope &scope : wanted.scopes) {
        const auto known = std::ranges::find(definition.scopes, scope.scope, &uma::RegisteredScope::scope);
        if (known == definition.scopes.end())
            return fail("invalid_request_content",
                        Words::tr("The request asks for something that the network does not know."),
                        QStringLiteral("scope %1 of %2").arg(scope.scope, definition.id.value()));
        result.append(
            {scope.scope, known->displayName, known->description, sensitivityOf(known->sensitivity), scope.required});
    }
    std::ranges::stable_partition(result, &ScopeOffer::required);
    return result;
}

DurationOffer durationFor(const uma::TicketDetails &details, qint64 now)
{
    const QDate today = dayOf(now);
    const qint64 latest = latestEnd(details.duration, now);
    DurationOffer offer;
    offer.madeAt = now;
    offer.notAfter =
        latest == PermissionRecord::noLatestEnd ? now + longestSeconds : std::min(latest, now + longestSeconds);
    offer.once = true;
    offer.latest = today.addDays(longestDays - 1);
    offer.earliest = dayOf(std::max(now, std::min(details.expiresAt, now + timeToAnswer)));
    if (details.usage == uma::Usage::Once)
        return offer; // initial is `once`
    offer.until = true;
    if (const auto last = uma::addDuration(today, details.duration.max))
        offer.latest = std::min(offer.latest, *last);
    offer.untilRevoked = details.duration.max.isEmpty();
    const QDate requested = uma::addDuration(today, details.duration.requested).value_or(today.addDays(30));
    offer.initial = {DurationKind::Until, std::clamp(requested, offer.earliest, offer.latest)};
    return offer;
}

Warning otherDeviceWarning()
{
    return {WarningKind::OtherDevice,
            Words::tr("Someone else may have sent you this code. Go on only if you began this yourself, on a device in "
                      "front of you.")};
}

// Of another client of this network that the person has given something, with whichever profile; empty: none looks so.
QString lookalike(const OfferInput &input, const QString &name)
{
    const QString skeleton = skeletonOf(name);
    if (skeleton.isEmpty())
        return {};
    QSet<QString> looked; // thousands of permissions name few clients
    for (const PermissionRecord &permission : input.permissions.all()) {
        const QString &other = permission.names->clientName;
        if (permission.as != input.record.as || permission.client == input.record.details->client ||
            looked.contains(other))
            continue;
        looked.insert(other);
        if (skeletonOf(other) == skeleton)
            return other;
    }
    return {};
}

QList<Warning> warningsFor(const OfferInput &input, const PromptContent &content)
{
    QList<Warning> warnings;
    if (input.record.fromDevice())
        warnings.append(otherDeviceWarning());
    if (input.record.request && input.record.request->arrival == uma::Arrival::Link)
        warnings.append(
            {WarningKind::StartedElsewhere,
             Words::tr("The answer opens in your default browser. If you began elsewhere, start again there.")});
    if (content.verifiedBy.isEmpty())
        warnings.append(
            {WarningKind::NotVerified,
             Words::tr("%1 has not verified who is behind %2.").arg(content.networkName, content.clientName)});
    if (const QString other = lookalike(input, content.clientName); !other.isEmpty())
        warnings.append(
            {WarningKind::LooksAlike,
             Words::tr("This is not “%1”, with whom you have shared before. The names only look alike.").arg(other)});
    if (!input.clientChanges.isEmpty())
        warnings.append({WarningKind::ClientChanged, changesInWords(content.clientName, input.clientChanges)});
    for (const DataChange &change : input.dataChanges)
        warnings.append({WarningKind::DataChanged, inWords(change)});
    for (const ResourceOffer &resource : content.resources) {
        const bool high = std::ranges::any_of(
            resource.scopes, [](const ScopeOffer &scope) { return scope.sensitivity == Sensitivity::High; });
        if (high) {
            warnings.append({WarningKind::SensitiveScope, Words::tr("“%1” is sensitive.").arg(resource.displayName)});
            break;
        }
    }
    if (asksForMore(earlier(input)))
        warnings.append(
            {WarningKind::AsksForMore, Words::tr("%1 needs more than you gave it last time.").arg(content.clientName)});
    if (!input.permissions.knowsClient(input.record.enrolment, input.record.details->client))
        warnings.append({WarningKind::FirstContact, Words::tr("First request from %1.").arg(content.clientName)});
    if (const auto until = sharedAlreadyUntil(earlier(input)))
        warnings.append({WarningKind::SharedAlready,
                         Words::tr("You share this with %1 already, until %2.")
                             .arg(content.clientName, QLocale().toString(*until, QLocale::LongFormat))});
    std::ranges::stable_sort(warnings, {}, &Warning::kind);
    return warnings;
}

} // namespace

Async<RegistryFacts> readRegistry(std::shared_ptr<uma::Registry> registry, uma::TicketDetails details,
                                  QHash<SourceIdentifier, RsIdentifier> sources, CancelToken cancel)
{
    RegistryFacts facts;
    facts.language = registry->language();
    if (details.purpose == uma::Purpose::Access) {
        auto client = co_await registry->client(details.client, cancel);
        if (!client && client.error().code == "registry_unknown")
            co_return fail("client_unknown", Words::tr("The network does not know who asks. Nothing was shared."));
        FPX_CO_TRY(known, std::move(client));
        facts.client = known;
        if (facts.client.disabled)
            co_return fail("client_disabled",
                           Words::tr("The network has blocked %1. Nothing was shared.").arg(facts.client.displayName));
        if (!facts.client.organization.isEmpty()) {
            const auto organization = co_await registry->organization(facts.client.organization, cancel);
            facts.organization = organization ? organization->displayName : QString();
        }
        if (!facts.client.logo.isEmpty())
            facts.clientLogo = (co_await registry->logo(facts.client.logo, cancel)).value_or(QByteArray());
    }
    for (const uma::RequestedResource &resource : std::as_const(details.resources)) {
        if (facts.definitions.contains(resource.definition))
            continue;
        FPX_CO_TRY(definition, co_await registry->definition(resource.definition, cancel));
        facts.definitions.insert(resource.definition, definition);
    }
    for (auto it = sources.constBegin(); it != sources.constEnd(); ++it) {
        auto server = co_await registry->server(it.value(), cancel);
        if (server)
            facts.servers.insert(it.key(), *server);
        else if (server.error().code != "registry_unknown")
            co_return fail(std::move(server).error());
    }
    co_return facts;
}

Result<PromptContent> buildOffer(const OfferInput &input)
{
    const uma::TicketDetails &details = *input.record.details;
    PromptContent content;
    content.network = input.record.as;
    content.client = details.client;
    content.clientName = input.registry.client.displayName;
    content.clientLogoPng = input.registry.clientLogo;
    content.clientOrganization = input.registry.organization;
    content.verifiedBy = input.registry.client.verifiedAt ? input.networkName : QString();
    content.policyUri = input.registry.client.policyUri.toString();
    content.termsUri = input.registry.client.tosUri.toString();
    content.networkName = input.networkName;
    content.profileName = input.profileName;
    content.opensDirectly = input.opensDirectly;
    content.reason = details.cleanReason(input.locales);
    content.purpose = details.purpose == uma::Purpose::Protect ? QStringLiteral("protect") : QStringLiteral("access");
    content.anotherDevice = input.record.fromDevice();
    content.repeated = details.usage == uma::Usage::Repeated;
    content.expiresAt = utcFromSeconds(input.record.expiresAt);
    if (details.purpose == uma::Purpose::Protect) {
        const auto server =
            std::ranges::find(input.registry.servers, details.resourceServer, &uma::RegisteredServer::id);
        if (server == input.registry.servers.end())
            return fail("invalid_request_content",
                        Words::tr("The request comes from a data source that this wallet does not know."));
        content.clientName = server->displayName; // the registry does not say that it has verified a source
        if (content.anotherDevice)
            content.warnings.append(otherDeviceWarning());
        return content;
    }
    for (const uma::RequestedResource &wanted : details.resources) {
        const uma::RegisteredDefinition definition = input.registry.definitions.value(wanted.definition);
        FPX_TRY(scopes, scopesFor(wanted, definition));
        content.resources.append({wanted.requestId, definition.displayName, definition.description, wanted.required,
                                  wanted.linkage, scopes, sourcesFor(input, wanted)});
    }
    content.duration = durationFor(details, input.now);
    content.warnings = warningsFor(input, content);
    if (content.anotherDevice)
        content.duration.initial = {}; // once
    content.canRemember = !content.anotherDevice && content.repeated;
    return content;
}

Sensitivity sensitivityOf(const QString &name)
{
    if (name == QStringLiteral("low"))
        return Sensitivity::Low;
    return name == QStringLiteral("medium") ? Sensitivity::Medium
                                            : Sensitivity::High; // what is not said counts as high
}

policy::Sensitivity policySensitivity(Sensitivity sensitivity)
{
    switch (sensitivity) {
    case Sensitivity::Low: return policy::Sensitivity::Low;
    case Sensitivity::Medium: return policy::Sensitivity::Medium;
    case Sensitivity::High: break;
    }
    return policy::Sensitivity::High;
}

std::optional<Choice> automaticChoice(const PromptContent &content)
{
    for (const ResourceOffer &resource : content.resources) {
        const auto usable = std::ranges::count_if(resource.sources, [](const SourceOffer &source) {
            return std::ranges::any_of(source.subjects,
                                       [&](const SubjectOffer &subject) { return canDeliver(source, subject); });
        });
        if (resource.required && usable != 1)
            return std::nullopt;
    }
    const Choice choice = initialChoice(content);
    if (!checkChoice(content, choice))
        return std::nullopt;
    return choice;
}

} // namespace fpx::consent
