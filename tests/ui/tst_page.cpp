#include "widgets/button.h"
#include "widgets/label.h"
#include "widgets/page.h"

#include <QAccessible>
#include <QBoxLayout>
#include <QLabel>
#include <QScrollBar>
#include <QTest>
#include <QTextDocument>

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

    void foreign_text_is_no_markup_in_a_tool_tip()
    {
        // A client of this name would otherwise be shown as a heading, and could name files and addresses.
        const QString name = QStringLiteral("Clinic <h1>verified</h1><img src='file:///etc/hostname'> of somewhere");
        Label label(name);
        label.setElided(true);
        label.resize(40, 20);
        label.show();
        QVERIFY(QTest::qWaitForWindowExposed(&label));
        QTRY_VERIFY(!label.toolTip().isEmpty());
        std::unique_ptr<Button> button(Button::iconOnly(QStringLiteral("cross"), name, QStringLiteral("remove")));
        for (const QString &tip : {label.toolTip(), button->toolTip()}) {
            QTextDocument shown;
            if (Qt::mightBeRichText(tip)) // as QToolTip decides
                shown.setHtml(tip);
            else
                shown.setPlainText(tip);
            QCOMPARE(shown.toPlainText(), name);
        }
    }

    void what_fits_does_not_scroll()
    {
        Page page;
        page.resize(800, 300);
        for (int i = 0; i < 5; ++i) {
            auto *label =
                new QLabel(QStringLiteral("Somebody may use certain data on weekdays; ask me again every month"));
            label->setWordWrap(true); // a narrow column of it would be higher than the page
            page.column()->addWidget(label);
        }
        page.column()->addStretch(1);
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        QTRY_COMPARE(page.verticalScrollBar()->maximum(), 0);
        page.resize(200, 300);
        QTRY_VERIFY(page.verticalScrollBar()->maximum() > 0);
    }
};

QTEST_MAIN(TestPage)
#include "tst_page.moc"
