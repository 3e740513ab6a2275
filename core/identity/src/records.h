// What is remembered of linked providers and the session, as JSON.
#pragma once

#include <fpx/identity/identityservice.h>

namespace fpx::identity {

inline constexpr QLatin1String table("identity");
inline constexpr QLatin1String sessionRow("session");
[[nodiscard]] QString providerRow(const IdpIdentifier &provider);
[[nodiscard]] SecretName refreshTokenOf(const IdpIdentifier &provider);
[[nodiscard]] SecretName idTokenOf(const IdpIdentifier &provider);

/// OIDC Core 5.7: issuer and `sub` together name an account, nothing else does.
[[nodiscard]] bool isSameAccount(const LinkedProvider &one, const LinkedProvider &other);

[[nodiscard]] QJsonObject toJson(const LinkedProvider &linked);
[[nodiscard]] Result<LinkedProvider> linkedFromJson(const QJsonObject &json);
[[nodiscard]] QJsonObject toJson(const Session &session);
[[nodiscard]] Result<Session> sessionFromJson(const QJsonObject &json);

} // namespace fpx::identity
