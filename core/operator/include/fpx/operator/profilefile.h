// Where the operator profile and the operator's keys come from: files that the installer put in place.
#pragma once

#include <fpx/operator/operatorprofile.h>

namespace fpx::op {

/// Errors: `operator_profile_missing` (no such file), `operator_profile_unreadable` (no permission, a directory, larger
/// than OperatorProfile::maxBytes, empty).
[[nodiscard]] Result<QByteArray> readProfileFile(const QString &path);
/// Errors: `operator_keys_missing`, `operator_keys_unusable` (unreadable, no JWK set, no ES256 or EdDSA key with `kid`).
[[nodiscard]] Result<jose::JwkSet> readOperatorKeys(const QString &path);

/// What is in force after a start or an update of the file.
struct ProfileInForce {
    OperatorProfile profile;
    QByteArray jws;               ///< To be kept as the last good one.
    std::optional<Error> refused; ///< Why the new one was refused while the last good one stays in force.
};
/// Takes the new profile if it is good, else the last good one (empty: none).
/// Errors: those of the new profile, when there is no last good one that still verifies.
[[nodiscard]] Result<ProfileInForce> chooseProfile(const Result<QByteArray> &fresh, const QByteArray &lastGood,
                                                   const jose::JwkSet &operatorKeys, const AcceptedVersion &previous,
                                                   qint64 now);

} // namespace fpx::op
