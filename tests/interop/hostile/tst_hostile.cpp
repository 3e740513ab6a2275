// A person who is signed in meets a provider that lies in one way. Whatever the lie, the wallet says the same code and
// sentence each time, and stands where it stood; what is no lie but only not by the book is taken, and noted:
// docs/hostile-idp.md is both the specification and the expectation.
#include "../support/waiting.h"
#include "variants.h"

#include <QFile>
#include <QSignalSpy>
#include <QTest>

using namespace interop;
using fpx::identity::SignIn;
using fpx::oauth::follow;

namespace {

/// A row of the table.
struct Expected {
    QByteArray code;
    QString sentence;
    QString afterwards;
    [[nodiscard]] bool isRefused() const { return code != "accepted" && code != "allowed"; }
};

/// What was noted as a deviation since the last look.
QStringList noted;
void listen(QtMsgType, const QMessageLogContext &context, const QString &text)
{
    if (qstrcmp(context.category, "fpx.deviation") == 0)
        noted.append(text);
    else
        fprintf(stderr, "%s\n", qPrintable(text));
}

/// Everything that a failed sign-in must leave alone.
struct Standing {
    std::optional<identity::Session> session;
    QHash<QString, QMap<QString, QJsonObject>> records;
    QByteArray refreshToken;
    [[nodiscard]] bool operator==(const Standing &) const = default;
};

QMap<QString, Expected> readTable()
{
    QMap<QString, Expected> rows;
    QFile file(QStringLiteral(FPX_DOCS "/hostile-idp.md"));
    if (!file.open(QIODevice::ReadOnly))
        return rows;
    for (const QString &line : QString::fromUtf8(file.readAll()).split(u'\n')) {
        QStringList cells = line.split(u'|');
        // | `variant` | `code` | sentence | afterwards | rule |
        if (cells.size() != 7 || !cells.at(1).trimmed().startsWith(u'`'))
            continue;
        for (QString &cell : cells)
            cell = cell.trimmed().remove(u'`');
        if (rows.contains(cells.at(1)))
            qFatal("twice in the table: %s", qPrintable(cells.at(1)));
        rows.insert(cells.at(1), {cells.at(2).toLatin1(), cells.at(3), cells.at(4)});
    }
    return rows;
}

} // namespace

class TestHostile : public QObject
{
    Q_OBJECT

    QMap<QString, Expected> m_table = readTable();
    Variants m_variants = allVariants();
    std::unique_ptr<Scene> m_scene;

