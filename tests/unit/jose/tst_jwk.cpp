// Keys: what is refused, and what a key may be used for.
#include "josetest.h"

#include <openssl/bn.h>

using namespace josetest;

namespace {

QJsonObject jwkOf(Algorithm algorithm)
{
    return signingKey(algorithm).publicKey().toBareJson();
}

QJsonObject with(QJsonObject jwk, const char *member, const QJsonValue &value)
{
    jwk.insert(text(member), value);
    return jwk;
}

QString encode(const QByteArray &bytes)
{
    return QString::fromLatin1(toBase64Url(bytes));
}

QByteArray verdict(const QJsonObject &jwk)
{
    return code(PublicKey::parse(jwk));
}

QJsonObject okp(const char *curve, const QByteArray &hex)
{
    return {{text("kty"), text("OKP")}, {text("crv"), text(curve)}, {text("x"), encode(QByteArray::fromHex(hex))}};
}

} // namespace

class TestJwk : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void roundTrip_data()
    {
        QTest::addColumn<int>("algorithm");
        for (const Algorithm algorithm : verifiableAlgorithms())
            QTest::newRow(qPrintable(name(algorithm))) << static_cast<int>(algorithm);
    }
    void roundTrip()
    {
        QFETCH(int, algorithm);
        const PrivateKey &key = signingKey(static_cast<Algorithm>(algorithm));
        const auto parsed = PublicKey::parse(key.publicKey().toJson());
        QCOMPARE(code(parsed), QByteArray("accepted"));
        QVERIFY(*parsed == key.publicKey());
        QCOMPARE(parsed->keyId(), parsed->thumbprint());
        QCOMPARE(parsed->thumbprint().size(), 43);
        QVERIFY(parsed->algorithm() == static_cast<Algorithm>(algorithm));
        QCOMPARE(parsed->toJson(), key.publicKey().toJson());
        for (const char *member : {"d", "p", "q", "dp", "dq", "qi", "k"})
            QVERIFY(!key.publicKey().toJson().contains(text(member)));
    }
    void secretRoundTrip_data()
    {
        QTest::addColumn<int>("algorithm");
        for (const Algorithm algorithm : {Algorithm::ES256, Algorithm::ES384, Algorithm::EdDSA, Algorithm::RS256})
            QTest::newRow(qPrintable(name(algorithm))) << static_cast<int>(algorithm);
    }
    void secretRoundTrip()
    {
        QFETCH(int, algorithm);
        const PrivateKey &key = signingKey(static_cast<Algorithm>(algorithm));
        const auto again = PrivateKey::fromSecret(key.toSecret());
        QCOMPARE(code(again), QByteArray("accepted"));
        QVERIFY(again->publicKey() == key.publicKey());
        QCOMPARE(again->keyId(), key.keyId());
        const auto signature = signBytes("x", *again);
        QVERIFY(verifyBytes("x", *signature, *again->algorithm(), key.publicKey()));
    }
    void agreementSecretRoundTrip()
    {
        const auto key = PrivateKey::generateAgreement(Curve::X25519);
        const auto again = PrivateKey::fromSecret(key->toSecret());
        QVERIFY(again->publicKey() == key->publicKey());
        QVERIFY(again->publicKey().agreesKeys());
        QVERIFY(!again->algorithm());
    }
    void keysFitTheKeychain()
    {
        QVERIFY(signingKey(Algorithm::ES256).toSecret().size() <= 200);
        QVERIFY(signingKey(Algorithm::EdDSA).toSecret().size() <= 200);
    }

    void private_members()
    {
        for (const char *member : {"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
            QCOMPARE(verdict(with(jwkOf(Algorithm::ES256), member, text("AAAA"))), QByteArray("key_private"));
    }
    void symmetric_key()
    {
        QCOMPARE(verdict({{text("kty"), text("oct")}, {text("k"), encode(QByteArray(32, 'k'))}}),
                 QByteArray("key_unsupported"));
    }
    void unknown_key_type()
    {
        for (const QJsonValue &kty : {QJsonValue(text("ec")), QJsonValue(text("AKP")), QJsonValue(1), QJsonValue()})
            QCOMPARE(verdict(with(jwkOf(Algorithm::ES256), "kty", kty)), QByteArray("key_unsupported"));
        QCOMPARE(verdict({}), QByteArray("key_unsupported"));
    }
    void unknown_curve()
    {
        for (const char *curve : {"P-521", "secp256k1", "P-192", "p-256", "Ed448", ""})
            QCOMPARE(verdict(with(jwkOf(Algorithm::ES256), "crv", text(curve))), QByteArray("key_unsupported"));
        QCOMPARE(verdict(with(jwkOf(Algorithm::EdDSA), "crv", text("Ed448"))), QByteArray("key_unsupported"));
    }
    void curve_of_another_type()
    {
        QCOMPARE(verdict(with(jwkOf(Algorithm::ES256), "crv", text("Ed25519"))), QByteArray("key_unsupported"));
        QCOMPARE(verdict(with(jwkOf(Algorithm::EdDSA), "crv", text("P-256"))), QByteArray("key_unsupported"));
    }

    void point_not_on_the_curve()
    {
        QByteArray y = *fromBase64Url(jwkOf(Algorithm::ES256).value(text("y")).toString().toLatin1());
        y[31] = static_cast<char>(y[31] ^ 1);
        QCOMPARE(verdict(with(jwkOf(Algorithm::ES256), "y", encode(y))), QByteArray("key_point_invalid"));
        y = *fromBase64Url(jwkOf(Algorithm::ES384).value(text("y")).toString().toLatin1());
        y[47] = static_cast<char>(y[47] ^ 1);
        QCOMPARE(verdict(with(jwkOf(Algorithm::ES384), "y", encode(y))), QByteArray("key_point_invalid"));
    }
    void point_of_another_curve()
    {
        // The generator of brainpoolP256r1: a point of a curve with a known, weaker relation to P-256's field size.
        QJsonObject jwk = jwkOf(Algorithm::ES256);
        jwk.insert(text("x"),
                   encode(QByteArray::fromHex("8bd2aeb9cb7e57cb2c4b482ffc81b7afb9de27e1e3bd23c23a4453bd9ace3262")));
        jwk.insert(text("y"),
                   encode(QByteArray::fromHex("547ef835c3dac4fd97f8461a14611dc9c27745132ded8e545c1d54c72f046997")));
        QCOMPARE(verdict(jwk), QByteArray("key_point_invalid"));
    }
    void point_at_zero()
    {
        QJsonObject jwk = with(jwkOf(Algorithm::ES256), "x", encode(QByteArray(32, '\0')));
        QCOMPARE(verdict(with(jwk, "y", encode(QByteArray(32, '\0')))), QByteArray("key_point_invalid"));
    }
    void coordinate_beyond_the_field()
    {
        QCOMPARE(verdict(with(jwkOf(Algorithm::ES256), "x", encode(QByteArray(32, '\xff')))),
                 QByteArray("key_point_invalid"));
    }
    void coordinate_of_wrong_length()
    {
        const QByteArray x = *fromBase64Url(jwkOf(Algorithm::ES256).value(text("x")).toString().toLatin1());
        for (const QByteArray &wrong : {x.left(31), '\0' + x, QByteArray(), x + x})
            QCOMPARE(verdict(with(jwkOf(Algorithm::ES256), "x", encode(wrong))), QByteArray("key_malformed"));
    }
    void member_of_wrong_type()
    {
        for (const QJsonValue &wrong :
             {QJsonValue(1), QJsonValue(), QJsonValue(QJsonArray()), QJsonValue(text("a+/="))})
            QCOMPARE(verdict(with(jwkOf(Algorithm::ES256), "x", wrong)), QByteArray("key_malformed"));
    }
    void ed25519_of_small_order()
    {
        for (const char *low : {"0000000000000000000000000000000000000000000000000000000000000000",
                                "0100000000000000000000000000000000000000000000000000000000000000",
                                "0100000000000000000000000000000000000000000000000000000000000080",
                                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
                                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
                                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
                                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"})
            QCOMPARE(verdict(okp("Ed25519", low)), QByteArray("key_point_invalid"));
    }
    void ed25519_in_a_second_encoding()
    {
        for (const char *high : {"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                                 "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                                 "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"})
            QCOMPARE(verdict(okp("Ed25519", high)), QByteArray("key_point_invalid"));
    }
    void x25519_of_small_order()
    {
        for (const char *low : {"0000000000000000000000000000000000000000000000000000000000000000",
                                "0100000000000000000000000000000000000000000000000000000000000000",
                                "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
                                "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
                                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                                "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                                "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"})
            QCOMPARE(verdict(okp("X25519", low)), QByteArray("key_point_invalid"));
    }
    void x25519_in_a_second_encoding()
    {
        QCOMPARE(verdict(okp("X25519", "0900000000000000000000000000000000000000000000000000000000000080")),
                 QByteArray("key_point_invalid"));
    }

    void rsa_too_short()
    {
        QByteArray modulus(128, '\xff'); // 1,024 bits
        QCOMPARE(verdict(with(jwkOf(Algorithm::RS256), "n", encode(modulus))), QByteArray("key_too_weak"));
        modulus = QByteArray(256, '\xff');
        modulus[0] = '\x7f'; // 2,047 bits
        QCOMPARE(verdict(with(jwkOf(Algorithm::RS256), "n", encode(modulus))), QByteArray("key_too_weak"));
    }
    void rsa_too_long()
    {
        QCOMPARE(verdict(with(jwkOf(Algorithm::RS256), "n", encode('\1' + QByteArray(512, '\xff')))),
                 QByteArray("key_unsupported"));
        QCOMPARE(verdict(with(jwkOf(Algorithm::RS256), "n", encode(QByteArray(512, '\xff')))), QByteArray("accepted"));
    }
    /// What a set may cost is bounded by what is done with a key: testing a modulus for primes costs a hundred times what a
    /// signature does, and a set holds 32. One that is prime shows that nobody looked.
    void rsa_modulus_is_not_tested_for_primes()
    {
        BIGNUM *prime = BN_get_rfc3526_prime_4096(nullptr);
        QByteArray n(BN_num_bytes(prime), '\0');
        BN_bn2bin(prime, reinterpret_cast<unsigned char *>(n.data()));
        BN_free(prime);
        QCOMPARE(verdict(with(jwkOf(Algorithm::RS256), "n", encode(n))), QByteArray("accepted"));
    }
    void rsa_modulus_even()
    {
        QByteArray n = *fromBase64Url(jwkOf(Algorithm::RS256).value(text("n")).toString().toLatin1());
        n.back() = static_cast<char>(n.back() & ~1);
        QCOMPARE(verdict(with(jwkOf(Algorithm::RS256), "n", encode(n))), QByteArray("key_too_weak"));
    }
    void rsa_exponent_useless()
    {
        for (const QByteArray &e : {QByteArray("\x01"), QByteArray("\x02"), QByteArray("\x01\x00\x00", 3),
                                    QByteArray("\x01\x00\x00\x00\x01", 5)})
            QCOMPARE(verdict(with(jwkOf(Algorithm::RS256), "e", encode(e))), QByteArray("key_too_weak"));
    }
    void rsa_leading_zero()
    {
        const QByteArray n = *fromBase64Url(jwkOf(Algorithm::RS256).value(text("n")).toString().toLatin1());
        QCOMPARE(verdict(with(jwkOf(Algorithm::RS256), "n", encode('\0' + n))), QByteArray("key_malformed"));
    }

    void use_unknown()
    {
        QCOMPARE(verdict(with(jwkOf(Algorithm::ES256), "use", text("other"))), QByteArray("key_unsupported"));
        QCOMPARE(verdict(with(jwkOf(Algorithm::ES256), "use", 1)), QByteArray("key_malformed"));
    }
    void use_that_the_type_cannot()
    {
        QCOMPARE(verdict(with(jwkOf(Algorithm::EdDSA), "use", text("enc"))), QByteArray("key_use_contradictory"));
        QCOMPARE(verdict(with(jwkOf(Algorithm::ES384), "use", text("enc"))), QByteArray("key_use_contradictory"));
        QCOMPARE(verdict(with(jwkOf(Algorithm::RS256), "use", text("enc"))), QByteArray("key_unsupported"));
        const QJsonObject x25519 = PrivateKey::generateAgreement(Curve::X25519)->publicKey().toBareJson();
        QCOMPARE(verdict(with(x25519, "use", text("sig"))), QByteArray("key_use_contradictory"));
    }
    void key_ops_decide_the_use()
    {
        const auto operations = [](std::initializer_list<const char *> names) {
            QJsonArray list;
            for (const char *operation : names)
                list.append(text(operation));
            return with(jwkOf(Algorithm::ES256), "key_ops", list);
        };
        QCOMPARE(PublicKey::parse(operations({"verify"}))->use(), KeyUse::Signature);
        QCOMPARE(PublicKey::parse(operations({}))->use(), KeyUse::Encryption);
        QCOMPARE(PublicKey::parse(operations({"deriveBits"}))->use(), KeyUse::Encryption);
        QCOMPARE(verdict(operations({"wrapKey"})), QByteArray("key_unsupported"));
        QCOMPARE(verdict(operations({"verify", "verify"})), QByteArray("key_malformed"));
        QCOMPARE(verdict(operations({"verify", "deriveKey"})), QByteArray("key_use_contradictory"));
        QCOMPARE(verdict(with(operations({"verify"}), "use", text("enc"))), QByteArray("key_use_contradictory"));
        QCOMPARE(verdict(with(jwkOf(Algorithm::ES256), "key_ops", text("verify"))), QByteArray("key_malformed"));
    }
    void alg_of_another_type()
    {
        QCOMPARE(verdict(with(jwkOf(Algorithm::ES256), "alg", text("RS256"))), QByteArray("key_use_contradictory"));
        QCOMPARE(verdict(with(jwkOf(Algorithm::ES256), "alg", text("ES384"))), QByteArray("key_use_contradictory"));
    }
    void alg_unknown()
    {
        for (const char *alg : {"none", "HS256", "RSA-OAEP", "ES512", "es256"})
            QCOMPARE(verdict(with(jwkOf(Algorithm::ES256), "alg", text(alg))), QByteArray("key_unsupported"));
    }
    void alg_against_use()
    {
        const QJsonObject jwk = with(jwkOf(Algorithm::ES256), "alg", text("ES256"));
        QCOMPARE(verdict(with(jwk, "use", text("enc"))), QByteArray("key_use_contradictory"));
        QCOMPARE(PublicKey::parse(with(jwkOf(Algorithm::ES256), "alg", text("ECDH-ES")))->use(), KeyUse::Encryption);
    }
    void kid_malformed()
    {
        for (const QJsonValue &wrong :
             {QJsonValue(1), QJsonValue(QString()), QJsonValue(QString(257, QLatin1Char('k')))})
            QCOMPARE(verdict(with(jwkOf(Algorithm::ES256), "kid", wrong)), QByteArray("key_malformed"));
    }
    void rsa_without_alg_fits_both()
    {
        const auto key = PublicKey::parse(jwkOf(Algorithm::RS256));
        QVERIFY(!key->algorithm());
        QVERIFY(key->fits(Algorithm::RS256) && key->fits(Algorithm::PS256) && !key->fits(Algorithm::HS256));
    }
    void equality_ignores_names()
    {
        const PublicKey key = signingKey(Algorithm::ES256).publicKey();
        QVERIFY(key == key.withKeyId(text("other")));
        QCOMPARE(key.withKeyId(text("other")).thumbprint(), key.thumbprint());
        QVERIFY(!(key == signingKey(Algorithm::EdDSA).publicKey()));
    }

    void private_key_of_another_public_key()
    {
        const auto one = PrivateKey::fromJwk(json(q("{'kty':'OKP','crv':'Ed25519',"
                                                    "'d':'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A',"
                                                    "'x':'11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo'}")));
        QCOMPARE(code(one), QByteArray("accepted"));
        const QJsonObject mixed =
            with(jwkOf(Algorithm::EdDSA), "d", text("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"));
        QCOMPARE(code(PrivateKey::fromJwk(mixed)), QByteArray("key_point_invalid"));
        const QJsonObject ec = with(jwkOf(Algorithm::ES256), "d", encode(QByteArray(32, '\x07')));
        QCOMPARE(code(PrivateKey::fromJwk(ec)), QByteArray("key_point_invalid"));
        const QJsonObject zero = with(jwkOf(Algorithm::ES256), "d", encode(QByteArray(32, '\0')));
        QVERIFY(!PrivateKey::fromJwk(zero));
    }
    void secret_damaged()
    {
        const Secret secret = signingKey(Algorithm::ES256).toSecret();
        const QByteArray copy(secret.view().constData(), static_cast<qsizetype>(secret.size()));
        for (const QByteArray &wrong : {QByteArray(), QByteArray("x"), copy.left(copy.size() - 1), copy + 'x',
                                        QByteArray("-----BEGIN PRIVATE KEY-----")})
            QCOMPARE(code(PrivateKey::fromSecret(Secret(wrong))), QByteArray("key_malformed"));
    }
    void hs256_is_no_key_pair()
    {
        QCOMPARE(code(PrivateKey::generate(Algorithm::HS256)), QByteArray("key_unsupported"));
        QCOMPARE(code(PrivateKey::generateAgreement(Curve::P384)), QByteArray("key_unsupported"));
    }
};

QTEST_GUILESS_MAIN(TestJwk)
#include "tst_jwk.moc"
