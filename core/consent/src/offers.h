// From ticket details, registry and connected sources to what the prompt shows (profile 4.3, 4.4, 7).
#pragma once

#include <fpx/consent/offer.h>
#include <fpx/consent/permissionbook.h>
#include <fpx/consent/requestrecord.h>
#include <fpx/consent/samepersons.h>
#include <fpx/policy/policy.h>
#include <fpx/sources/sourceservice.h>
#include <fpx/uma/registry.h>

namespace fpx::consent {

/// What the registry says of everyone in one request.
struct RegistryFacts {
    uma::RegisteredClient client;
    QByteArray clientLogo;
    QString organization;
    QString language; ///< In which the registry was read.
    QHash<DefinitionId, uma::RegisteredDefinition> definitions;
    QHash<SourceIdentifier, uma::RegisteredServer> servers; ///< Known sources of this AS.
};

struct LookChange;
struct DataChange;

struct OfferInput {
    const RequestRecord &record;
    const RegistryFacts &registry;
    const sources::SourceService &sources;
    const PermissionBook &permissions;
    const SamePersons &persons;
    const QList<LookChange> &clientChanges; ///< Since the person last gave the client something.
    const QList<DataChange> &dataChanges;   ///< Since the person last shared it.
    QString networkName;
    QString profileName;
    bool opensDirectly;
    QStringList locales;
    qint64 now; ///< seconds, AS time
};

/// Reads the registry for one request. Errors: those of Registry, `client_disabled`, `client_unknown`.
[[nodiscard]] Async<RegistryFacts> readRegistry(std::shared_ptr<uma::Registry> registry, uma::TicketDetails details,
                                                QHash<SourceIdentifier, RsIdentifier> sources, CancelToken cancel);
/// Before the rules are asked: `canRemember` is true where that depends on the choice only. Errors: `invalid_request_content` for tickets that the registry contradicts (unknown scope or definition).
[[nodiscard]] Result<PromptContent> buildOffer(const OfferInput &input);
/// Of the registry's word.
[[nodiscard]] Sensitivity sensitivityOf(const QString &name);
[[nodiscard]] policy::Sensitivity policySensitivity(Sensitivity sensitivity);
/// The choice of an automatic answer: nothing if a required resource has not exactly one usable, connected source.
[[nodiscard]] std::optional<Choice> automaticChoice(const PromptContent &content);

} // namespace fpx::consent
