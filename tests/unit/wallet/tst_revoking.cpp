// Ending all that stands behind one row in the whole wallet: what the person is told, and that the windows stay awake.
#include "settled.h"

#include <fpx/consent/permissionbook.h>
#include <fpx/ledger/ledger.h>
#include <fpx/wallet/models.h>
#include <fpx/wallet/sharing.h>

#include <QAbstractItemModel>
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTcpSocket>
#include <QTest>
#include <QTimer>

using namespace fpx;
using namespace fpx::test;
using consent::PermissionRecord;
using consent::PermissionState;
using Phase = wallet::Facade::Phase;

namespace {

constexpr int behindOneRow = 160;
constexpr int inHistory = 1200; // more than the list of the history shows

/// An AS with metadata and tokens that confirms each deletion.
class Network : public QObject
{
public:
    Network()
    {
        m_server.listen(QHostAddress::LocalHost);
        connect(&m_server, &QTcpServer::newConnection, this, [this] {
            while (QTcpSocket *socket = m_server.nextPendingConnection())
                connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
        });
    }
    [[nodiscard]] quint16 port() const { return m_server.serverPort(); }

    int deleted = 0;
    bool silent = false; ///< Deletions are not answered.

private:
    void read(QTcpSocket *socket)
    {
        QByteArray &seen = m_seen[socket];
        seen += socket->readAll();
        for (qsizetype end = seen.indexOf("\r\n\r\n"); end >= 0; end = seen.indexOf("\r\n\r\n")) {
            const qsizetype at = seen.toLower().indexOf("content-length:");
            const qsizetype length =
                at < 0 || at > end ? 0 : seen.mid(at + 15, seen.indexOf('\r', at) - at - 15).toLongLong();
            if (seen.size() < end + 4 + length)
                return;
            const QByteArray line = seen.left(seen.indexOf('\r'));
            seen.remove(0, end + 4 + length);
            answer(socket, line);
        }
    }
    void answer(QTcpSocket *socket, const QByteArray &line)
    {
        const QString base = q("http://127.0.0.1:%1").arg(port());
        QByteArray status = "404 Not Found";
        QByteArray body = "{}";
        if (line.startsWith("GET /.well-known/")) {
            status = "200 OK";
            body = toCompactJson({{q("issuer"), base},
                                  {q("token_endpoint"), base + q("/token")},
                                  {q("registration_endpoint"), base + q("/register")},
                                  {q("jwks_uri"), base + q("/jwks")},
                                  {q("fpx_ticket_endpoint"), base + q("/ticket")},
                                  {q("fpx_permission_endpoint"), base + q("/permissions")},
                                  {q("fpx_registry_endpoint"), base + q("/registry")}});
        } else if (line.startsWith("POST /token")) {
            status = "200 OK";
            body = R"({"access_token":"token","token_type":"bearer","expires_in":300})";
        } else if (line.startsWith("DELETE /permissions/")) {
            if (silent)
                return;
            ++deleted;
            status = "204 No Content";
            body.clear();
        }
        const QByteArray date =
            QLocale::c().toString(QDateTime::currentDateTimeUtc(), q("ddd, dd MMM yyyy hh:mm:ss")).toLatin1();
        socket->write(
            "HTTP/1.1 " + status + "\r\nDate: " + date + " GMT\r\nContent-Type: application/json\r\n" +
            (line.startsWith("DELETE") ? QByteArray() : "Content-Length: " + QByteArray::number(body.size()) + "\r\n") +
            "\r\n" + body);
    }

