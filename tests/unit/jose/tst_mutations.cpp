// Thousands of random changes with a fixed seed: nothing but the original is ever accepted, and nothing crashes.
#include "josetest.h"

#include <QRandomGenerator>

using namespace josetest;

namespace {

constexpr quint32 seed = 20260901;
const QByteArray alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ {}\"\\\n";

QByteArray mutate(const QByteArray &original, QRandomGenerator &random)
{
    QByteArray result = original;
    for (int changes = random.bounded(1, 4); changes > 0 && !result.isEmpty(); --changes) {
        const qsizetype at = random.bounded(static_cast<int>(result.size()));
        const char other = random.bounded(10) == 0 ? static_cast<char>(random.bounded(256))
                                                   : alphabet[random.bounded(static_cast<int>(alphabet.size()))];
        switch (random.bounded(6)) {
        case 0: result[at] = other; break;
        case 1: result[at] = static_cast<char>(result[at] ^ (1 << random.bounded(8))); break;
        case 2: result.remove(at, random.bounded(1, 9)); break;
        case 3: result.insert(at, other); break;
        case 4:
            result.insert(at, result.mid(random.bounded(static_cast<int>(result.size())), random.bounded(1, 40)));
            break;
        default: result.truncate(at); break;
        }
    }
    return result;
}

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
