// The checks that every JWT from a wallet has to pass (profile section 1: `typ` is exact, the key decides the algorithm).
#pragma once

#include "http/message.h"
#include "jose/key.h"

namespace fpx::sandbox {

struct JwtRules {
    QString typ;
    QStringList required; ///< Claims that must be there …
    QStringList optional; ///< … may be there; any other is refused.
    QString error = QStringLiteral("invalid_request");
    int status = 400;
};

/// Signature by one of `keys` (the one with the header's kid, if any), header and names of claims.
[[nodiscard]] Refusal checkJwt(const QString &compact, const QList<Key> &keys, const JwtRules &rules, Jwt &out);
/// `exp` ≤ `iat` + `lifetime`, both numbers, now in between (10 s tolerance for `iat`).
[[nodiscard]] QString timeProblem(const QJsonObject &claims, qint64 now, qint64 lifetime);
/// A sentence about a member that is missing or unknown; else empty.
[[nodiscard]] QString memberProblem(const QJsonObject &object, const QStringList &required, const QStringList &optional,
                                    const QString &what);
[[nodiscard]] bool isUuidV4(const QString &text);
[[nodiscard]] QStringList toStrings(const QJsonValue &array);

} // namespace fpx::sandbox
