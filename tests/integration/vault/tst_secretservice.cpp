// Vault and SystemKeychain against a real Secret Service. The first argument names the world that the test runs in
// (CMakeLists.txt); the functions of the other worlds are not run.
#include <fpx/vault/systemkeychain.h>
#include <fpx/vault/vault.h>

#include <QDBusArgument>
#include <QDBusConnection>
#include <QDBusConnectionInterface>
#include <QDBusError>
#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusObjectPath>
#include <QDBusReply>
#include <QDBusVariant>
#include <QDBusVirtualObject>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
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

QDBusObjectPath openSession()
{
    const auto opened = call(QStringLiteral("org.freedesktop.Secret.Service"), QStringLiteral("OpenSession"),
                             {QStringLiteral("plain"), QVariant::fromValue(QDBusVariant(QString()))});
    return opened.arguments().at(1).value<QDBusObjectPath>();
}

/// gnome-keyring's own way to unlock without a prompt.
void unlockCollection()
{
    const BusSecret password{openSession(), QByteArray(), QByteArray("test-password"), QStringLiteral("text/plain")};
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

/// A Secret Service with one collection, which is locked, and a person before it who answers the prompt at once.
class PromptingService : public QDBusVirtualObject
{
public:
    enum class Person { Unlocks, UnlocksUnseen, UnlocksElsewhere, Dismisses, Leaves };

    explicit PromptingService(Person person) : m_person(person) {}
    [[nodiscard]] QString introspect(const QString &) const override { return {}; }
    bool handleMessage(const QDBusMessage &message, const QDBusConnection &bus) override
    {
        if (message.member() == QLatin1String("Get")) {
            const bool known = message.path() == collection;
            bus.send(known ? message.createReply(QVariant::fromValue(QDBusVariant(locked)))
                           : message.createErrorReply(QDBusError::UnknownObject, QStringLiteral("no such object")));
        } else if (message.member() == QLatin1String("ReadAlias")) {
            bus.send(message.createReply(QVariant::fromValue(QDBusObjectPath(hasDefault ? collection : q("/")))));
        } else if (message.member() == QLatin1String("Unlock")) {
            ++unlocks;
            const QVariantList reply{QVariant::fromValue(QList<QDBusObjectPath>()),
                                     QVariant::fromValue(QDBusObjectPath(prompt))};
            bus.send(message.createReply(reply));
        } else if (message.member() == QLatin1String("Prompt")) {
            window = message.arguments().value(0).toString();
            bus.send(message.createReply());
            answer(bus);
        }
        return true;
    }

    const QString collection = root + q("/collection/login");
    const QString prompt = root + q("/prompt/p1");
    bool locked = true;
    bool hasDefault = true;
    int unlocks = 0;
    QString window;

private:
    static QString q(const char *text) { return QString::fromLatin1(text); }
    void answer(QDBusConnection bus)
    {
        if (m_person == Person::Leaves) {
            bus.unregisterService(service);
            return;
        }
        if (m_person == Person::Unlocks || m_person == Person::UnlocksElsewhere)
            locked = false;
        if (m_person == Person::UnlocksElsewhere)
            return; // the prompt stays open
        auto completed = QDBusMessage::createSignal(prompt, q("org.freedesktop.Secret.Prompt"), q("Completed"));
        completed.setArguments({m_person == Person::Dismisses, QVariant::fromValue(QDBusVariant(QString()))});
        bus.send(completed);
    }

    Person m_person;
};

using Person = PromptingService::Person;

} // namespace

