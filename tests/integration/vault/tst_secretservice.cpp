// Vault and SystemKeychain against a real Secret Service. The first argument names the world that the test runs in
// (CMakeLists.txt); the functions of the other worlds are not run.
#include <fpx/vault/systemkeychain.h>
#include <fpx/vault/vault.h>

#include <QDBusArgument>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusObjectPath>
#include <QDBusReply>
#include <QDBusVariant>
#include <QDBusVirtualObject>
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <qcorotask.h>

using namespace fpx;
using namespace fpx::vault;
using namespace std::chrono_literals;

namespace {

/// (session, parameters, value, content type): how secrets travel on the bus.
struct BusSecret {
    QDBusObjectPath session;
    QByteArray parameters;
    QByteArray value;
    QString type;
};

QDBusArgument &operator<<(QDBusArgument &out, const BusSecret &secret)
{
    out.beginStructure();
    out << secret.session << secret.parameters << secret.value << secret.type;
    out.endStructure();
    return out;
}

const QDBusArgument &operator>>(const QDBusArgument &in, BusSecret &secret)
{
    in.beginStructure();
    in >> secret.session >> secret.parameters >> secret.value >> secret.type;
    in.endStructure();
    return in;
}

const QString service = QStringLiteral("org.freedesktop.secrets");
const QString root = QStringLiteral("/org/freedesktop/secrets");

QDBusMessage call(const QString &interface, const QString &member, const QVariantList &arguments)
{
    auto message = QDBusMessage::createMethodCall(service, root, interface, member);
    message.setArguments(arguments);
    return QDBusConnection::sessionBus().call(message);
}

QDBusObjectPath loginCollection()
{
    const auto reply = call(QStringLiteral("org.freedesktop.Secret.Service"), QStringLiteral("ReadAlias"),
                            {QStringLiteral("default")});
    return reply.arguments().constFirst().value<QDBusObjectPath>();
}

void lockCollection()
{
    const auto reply = call(QStringLiteral("org.freedesktop.Secret.Service"), QStringLiteral("Lock"),
                            {QVariant::fromValue(QList<QDBusObjectPath>{loginCollection()})});
    QCOMPARE(reply.type(), QDBusMessage::ReplyMessage);
}

/// gnome-keyring's own way to unlock without a prompt.
void unlockCollection()
{
    const auto opened = call(QStringLiteral("org.freedesktop.Secret.Service"), QStringLiteral("OpenSession"),
                             {QStringLiteral("plain"), QVariant::fromValue(QDBusVariant(QString()))});
    const auto session = opened.arguments().at(1).value<QDBusObjectPath>();
    const BusSecret password{session, QByteArray(), QByteArray("test-password"), QStringLiteral("text/plain")};
    const auto reply = call(QStringLiteral("org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface"),
                            QStringLiteral("UnlockWithMasterPassword"),
                            {QVariant::fromValue(loginCollection()), QVariant::fromValue(password)});
    QVERIFY2(reply.type() == QDBusMessage::ReplyMessage, qPrintable(reply.errorMessage()));
}

template <class T>
QByteArray codeOf(const Result<T> &result)
{
    return result ? QByteArray("ok") : result.error().code;
}

/// A Secret Service that says it is open and then says nothing more, or says nothing at all.
class SilentService : public QDBusVirtualObject
{
public:
    explicit SilentService(bool saysOpen) : m_saysOpen(saysOpen) {}
    [[nodiscard]] QString introspect(const QString &) const override { return {}; }
    bool handleMessage(const QDBusMessage &message, const QDBusConnection &bus) override
    {
        if (m_saysOpen && message.interface() == QLatin1String("org.freedesktop.DBus.Properties"))
            bus.send(message.createReply(QVariant::fromValue(QDBusVariant(false))));
        return true;
    }

private:
    bool m_saysOpen;
};

} // namespace

Q_DECLARE_METATYPE(BusSecret)

class TestSecretService : public QObject
{
    Q_OBJECT

private:
    std::chrono::milliseconds watchdog = 10s;
    QTemporaryDir temporary;

