// Published examples: RFC 7515 appendix A, RFC 7517 appendix A, RFC 7518 appendix C, RFC 7638 section 3.1, RFC 8037
// appendix A, RFC 7748 section 6.1.
#include "josetest.h"

#include <QCryptographicHash>

using namespace josetest;

namespace {

const QByteArray joe = "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";

const QByteArray rfc7515rsa =
    R"({"kty":"RSA","e":"AQAB","n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPM)"
    R"(EzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA)"
    R"(9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2e)"
    R"(thFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ"})";

const QByteArray rfc7638rsa =
    R"({"kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPe)"
    R"(bWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgn)"
    R"(Yb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-)"
    R"(csFCur-kEgU8awapJzKnqDKgw","e":"AQAB","alg":"RS256","kid":"2011-04-29"})";

const QByteArray rfc7515ec = R"({"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",)"
                             R"("y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"})";

const QByteArray rfc8037 = R"({"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",)"
                           R"("x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})";

const QByteArray rfc7515general = R"({"payload":")" + joe +
                                  R"(","signatures":[{"protected":"eyJhbGciOiJFUzI1NiJ9",)"
                                  R"("header":{"kid":"e9bc097a-ce51-4036-9562-d2ade882db0d"},"signature":)"
                                  R"("DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-)"
                                  R"(Kg6NU1Q"}]})";

PublicKey publicKey(const QByteArray &jwk)
{
    const auto key = PublicKey::parse(json(jwk));
    if (!key)
        qFatal("%s", key.error().code.constData());
    return *key;
}

} // namespace

