// Entries of the registry as values (profile 7). Every error is `bad_registry_entry`.
#pragma once

#include <fpx/uma/registry.h>

namespace fpx::uma {

[[nodiscard]] Result<RegisteredClient> parseClient(const ClientId &id, const QJsonObject &entry);
[[nodiscard]] Result<RegisteredServer> parseServer(const RsIdentifier &id, const QJsonObject &entry);
[[nodiscard]] Result<RegisteredDefinition> parseDefinition(const DefinitionId &id, const QJsonObject &entry);
[[nodiscard]] Result<RegisteredOrganization> parseOrganization(const QString &id, const QJsonObject &entry);

} // namespace fpx::uma
