// Thousands of random changes with a fixed seed: nothing but the original is ever accepted, and nothing crashes.
#include "josetest.h"
#include "mutate.h"

using namespace josetest;

namespace {

constexpr quint32 seed = 20260901;

} // namespace

class TestMutations : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tokens_data()
    {
        QTest::addColumn<int>("algorithm");
        for (const Algorithm algorithm : verifiableAlgorithms())
            QTest::newRow(qPrintable(name(algorithm))) << static_cast<int>(algorithm);
    }
    void tokens()
    {
        QFETCH(int, algorithm);
        QRandomGenerator random(seed);
        const PrivateKey &key = signingKey(static_cast<Algorithm>(algorithm));
        const QByteArray token = *sign(QJsonObject{{text("typ"), text("JWT")}, {text("kid"), key.keyId()}},
                                       QJsonObject{{text("sub"), text("s")}, {text("exp"), 1'790'000'000}}, key);
        const JwkSet keys({key.publicKey()});
        for (int i = 0; i < 4000; ++i) {
            const QByteArray changed = mutate(token, random);
            if (changed != token && verify(changed, keys, Expect::idToken()))
                QFAIL(qPrintable(QStringLiteral("accepted: ") + QString::fromLatin1(changed.toPercentEncoding())));
        }
    }
    void messages()
    {
        QRandomGenerator random(seed);
        const PrivateKey key = *PrivateKey::generateAgreement(Curve::P256);
        const QByteArray message = *encrypt("the rot", key.publicKey(), {text("fpx-rot+jwe"), key.keyId(), "as", "rs"});
        for (int i = 0; i < 4000; ++i) {
            const QByteArray changed = mutate(message, random);
            if (changed != message && decrypt(changed, key, text("fpx-rot+jwe")))
                QFAIL(qPrintable(QStringLiteral("accepted: ") + QString::fromLatin1(changed.toPercentEncoding())));
        }
    }
    void keySets()
    {
        // A changed set may still be one; what it holds must then be sound, and its own JSON must say the same.
        QRandomGenerator random(seed);
        const QByteArray set =
            toCompactJson(JwkSet({signingKey(Algorithm::ES256).publicKey(), signingKey(Algorithm::EdDSA).publicKey(),
                                  PrivateKey::generateAgreement(Curve::X25519)->publicKey()})
                              .toJson());
        for (int i = 0; i < 4000; ++i) {
            const auto parsed = JwkSet::parse(mutate(set, random));
            if (!parsed)
                continue;
            for (const PublicKey &key : parsed->keys()) {
                const auto again = PublicKey::parse(key.toJson());
                QVERIFY(again && *again == key);
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestMutations)
#include "tst_mutations.moc"
