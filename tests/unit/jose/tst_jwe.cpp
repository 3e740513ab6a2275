// ROTs under encryption: round trips, and what a recipient refuses.
#include "josetest.h"

using namespace josetest;

namespace {

const char typ[] = "fpx-rot+jwe";

JweHeader headerFor(const PublicKey &key)
{
    return {text(typ), key.keyId(), "https://as.example", "registry-rs"};
}

const PrivateKey &recipient(Curve curve = Curve::P256)
{
    static const PrivateKey p256 = *PrivateKey::generateAgreement(Curve::P256);
    static const PrivateKey x25519 = *PrivateKey::generateAgreement(Curve::X25519);
    return curve == Curve::P256 ? p256 : x25519;
}

QByteArray message(Curve curve = Curve::P256)
{
    const PublicKey key = recipient(curve).publicKey();
    return *encrypt("the rot", key, headerFor(key));
}

QByteArray verdict(const QByteArray &text_, Curve curve = Curve::P256)
{
    return code(decrypt(text_, recipient(curve), text(typ)));
}

/// The message with this member of its header replaced (or removed).
QByteArray withHeader(const char *member, const QJsonValue &value, Curve curve = Curve::P256)
{
    QList<QByteArray> parts = message(curve).split('.');
    QJsonObject header = json(*fromBase64Url(parts[0]));
    if (value.isUndefined())
        header.remove(text(member));
    else
        header.insert(text(member), value);
    parts[0] = toBase64Url(toCompactJson(header));
    return parts.join('.');
}

} // namespace

