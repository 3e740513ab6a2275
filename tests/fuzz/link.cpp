// Links that the desktop hands over, and with them every parameter of a request (profile 4.1).
#include "fuzz.h"

#include <fpx/base/json.h>
#include <fpx/jose/jws.h>
#include <fpx/uma/authorizationrequest.h>

using namespace fpx;
using fuzz::require;
using uma::AuthorizationRequest;

namespace {

op::OperatorProfile profile()
{
    const QByteArray payload = R"({"iss":"https://operator.example","iat":1789990000,"exp":1795000000,
        "profile_version":1,"product":{"name":"Demo"},
        "identity_providers":[{"identifier":"bank","display_name":"Bank","issuer":"https://bank.example",
         "client_id":"wallet","scope":"openid"}],
        "authorization_servers":[{"identifier":"health","issuer":"https://as.example","display_name":"Health",
         "client_id":"as-health","redirect_uris":["https://as.example/cb?k=v","https://as.example/cb"],
         "software_statement":"eyJh.eyJi.AAAA","request_object":"optional"}],
        "data_sources":[{"identifier":"clinic","display_name":"Clinic","issuer":"https://clinic.example",
         "client_id":"c1","scope":"openid","userinfo":"https://clinic.example/userinfo",
         "authorization_servers":[{"identifier":"health","resource_server":"clinic"}]}]})";
    const auto key = *jose::PrivateKey::generate(jose::Algorithm::ES256);
    const QJsonObject header{{QStringLiteral("typ"), QStringLiteral("fpx-operator-profile+jwt")},
                             {QStringLiteral("kid"), key.keyId()}};
    const auto verified = op::OperatorProfile::verify(*jose::sign(header, *parseJsonObject(payload), key),
                                                      jose::JwkSet({key.publicKey()}), {}, 1'790'000'000);
    require(bool(verified), "the profile of this target is accepted");
    return *verified;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static const op::OperatorProfile known = profile();
    const QString link = QString::fromUtf8(fuzz::bytes(data, size));
    const auto request = AuthorizationRequest::parseLink(link, known);
    if (!request)
        return 0;
    require(request->as.value() == QStringLiteral("health"), "the network is one that the operator named");
    require(!request->ticket.isEmpty(), "there is a ticket");
    if (request->byReference) {
        require(!request->canAnswer(), "by reference nothing can be answered yet");
    } else {
        const auto &uris = known.authorizationServers().first().redirectUris;
        require(uris.contains(request->redirectUri.toString(QUrl::FullyEncoded)),
                "an answer goes to an address that the operator named");
        require(request->canAnswer(), "there is a state");
    }
    require(request->uiLocales.size() <= 16, "16 languages at most");
    const auto again = AuthorizationRequest::fromJson(request->toJson());
    require(again && again->toJson() == request->toJson(), "what is stored reads as the same");
    return 0;
}
