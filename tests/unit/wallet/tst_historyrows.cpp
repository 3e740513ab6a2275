// Sentences of the history are filled with what others call themselves, and say no more than that.
#include <rows.h>

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
};

QTEST_GUILESS_MAIN(TestHistoryRows)
#include "tst_historyrows.moc"
