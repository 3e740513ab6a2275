// Entries of the registry as values (profile 7). Every error is `bad_registry_entry`. Identifiers, keys, `disabled`, scopes
// and sensitivity are strict; a malformed name, text, link, logo or date is left out and noted, a name in favour of the
// identifier.
#pragma once

#include <fpx/uma/registry.h>

namespace fpx::uma {

/// How what is shown is chosen.
struct Showing {
    QString language; ///< Of names that are given in several.
    http::LoopbackHttp loopback = http::LoopbackHttp::Refused;
};

[[nodiscard]] Result<RegisteredClient> parseClient(const ClientId &id, const QJsonObject &entry,
                                                   const Showing &showing);
[[nodiscard]] Result<RegisteredServer> parseServer(const RsIdentifier &id, const QJsonObject &entry,
                                                   const Showing &showing);
[[nodiscard]] Result<RegisteredDefinition> parseDefinition(const DefinitionId &id, const QJsonObject &entry,
                                                           const Showing &showing);
[[nodiscard]] Result<RegisteredOrganization> parseOrganization(const QString &id, const QJsonObject &entry,
                                                               const Showing &showing);

} // namespace fpx::uma