Q_DECLARE_METATYPE(BusSecret)
Q_DECLARE_METATYPE(PromptingService::Person)

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
    [[nodiscard]] Result<std::shared_ptr<Vault>> open(const QString &directory,
                                                      KeychainPrompt prompt = KeychainPrompt::Never) const
    {
        const VaultConfig config{temporary.filePath(directory), keychain(), std::make_shared<SystemClock>(),
                                 std::make_shared<SystemRandom>()};
        return QCoro::waitFor(Vault::open(config, prompt));
    }
    /// As a session with automatic log-in starts it: nobody gives it a password. In the foreground, and without a display
    /// to ask on.
    static void startKeyring(QProcess &daemon)
    {
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.remove(QStringLiteral("DISPLAY"));
        daemon.setProcessEnvironment(environment);
        daemon.start(QStringLiteral("gnome-keyring-daemon"),
                     {QStringLiteral("--foreground"), QStringLiteral("--components=secrets")});
        QVERIFY(daemon.waitForStarted());
        QTRY_VERIFY(QDBusConnection::sessionBus().interface()->isServiceRegistered(service));
    }
    /// The default collection, with an empty password: what people make who do not want to be asked.
    static void makeEmptyPasswordKeyring()
    {
        const QVariantMap properties{
            {QStringLiteral("org.freedesktop.Secret.Collection.Label"), QStringLiteral("Login")}};
        const BusSecret empty{openSession(), QByteArray(), QByteArray(), QStringLiteral("text/plain")};
        const auto made = call(QStringLiteral("org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface"),
                               QStringLiteral("CreateWithMasterPassword"), {properties, QVariant::fromValue(empty)});
        QVERIFY2(made.type() == QDBusMessage::ReplyMessage, qPrintable(made.errorMessage()));
        const auto named = call(QStringLiteral("org.freedesktop.Secret.Service"), QStringLiteral("SetAlias"),
                                {QStringLiteral("default"), made.arguments().constFirst()});
        QVERIFY2(named.type() == QDBusMessage::ReplyMessage, qPrintable(named.errorMessage()));
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

    void unlocked_without_a_default_what_is_there_is_read()
    {
        const QString directory = QStringLiteral("no-default");
        const SecretName name{SecretPurpose::SignIn, QStringLiteral("token")};
        const Secret value(QByteArray("old"));
        const Secret newer(QByteArray("new"));
        QVERIFY(QCoro::waitFor((*open(directory))->put(name, value)));
        const QDBusObjectPath login = loginCollection();
        const auto setDefault = [](const QDBusObjectPath &collection) {
            return call(QStringLiteral("org.freedesktop.Secret.Service"), QStringLiteral("SetAlias"),
                        {QStringLiteral("default"), QVariant::fromValue(collection)})
                       .type() == QDBusMessage::ReplyMessage;
        };
        QVERIFY(setDefault(QDBusObjectPath(QStringLiteral("/"))));
        QCOMPARE(QCoro::waitFor(keychain()->state()), KeychainState::NoDefault);
        const auto vault = open(directory);
        QVERIFY2(vault, vault ? "" : vault.error().code.constData());
        QVERIFY(*QCoro::waitFor((*vault)->get(name)) == value);
        QCOMPARE(codeOf(QCoro::waitFor((*vault)->put(name, newer))), QByteArray("keychain_no_default"));
        QVERIFY(setDefault(login));
        QCOMPARE(codeOf(QCoro::waitFor((*vault)->put(name, newer))), QByteArray("ok"));
    }

    // ── uninitialised: a service without a default collection ──
    void uninitialised_keychain_no_default()
    {
        QCOMPARE(QCoro::waitFor(keychain()->state()), KeychainState::NoDefault);
        QCOMPARE(codeOf(open(QStringLiteral("a"))), QByteArray("keychain_no_default"));
        QCOMPARE(codeOf(open(QStringLiteral("a"), KeychainPrompt::Allowed)), QByteArray("keychain_no_default"));
        nothingWasMade(QStringLiteral("a"));
    }

    // ── automatic_login: a keyring whose password is empty, and nobody who gives it ──
    void automatic_login_is_unlocked_on_request()
    {
        const QString directory = QStringLiteral("automatic");
        {
            QProcess first;
            startKeyring(first);
            makeEmptyPasswordKeyring();
            first.terminate();
            QVERIFY(first.waitForFinished());
        }
        QProcess second;
        startKeyring(second);
        QTRY_COMPARE(QCoro::waitFor(keychain()->state()), KeychainState::Locked);
        QCOMPARE(codeOf(open(directory)), QByteArray("keychain_locked")); // by itself it asks nobody
        nothingWasMade(directory);
        const auto vault = open(directory, KeychainPrompt::Allowed);
        QVERIFY2(vault, vault ? "" : vault.error().code.constData());
        QCOMPARE(QCoro::waitFor(keychain()->state()), KeychainState::Ready);
        lockCollection();
        (*vault)->lock();
        QCOMPARE(codeOf(QCoro::waitFor((*vault)->unlock())), QByteArray("keychain_locked"));
        QCOMPARE(codeOf(QCoro::waitFor((*vault)->unlock(KeychainPrompt::Allowed))), QByteArray("ok"));
        second.terminate();
        QVERIFY(second.waitForFinished());
    }

    // ── prompting: a service that wants to ask the person ──
    void prompting_the_person_answers_data()
    {
        QTest::addColumn<Person>("person");
        QTest::addColumn<QByteArray>("code");
        QTest::addColumn<KeychainState>("state");
        QTest::newRow("unlocks") << Person::Unlocks << QByteArray("ok") << KeychainState::Ready;
        // As Plasma's service does: it opens, and goes on saying that it is locked.
        QTest::newRow("unlocks unseen") << Person::UnlocksUnseen << QByteArray("ok") << KeychainState::Ready;
        QTest::newRow("unlocks elsewhere") << Person::UnlocksElsewhere << QByteArray("ok") << KeychainState::Ready;
        QTest::newRow("dismisses") << Person::Dismisses << QByteArray("keychain_locked") << KeychainState::Locked;
        QTest::newRow("the service ends") << Person::Leaves << QByteArray("keychain_missing") << KeychainState::Missing;
    }
    void prompting_the_person_answers()
    {
        QFETCH(Person, person);
        QFETCH(QByteArray, code);
        QFETCH(KeychainState, state);
        const QString name = QStringLiteral("prompting");
        PromptingService stub(person);
        auto bus = QDBusConnection::connectToBus(QDBusConnection::SessionBus, name);
        QVERIFY(bus.registerVirtualObject(QStringLiteral("/"), &stub, QDBusConnection::SubPath));
        QVERIFY(bus.registerService(service));
        const auto chain = keychain();
        chain->setParentWindow([] { return QStringLiteral("4711"); });
        const QString item = QStringLiteral("x");
        QCOMPARE(codeOf(QCoro::waitFor(chain->read(item))), QByteArray("keychain_locked"));
        QCOMPARE(stub.unlocks, 0); // only when somebody asked for it
        QCOMPARE(codeOf(QCoro::waitFor(chain->unlock())), code);
        QCOMPARE(stub.unlocks, 1);
        QCOMPARE(stub.window, QStringLiteral("4711"));
        QCOMPARE(QCoro::waitFor(chain->state()), state);
        QDBusConnection::disconnectFromBus(name);
    }
    void prompting_no_default()
    {
        const QString name = QStringLiteral("no-default");
        PromptingService stub(Person::Unlocks);
        stub.hasDefault = false;
        auto bus = QDBusConnection::connectToBus(QDBusConnection::SessionBus, name);
        QVERIFY(bus.registerVirtualObject(QStringLiteral("/"), &stub, QDBusConnection::SubPath));
        QVERIFY(bus.registerService(service));
        QCOMPARE(QCoro::waitFor(keychain()->state()), KeychainState::NoDefault);
        QCOMPARE(codeOf(QCoro::waitFor(keychain()->unlock())), QByteArray("keychain_no_default"));
        QCOMPARE(stub.unlocks, 0);
        QDBusConnection::disconnectFromBus(name);
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
        if (!world.isEmpty() && name.startsWith(world + '_') && !name.endsWith("_data"))
            arguments.append(QString::fromLatin1(name));
    }
    if (arguments.size() == 1)
        return 64;
    return QTest::qExec(&test, arguments);
}

#include "tst_secretservice.moc"
