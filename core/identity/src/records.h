// What is remembered of linked providers and the session, as JSON.
#pragma once

#include <fpx/identity/identityservice.h>

namespace fpx::identity {

inline constexpr QLatin1String table("identity");
inline constexpr QLatin1String sessionRow("session");
[[nodiscard]] QString providerRow(const IdpIdentifier &provider);
/// Scopes that widen what an id_token says and open nothing (OIDC Core section 5.4). Providers add them by default; profile
/// section 8, unlike section 6, does not ask the wallet to refuse them, and it has no use for the access token.
[[nodiscard]] QStringList claimScopes();
[[nodiscard]] SecretName refreshTokenOf(const IdpIdentifier &provider);

/// OIDC Core 5.7: issuer and `sub` together name an account, nothing else does.
[[nodiscard]] bool isSameAccount(const LinkedProvider &one, const LinkedProvider &other);

[[nodiscard]] QJsonObject toJson(const LinkedProvider &linked);
[[nodiscard]] Result<LinkedProvider> linkedFromJson(const QJsonObject &json);
[[nodiscard]] QJsonObject toJson(const Session &session);
[[nodiscard]] Result<Session> sessionFromJson(const QJsonObject &json);

} // namespace fpx::identity
