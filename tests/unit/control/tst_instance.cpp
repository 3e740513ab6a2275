// One instance for each data directory, and what a crash leaves behind.
#include "fixture.h"

#include <QDir>
#include <QFileInfo>
#include <QLocalServer>
#include <QProcess>

#ifdef Q_OS_UNIX
#include <sys/wait.h>
#include <unistd.h>
#endif

using namespace fpx;
using namespace fpx::control;

class TestInstance : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void firstIsPrimarySecondIsNot()
    {
        QTemporaryDir directory;
        InstanceLock first(directory.path());
        InstanceLock second(directory.path());
        QVERIFY(first.acquire());
        QVERIFY(first.acquire());
        QCOMPARE(second.acquire().error().code, QByteArray("already_running"));
        QVERIFY(first.isHeld() && !second.isHeld());
    }
    void endOfTheFirstMakesRoom()
    {
        QTemporaryDir directory;
        auto first = std::make_unique<InstanceLock>(directory.path());
        QVERIFY(first->acquire());
        first.reset();
        QVERIFY(InstanceLock(directory.path()).acquire());
    }
    void stale_lock_taken_over()
    {
#ifdef Q_OS_UNIX
        QTemporaryDir directory;
        const QString path = directory.path();
        const pid_t child = ::fork();
        if (child == 0) { // takes the lock and the socket, and dies without a word
            InstanceLock lock(path);
            ControlServer server;
            const bool ok = lock.acquire() && server.listen(lock);
            ::_exit(ok ? 0 : 1);
        }
        int status = -1;
        QCOMPARE(::waitpid(child, &status, 0), child);
        QCOMPARE(status, 0);
        QVERIFY(QFileInfo::exists(path + QStringLiteral("/instance.lock")));
        QVERIFY(QFileInfo::exists(socketPath(path)));
        QCOMPARE(codeOf(waitFor(ControlClient(path).send({}))), QByteArray("not_running"));

        InstanceLock lock(path);
        QVERIFY(lock.acquire());
        ControlServer server;
        EchoHandler handler;
        server.setHandler(&handler);
        QVERIFY(server.listen(lock));
        QCOMPARE(codeOf(waitFor(ControlClient(path).send({}))), QByteArray("ok"));
#else
        QSKIP("forks");
#endif
    }
    void serverNeedsTheLock()
    {
        QTemporaryDir directory;
        InstanceLock lock(directory.path());
        ControlServer server;
        QCOMPARE(server.listen(lock).error().code, QByteArray("control_not_locked"));
    }
    void loserLeavesTheWinnersSocketAlone()
    {
        Fixture fixture;
        InstanceLock second(fixture.directory.path());
        QVERIFY(!second.acquire());
        {
            ControlServer server;
            QVERIFY(!server.listen(second));
        }
        QCOMPARE(fixture.exchange("{}\n"), QByteArray("{\"echo\":{}}\n"));
    }
    void twoDataDirectoriesTwoInstances()
    {
        Fixture one;
        Fixture two;
        QVERIFY(socketPath(one.directory.path()) != socketPath(two.directory.path()));
        QCOMPARE(one.exchange("{}\n"), QByteArray("{\"echo\":{}}\n"));
        QCOMPARE(two.exchange("{}\n"), QByteArray("{\"echo\":{}}\n"));
    }
    void sameDirectoryByAnotherName()
    {
#ifdef Q_OS_UNIX
        QTemporaryDir directory;
        QTemporaryDir other;
        const QString link = other.path() + QStringLiteral("/link");
        QVERIFY(QFile::link(directory.path(), link));
        QCOMPARE(socketPath(link), socketPath(directory.path()));
        QCOMPARE(socketPath(directory.path() + QStringLiteral("/.")), socketPath(directory.path()));
#endif
    }
    void directoryIsMadePrivate()
    {
#ifdef Q_OS_UNIX
        QTemporaryDir directory;
        const QString inner = directory.path() + QStringLiteral("/a/b");
        InstanceLock lock(inner);
        QVERIFY(lock.acquire());
        QVERIFY(!(QFileInfo(inner).permissions() & QFile::Permissions(0x0077)));
        QVERIFY(!(QFileInfo(inner + QStringLiteral("/instance.lock")).permissions() & QFile::Permissions(0x0077)));
#else
        QSKIP("Unix permissions");
#endif
    }
    void directoryThatIsAFile()
    {
        QTemporaryDir directory;
        QFile file(directory.filePath(QStringLiteral("x")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(InstanceLock(file.fileName()).acquire().error().code, QByteArray("data_directory_unusable"));
    }
    void directory_of_another_user()
    {
#ifdef Q_OS_UNIX
        if (::geteuid() != 0)
            QSKIP("needs root to act as two users");
        QTemporaryDir directory;
        QCOMPARE(::chown(QFile::encodeName(directory.path()).constData(), 65534, 65534), 0);
        QCOMPARE(InstanceLock(directory.path()).acquire().error().code, QByteArray("data_directory_unusable"));
#else
        QSKIP("Unix users");
#endif
    }

    void a_path_that_is_too_long_for_a_socket()
    {
#ifdef Q_OS_UNIX
        const QByteArray before = qgetenv("XDG_RUNTIME_DIR");
        QTemporaryDir directory;
        const QString data = directory.filePath(QString(120, u'd'));
        for (const QString &runtime : {QString(), directory.filePath(QString(90, u'r'))}) {
            if (runtime.isEmpty())
                qunsetenv("XDG_RUNTIME_DIR");
            else if (QDir().mkdir(runtime, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner))
                qputenv("XDG_RUNTIME_DIR", QFile::encodeName(runtime));
            InstanceLock lock(data);
            QVERIFY(lock.acquire());
            EchoHandler handler;
            ControlServer server;
            server.setHandler(&handler);
            const auto listening = server.listen(lock);
            QVERIFY2(listening, listening ? "" : qPrintable(listening.error().detail));
            QCOMPARE(codeOf(waitFor(ControlClient(data).send({}))), QByteArray("ok"));
            // A start that knows no runtime directory finds it too.
            if (runtime.isEmpty())
                qputenv("XDG_RUNTIME_DIR", QFile::encodeName(directory.path()));
            QCOMPARE(codeOf(waitFor(ControlClient(data).send({}))), QByteArray("ok"));
        }
        if (before.isNull())
            qunsetenv("XDG_RUNTIME_DIR");
        else
            qputenv("XDG_RUNTIME_DIR", before);
#else
        QSKIP("Unix sockets");
#endif
    }

    void runtimeDirectoryIsUsedOnlyIfPrivate()
    {
#ifdef Q_OS_UNIX
        const QByteArray before = qgetenv("XDG_RUNTIME_DIR");
        QTemporaryDir runtime;
        QTemporaryDir data;
        qputenv("XDG_RUNTIME_DIR", QFile::encodeName(runtime.path()));
        const QString inside = socketPath(data.path());
        QVERIFY(QFile::setPermissions(runtime.path(), QFile::Permissions(0x7755)));
        const QString open = socketPath(data.path());
        qputenv("XDG_RUNTIME_DIR", "relative");
        const QString relative = socketPath(data.path());
        qunsetenv("XDG_RUNTIME_DIR");
        const QString none = socketPath(data.path());
        if (!before.isNull())
            qputenv("XDG_RUNTIME_DIR", before);
        const QString fallback = QFileInfo(data.path()).canonicalFilePath() + QStringLiteral("/control");
        QVERIFY(inside.startsWith(QFileInfo(runtime.path()).canonicalFilePath() + QStringLiteral("/fpx-wallet-")));
        QCOMPARE(open, fallback);
        QCOMPARE(relative, fallback);
        QCOMPARE(none, fallback);
#else
        QSKIP("Unix paths");
#endif
    }
};

QTEST_GUILESS_MAIN(TestInstance)
#include "tst_instance.moc"
