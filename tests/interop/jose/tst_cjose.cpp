// fpx::jose and cjose, the C library that the sandbox uses, read each other's tokens and messages. cjose knows neither
// EdDSA nor X25519: those are compared with the npm package `jose` (tst_jose.cpp).
#include "../../unit/jose/josetest.h"

#include <QRandomGenerator>

#include <cjose/cjose.h>

#include <cstdlib>
#include <memory>

using namespace josetest;

namespace {

constexpr quint32 seed = 20261127;
constexpr int rounds = 50;
const QString rotType = QStringLiteral("fpx-rot+jwe");

template <auto release>
struct Release {
    template <class T>
    void operator()(T *object) const
    {
        release(object);
    }
};
using TheirKey = std::unique_ptr<cjose_jwk_t, Release<cjose_jwk_release>>;
using TheirHeader = std::unique_ptr<cjose_header_t, Release<cjose_header_release>>;
using TheirToken = std::unique_ptr<cjose_jws_t, Release<cjose_jws_release>>;
using TheirMessage = std::unique_ptr<cjose_jwe_t, Release<cjose_jwe_release>>;
using TheirText = std::unique_ptr<char, Release<std::free>>;
using TheirBytes = std::unique_ptr<uint8_t, Release<std::free>>;

const uint8_t *bytes(const QByteArray &value)
{
    return reinterpret_cast<const uint8_t *>(value.constData());
}

TheirKey imported(const PublicKey &key)
{
    const QByteArray jwk = toCompactJson(key.toJson());
    return TheirKey(cjose_jwk_import(jwk.constData(), static_cast<size_t>(jwk.size()), nullptr));
}

TheirKey generated(Algorithm algorithm)
{
    constexpr uint8_t exponent[] = {1, 0, 1};
    switch (algorithm) {
    case Algorithm::ES256: return TheirKey(cjose_jwk_create_EC_random(CJOSE_JWK_EC_P_256, nullptr));
    case Algorithm::ES384: return TheirKey(cjose_jwk_create_EC_random(CJOSE_JWK_EC_P_384, nullptr));
    default: return TheirKey(cjose_jwk_create_RSA_random(2048, exponent, sizeof exponent, nullptr));
    }
}

/// Their key as it would stand in a JWK set.
Result<PublicKey> published(const TheirKey &key, const QJsonObject &more)
{
    const TheirText exported(cjose_jwk_to_json(key.get(), false, nullptr));
    QJsonObject jwk = json(exported.get());
    for (auto it = more.begin(); it != more.end(); ++it)
        jwk.insert(it.key(), it.value());
    return PublicKey::parse(jwk);
}

TheirHeader header(std::initializer_list<std::pair<const char *, QByteArray>> members)
{
    TheirHeader result(cjose_header_new(nullptr));
    for (const auto &[name, value] : members)
        cjose_header_set(result.get(), name, value.constData(), nullptr);
    return result;
}

/// A JSON object, since every payload of the wallet's tokens is one.
QByteArray randomPayload(QRandomGenerator &random)
{
    QString value;
    for (int i = random.bounded(60); i > 0; --i)
        value.append(QChar(random.bounded(3) == 0 ? 0x4e00 + random.bounded(256) : 0x20 + random.bounded(0x5f)));
    return toCompactJson({{text("sub"), value}});
}

} // namespace

class TestCjose : public QObject
{
    Q_OBJECT

    QRandomGenerator m_random{seed};

    static void algorithms()
    {
        QTest::addColumn<int>("algorithm");
        for (const Algorithm algorithm : {Algorithm::RS256, Algorithm::PS256, Algorithm::ES256, Algorithm::ES384})
            QTest::newRow(qPrintable(name(algorithm))) << static_cast<int>(algorithm);
    }

private Q_SLOTS:
    void tokens_of_cjose_verify_here_data() { algorithms(); }
    void tokens_of_cjose_verify_here()
    {
        QFETCH(int, algorithm);
        const auto used = static_cast<Algorithm>(algorithm);
        const TheirKey key = generated(used);
        const auto mine = published(key, {{text("kid"), text("theirs")}, {text("alg"), name(used)}});
        QCOMPARE(code(mine), QByteArray("accepted"));
        for (int i = 0; i < rounds; ++i) {
            const QByteArray payload = randomPayload(m_random);
            const TheirHeader head = header({{"alg", name(used).toLatin1()}, {"typ", "JWT"}, {"kid", "theirs"}});
            const TheirToken token(
                cjose_jws_sign(key.get(), head.get(), bytes(payload), static_cast<size_t>(payload.size()), nullptr));
            const char *compact = nullptr; // the token's own
            QVERIFY(token && cjose_jws_export(token.get(), &compact, nullptr));
            const auto verified = verify(compact, *mine, Expect::exactly(text("JWT"), {used}));
            QCOMPARE(code(verified), QByteArray("accepted"));
            QCOMPARE(verified->payload, payload);
        }
    }

