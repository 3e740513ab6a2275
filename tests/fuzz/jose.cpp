// Tokens, encrypted messages and key sets of other parties. The first byte says which. The seeds hold what is signed or
// encrypted with the keys below; nothing that is only like them may pass for them.
#include "fuzz.h"

#include <fpx/base/base64url.h>
#include <fpx/base/json.h>
#include <fpx/jose/jwe.h>
#include <fpx/jose/jws.h>

using namespace fpx;
using namespace fpx::jose;
using fuzz::require;

namespace {

QJsonObject keyJson(const char *use)
{
    return *parseJsonObject(
        QByteArray(R"({"kty":"EC","crv":"P-256","kid":"k","use":")") + use +
        R"(","x":"UVw9brnjlrkE0_7Kf1T9zQzB6Ze_N13KUVrQpsO0A18","y":"RTa-OlDzGPv5pUdZAqIhUCvvDVfgjFOyzApW8X2fk1Q","d":"AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA"})");
}

const PrivateKey &key(const char *use)
{
    static const PrivateKey signing = *PrivateKey::fromJwk(keyJson("sig"));
    static const PrivateKey agreeing = *PrivateKey::fromJwk(keyJson("enc"));
    return *use == 's' ? signing : agreeing;
}

void token(const QByteArray &text)
{
    const PublicKey publicKey = key("sig").publicKey();
    for (const Expect &expect : {Expect::idToken(), Expect::exactly(QStringLiteral("JWT"), {Algorithm::ES256})}) {
        const auto verified = verify(text, publicKey, expect);
        const auto bySet = verify(text, JwkSet({publicKey}), expect);
        require(!bySet || verified, "a set accepts no more than its key");
        if (!verified)
            continue;
        require(text.size() <= expect.maxBytes && text.count('.') == 2, "a token is small and has three parts");
        require(verified->algorithm == Algorithm::ES256, "the key says the algorithm");
        require(fromBase64Url(text.split('.').at(1)) == verified->payload, "the payload is what was signed");
        const auto peeked = peekUnverified(text);
        require(peeked && peeked->claims == verified->claims, "whoever peeks sees the same");
    }
    (void)peekUnverified(text);
}

void message(const QByteArray &text)
{
    const auto decrypted = decrypt(text, key("enc"), QStringLiteral("fpx-rot+jwe"));
    if (decrypted)
        require(text.count('.') == 4 && decrypted->header.kid == QStringLiteral("k"), "a message is for its key");
}

void keySet(const QByteArray &text)
{
    const auto set = JwkSet::parse(text);
    if (!set)
        return;
    require(set->keys().size() <= JwkSet::maxKeys, "32 keys at most");
    const auto again = JwkSet::parse(set->toJson());
    require(again && again->keys() == set->keys(), "what is written reads as the same");
    for (const PublicKey &each : set->keys())
        require(each.thumbprint().size() == 43 && !each.toJson().contains(QStringLiteral("d")), "keys are public");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size == 0)
        return 0;
    const QByteArray text = fuzz::bytes(data + 1, size - 1);
    switch (data[0]) {
    case 't': token(text); break;
    case 'm': message(text); break;
    case 'k': keySet(text); break;
    default: break;
    }
    return 0;
}
