// The operator's document: what the operator's tool says may be signed, the wallet takes, and nothing else.
#include "fuzz.h"

#include <fpx/jose/jws.h>
#include <fpx/operator/operatorprofile.h>

using namespace fpx;
using fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static const jose::PrivateKey key = *jose::PrivateKey::generate(jose::Algorithm::ES256);
    static const jose::JwkSet keys({key.publicKey()});
    const QByteArray payload = fuzz::bytes(data, size);
    const QList<op::Finding> findings = op::OperatorProfile::check(payload);
    for (const op::Finding &finding : findings)
        require(!finding.why.isEmpty() && finding.line >= 0, "a finding says what is wrong");
    const QJsonObject header{{QStringLiteral("typ"), QStringLiteral("fpx-operator-profile+jwt")},
                             {QStringLiteral("kid"), key.keyId()}};
    const auto signedProfile = jose::sign(header, payload, key);
    if (!signedProfile || signedProfile->size() > op::OperatorProfile::maxBytes)
        return 0;
    const auto profile = op::OperatorProfile::verify(*signedProfile, keys, {}, 1'790'000'000);
    const bool clock = !profile && profile.error().code == "operator_profile_from_the_future";
    require(clock || bool(profile) == findings.isEmpty(), "tool and wallet agree");
    if (!profile)
        return 0;
    require(profile->version() > 0 && !profile->issuer().isEmpty(), "it says whose and which it is");
    require(profile->listenerPort() > 0, "the listener has a port");
    for (const op::AuthorizationServer &server : profile->authorizationServers()) {
        for (const QString &uri : server.redirectUris)
            require(profile->isSandbox() || uri.startsWith(QStringLiteral("https://")), "answers travel by TLS");
    }
    return 0;
}