    void tokens_made_here_verify_in_cjose_data() { algorithms(); }
    void tokens_made_here_verify_in_cjose()
    {
        QFETCH(int, algorithm);
        const PrivateKey &key = signingKey(static_cast<Algorithm>(algorithm));
        const TheirKey theirs = imported(key.publicKey());
        const TheirKey stranger = generated(static_cast<Algorithm>(algorithm));
        for (int i = 0; i < rounds; ++i) {
            const QByteArray payload = randomPayload(m_random);
            const auto token = sign({{text("typ"), text("JWT")}, {text("kid"), key.keyId()}}, payload, key);
            QCOMPARE(code(token), QByteArray("accepted"));
            const TheirToken read(cjose_jws_import(token->constData(), static_cast<size_t>(token->size()), nullptr));
            QVERIFY(read && cjose_jws_verify(read.get(), theirs.get(), nullptr));
            uint8_t *plain = nullptr; // the token's own
            size_t length = 0;
            QVERIFY(cjose_jws_get_plaintext(read.get(), &plain, &length, nullptr));
            QCOMPARE(QByteArray(reinterpret_cast<const char *>(plain), static_cast<qsizetype>(length)), payload);
            const TheirToken again(cjose_jws_import(token->constData(), static_cast<size_t>(token->size()), nullptr));
            QVERIFY(!cjose_jws_verify(again.get(), stranger.get(), nullptr));
        }
    }

    void messages_of_cjose_decrypt_here()
    {
        const PrivateKey mine = *PrivateKey::generateAgreement(Curve::P256);
        const TheirKey recipient = imported(mine.publicKey());
        for (int i = 0; i < rounds; ++i) {
            const QByteArray payload = randomPayload(m_random);
            const QByteArray apu = payload.left(20);
            const TheirHeader head = header({{"alg", "ECDH-ES"},
                                             {"enc", "A256GCM"},
                                             {"typ", rotType.toLatin1()},
                                             {"kid", mine.keyId().toLatin1()},
                                             {"apu", toBase64Url(apu)},
                                             {"apv", toBase64Url("https://rs.example")}});
            cjose_err error{}; // not optional here: cjose's ECDH-ES reads it
            const TheirMessage message(cjose_jwe_encrypt(recipient.get(), head.get(), bytes(payload),
                                                         static_cast<size_t>(payload.size()), &error));
            QVERIFY2(message, error.message);
            const TheirText compact(cjose_jwe_export(message.get(), &error));
            const auto decrypted = decrypt(compact.get(), mine, rotType);
            QCOMPARE(code(decrypted), QByteArray("accepted"));
            QCOMPARE(decrypted->payload, payload);
            QCOMPARE(decrypted->header.apu, apu);
        }
    }

    void messages_made_here_decrypt_in_cjose()
    {
        const TheirKey key = generated(Algorithm::ES256);
        const auto recipient = published(key, {{text("kid"), text("theirs")}, {text("use"), text("enc")}});
        QCOMPARE(code(recipient), QByteArray("accepted"));
        for (int i = 0; i < rounds; ++i) {
            const QByteArray payload = randomPayload(m_random);
            const auto message = encrypt(payload, *recipient, {rotType, text("theirs"), payload.left(20), "rs"});
            QCOMPARE(code(message), QByteArray("accepted"));
            cjose_err error{};
            const TheirMessage read(
                cjose_jwe_import(message->constData(), static_cast<size_t>(message->size()), &error));
            QVERIFY2(read, error.message);
            size_t length = 0;
            const TheirBytes plain(cjose_jwe_decrypt(read.get(), key.get(), &length, &error));
            QVERIFY2(plain, error.message);
            QCOMPARE(QByteArray(reinterpret_cast<const char *>(plain.get()), static_cast<qsizetype>(length)), payload);
        }
    }
};

QTEST_GUILESS_MAIN(TestCjose)
#include "tst_cjose.moc"