class TestJwe : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void roundTrip_data()
    {
        QTest::addColumn<int>("curve");
        QTest::newRow("P-256") << static_cast<int>(Curve::P256);
        QTest::newRow("X25519") << static_cast<int>(Curve::X25519);
    }
    void roundTrip()
    {
        QFETCH(int, curve);
        const PrivateKey &key = recipient(static_cast<Curve>(curve));
        const auto opened = decrypt(message(static_cast<Curve>(curve)), key, text(typ));
        QCOMPARE(code(opened), QByteArray("accepted"));
        QCOMPARE(opened->payload, QByteArray("the rot"));
        QCOMPARE(opened->header.apu, QByteArray("https://as.example"));
        QCOMPARE(opened->header.apv, QByteArray("registry-rs"));
        QCOMPARE(opened->header.kid, key.keyId());
    }
    void everyMessageHasItsOwnKey()
    {
        const QJsonObject one = json(*fromBase64Url(message().split('.')[0]));
        const QJsonObject two = json(*fromBase64Url(message().split('.')[0]));
        QVERIFY(one.value(text("epk")) != two.value(text("epk")));
        QCOMPARE(one.value(text("epk")).toObject().size(), 4); // kty, crv, x, y and nothing that names a key
    }
    void largestPayload()
    {
        const PublicKey key = recipient().publicKey();
        const QByteArray payload(16 * 1024, 'x');
        const auto sealed = encrypt(payload, key, headerFor(key));
        QCOMPARE(decrypt(*sealed, recipient(), text(typ))->payload, payload);
        QCOMPARE(code(encrypt(payload + 'x', key, headerFor(key))), QByteArray("token_too_large"));
    }

    void recipient_key_is_for_signing()
    {
        const PublicKey key = signingKey(Algorithm::ES256).publicKey();
        QCOMPARE(code(encrypt("x", key, headerFor(key))), QByteArray("key_wrong_algorithm"));
    }
    void recipient_key_cannot_agree()
    {
        for (const Algorithm algorithm : {Algorithm::ES384, Algorithm::EdDSA, Algorithm::RS256}) {
            const PublicKey key = signingKey(algorithm).publicKey();
            QCOMPARE(code(encrypt("x", key, headerFor(key))), QByteArray("key_wrong_algorithm"));
        }
    }
    void header_incomplete()
    {
        const PublicKey key = recipient().publicKey();
        for (int missing = 0; missing < 4; ++missing) {
            JweHeader header = headerFor(key);
            if (missing == 0)
                header.typ.clear();
            if (missing == 1)
                header.kid.clear();
            if (missing == 2)
                header.apu.clear();
            if (missing == 3)
                header.apv.clear();
            QCOMPARE(code(encrypt("x", key, header)), QByteArray("token_header_refused"));
        }
    }
    void kid_of_another_key()
    {
        const PublicKey key = recipient().publicKey();
        JweHeader header = headerFor(key);
        header.kid = text("other");
        QCOMPARE(code(encrypt("x", key, header)), QByteArray("token_header_refused"));
        QCOMPARE(verdict(withHeader("kid", text("other"))), QByteArray("key_unknown"));
    }

    void typ_wrong()
    {
        QCOMPARE(verdict(withHeader("typ", text("JWT"))), QByteArray("wrong_typ"));
        QCOMPARE(verdict(withHeader("typ", QJsonValue(QJsonValue::Undefined))), QByteArray("wrong_typ"));
        QCOMPARE(code(decrypt(message(), recipient(), QString())), QByteArray("wrong_typ"));
    }
    void alg_or_enc_wrong()
    {
        for (const char *alg : {"dir", "RSA1_5", "ECDH-ES+A256KW", "none", "PBES2-HS256+A128KW"})
            QCOMPARE(verdict(withHeader("alg", text(alg))), QByteArray("wrong_algorithm"));
        for (const char *enc : {"A128GCM", "A256CBC-HS512", "none"})
            QCOMPARE(verdict(withHeader("enc", text(enc))), QByteArray("wrong_algorithm"));
    }
    void crit_and_zip()
    {
        QCOMPARE(verdict(withHeader("crit", QJsonArray{text("x")})), QByteArray("token_crit_refused"));
        QCOMPARE(verdict(withHeader("zip", text("DEF"))), QByteArray("token_header_refused"));
        QCOMPARE(verdict(withHeader("jwk", QJsonObject())), QByteArray("token_header_key_refused"));
        QCOMPARE(verdict(withHeader("other", text("x"))), QByteArray("token_header_refused"));
    }
    void party_info_missing()
    {
        QCOMPARE(verdict(withHeader("apu", QJsonValue(QJsonValue::Undefined))), QByteArray("token_malformed"));
        QCOMPARE(verdict(withHeader("apv", QJsonValue(QJsonValue::Undefined))), QByteArray("token_malformed"));
    }
    void party_info_changed()
    {
        QCOMPARE(verdict(withHeader("apv", text("b3RoZXI"))), QByteArray("decryption_failed"));
        QCOMPARE(verdict(withHeader("apu", text("b3RoZXI"))), QByteArray("decryption_failed"));
    }
    void epk_not_on_the_curve()
    {
        QJsonObject epk = json(*fromBase64Url(message().split('.')[0])).value(text("epk")).toObject();
        epk.insert(text("y"), epk.value(text("x")));
        QCOMPARE(verdict(withHeader("epk", epk)), QByteArray("key_point_invalid"));
    }
    void epk_of_small_order()
    {
        const QJsonObject zero{{text("kty"), text("OKP")},
                               {text("crv"), text("X25519")},
                               {text("x"), QString::fromLatin1(toBase64Url(QByteArray(32, '\0')))}};
        QCOMPARE(verdict(withHeader("epk", zero, Curve::X25519), Curve::X25519), QByteArray("key_point_invalid"));
    }
    void epk_of_another_curve()
    {
        QCOMPARE(verdict(withHeader("epk", recipient(Curve::X25519).publicKey().toBareJson())),
                 QByteArray("key_wrong_algorithm"));
    }
    void epk_with_private_member()
    {
        QJsonObject epk = recipient().publicKey().toBareJson();
        epk.insert(text("d"), text("AAAA"));
        QCOMPARE(verdict(withHeader("epk", epk)), QByteArray("key_private"));
    }
    void epk_missing()
    {
        QCOMPARE(verdict(withHeader("epk", QJsonValue(QJsonValue::Undefined))), QByteArray("key_unsupported"));
    }
    void encrypted_key_present()
    {
        QList<QByteArray> parts = message().split('.');
        parts[1] = "AAAA";
        QCOMPARE(verdict(parts.join('.')), QByteArray("token_malformed"));
    }
    void tag_shortened()
    {
        QList<QByteArray> parts = message().split('.');
        parts[4] = toBase64Url(fromBase64Url(parts[4])->left(12));
        QCOMPARE(verdict(parts.join('.')), QByteArray("token_malformed"));
    }
    void iv_of_wrong_length()
    {
        QList<QByteArray> parts = message().split('.');
        parts[2] = toBase64Url(QByteArray(16, 'i'));
        QCOMPARE(verdict(parts.join('.')), QByteArray("token_malformed"));
    }
    void each_part_changed()
    {
        for (int part : {2, 3, 4}) {
            QList<QByteArray> parts = message().split('.');
            QByteArray bytes = *fromBase64Url(parts[part]);
            bytes[0] = static_cast<char>(bytes[0] ^ 1);
            parts[part] = toBase64Url(bytes);
            QCOMPARE(verdict(parts.join('.')), QByteArray("decryption_failed"));
        }
    }
    void wrong_recipient()
    {
        const PublicKey key = recipient().publicKey();
        const PublicKey other = PrivateKey::generateAgreement(Curve::P256)->publicKey().withKeyId(key.keyId());
        QCOMPARE(verdict(*encrypt("x", other, headerFor(key))), QByteArray("decryption_failed"));
    }
    void too_large() { QCOMPARE(verdict(message() + QByteArray(32 * 1024, 'A')), QByteArray("token_too_large")); }
    void jws_instead_of_jwe()
    {
        const auto token = sign(QJsonObject{{text("typ"), text(typ)}}, QJsonObject{}, signingKey(Algorithm::ES256));
        QCOMPARE(verdict(*token), QByteArray("token_malformed"));
    }
};

QTEST_GUILESS_MAIN(TestJwe)
#include "tst_jwe.moc"
