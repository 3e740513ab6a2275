#include "widgets/page.h"

#include <QAccessible>
#include <QTest>

using namespace fpx::ui;

class TestPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void a_child_that_has_gone_is_nothing()
    {
        Page page;
        page.show();
        QAccessibleInterface *seen = QAccessible::queryAccessibleInterface(&page);
        QVERIFY(seen);
        QVERIFY(seen->childCount() > 0);
        QVERIFY(seen->child(0));
        QVERIFY(!seen->child(seen->childCount()));
        QVERIFY(!seen->child(seen->childCount() + 5));
        QVERIFY(!seen->child(-1));
    }
};

QTEST_MAIN(TestPage)
#include "tst_page.moc"
