// What strings of a profile may look like. Each rule answers with what is wrong, or with nothing.
#pragma once

#include <QString>

#include <functional>

namespace fpx::op {

using Rule = std::function<QString(const QString &)>;

/// The host is 127.0.0.0/8 in dotted form or [::1], of any scheme: decided on the text, so that no normalisation of
/// other spellings ("127.1", "0x7f.1", "localhost") counts.
[[nodiscard]] bool isLoopbackUrl(const QString &url);

/// An absolute https URL without user, fragment and (for an issuer) query; http on loopback literals if allowed.
[[nodiscard]] Rule urlRule(bool httpOnLoopback, bool issuer = false);
/// A logo: file name in the brand, `data:` URI of a PNG or SVG, or URL.
[[nodiscard]] Rule logoRule(bool httpOnLoopback);

[[nodiscard]] QString identifierRule(const QString &text);         ///< profile section 2
[[nodiscard]] QString registryIdentifierRule(const QString &text); ///< profile section 7
[[nodiscard]] QString clientIdRule(const QString &text);           ///< RFC 6749 appendix A.1
[[nodiscard]] QString clientSecretRule(const QString &text);       ///< RFC 6749 appendix A.2
[[nodiscard]] QString asClientIdRule(const QString &text);         ///< one path segment of /authorize/{client_id}/…
[[nodiscard]] QString scopeRule(const QString &text);              ///< RFC 6749 section 3.3
[[nodiscard]] QString colorRule(const QString &text);
[[nodiscard]] QString uriSchemeRule(const QString &text);
[[nodiscard]] QString pemRule(const QString &text);
[[nodiscard]] QString hostRule(const QString &text);
[[nodiscard]] QString compactTokenRule(const QString &text);
/// The name of an additional query parameter: not one that OAuth, OpenID Connect or their extensions define.
[[nodiscard]] QString extraParameterRule(const QString &text);
[[nodiscard]] QString parameterValueRule(const QString &text);

} // namespace fpx::op
