// The windows themselves: locking, notices, the prompt that opens, closing, and where they stand on the screen.
#include "harness.h"
#include "layoutchecks.h"

#include "shell/mainwindow.h"
#include "shell/windowplace.h"
#include "widgets/button.h"
#include "widgets/confirmdialog.h"
#include "widgets/noticebar.h"

#include <fpx/ui/shell.h>
#include <fpx/ui/uistate.h>

#include <QClipboard>
#include <QTemporaryDir>

using namespace fpx;
using namespace fpx::test;

class TestShell : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { ui::Look::install(); }

    void locking_hides_everything()
    {
        FakeFacade facade;
        ui::MainWindow window({&facade, &facade.clock});
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QTest::keyClick(&window, Qt::Key_L, Qt::ControlModifier);
        QCOMPARE(facade.phase(), wallet::Facade::Phase::Locked);
        QVERIFY(!find(window, "requestsPlace")->isVisible());
        QVERIFY(!find(window, "personMenu")->isVisible());
        QCOMPARE(nameless(window).join(QLatin1Char('\n')), QString());
        window.showPlace(QStringLiteral("sharing"));
        QVERIFY(!find(window, "sharingPlace")->isVisible());
        click(window, "unlock");
        QVERIFY(find(window, "sharingPlace")->isVisible());
    }
    void an_error_can_be_copied_without_secrets()
    {
        FakeFacade facade;
        ui::MainWindow window({&facade, &facade.clock});
        window.show();
        Q_EMIT facade.notice(Error{"as_unreachable",
                                   QStringLiteral("Ontario Health did not answer. It is tried again."),
                                   QStringLiteral("GET /x?code=SplxlOBeZQQYbYS6WxSbIA state=af0ifjsldkj")});
        QCOMPARE(window.noticeBar()->text(), QStringLiteral("Ontario Health did not answer."));
        click(window, "noticeCopy");
        const QString copied = QGuiApplication::clipboard()->text();
        QVERIFY(copied.contains(QStringLiteral("as_unreachable")));
        QVERIFY2(!copied.contains(QStringLiteral("SplxlOBeZQQYbYS6WxSbIA")), qPrintable(copied));
        click(window, "noticeClose");
        QVERIFY(!window.noticeBar()->isVisible());
    }
    void the_sheet_keeps_the_focus()
    {
        FakeFacade facade;
        ui::MainWindow window({&facade, &facade.clock});
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QTest::keyClick(&window, Qt::Key_F1);
        auto *sheet = find(window, "shortcutSheet");
        QVERIFY(sheet);
        for (int i = 0; i < 5; ++i) {
            QTest::keyClick(window.focusWidget(), Qt::Key_Tab);
            QVERIFY(sheet->isAncestorOf(window.focusWidget()));
        }
    }
    void a_new_request_opens_the_prompt()
    {
        FakeFacade facade;
        ui::FakeUiState state;
        ui::Shell shell(facade, facade.clock, state);
        shell.start(false);
        QTest::qWait(20);
        facade.addPrompt();
        QWidget *prompt = nullptr;
        for (QWidget *widget : QApplication::topLevelWidgets()) {
            if (widget->objectName() == QLatin1String("promptWindow"))
                prompt = widget;
        }
        QVERIFY(prompt && prompt->isVisible());
        prompt->close();
        QCOMPARE(facade.prompts().size(), 1); // decides nothing
        shell.showPrompts();
        QVERIFY(prompt->isVisible());
    }
    void what_takes_longer_begins_once_and_after_the_first_paint_data()
    {
        QTest::addColumn<bool>("minimized");
        QTest::newRow("window") << false;
        QTest::newRow("minimized") << true;
    }
    void what_takes_longer_begins_once_and_after_the_first_paint()
    {
        QFETCH(bool, minimized);
        struct Painted : QObject {
            bool any = false;
            bool eventFilter(QObject *, QEvent *event) override
            {
                any = any || event->type() == QEvent::Paint;
                return false;
            }
        } painted;
        FakeFacade facade;
        ui::FakeUiState state;
        ui::Shell shell(facade, facade.clock, state);
        qApp->installEventFilter(&painted);
        bool paintedBefore = false;
        connect(&shell, &ui::Shell::started, this, [&] { paintedBefore = painted.any; });
        QSignalSpy started(&shell, &ui::Shell::started);
        shell.start(minimized);
        QVERIFY(started.isEmpty());
        QTRY_COMPARE(started.size(), 1);
        QCOMPARE(paintedBefore, !minimized);
        QTest::qWait(600); // longer than it waits for a window that does not come
        QCOMPARE(started.size(), 1);
    }
    void closing_asks_once_where_there_is_no_tray()
    {
        FakeFacade facade;
        ui::FakeUiState state;
        {
            ui::Shell shell(facade, facade.clock, state);
            QSignalSpy quit(&shell, &ui::Shell::quitRequested);
            shell.start(false);
            QTest::qWait(20);
            QWidget *window = nullptr;
            for (QWidget *widget : QApplication::topLevelWidgets()) {
                if (widget->objectName() == QLatin1String("mainWindow"))
                    window = widget;
            }
            window->close();
            auto *dialog = window->findChild<ui::ConfirmDialog *>(QStringLiteral("closeChoice"));
            QVERIFY(dialog);
            QTest::mouseClick(dialog->yesButton(), Qt::LeftButton);
            QVERIFY(!window->isVisible());
            shell.showMainWindow();
            window->close();
            QVERIFY(!window->isVisible()); // not asked again
            QVERIFY(quit.isEmpty());
        }
        QVERIFY(state.state.contains(QStringLiteral("main_window")));
    }
    void window_state_survives_and_stays_on_screen()
    {
        QTemporaryDir directory;
        const QString path = directory.filePath(QStringLiteral("a/windows.json"));
        ui::FileUiState file(path);
        QVERIFY(file.load().isEmpty());
        QWidget window;
        window.setGeometry(90'000, 90'000, 700, 500);
        file.save(ui::placeOf(window));
        QWidget again;
        ui::restorePlace(again, ui::FileUiState(path).load());
        QCOMPARE(again.size(), QSize(700, 500));
        QVERIFY(again.x() < 10'000);
    }
    void a_window_with_a_frame_stays_where_it_is()
    {
        QWidget window;
        window.move(40, 50);
        window.resize(300, 200);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        QVERIFY2(window.frameGeometry() != window.geometry(), "this platform draws no frames");
        const QRect before = window.frameGeometry();
        QWidget again;
        ui::restorePlace(again, ui::placeOf(window));
        again.show();
        QVERIFY(QTest::qWaitForWindowExposed(&again));
        QCOMPARE(again.frameGeometry(), before);
    }
    void the_whole_window_stays_on_screen_with_its_frame()
    {
        const QRect room = QGuiApplication::primaryScreen()->availableGeometry();
        QWidget window;
        window.resize(room.size());
        window.move(room.topLeft() + QPoint(10, 60));
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        QWidget again;
        ui::restorePlace(again, ui::placeOf(window));
        again.show();
        QVERIFY(QTest::qWaitForWindowExposed(&again));
        QVERIFY(room.contains(again.frameGeometry()));
    }
};

QTEST_MAIN(TestShell)
#include "tst_shell.moc"