    QTcpServer m_server;
    QHash<QTcpSocket *, QByteArray> m_seen;
};

PermissionRecord permission(int i, qint64 now)
{
    PermissionRecord record;
    record.id = PermissionId(q("11111111-2222-4333-8444-%1").arg(i, 12, 10, QLatin1Char('0')));
    record.state = PermissionState::Active;
    record.enrolment = EnrolmentId(q("one"));
    record.as = AsIdentifier(q("health"));
    record.request = RequestKey(q("request-%1").arg(i));
    record.requestId = q("r1");
    record.client = ClientId(q("immunize-me"));
    record.definition = DefinitionId(q("labs"));
    record.resourceServer = RsIdentifier(q("clinic"));
    record.scopes = {q("read")};
    record.grantedAt = record.signedAt = now - 3600 + i;
    record.expires = now + 30LL * 86400;
    record.version = q("2");
    consent::PermissionNames names;
    names.clientName = q("Immunize Me");
    names.networkName = q("Health Net");
    names.definitionName = q("Labs");
    names.sourceName = q("Clinic");
    names.scopeNames = {q("read")};
    record.names = names;
    return record;
}

/// How long the thread kept everything else waiting: the gaps between the beats of a timer.
class Beats
{
public:
    Beats()
    {
        m_timer.setTimerType(Qt::PreciseTimer);
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] {
            const qint64 late = std::max<qint64>(0, m_since.restart() - every);
            longest = std::max(longest, late);
            total += late;
        });
        m_since.start();
        m_timer.start(every);
    }
    qint64 longest = 0; ///< Milliseconds,
    qint64 total = 0;

private:
    static constexpr int every = 5;
    QTimer m_timer;
    QElapsedTimer m_since;
};

} // namespace

class TestRevoking : public QObject
{
    Q_OBJECT

    std::unique_ptr<Network> m_network;
    std::optional<Settled> m_installation;
    std::unique_ptr<wallet::Wallet> m_wallet;

    void fill(int permissions, int entries)
    {
        m_installation.emplace(m_network->port());
        m_installation->settle({m_installation->enrolment("one")});
        const auto vault = m_installation->openVault();
        const qint64 now = SystemClock().nowSeconds();
        const Secret key = jose::PrivateKey::generate(jose::Algorithm::ES256)->toSecret();
        const auto kept = QCoro::waitFor(vault->put(SecretName{SecretPurpose::AsKeys, q("one/account-client")}, key));
        wallet::VaultRecords records(vault);
        consent::PermissionBook book(records);
        ledger::Ledger ledger(vault, std::make_shared<SystemRandom>());
        const auto stored = records.transaction([&]() -> Result<void> {
            for (int i = 0; i < permissions; ++i)
                FPX_CHECK(book.put(permission(i, now), {QByteArray(900, 'a'), {}}));
            for (int i = 0; i < entries; ++i) {
                ledger::Entry entry;
                entry.kind = q("permission");
                entry.code = q("permission_granted");
                entry.time = QDateTime::fromSecsSinceEpoch(now - 7200 + i, Qt::UTC);
                entry.permission = permission(i % std::max(1, permissions), now).id.value();
                entry.parameters = {{q("client"), q("Immunize Me")},
                                    {q("definition"), q("Labs")},
                                    {q("source"), q("Clinic")},
                                    {q("scopes"), q("read")}};
                FPX_CHECK(ledger.append(entry));
            }
            return {};
        });
        QVERIFY(kept && stored);
    }
    void open()
    {
        m_wallet = std::make_unique<wallet::Wallet>(m_installation->config());
        m_wallet->start();
        QTRY_COMPARE(m_wallet->phase(), Phase::Ready);
        QTRY_COMPARE(m_wallet->permissions()->rowCount(), 1);
    }
    [[nodiscard]] QString status() const
    {
        return m_wallet->permissions()->index(0, 0).data(wallet::role(wallet::PermissionRole::Status)).toString();
    }
    [[nodiscard]] PermissionId row() const
    {
        return PermissionId(
            m_wallet->permissions()->index(0, 0).data(wallet::role(wallet::PermissionRole::Id)).toString());
    }

private Q_SLOTS:
    void init() { m_network = std::make_unique<Network>(); }
    void cleanup()
    {
        m_wallet.reset();
        m_installation.reset();
    }