    template <class T>
    void await(const std::shared_ptr<oauth::Ending<T>> &ending)
    {
        QVERIFY2(waitFor([&ending] { return ending->result.has_value(); }), "it never ended");
    }
    void settle()
    {
        m_scene = std::make_unique<Scene>();
        m_scene->clock = std::make_shared<FakeClock>();
        m_scene->bank = std::make_unique<HostileIdp>(*m_scene->clock, q("person-1"));
        m_scene->gov = std::make_unique<HostileIdp>(*m_scene->clock, q("citizen-9"));
        m_scene->gov->issuer.clientId = q("wallet-at-gov");
        const auto level = [](int value) { return QJsonObject{{q("ial"), value}, {q("aal"), value}}; };
        const QJsonObject assurance{{q("loa1"), level(1)}, {q("loa2"), level(2)}};
        const auto provider = [&assurance](const char *identifier, const HostileIdp &idp) {
            return Provider{q(identifier), idp.issuer.issuer, idp.issuer.clientId, q("openid profile"), assurance};
        };
        m_scene->wallet =
            std::make_unique<SignInKit>(m_scene->clock, std::make_shared<FakeRandom>(), m_scene->browser,
                                        QList{provider("bank", *m_scene->bank), provider("gov", *m_scene->gov)});
        const auto honest = signIn({});
        await(honest);
        QCOMPARE(honest->code(), "ok");
        const auto accepted = follow(m_scene->wallet->identity().accept(**honest->result));
        QCOMPARE(accepted->code(), "ok");
        // Keys that were fetched then are stale by now.
        m_scene->clock->advanceSeconds(2 * 3600);
    }
    [[nodiscard]] std::shared_ptr<oauth::Ending<SignIn>> signIn(const identity::Demand &demand,
                                                                const CancelToken &cancel = {})
    {
        return follow(m_scene->wallet->identity().signIn(IdpIdentifier(q("bank")), demand, {}, cancel));
    }
    [[nodiscard]] Standing standing() const
    {
        return {m_scene->wallet->identity().session(), m_scene->wallet->records.tables,
                m_scene->wallet->storedRefreshToken(q("bank"))};
    }
    /// How the person's next step ends: with an error, or well.
    void meet(const Variant &variant, std::optional<Error> &error)
    {
        identity::IdentityService &identity = m_scene->wallet->identity();
        if (variant.act == Act::Refresh) {
            const auto ending = follow(identity.refresh({}));
            await(ending);
            if (!*ending->result)
                error = ending->result->error();
            return;
        }
        CancelSource person;
        const int journeys = m_scene->browser.journeysEnded;
        const int codes = m_scene->bank->requests("/token");
        const auto ending = signIn(variant.demand, person.token());
        if (variant.act == Act::WaitInVain) {
            QVERIFY(waitFor([&] { return m_scene->browser.journeysEnded > journeys; }));
            QVERIFY2(!ending->result.has_value(), "a wrong callback ended the flow");
            QCOMPARE(m_scene->bank->requests("/token"), codes);
            person.cancel();
        }
        await(ending);
        if (*ending->result) { // another person is only found out when the sign-in is accepted
            const auto accepted = follow(identity.accept(**ending->result));
            await(accepted);
            if (!*accepted->result)
                error = accepted->result->error();
            return;
        }
        error = ending->result->error();
    }
    void checkTaken(const Expected &expected, const Standing &before) const
    {
        // A deviation is noted; what the standards allow is none.
        QCOMPARE(expected.code, noted.isEmpty() ? QByteArray("allowed") : QByteArray("accepted"));
        const Standing after = standing();
        QVERIFY(after.session);
        QVERIFY(after.refreshToken != before.refreshToken);
        if (expected.afterwards == q("new refresh token")) {
            QVERIFY(after.session == before.session);
            return;
        }
        QCOMPARE(expected.afterwards, q("signed in"));
        QVERIFY(!(after.session == before.session));
        // The person of before, by the provider of before.
        const QJsonObject linked = after.records.value(q("identity")).value(q("provider bank"));
        QCOMPARE(linked.value(q("subject")),
                 before.records.value(q("identity")).value(q("provider bank")).value(q("subject")));
    }

private Q_SLOTS:
    void the_table_names_exactly_these_variants()
    {
        QStringList here;
        for (const Variant &variant : m_variants)
            here.append(q(variant.name));
        here.sort();
        QCOMPARE(here.removeDuplicates(), 0);
        QCOMPARE(here, QStringList(m_table.keys()));
        QVERIFY(here.size() >= 60);
    }
    void met_data()
    {
        QTest::addColumn<int>("index");
        for (size_t i = 0; i < m_variants.size(); ++i)
            QTest::newRow(m_variants[i].name) << static_cast<int>(i);
    }
    void met()
    {
        QFETCH(int, index);
        const Variant &variant = m_variants[static_cast<size_t>(index)];
        const Expected expected = m_table.value(q(variant.name));
        settle();
        if (QTest::currentTestFailed())
            return;
        const Standing before = standing();
        QVERIFY(before.session);
        QSignalSpy changed(&m_scene->wallet->identity(), &identity::IdentityService::sessionChanged);
        variant.lie(*m_scene);
        m_scene->wallet->contexts.hasty = variant.neverAnswers;
        std::optional<Error> error;
        noted.clear();
        const auto earlier = qInstallMessageHandler(listen);
        meet(variant, error);
        qInstallMessageHandler(earlier);
        if (QTest::currentTestFailed())
            return;
        if (!expected.isRefused()) {
            QVERIFY2(!error, error ? (error->code + ' ' + error->detail.toUtf8()).constData() : "");
            return checkTaken(expected, before);
        }
        QVERIFY2(error, "it was believed");
        QCOMPARE(error->code, expected.code);
        QCOMPARE(error->message, expected.sentence);
        if (expected.afterwards == q("signed out")) {
            QVERIFY(!m_scene->wallet->identity().session());
            QVERIFY(standing().refreshToken.isEmpty());
            QCOMPARE(changed.size(), 1);
        } else if (expected.afterwards == q("new refresh token")) {
            Standing after = standing();
            QVERIFY(after.refreshToken != before.refreshToken);
            after.refreshToken = before.refreshToken;
            QVERIFY(after == before);
        } else {
            QCOMPARE(expected.afterwards, q("unchanged"));
            QVERIFY(standing() == before);
            QCOMPARE(changed.size(), 0);
        }
    }
};

QTEST_GUILESS_MAIN(TestHostile)
#include "tst_hostile.moc"
