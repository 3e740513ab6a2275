// Sentences of the history are filled with what others call themselves, and say no more than that.
#include <rows.h>

#include <fpx/wallet/models.h>

#include <QTest>

using namespace fpx;
using namespace fpx::wallet;

class TestHistoryRows : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aNameIsNotLookedAtAgain()
    {
        ledger::Entry entry;
        entry.code = QStringLiteral("permission_granted");
        entry.parameters = {{QStringLiteral("client"), QStringLiteral("%network%")},
                            {QStringLiteral("definition"), QStringLiteral("%source% and %scopes%")},
                            {QStringLiteral("source"), QStringLiteral("City Hospital")},
                            {QStringLiteral("scopes"), QStringLiteral("read")},
                            {QStringLiteral("network"), QStringLiteral("Ontario Health")}};
        QCOMPARE(historySentence(entry),
                 QStringLiteral("%network% may use %source% and %scopes% from City Hospital: read."));
    }

    void aRequestWithoutAClientIsTheNetworks()
    {
        ledger::Entry entry;
        entry.code = QStringLiteral("request_expired");
        entry.parameters = {{QStringLiteral("network"), QStringLiteral("Ontario Health")}};
        QCOMPARE(historySentence(entry), QStringLiteral("A request from Ontario Health ran out of time."));
    }

    /// The filter *Refused* of the history goes by this kind.
    void whatWasRefusedIsAKindOfItsOwn()
    {
        for (const char *code : {"request_refused", "request_refused_more", "code_refused"}) {
            ledger::StoredEntry stored;
            stored.entry.kind = QStringLiteral("request");
            stored.entry.code = QString::fromLatin1(code);
            QCOMPARE(historyRow(stored).value(role(HistoryRole::Kind)).toString(), QStringLiteral("refused_input"));
        }
        ledger::StoredEntry declined;
        declined.entry.kind = QStringLiteral("request");
        declined.entry.code = QStringLiteral("request_declined");
        QCOMPARE(historyRow(declined).value(role(HistoryRole::Kind)).toString(), QStringLiteral("request"));
    }

    void aDamagedEntrySaysThatItIs()
    {
        ledger::StoredEntry stored;
        stored.damaged = true;
        const ModelRow row = historyRow(stored);
        QVERIFY(row.value(Qt::DisplayRole).toString().contains(QStringLiteral("cannot be read")));
        QCOMPARE(row.value(role(HistoryRole::Outcome)).toString(), QStringLiteral("failed"));
    }
};

QTEST_GUILESS_MAIN(TestHistoryRows)
#include "tst_historyrows.moc"