class TestVectors : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rfc7515_A1_hs256()
    {
        const QByteArray key =
            *fromBase64Url("AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow");
        const auto mac = hmacSha256("eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9." + joe, Secret(key));
        QCOMPARE(toBase64Url(*mac), QByteArray("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"));
    }

    void rfc7515_A2_rs256()
    {
        const QByteArray token =
            "eyJhbGciOiJSUzI1NiJ9." + joe +
            ".cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF"
            "9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcO"
            "Ln6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmt"
            "VrBp0igcN_IoypGlUPQGe77Rw";
        const auto verified = verify(token, publicKey(rfc7515rsa), Expect::idToken());
        QCOMPARE(code(verified), QByteArray("accepted"));
        QCOMPARE(verified->claims.value(text("iss")).toString(), text("joe"));
        QCOMPARE(verified->algorithm, Algorithm::RS256);
    }

    void rfc7515_A3_es256()
    {
        const QByteArray token =
            "eyJhbGciOiJFUzI1NiJ9." + joe +
            ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
        QCOMPARE(code(verify(token, publicKey(rfc7515ec), Expect::idToken())), QByteArray("accepted"));
    }

    void rfc7515_A3_theKeyPair()
    {
        QJsonObject jwk = json(rfc7515ec);
        jwk.insert(text("d"), text("jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"));
        const auto key = PrivateKey::fromJwk(jwk);
        QCOMPARE(code(key), QByteArray("accepted"));
        const auto token = sign(QJsonObject{{text("typ"), text("JWT")}}, QJsonObject{}, *key);
        QCOMPARE(code(verify(*token, publicKey(rfc7515ec), Expect::idToken())), QByteArray("accepted"));
    }

    void rfc7515_A5_unsecuredIsRefused()
    {
        const QByteArray token = "eyJhbGciOiJub25lIn0." + joe + '.';
        for (const QByteArray &jwk : {rfc7515rsa, rfc7515ec})
            QCOMPARE(code(verify(token, publicKey(jwk), Expect::idToken())), QByteArray("token_unsigned"));
        // Nor with something where the signature belongs.
        QCOMPARE(code(verify(token + "AAAA", publicKey(rfc7515ec), Expect::idToken())), QByteArray("token_unsigned"));
    }

    void rfc7515_A6_jsonSerializationIsRefused()
    {
        QCOMPARE(code(verify(rfc7515general, publicKey(rfc7515ec), Expect::idToken())), QByteArray("token_malformed"));
    }

    void rfc7517_A1_publicKeys()
    {
        const QByteArray set =
            R"({"keys":[{"kty":"EC","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",)"
            R"("y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM","use":"enc","kid":"1"},)" +
            rfc7638rsa + "]}";
        const auto keys = JwkSet::parse(set);
        QCOMPARE(code(keys), QByteArray("accepted"));
        QCOMPARE(keys->keys().size(), 2);
        QCOMPARE(keys->findAgreement()->keyId(), text("1"));
        QCOMPARE(keys->find(text("2011-04-29"), Algorithm::RS256)->type(), KeyType::Rsa);
        QCOMPARE(code(keys->find(text("2011-04-29"), Algorithm::PS256)), QByteArray("key_wrong_algorithm"));
        QCOMPARE(code(keys->find(text("1"), Algorithm::ES256)), QByteArray("key_unknown")); // it is for encryption
    }

    void rfc7517_A2_privateKeysAreNoPublicSet()
    {
        const QByteArray set =
            R"({"keys":[{"kty":"EC","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",)"
            R"("y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM","d":"870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE",)"
            R"("use":"enc","kid":"1"}]})";
        QCOMPARE(code(JwkSet::parse(set)), QByteArray("key_private"));
    }

    void rfc7518_C_concatKdf()
    {
        const auto alice = PrivateKey::fromJwk(json(
            R"({"kty":"EC","crv":"P-256","x":"gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0",)"
            R"("y":"SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps","d":"0_NxaRPUMQoAJt50Gz8YiTr8gRTwyEaCumd-MToTmIo"})"));
        const auto bob = PrivateKey::fromJwk(json(
            R"({"kty":"EC","crv":"P-256","x":"weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ",)"
            R"("y":"e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck","d":"VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw"})"));
        QCOMPARE(code(alice), QByteArray("accepted"));
        QCOMPARE(code(bob), QByteArray("accepted"));
        const auto forward = agreeKey(*alice, bob->publicKey(), "A128GCM", "Alice", "Bob", 16);
        const auto back = agreeKey(*bob, alice->publicKey(), "A128GCM", "Alice", "Bob", 16);
        QCOMPARE(toBase64Url(forward->view()), QByteArray("VqqN6vgjbSBcIijNcacQGg"));
        QVERIFY(*forward == *back);
    }

    void rfc7748_x25519WithConcatKdf()
    {
        const auto jwk = [](const QByteArray &x) {
            return QJsonObject{{text("kty"), text("OKP")},
                               {text("crv"), text("X25519")},
                               {text("x"), QString::fromLatin1(toBase64Url(QByteArray::fromHex(x)))}};
        };
        const auto alice = PublicKey::parse(jwk("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a"));
        QJsonObject bobsKey = jwk("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f");
        bobsKey.insert(text("d"), QString::fromLatin1(toBase64Url(QByteArray::fromHex(
                                      "5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb"))));
        const auto bob = PrivateKey::fromJwk(bobsKey);
        QCOMPARE(code(alice), QByteArray("accepted"));
        QCOMPARE(code(bob), QByteArray("accepted"));
        // The KDF written out once more, over the shared secret that the RFC gives.
        const QByteArray input =
            QByteArray::fromHex("00000001") +
            QByteArray::fromHex("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742") +
            QByteArray::fromHex("00000007") + "A256GCM" + QByteArray::fromHex("00000005") + "Alice" +
            QByteArray::fromHex("00000003") + "Bob" + QByteArray::fromHex("00000100");
        const QByteArray expected = QCryptographicHash::hash(input, QCryptographicHash::Sha256);
        const auto agreed = agreeKey(*bob, *alice, "A256GCM", "Alice", "Bob", 32);
        QCOMPARE(agreed->view(), expected);
    }

    void rfc7638_thumbprint()
    {
        QCOMPARE(publicKey(rfc7638rsa).thumbprint(), text("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"));
    }

    void rfc8037_A3_thumbprint()
    {
        QCOMPARE(PrivateKey::fromJwk(json(rfc8037))->thumbprint(), text("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"));
    }

    void rfc8037_A4_A5_ed25519()
    {
        const auto key = PrivateKey::fromJwk(json(rfc8037));
        const QByteArray input = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc";
        const QByteArray signature =
            "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";
        QCOMPARE(toBase64Url(*signBytes(input, *key)), signature); // deterministic
        QVERIFY(verifyBytes(input, *fromBase64Url(signature), Algorithm::EdDSA, key->publicKey()));
        QVERIFY(!verifyBytes(input + 'x', *fromBase64Url(signature), Algorithm::EdDSA, key->publicKey()));
    }
};

QTEST_GUILESS_MAIN(TestVectors)
#include "tst_vectors.moc"
