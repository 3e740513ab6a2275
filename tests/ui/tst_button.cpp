// Buttons: what has the focus looks like it, and nothing else does.
#include "harness.h"

#include "style/look.h"
#include "widgets/button.h"

#include <QBoxLayout>
#include <QImage>

using namespace fpx;
using namespace fpx::test;
using ui::Button;
using ui::Look;

class TestButton : public QObject
{
    Q_OBJECT

    static QColor frameOf(Button &button, int depth)
    {
        const QImage picture = button.grab().toImage();
        return picture.pixelColor(picture.width() / 2, depth);
    }

private Q_SLOTS:
    void initTestCase() { ui::Look::install(); }

    void the_frame_of_the_focus_is_where_the_focus_is_data()
    {
        QTest::addColumn<int>("scheme");
        QTest::newRow("light") << static_cast<int>(ui::Scheme::Light);
        QTest::newRow("dark") << static_cast<int>(ui::Scheme::Dark);
    }
    void the_frame_of_the_focus_is_where_the_focus_is()
    {
        QFETCH(int, scheme);
        Look::install()->setScheme(static_cast<ui::Scheme>(scheme), {});
        QWidget window;
        auto *line = new QHBoxLayout(&window);
        auto *decline = new Button(QStringLiteral("Decline"), QStringLiteral("decline"), Button::Kind::Refuse);
        auto *allow = new Button(QStringLiteral("Allow"), QStringLiteral("allow"), Button::Kind::Affirm);
        auto *other = new Button(QStringLiteral("Close"), QStringLiteral("close"));
        for (Button *button : {decline, allow, other})
            line->addWidget(button);
        window.setFocusPolicy(Qt::StrongFocus);
        window.show();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        window.setAttribute(Qt::WA_KeyboardFocusChange); // as after a Tab
        window.setFocus();
        const ui::Colors &c = Look::colors(&window);
        for (Button *button : {decline, allow, other})
            QVERIFY2(frameOf(*button, 1) != c.focus, qPrintable(button->objectName()));
        QCOMPARE(frameOf(*decline, 0), frameOf(*other, 0)); // at rest as any other
        decline->setFocus();
        QCOMPARE(frameOf(*decline, 0), c.focus);
        QCOMPARE(frameOf(*decline, 1), c.focus);
        window.setFocus();

        // While Allow waits it keeps a frame, so that Decline beside it does not look chosen.
        allow->setEnabled(false);
        QCOMPARE(frameOf(*allow, 0), c.border);
        QCOMPARE(frameOf(*decline, 0), frameOf(*other, 0));
    }
};

QTEST_MAIN(TestButton)
#include "tst_button.moc"
