// Every example in docs/protocol and docs/receipts.md is true: what the wallet reads it accepts, and refuses with one member
// broken; what the wallet makes has the members of the example.
#include "examples.h"

#include <QTest>

using namespace examples;

namespace {

Checks allChecks()
{
    Checks checks;
    addOperatorChecks(checks);
    addNetworkChecks(checks);
    addRequestChecks(checks);
    addPermissionChecks(checks);
    addSourceChecks(checks);
    addSignInChecks(checks);
    return checks;
}

} // namespace

class TestExamples : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void every_block_has_an_id_of_its_own()
    {
        QStringList problems;
        const auto found = readAll(&problems);
        QVERIFY2(problems.isEmpty(), qPrintable(problems.join(u'\n')));
        QVERIFY(found.size() > 80);
    }

    void every_check_has_its_example()
    {
        QStringList problems;
        const auto found = readAll(&problems);
        QStringList lonely;
        const Checks checks = allChecks();
        for (auto it = checks.begin(); it != checks.end(); ++it) {
            if (!found.contains(it.key()))
                lonely.append(it.key());
        }
        QVERIFY2(lonely.isEmpty(), qPrintable(QStringLiteral("no page has ") + lonely.join(u' ')));
    }

    void example_is_true_data()
    {
        QTest::addColumn<QString>("id");
        QStringList problems;
        const auto found = readAll(&problems);
        for (auto it = found.begin(); it != found.end(); ++it)
            QTest::newRow(qPrintable(it.key())) << it.key();
    }
    void example_is_true()
    {
        QFETCH(QString, id);
        const Check check = allChecks().value(id);
        QVERIFY2(check, "no check looks at this example");
        const QString wrong = check(exampleOf(qPrintable(id)));
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    }
};

QTEST_GUILESS_MAIN(TestExamples)
#include "tst_examples.moc"