    void what_is_told_follows_the_network()
    {
        fill(3, 0);
        open();
        QSignalSpy told(m_wallet->sharing(), &wallet::Sharing::revocationTold);
        m_network->silent = true;
        m_wallet->sharing()->revoke({row()}, {});
        QCOMPARE(told.size(), 1);
        QVERIFY(told.at(0).at(1).toString().startsWith(q("Revoking")));
        QTRY_COMPARE(status(), q("revoking"));
        QTest::qWait(100);
        QCOMPARE(told.size(), 1);
        m_wallet->lock(); // sent again after the unlocking; what was told is of this session
        m_network->silent = false;
        m_wallet->unlock();
        QTRY_COMPARE(status(), q("revoked"));
        QCOMPARE(told.size(), 1);
    }

    void it_is_said_once_when_all_has_ended()
    {
        fill(3, 0);
        open();
        QSignalSpy told(m_wallet->sharing(), &wallet::Sharing::revocationTold);
        m_wallet->sharing()->revoke({row()}, {});
        QTRY_COMPARE(status(), q("revoked"));
        QTRY_COMPARE(told.size(), 2);
        QCOMPARE(told.at(1).at(0), told.at(0).at(0)); // the same, so that it takes the place of the first
        QCOMPARE(told.at(1).at(1).toString(),
                 q("Sharing has ended. Immunize Me gets nothing new, and has to ask you again."));
    }

    void one_row_is_one_sharing()
    {
        fill(behindOneRow, 0);
        open();
        const wallet::Consequences consequences = m_wallet->sharing()->consequencesOfRevoking({row()});
        QCOMPARE(consequences.permissions, 1);
        for (const QString &line : consequences.lines)
            QVERIFY2(!line.contains(QString::number(behindOneRow)), qPrintable(line));
        QCOMPARE(m_wallet->accounts()->networks().first().profiles.first().permissions, 1);
        QCOMPARE(m_wallet->accounts()->consequencesOfLeaving(EnrolmentId(q("one"))).permissions, 1);
        QVERIFY(m_wallet->accounts()->consequencesOfLeaving(EnrolmentId(q("one"))).lines.size() < 5);
    }

    void a_hundred_and_sixty_at_once_keep_nobody_waiting()
    {
        fill(behindOneRow, inHistory);
        open();
        QTRY_VERIFY(m_wallet->history()->rowCount() > 0);
        QTest::qWait(700); // the anchor of the history is written
        const QSignalSpy told(m_wallet->sharing(), &wallet::Sharing::revocationTold);
        const QSignalSpy accounts(m_wallet->accounts(), &wallet::Accounts::changed);
        const QSignalSpy rows(m_wallet->permissions(), &QAbstractItemModel::dataChanged);
        const QSignalSpy resets(m_wallet->history(), &QAbstractItemModel::modelReset);
        QElapsedTimer timer;
        timer.start();
        const Beats beats;
        m_wallet->sharing()->revoke({row()}, {});
        const qint64 stored = timer.elapsed();
        const auto accountsAtOnce = accounts.size();
        QTRY_COMPARE_WITH_TIMEOUT(told.size(), 2, 100'000); // under way, ended
        qInfo("stored in %lld ms, all confirmed after %lld ms; the thread was late by %lld ms in all, %lld ms at most; "
              "signals: accounts %lld (%lld at once), rows %lld, history resets %lld",
              static_cast<long long>(stored), static_cast<long long>(timer.elapsed()),
              static_cast<long long>(beats.total), static_cast<long long>(beats.longest),
              static_cast<long long>(accounts.size()), static_cast<long long>(accountsAtOnce),
              static_cast<long long>(rows.size()), static_cast<long long>(resets.size()));
        QCOMPARE(m_network->deleted, behindOneRow);
        QCOMPARE(accountsAtOnce, 0); // told once, after the turn
        QCOMPARE(resets.size(), 0);  // what is new in the history comes on top
    }
};

QTEST_GUILESS_MAIN(TestRevoking)
#include "tst_revoking.moc"