    [[nodiscard]] std::shared_ptr<SystemKeychain> keychain() const
    {
        return std::make_shared<SystemKeychain>(QStringLiteral("fpx-wallet-test"), watchdog);
    }
    [[nodiscard]] Result<std::shared_ptr<Vault>> open(const QString &directory) const
    {
        const VaultConfig config{temporary.filePath(directory), keychain(), std::make_shared<SystemClock>(),
                                 std::make_shared<SystemRandom>()};
        return QCoro::waitFor(Vault::open(config));
    }
    void nothingWasMade(const QString &directory) const
    {
        QVERIFY(!QFile::exists(temporary.filePath(directory) + QStringLiteral("/vault.db")));
    }

private Q_SLOTS:
    // ── unlocked: with-session.sh ──
    void unlocked_keychainRoundTrip()
    {
        const auto chain = keychain();
        const QString item = QStringLiteral("round-trip");
        const Secret binary(QByteArray("\0\xff\n\x80 x", 6));
        const Secret large(QByteArray(2'400, '\xfe'));
        QCOMPARE(QCoro::waitFor(chain->state()), KeychainState::Ready);
        QCOMPARE(codeOf(QCoro::waitFor(chain->read(item))), QByteArray("keychain_entry_gone"));
        QCOMPARE(codeOf(QCoro::waitFor(chain->write(item, binary))), QByteArray("ok"));
        QVERIFY(*QCoro::waitFor(chain->read(item)) == binary);
        QCOMPARE(codeOf(QCoro::waitFor(chain->write(item, large))), QByteArray("ok"));
        QVERIFY(*QCoro::waitFor(chain->read(item)) == large);
        QCOMPARE(codeOf(QCoro::waitFor(chain->remove(item))), QByteArray("ok"));
        QCOMPARE(codeOf(QCoro::waitFor(chain->remove(item))), QByteArray("ok"));
        QCOMPARE(codeOf(QCoro::waitFor(chain->read(item))), QByteArray("keychain_entry_gone"));
    }

    void unlocked_vaultAndRestart()
    {
        const QString directory = QStringLiteral("restart");
        const SecretName name{SecretPurpose::AsTokens, QStringLiteral("token")};
        const Secret value(QByteArray("a token"));
        {
            const auto vault = open(directory);
            QVERIFY2(vault, vault ? "" : qPrintable(vault.error().detail));
            QVERIFY((*vault)->put(QStringLiteral("t"), QStringLiteral("a"), QByteArray("row")));
            QCOMPARE(codeOf(QCoro::waitFor((*vault)->put(name, value))), QByteArray("ok"));
        }
        const auto vault = open(directory);
        QVERIFY(vault);
        QCOMPARE(*(*vault)->get(QStringLiteral("t"), QStringLiteral("a")), QByteArray("row"));
        QVERIFY(*QCoro::waitFor((*vault)->get(name)) == value);
        QCOMPARE(codeOf(QCoro::waitFor((*vault)->remove(name))), QByteArray("ok"));
        QCOMPARE(codeOf(QCoro::waitFor((*vault)->get(name))), QByteArray("secret_not_found"));
    }

    void unlocked_unlockIsQuick()
    {
        const auto vault = open(QStringLiteral("quick"));
        QVERIFY(vault);
        (*vault)->lock();
        QElapsedTimer timer;
        timer.start();
        QVERIFY(QCoro::waitFor((*vault)->unlock()));
        qInfo("unlock took %lld ms", static_cast<long long>(timer.elapsed()));
    }

    void unlocked_then_keychain_locked()
    {
        const QString directory = QStringLiteral("locked");
        const SecretName name{SecretPurpose::SignIn, QStringLiteral("token")};
        const Secret value(QByteArray("old"));
        const Secret newer(QByteArray("new"));
        auto vault = open(directory);
        QVERIFY(vault);
        QVERIFY(QCoro::waitFor((*vault)->put(name, value)));
        lockCollection();
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(QCoro::waitFor(keychain()->state()), KeychainState::Locked);
        // The service itself would answer "no entry" and "done" to these.
        QCOMPARE(codeOf(QCoro::waitFor((*vault)->get(name))), QByteArray("keychain_locked"));
        QCOMPARE(codeOf(QCoro::waitFor(keychain()->remove(QStringLiteral("x")))), QByteArray("keychain_locked"));
        QCOMPARE(codeOf(QCoro::waitFor((*vault)->put(name, newer))), QByteArray("keychain_locked"));
        (*vault)->lock();
        QCOMPARE(codeOf(QCoro::waitFor((*vault)->unlock())), QByteArray("keychain_locked"));
        vault->reset();
        QCOMPARE(codeOf(open(directory)), QByteArray("keychain_locked"));
        QCOMPARE(codeOf(open(QStringLiteral("locked-first-run"))), QByteArray("keychain_locked"));
        nothingWasMade(QStringLiteral("locked-first-run"));
        QVERIFY(timer.elapsed() < 5'000); // no prompt, no waiting
        unlockCollection();
        vault = open(directory);
        QVERIFY2(vault, vault ? "" : vault.error().code.constData());
        QVERIFY(*QCoro::waitFor((*vault)->get(name)) == value);
    }

    // ── uninitialised: a service without a default collection ──
    void uninitialised_keychain_missing()
    {
        QCOMPARE(QCoro::waitFor(keychain()->state()), KeychainState::Missing);
        QCOMPARE(codeOf(open(QStringLiteral("a"))), QByteArray("keychain_missing"));
        nothingWasMade(QStringLiteral("a"));
    }

    // ── no_service: a bus on which nobody offers a keychain; no_bus: not even that ──
    void no_service_keychain_missing()
    {
        QCOMPARE(QCoro::waitFor(keychain()->state()), KeychainState::Missing);
        QCOMPARE(codeOf(QCoro::waitFor(keychain()->read(QStringLiteral("x")))), QByteArray("keychain_missing"));
        QCOMPARE(codeOf(open(QStringLiteral("a"))), QByteArray("keychain_missing"));
        nothingWasMade(QStringLiteral("a"));
    }
    void no_bus_keychain_missing() { no_service_keychain_missing(); }

    // ── silent: somebody took the service's name and does not answer ──
    void silent_keychain_timeout()
    {
        watchdog = 300ms;
        for (const bool saysOpen : {false, true}) {
            const QString name = QStringLiteral("silent-%1").arg(saysOpen);
            SilentService silence(saysOpen);
            auto bus = QDBusConnection::connectToBus(QDBusConnection::SessionBus, name);
            QVERIFY(bus.registerVirtualObject(QStringLiteral("/"), &silence, QDBusConnection::SubPath));
            QVERIFY(bus.registerService(service));
            QElapsedTimer timer;
            timer.start();
            QCOMPARE(codeOf(QCoro::waitFor(keychain()->read(QStringLiteral("x")))), QByteArray("keychain_timeout"));
            QCOMPARE(codeOf(open(name)), QByteArray("keychain_timeout"));
            QVERIFY(timer.elapsed() < 5'000);
            nothingWasMade(name);
            QDBusConnection::disconnectFromBus(name);
        }
    }
};

int main(int argc, char **argv)
{
    qDBusRegisterMetaType<BusSecret>();
    QCoreApplication application(argc, argv);
    TestSecretService test;
    const QByteArray world = argc > 1 ? QByteArray(argv[1]) : QByteArray();
    // Every test function of this world, and of no other.
    QStringList arguments{application.applicationName()};
    const QMetaObject *meta = test.metaObject();
    for (int i = meta->methodOffset(); i < meta->methodCount(); ++i) {
        const QByteArray name = meta->method(i).name();
        if (!world.isEmpty() && name.startsWith(world + '_'))
            arguments.append(QString::fromLatin1(name));
    }
    if (arguments.size() == 1)
        return 64;
    return QTest::qExec(&test, arguments);
}

#include "tst_secretservice.moc"
