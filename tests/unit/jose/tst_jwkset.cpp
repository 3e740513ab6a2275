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
    void kid_of_keys_of_several_types()
    {
        // RFC 7517 section 4.5 names it as legitimate. A key's type is fixed, so that a header chooses among keys, not what
        // a key is used for.
        const auto set = JwkSet::parse(setOf({jwk(Algorithm::ES256, "a"), jwk(Algorithm::RS256, "a")}));
        QCOMPARE(set->find(text("a"), Algorithm::ES256)->type(), KeyType::Ec);
        QCOMPARE(set->find(text("a"), Algorithm::RS256)->type(), KeyType::Rsa);
        QCOMPARE(code(set->find(text("a"), Algorithm::EdDSA)), QByteArray("key_wrong_algorithm"));
    }
    void kid_of_one_key_for_each_algorithm()
    {
        QJsonObject first = jwk(Algorithm::RS256, "a");
        QJsonObject second = first;
        first.insert(text("alg"), text("RS256"));
        second.insert(text("alg"), text("PS256"));
        const auto set = JwkSet::parse(setOf({first, second}));
        QCOMPARE(*set->find(text("a"), Algorithm::RS256)->algorithm(), Algorithm::RS256);
        QCOMPARE(*set->find(text("a"), Algorithm::PS256)->algorithm(), Algorithm::PS256);
    }
    void equal_keys_count_once()
    {
        const QJsonObject key = jwk(Algorithm::ES256, "a");
        const auto set = JwkSet::parse(setOf({key, key, key}));
        QCOMPARE(set->find(text("a"), Algorithm::ES256)->keyId(), text("a"));
        QCOMPARE(code(set->find({}, Algorithm::ES256)), QByteArray("accepted"));
    }
    void kid_of_two_keys_of_one_type()
    {
        QJsonObject other = PrivateKey::generate(Algorithm::ES256)->publicKey().toJson();
        other.insert(text("kid"), text("a"));
        const auto set = JwkSet::parse(setOf({jwk(Algorithm::ES256, "a"), other}));
        QCOMPARE(code(set->find(text("a"), Algorithm::ES256)), QByteArray("key_ambiguous"));
    }

    // What providers write, and networks do not.
    void members_that_are_null()
    {
        QJsonObject key = jwk(Algorithm::RS256, "a");
        for (const char *name : {"d", "p", "oth", "x5c", "x5t"})
            key.insert(text(name), QJsonValue::Null);
        key.insert(text("key_ops"), QJsonArray());
        QJsonObject nameless = jwk(Algorithm::ES256);
        for (const char *name : {"kid", "use", "key_ops", "alg"})
            nameless.insert(text(name), QJsonValue::Null);
        const QByteArray set = setOf({key, nameless, QJsonValue::Null, text("none")});
        const auto read = JwkSet::parse(set, Reading::Lenient);
        QCOMPARE(read->keys().size(), 2);
        QCOMPARE(code(read->find(text("a"), Algorithm::RS256)), QByteArray("accepted"));
        QVERIFY(read->keys().last().keyId().isEmpty());
        QCOMPARE(code(JwkSet::parse(set)), QByteArray("key_private"));
        QCOMPARE(code(JwkSet::parse(setOf({QJsonValue::Null}))), QByteArray("jwks_malformed"));
    }
    void private_key_among_nulls()
    {
        QJsonObject lost = jwk(Algorithm::ES256);
        lost.insert(text("p"), QJsonValue::Null);
        lost.insert(text("d"), text("AAAA"));
        QCOMPARE(code(JwkSet::parse(setOf({lost}), Reading::Lenient)), QByteArray("key_private"));
    }
    void padded_numbers()
    {
        for (const auto algorithm : {Algorithm::RS256, Algorithm::ES256, Algorithm::ES384, Algorithm::EdDSA}) {
            QJsonObject key = jwk(algorithm);
            const QString thumbprint = PublicKey::parse(key)->thumbprint();
            for (const char *name : {"n", "e", "x", "y"}) {
                if (key.contains(text(name)))
                    key.insert(text(name), key.value(text(name)).toString() + text("=="));
            }
            QCOMPARE(code(PublicKey::parse(key)), QByteArray("key_malformed"));
            QCOMPARE(PublicKey::parse(key, Reading::Lenient)->thumbprint(), thumbprint);
            QCOMPARE(PublicKey::parse(key, Reading::Lenient)->toBareJson(),
                     PublicKey::parse(jwk(algorithm))->toBareJson());
        }
    }
    void numbers_with_zeros_in_front()
    {
        for (const auto algorithm : {Algorithm::RS256, Algorithm::ES256}) {
            QJsonObject key = jwk(algorithm);
            const QString thumbprint = PublicKey::parse(key)->thumbprint();
            for (const char *name : {"n", "e", "x", "y"}) {
                if (!key.contains(text(name)))
                    continue;
                const QByteArray number = *fromBase64Url(key.value(text(name)).toString().toLatin1());
                key.insert(text(name), QString::fromLatin1(toBase64Url(QByteArray(2, '\0') + number)));
            }
            QCOMPARE(code(PublicKey::parse(key)), QByteArray("key_malformed"));
            QCOMPARE(PublicKey::parse(key, Reading::Lenient)->thumbprint(), thumbprint);
        }
        // An Ed25519 key is a string of bytes: another length is another thing.
        QJsonObject okp = jwk(Algorithm::EdDSA);
        okp.insert(text("x"), QString::fromLatin1(toBase64Url(QByteArray(33, '\1'))));
        QCOMPARE(code(PublicKey::parse(okp, Reading::Lenient)), QByteArray("key_malformed"));
    }
    void coordinate_without_its_zeros()
    {
        // Java's BigInteger drops them, and one key in 256 has one.
        for (int i = 0; i < 5'000; ++i) {
            QJsonObject key = PrivateKey::generate(Algorithm::ES256)->publicKey().toJson();
            const QByteArray x = *fromBase64Url(key.value(text("x")).toString().toLatin1());
            if (x.front() != '\0')
                continue;
            const QString thumbprint = PublicKey::parse(key)->thumbprint();
            key.insert(text("x"), QString::fromLatin1(toBase64Url(x.mid(1))));
            QCOMPARE(PublicKey::parse(key, Reading::Lenient)->thumbprint(), thumbprint);
            return;
        }
        QFAIL("no such key in 5,000");
    }
    void numbers_that_are_none()
    {
        for (const QJsonValue &value :
             {QJsonValue(text("")), QJsonValue(text("=")), QJsonValue(text("AAAA")), QJsonValue(7),
              QJsonValue(text("A A=")), QJsonValue(text("AQAB===")), QJsonValue(QJsonArray())}) {
            QJsonObject key = jwk(Algorithm::RS256);
            key.insert(text("e"), value);
            QVERIFY(!PublicKey::parse(key, Reading::Lenient));
        }
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
        const PublicKey other = PrivateKey::generateAgreement(Curve::X25519)->publicKey().withKeyId(text("one"));
        QCOMPARE(code(JwkSet({one, other}).findAgreement(text("one"))), QByteArray("key_ambiguous"));
        QCOMPARE(code(JwkSet({one, one}).findAgreement(text("one"))), QByteArray("accepted"));
        QCOMPARE(code(JwkSet({signingKey(Algorithm::ES256).publicKey()}).findAgreement()), QByteArray("key_unknown"));
    }
};

QTEST_GUILESS_MAIN(TestJwkSet)
#include "tst_jwkset.moc"
