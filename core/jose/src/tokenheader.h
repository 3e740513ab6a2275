// What JWS and JWE share: splitting a compact token and refusing what its header must not say (RFC 8725).
#pragma once

#include <fpx/base/reading.h>
#include <fpx/base/result.h>

#include <QJsonObject>
#include <QList>

namespace fpx::jose {

/// The parts of a compact token, still encoded. Errors: `token_too_large`, `token_malformed`.
[[nodiscard]] Result<QList<QByteArray>> splitToken(const QByteArray &token, int parts, qsizetype maxBytes);
/// Strict base64url of a strict JSON object. Error: `token_malformed`.
[[nodiscard]] Result<QJsonObject> decodeObject(const QByteArray &part, QByteArray *bytes = nullptr);
[[nodiscard]] Result<QByteArray> decodePart(const QByteArray &part);

/// `crit`, keys and key references, `b64`, `zip`, wrong types. `mayHoldKey`: a `jwk` is left to the caller. Lenient:
/// references to keys are not looked at.
/// Errors: `token_crit_refused`, `token_header_key_refused`, `token_header_refused`.
[[nodiscard]] Result<void> checkHeader(const QJsonObject &header, bool mayHoldKey, Reading reading = Reading::Exact);

[[nodiscard]] Failure tokenFailure(const char *code, const QString &detail);

} // namespace fpx::jose
