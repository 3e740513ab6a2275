// JWK sets: limits, what is left out, and which key is chosen.
#include "josetest.h"

using namespace josetest;

namespace {

QByteArray setOf(const QJsonArray &keys)
{
    return toCompactJson({{text("keys"), keys}});
}

QJsonObject jwk(Algorithm algorithm, const char *keyId = nullptr)
{
    QJsonObject result = signingKey(algorithm).publicKey().toJson();
    if (keyId != nullptr)
        result.insert(text("kid"), text(keyId));
    return result;
}

} // namespace

class TestJwkSet : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void roundTrip()
    {
        const JwkSet keys({signingKey(Algorithm::ES256).publicKey(), signingKey(Algorithm::RS256).publicKey()});
        const auto again = JwkSet::parse(toCompactJson(keys.toJson()));
        QCOMPARE(again->keys().size(), 2);
        QCOMPARE(again->toJson(), keys.toJson());
    }
    void set_malformed()
    {
        QCOMPARE(code(JwkSet::parse(QByteArray("[]"))), QByteArray("json_malformed"));
        QCOMPARE(code(JwkSet::parse(QByteArray("{}"))), QByteArray("jwks_malformed"));
        QCOMPARE(code(JwkSet::parse(q("{'keys':{}}"))), QByteArray("jwks_malformed"));
        QCOMPARE(code(JwkSet::parse(q("{'keys':['x']}"))), QByteArray("jwks_malformed"));
        QCOMPARE(code(JwkSet::parse(q("{'keys':[],'keys':[]}"))), QByteArray("json_duplicate_member"));
        QCOMPARE(code(JwkSet::parse(q("{'keys':[{'kty':'EC','kty':'RSA'}]}"))), QByteArray("json_duplicate_member"));
    }
    void set_too_large()
    {
        QCOMPARE(code(JwkSet::parse(QByteArray("{\"keys\":[]") + QByteArray(64 * 1024, ' ') + '}')),
                 QByteArray("json_too_large"));
    }
    void set_with_too_many_keys()
    {
        QJsonArray keys;
        for (int i = 0; i < 32; ++i)
            keys.append(jwk(Algorithm::ES256));
        QCOMPARE(code(JwkSet::parse(setOf(keys))), QByteArray("accepted"));
        keys.append(jwk(Algorithm::ES256));
        QCOMPARE(code(JwkSet::parse(setOf(keys))), QByteArray("jwks_too_many_keys"));
    }
    void unusable_keys_are_left_out()
    {
        QJsonObject weak = jwk(Algorithm::RS256);
        weak.insert(text("n"), QString::fromLatin1(toBase64Url(QByteArray(128, '\xff'))));
        QJsonObject oaep = jwk(Algorithm::RS256);
        oaep.insert(text("alg"), text("RSA-OAEP"));
        const QJsonArray keys{json(q("{'kty':'XX'}")),
                              json(q("{'kty':'oct','k':'AAAA'}")),
                              weak,
                              oaep,
                              json(q("{'kty':'EC','crv':'P-521','x':'AA','y':'AA'}")),
                              jwk(Algorithm::ES256, "good")};
        const auto set = JwkSet::parse(setOf(keys));
        QCOMPARE(set->keys().size(), 1);
        QCOMPARE(set->keys().first().keyId(), text("good"));
    }
    void set_with_a_private_key()
    {
        QJsonObject lost = jwk(Algorithm::ES256);
        lost.insert(text("d"), text("AAAA"));
        QCOMPARE(code(JwkSet::parse(setOf({jwk(Algorithm::EdDSA), lost}))), QByteArray("key_private"));
    }

    void findsByName()
    {
        const auto set = JwkSet::parse(setOf({jwk(Algorithm::ES256, "a"), jwk(Algorithm::RS256, "b")}));
        QCOMPARE(set->find(text("b"), Algorithm::RS256)->type(), KeyType::Rsa);
    }
    void kid_unknown()
    {
        const auto set = JwkSet::parse(setOf({jwk(Algorithm::ES256, "a")}));
        QCOMPARE(code(set->find(text("b"), Algorithm::ES256)), QByteArray("key_unknown"));
        QCOMPARE(code(set->find(text("A"), Algorithm::ES256)), QByteArray("key_unknown"));
        QCOMPARE(code(JwkSet().find({}, Algorithm::ES256)), QByteArray("key_unknown"));
    }
    void kid_twice()
    {
        // Of another type, too: which one counts must not depend on what the token says.
        const auto set = JwkSet::parse(setOf({jwk(Algorithm::ES256, "a"), jwk(Algorithm::RS256, "a")}));
        QCOMPARE(code(set->find(text("a"), Algorithm::ES256)), QByteArray("key_ambiguous"));
        QCOMPARE(code(set->find(text("a"), Algorithm::RS256)), QByteArray("key_ambiguous"));
    }
    void kid_of_a_key_for_another_algorithm()
    {
        const auto set = JwkSet::parse(setOf({jwk(Algorithm::ES256, "a"), jwk(Algorithm::ES384, "b")}));
        QCOMPARE(code(set->find(text("b"), Algorithm::ES256)), QByteArray("key_wrong_algorithm"));
    }
    void kid_absent()
    {
        const auto set = JwkSet::parse(setOf({jwk(Algorithm::ES256, "a"), jwk(Algorithm::ES384, "b")}));
        QCOMPARE(set->find({}, Algorithm::ES256)->keyId(), text("a"));
        QCOMPARE(code(set->find({}, Algorithm::EdDSA)), QByteArray("key_unknown"));
        QJsonObject second = PrivateKey::generate(Algorithm::ES256)->publicKey().toJson();
        const auto two = JwkSet::parse(setOf({jwk(Algorithm::ES256, "a"), second}));
        QCOMPARE(code(two->find({}, Algorithm::ES256)), QByteArray("key_ambiguous"));
    }
    void agreement()
    {
        const PublicKey one = PrivateKey::generateAgreement(Curve::X25519)->publicKey().withKeyId(text("one"));
        const PublicKey two = PrivateKey::generateAgreement(Curve::P256)->publicKey().withKeyId(text("two"));
        const JwkSet set({signingKey(Algorithm::ES256).publicKey(), one, two});
        QCOMPARE(set.findAgreement()->keyId(), text("one"));
        QCOMPARE(set.findAgreement(text("two"))->curve(), Curve::P256);
        QCOMPARE(code(set.findAgreement(signingKey(Algorithm::ES256).keyId())), QByteArray("key_unknown"));
        QCOMPARE(code(JwkSet({one, one}).findAgreement(text("one"))), QByteArray("key_ambiguous"));
        QCOMPARE(code(JwkSet({signingKey(Algorithm::ES256).publicKey()}).findAgreement()), QByteArray("key_unknown"));
    }
};

QTEST_GUILESS_MAIN(TestJwkSet)
#include "tst_jwkset.moc"
