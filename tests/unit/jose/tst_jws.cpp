// Attacks through algorithms, keys and headers of signed tokens. One test each, named after the violation.
#include "josetest.h"

using namespace josetest;

namespace {

const char typ[] = "fpx-permission+jwt";
const QByteArray claims = q("{'sub':'s'}");

Expect expectPermission()
{
    return Expect::exactly(text(typ), {Algorithm::ES256});
}

QByteArray goodToken()
{
    const PrivateKey &key = signingKey(Algorithm::ES256);
    return *sign(QJsonObject{{text("typ"), text(typ)}, {text("kid"), key.keyId()}}, json(claims), key);
}

/// A header with these extra members, signed by the right key.
QByteArray withHeader(const QByteArray &members)
{
    return forge("{\"alg\":\"ES256\",\"typ\":\"fpx-permission+jwt\"" + (members.isEmpty() ? "" : "," + members) + "}",
                 claims, signingKey(Algorithm::ES256));
}

QByteArray verdict(const QByteArray &token, const Expect &expect = expectPermission())
{
    return code(verify(token, signingKey(Algorithm::ES256).publicKey(), expect));
}

} // namespace

class TestJws : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyAlgorithmSignsAndVerifies_data()
    {
        QTest::addColumn<int>("algorithm");
        for (const Algorithm algorithm : verifiableAlgorithms())
            QTest::newRow(qPrintable(name(algorithm))) << static_cast<int>(algorithm);
    }
    void everyAlgorithmSignsAndVerifies()
    {
        QFETCH(int, algorithm);
        const PrivateKey &key = signingKey(static_cast<Algorithm>(algorithm));
        const auto token = sign(QJsonObject{{text("typ"), text("JWT")}, {text("kid"), key.keyId()}}, json(claims), key);
        const auto verified = verify(*token, JwkSet({key.publicKey()}), Expect::idToken());
        QCOMPARE(code(verified), QByteArray("accepted"));
        QCOMPARE(verified->payload, claims);
        QVERIFY(verified->key == key.publicKey());
    }

    void acceptsTheGoodToken() { QCOMPARE(verdict(goodToken()), QByteArray("accepted")); }

    void alg_none()
    {
        const QByteArray header = toBase64Url(q("{'alg':'none','typ':'fpx-permission+jwt'}"));
        QCOMPARE(verdict(header + '.' + toBase64Url(claims) + '.'), QByteArray("token_unsigned"));
        QCOMPARE(verdict(header + '.' + toBase64Url(claims) + ".AAAA"), QByteArray("token_unsigned"));
    }
    void alg_none_in_other_case()
    {
        for (const char *alg : {"None", "NONE", "nOnE", ""}) {
            const QByteArray header = toBase64Url(q("{'alg':'") + alg + q("','typ':'fpx-permission+jwt'}"));
            const QByteArray result = verdict(header + '.' + toBase64Url(claims) + ".AAAA");
            QVERIFY(result == "token_unsigned" || result == "token_header_refused");
        }
    }
    void alg_missing()
    {
        QCOMPARE(verdict(forge(q("{'typ':'fpx-permission+jwt'}"), claims, signingKey(Algorithm::ES256))),
                 QByteArray("wrong_algorithm"));
    }
    void alg_in_other_case()
    {
        QCOMPARE(verdict(forge(q("{'alg':'es256','typ':'fpx-permission+jwt'}"), claims, signingKey(Algorithm::ES256))),
                 QByteArray("wrong_algorithm"));
    }
    void hs256_with_the_public_key_as_secret()
    {
        const PublicKey key = signingKey(Algorithm::RS256).publicKey();
        for (const QByteArray &secret : {toCompactJson(key.toBareJson()), toCompactJson(key.toJson()),
                                         *fromBase64Url(key.toBareJson().value(text("n")).toString().toLatin1())}) {
            const auto token = signHs256(QJsonObject{{text("typ"), text("JWT")}}, json(claims), Secret(secret));
            auto expect = Expect::idToken();
            QCOMPARE(code(verify(*token, key, expect)), QByteArray("wrong_algorithm"));
            expect.algorithms.append(Algorithm::HS256); // even when a caller asks for it
            QCOMPARE(code(verify(*token, key, expect)), QByteArray("wrong_algorithm"));
            QCOMPARE(code(verify(*token, JwkSet({key}), expect)), QByteArray("wrong_algorithm"));
        }
    }
    void algorithm_not_expected()
    {
        const PrivateKey &key = signingKey(Algorithm::EdDSA);
        const auto token = sign(QJsonObject{{text("typ"), text(typ)}}, json(claims), key);
        QCOMPARE(code(verify(*token, key.publicKey(), expectPermission())), QByteArray("wrong_algorithm"));
    }
    void no_algorithm_expected_accepts_nothing()
    {
        QCOMPARE(verdict(goodToken(), Expect::exactly(text(typ), {})), QByteArray("wrong_algorithm"));
    }
    void algorithm_of_the_header_is_not_the_keys()
    {
        // The header says PS256 and the signature is a proper PS256 one, but the key is registered for RS256.
        const PrivateKey &rsa = signingKey(Algorithm::PS256);
        QJsonObject jwk = rsa.publicKey().toJson();
        jwk.insert(text("alg"), text("RS256"));
        const auto token = sign(QJsonObject{{text("typ"), text("JWT")}, {text("kid"), rsa.keyId()}}, json(claims), rsa);
        const auto registered = PublicKey::parse(jwk);
        QCOMPARE(code(verify(*token, *registered, Expect::idToken())), QByteArray("key_wrong_algorithm"));
        QCOMPARE(code(verify(*token, JwkSet({*registered}), Expect::idToken())), QByteArray("key_wrong_algorithm"));
    }
    void algorithm_of_another_key_type()
    {
        const auto token = forge(q("{'alg':'RS256'}"), claims, signingKey(Algorithm::ES256));
        QCOMPARE(verdict(token, Expect::idToken()), QByteArray("key_wrong_algorithm"));
    }
    void ps256_signature_as_rs256()
    {
        const PrivateKey &rsa = signingKey(Algorithm::PS256);
        const auto bare = PublicKey::parse(rsa.publicKey().toBareJson());
        const auto token = forge(q("{'alg':'RS256'}"), claims, rsa);
        QCOMPARE(code(verify(token, *bare, Expect::idToken())), QByteArray("bad_signature"));
    }
    void key_of_someone_else()
    {
        const PrivateKey other = *PrivateKey::generate(Algorithm::ES256);
        const auto token = sign(QJsonObject{{text("typ"), text(typ)}}, json(claims), other);
        QCOMPARE(verdict(*token), QByteArray("bad_signature"));
    }
    void key_for_encryption()
    {
        QJsonObject jwk = signingKey(Algorithm::ES256).publicKey().toBareJson();
        jwk.insert(text("use"), text("enc"));
        QCOMPARE(code(verify(goodToken(), *PublicKey::parse(jwk), expectPermission())),
                 QByteArray("key_wrong_algorithm"));
    }
    void kid_unknown()
    {
        const PrivateKey &key = signingKey(Algorithm::ES256);
        const auto token = sign(QJsonObject{{text("typ"), text(typ)}, {text("kid"), text("other")}}, json(claims), key);
        QCOMPARE(code(verify(*token, JwkSet({key.publicKey()}), expectPermission())), QByteArray("key_unknown"));
        QCOMPARE(verdict(*token), QByteArray("key_unknown"));
    }
    void kid_absent_with_one_key()
    {
        const JwkSet keys({signingKey(Algorithm::ES256).publicKey(), signingKey(Algorithm::EdDSA).publicKey()});
        QCOMPARE(code(verify(withHeader({}), keys, expectPermission())), QByteArray("accepted"));
    }
    void kid_absent_with_several_keys()
    {
        const JwkSet keys(
            {signingKey(Algorithm::ES256).publicKey(), PrivateKey::generate(Algorithm::ES256)->publicKey()});
        QCOMPARE(code(verify(withHeader({}), keys, expectPermission())), QByteArray("key_ambiguous"));
    }

    void typ_of_another_token()
    {
        QCOMPARE(verdict(goodToken(), Expect::exactly(text("fpx-rot+jwt"), {Algorithm::ES256})),
                 QByteArray("wrong_typ"));
    }
    void typ_missing()
    {
        QCOMPARE(verdict(forge(q("{'alg':'ES256'}"), claims, signingKey(Algorithm::ES256))), QByteArray("wrong_typ"));
    }
    void typ_in_other_case()
    {
        QCOMPARE(verdict(forge(q("{'alg':'ES256','typ':'FPX-permission+jwt'}"), claims, signingKey(Algorithm::ES256))),
                 QByteArray("wrong_typ"));
    }
    void typ_with_application_prefix()
    {
        QCOMPARE(verdict(forge(q("{'alg':'ES256','typ':'application/fpx-permission+jwt'}"), claims,
                               signingKey(Algorithm::ES256))),
                 QByteArray("wrong_typ"));
    }
    void typ_not_expected_accepts_nothing()
    {
        QCOMPARE(verdict(goodToken(), Expect::exactly(QString(), {Algorithm::ES256})), QByteArray("wrong_typ"));
    }
    void typ_of_an_access_token_as_id_token()
    {
        const auto token = forge(q("{'alg':'ES256','typ':'at+jwt'}"), claims, signingKey(Algorithm::ES256));
        QCOMPARE(verdict(token, Expect::idToken()), QByteArray("wrong_typ"));
    }
    void typ_absent_is_an_id_token()
    {
        const auto token = forge(q("{'alg':'ES256'}"), claims, signingKey(Algorithm::ES256));
        QCOMPARE(verdict(token, Expect::idToken()), QByteArray("accepted"));
    }

    void crit_present()
    {
        QCOMPARE(verdict(withHeader(q("'crit':['exp'],'exp':1"))), QByteArray("token_crit_refused"));
        QCOMPARE(verdict(withHeader(q("'crit':[]"))), QByteArray("token_crit_refused"));
        QCOMPARE(verdict(withHeader(q("'crit':['b64'],'b64':false"))), QByteArray("token_crit_refused"));
    }
    void b64_false() { QCOMPARE(verdict(withHeader(q("'b64':false"))), QByteArray("token_header_refused")); }
    void zip_in_header() { QCOMPARE(verdict(withHeader(q("'zip':'DEF'"))), QByteArray("token_header_refused")); }
    void jwk_in_header()
    {
        const QByteArray jwk = toCompactJson(signingKey(Algorithm::ES256).publicKey().toBareJson());
        QCOMPARE(verdict(withHeader("\"jwk\":" + jwk)), QByteArray("token_header_key_refused"));
    }
    void jku_in_header()
    {
        QCOMPARE(verdict(withHeader(q("'jku':'https://evil.example/jwks'"))), QByteArray("token_header_key_refused"));
    }
    void x5c_in_header() { QCOMPARE(verdict(withHeader(q("'x5c':['AAAA']"))), QByteArray("token_header_key_refused")); }
    void x5u_in_header()
    {
        QCOMPARE(verdict(withHeader(q("'x5u':'https://evil.example/cert'"))), QByteArray("token_header_key_refused"));
    }
    void own_permission_may_repeat_its_key()
    {
        const PrivateKey &key = signingKey(Algorithm::ES256);
        const auto token =
            sign(QJsonObject{{text("typ"), text(typ)}, {text("jwk"), key.publicKey().toBareJson()}}, json(claims), key);
        auto expect = expectPermission();
        QCOMPARE(verdict(*token, expect), QByteArray("token_header_key_refused"));
        expect.headerKeyMayRepeatGivenKey = true;
        QCOMPARE(verdict(*token, expect), QByteArray("accepted"));
        QCOMPARE(code(verify(*token, JwkSet({key.publicKey()}), expect)), QByteArray("token_header_key_refused"));
    }
    void jwk_of_someone_else_in_own_permission()
    {
        const PrivateKey other = *PrivateKey::generate(Algorithm::ES256);
        const QByteArray header =
            q("{'alg':'ES256','typ':'fpx-permission+jwt','jwk':") + toCompactJson(other.publicKey().toBareJson()) + "}";
        auto expect = expectPermission();
        expect.headerKeyMayRepeatGivenKey = true;
        QCOMPARE(verdict(forge(header, claims, other), expect), QByteArray("token_header_key_refused"));
    }
    void header_members_of_wrong_type()
    {
        for (const QByteArray &member : {q("'kid':1"), q("'kid':''"), q("'kid':null"), q("'cty':{}")})
            QCOMPARE(verdict(withHeader(member)), QByteArray("token_header_refused"));
    }

    void signs_only_what_would_be_accepted()
    {
        const PrivateKey &key = signingKey(Algorithm::ES256);
        for (const QByteArray &header :
             {QByteArray("{}"), (q("{'typ':''}")), (q("{'typ':'x','alg':'none'}")), (q("{'typ':'x','crit':['y']}")),
              (q("{'typ':'x','jku':'https://x'}")), (q("{'typ':'x','jwk':{'kty':'EC'}}"))})
            QVERIFY(code(sign(json(header), json(claims), key)).startsWith("token_"));
        QCOMPARE(code(sign(QJsonObject{{text("typ"), text("x")}}, json(claims),
                           *PrivateKey::generateAgreement(Curve::P256))),
                 QByteArray("key_wrong_algorithm"));
    }
    void hs256_secret_too_short()
    {
        QCOMPARE(
            code(signHs256(QJsonObject{{text("typ"), text("fpx-rot+jwt")}}, json(claims), Secret(QByteArray(31, 'k')))),
            QByteArray("key_too_weak"));
    }
    void hs256_makes_a_rot()
    {
        const Secret proof(QByteArray(32, 'k'));
        const auto token = signHs256(QJsonObject{{text("typ"), text("fpx-rot+jwt")}}, json(claims), proof);
        const QList<QByteArray> parts = token->split('.');
        QCOMPARE(json(*fromBase64Url(parts[0])), json(q("{'alg':'HS256','typ':'fpx-rot+jwt'}")));
        QCOMPARE(*fromBase64Url(parts[2]), *hmacSha256(parts[0] + '.' + parts[1], proof));
    }
    void peeking_says_nothing_about_the_signature()
    {
        QByteArray token = goodToken();
        token[token.lastIndexOf('.') + 1] = token[token.lastIndexOf('.') + 1] == 'A' ? 'B' : 'A';
        QCOMPARE(peekUnverified(token)->claims, json(claims));
        QCOMPARE(verdict(token), QByteArray("bad_signature"));
    }
    void errors_do_not_repeat_the_token()
    {
        const QByteArray token = goodToken();
        const auto refused = verify(token + "AAAA", signingKey(Algorithm::ES256).publicKey(), expectPermission());
        QVERIFY(!refused);
        QVERIFY(!refused.error().detail.contains(QString::fromLatin1(token.mid(20, 30))));
        QVERIFY(!refused.error().message.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestJws)
#include "tst_jws.moc"
