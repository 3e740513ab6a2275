// fpx::jose and the npm package `jose` read each other's tokens and messages, and nobody reads a changed one. A sample of
// 500 each by default, 10,000 with ./dev test --full; the contents follow from a fixed seed, the keys are fresh.
#include "../../unit/jose/josetest.h"
#include "../../unit/jose/mutate.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

using namespace josetest;

namespace {

constexpr quint32 seed = 20261124;
const QString rotType = QStringLiteral("fpx-rot+jwe");

int amount()
{
    return qEnvironmentVariableIsEmpty("FPX_TEST_FULL") ? 500 : 10'000;
}

QByteArray randomText(QRandomGenerator &random)
{
    QString text;
    for (int i = random.bounded(1, 60); i > 0; --i)
        text.append(QChar(random.bounded(3) == 0 ? 0x4e00 + random.bounded(256) : 0x20 + random.bounded(0x5f)));
    return text.toUtf8();
}

} // namespace

class TestJose : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QRandomGenerator m_random{seed};
    QList<PrivateKey> m_recipients;

    void write(const char *name, const QByteArray &bytes)
    {
        QFile file(m_folder.filePath(text(name)));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
    }
    QByteArray read(const char *name) const
    {
        QFile file(m_folder.filePath(text(name)));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    /// Lines of two columns: what was made, and its payload.
    QList<QByteArrayList> rows(const char *name) const
    {
        QList<QByteArrayList> result;
        for (const QByteArray &line : read(name).split('\n')) {
            if (!line.isEmpty())
                result.append(line.split(' '));
        }
        return result;
    }
    QByteArray node(const QStringList &arguments)
    {
        QProcess process;
        process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        process.start(text(FPX_PEERS "/node_modules/.bin/node"), QStringList{text(FPX_PEERS "/jose.mjs")} + arguments);
        const bool ended = process.waitForFinished(300'000);
        return ended && process.exitCode() == 0 ? process.readAllStandardOutput() : QByteArray("failed");
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (!QFile::exists(text(FPX_PEERS "/node_modules/.bin/node")))
            QSKIP("the npm packages of tests/interop/peers are not installed; ./dev test interop does that");
        QList<PublicKey> keys;
        for (const Curve curve : {Curve::P256, Curve::X25519}) {
            m_recipients.append(*PrivateKey::generateAgreement(curve));
            keys.append(m_recipients.last().publicKey());
        }
        write("recipients.json", toCompactJson(JwkSet(keys).toJson()));
        QCOMPARE(node({text("make"), m_folder.path(), QString::number(amount()), QString::number(seed)}), QByteArray());
    }

    void tokens_of_jose_verify_here()
    {
        const auto keys = JwkSet::parse(read("keys.json"));
        QCOMPARE(code(keys), QByteArray("accepted"));
        QHash<int, int> seen;
        for (const QByteArrayList &row : rows("tokens")) {
            const auto verified = verify(row.at(0), *keys, Expect::exactly(text("JWT"), verifiableAlgorithms()));
            QCOMPARE(code(verified), QByteArray("accepted"));
            QCOMPARE(toBase64Url(verified->payload), row.at(1));
            ++seen[static_cast<int>(verified->algorithm)];
        }
        for (const Algorithm algorithm : verifiableAlgorithms())
            QCOMPARE(seen.value(static_cast<int>(algorithm)), amount() / 5);
    }
    void messages_of_jose_decrypt_here()
    {
        const auto messages = rows("messages");
        QCOMPARE(messages.size(), amount());
        for (qsizetype i = 0; i < messages.size(); ++i) {
            const auto decrypted = decrypt(messages.at(i).at(0), m_recipients.at(i % m_recipients.size()), rotType);
            QCOMPARE(code(decrypted), QByteArray("accepted"));
            QCOMPARE(toBase64Url(decrypted->payload), messages.at(i).at(1));
        }
    }
    void jose_reads_what_is_made_here()
    {
        QList<PublicKey> keys;
        for (const Algorithm algorithm : verifiableAlgorithms())
            keys.append(signingKey(algorithm).publicKey());
        QByteArray tokens;
        for (int i = 0; i < amount(); ++i) {
            const PrivateKey &key = signingKey(verifiableAlgorithms().at(i % 5));
            const QByteArray payload = toCompactJson({{text("sub"), QString::fromUtf8(randomText(m_random))}});
            const QJsonObject header{{text("typ"), text("JWT")}, {text("kid"), key.keyId()}};
            tokens += *sign(header, payload, key) + ' ' + toBase64Url(payload) + '\n';
        }
        const auto theirs = JwkSet::parse(read("mine.json"));
        QCOMPARE(code(theirs), QByteArray("accepted"));
        QByteArray messages;
        for (int i = 0; i < amount(); ++i) {
            const PublicKey &key = theirs->keys().at(i % theirs->keys().size());
            const QByteArray payload = randomText(m_random);
            const auto message =
                encrypt(payload, key, {rotType, key.keyId(), randomText(m_random), randomText(m_random)});
            QCOMPARE(code(message), QByteArray("accepted"));
            messages += *message + ' ' + toBase64Url(payload) + '\n';
        }
        write("wallet-keys.json", toCompactJson(JwkSet(keys).toJson()));
        write("wallet-tokens", tokens);
        write("wallet-messages", messages);
        const QByteArray all = QByteArray::number(amount());
        QCOMPARE(node({text("check"), m_folder.path()}), all + ' ' + all + '\n');
    }
    void changed_tokens_and_messages_are_refused()
    {
        const auto keys = JwkSet::parse(read("keys.json"));
        const auto tokens = rows("tokens");
        const auto messages = rows("messages");
        int refused = 0;
        for (qsizetype i = 0; refused < amount(); ++i) {
            const QByteArray &token = tokens.at(i % tokens.size()).at(0);
            const QByteArray &message = messages.at(i % messages.size()).at(0);
            const QByteArray changedToken = mutate(token, m_random);
            const QByteArray changedMessage = mutate(message, m_random);
            if (changedToken == token || changedMessage == message)
                continue;
            QVERIFY2(!verify(changedToken, *keys, Expect::idToken()), changedToken);
            const PrivateKey &recipient = m_recipients.at(i % messages.size() % m_recipients.size());
            QVERIFY2(!decrypt(changedMessage, recipient, rotType), changedMessage);
            ++refused;
        }
        qInfo("%d tokens and %d messages changed, all refused", refused, refused);
    }
};

QTEST_GUILESS_MAIN(TestJose)
#include "tst_jose.moc"
