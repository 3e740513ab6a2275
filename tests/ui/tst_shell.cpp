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

    /// What a screen reader could find, shown or not.
    static QString everythingIn(QAccessibleInterface *from)
    {
        if (!from || !from->isValid())
            return {};
        QString text = from->text(QAccessible::Name) + u' ' + from->text(QAccessible::Description) + u' ' +
                       from->text(QAccessible::Value) + u'\n';
        for (int i = 0; i < from->childCount(); ++i)
            text += everythingIn(from->child(i));
        return text;
    }

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
        QVERIFY(!find(window, "sharingPlace"));
        click(window, "unlock");
        QVERIFY(find(window, "sharingPlace")->isVisible());
    }
    void what_is_hidden_by_the_lock_can_still_be_read()
    {
        FakeFacade facade;
        ui::MainWindow window({&facade, &facade.clock});
        window.show();
        for (const char *place : {"requests", "sharing", "sources", "rules", "history", "settings"})
            window.showPlace(QString::fromLatin1(place));
        window.showShortcuts();
        Q_EMIT facade.done(QStringLiteral("Immunize Me can no longer use anything."));
        facade.lock();
        QTRY_VERIFY(!find(window, "settingsPlace")); // deleted once control is back
        QVERIFY(!window.noticeBar()->isVisible());
        const QString left = everythingIn(QAccessible::queryAccessibleInterface(&window));
        for (const char *name : {"Immunize", "Ontario", "Hospital", "Aïcha", "NorthBank", "Great Lakes"})
            QVERIFY2(!left.contains(QString::fromUtf8(name)), qPrintable(left));
        facade.unlock();
        QVERIFY(find(window, "settingsPlace")->isVisible());
    }
    void what_the_prompt_asked_can_still_be_read_behind_the_lock()
    {
        PromptStage stage;
        click(stage.window, "promptDetails");
        stage.facade.lock();
        QVERIFY(!stage.window.isVisible());
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        const QString left = everythingIn(QAccessible::queryAccessibleInterface(&stage.window));
        for (const char *name : {"Immunize", "Ontario", "Hospital"})
            QVERIFY2(!left.contains(QString::fromUtf8(name)), qPrintable(left));
    }
    void unlock_cannot_be_pressed_while_it_unlocks()
    {
        FakeFacade facade;
        facade.behindLock = 2;
        ui::MainWindow window({&facade, &facade.clock});
        window.show();
        facade.lock();
        QVERIFY(find<QAbstractButton>(window, "unlock")->isEnabled());
        QVERIFY(find<QLabel>(window, "lockWaiting")->isVisible());
        facade.setPhase(wallet::Facade::Phase::Unlocking);
        QVERIFY(!find<QAbstractButton>(window, "unlock")->isEnabled());
        click(window, "unlock");
        QCOMPARE(facade.unlockings, 0);
        facade.setPhase(wallet::Facade::Phase::Locked);
        QVERIFY(find<QAbstractButton>(window, "unlock")->isEnabled());
        Q_EMIT facade.notice(Error{"keychain_timeout", QStringLiteral("Your keychain did not answer."), {}});
        QVERIFY2(window.noticeBar()->isVisible(), "why it did not unlock is said");
    }
    void a_sandbox_says_that_it_is_one()
    {
        FakeFacade facade;
        ui::MainWindow window({&facade, &facade.clock});
        window.show();
        QVERIFY(!find(window, "sandboxNote")->isVisible());
        facade.productInfo.sandbox = true;
        for (const auto phase : {wallet::Facade::Phase::FirstRun, wallet::Facade::Phase::SignedOut,
                                 wallet::Facade::Phase::Ready, wallet::Facade::Phase::Locked}) {
            facade.setPhase(phase);
            QVERIFY(find(window, "sandboxNote")->isVisible());
        }
    }
    void empty_duplicates_are_offered_for_deletion_once()
    {
        FakeFacade facade;
        facade.accountList.all[0].profiles[1].emptyDuplicate = true;
        ui::MainWindow window({&facade, &facade.clock});
        window.show();
        QVERIFY(find(window, "tidyProfiles"));
        click(*find(window, "tidyProfiles"), "tidyProfilesYes");
        QCOMPARE(facade.accountList.asked, QStringList{QStringLiteral("leave e2")});
        facade.lock();
        facade.unlock();
        QTRY_VERIFY(!find(window, "tidyProfiles")); // deleted once control is back, and there is no other
    }
    void the_sidebar_leads_back_to_the_list()
    {
        FakeFacade facade;
        ui::MainWindow window({&facade, &facade.clock});
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        click(window, "nav-requests");
        click(window, "requestsEnterCode");
        QWidget *code = window.findChild<QWidget *>(QStringLiteral("codePage"));
        QVERIFY(code && code->isVisible());
        click(window, "nav-requests");
        QVERIFY(!code->isVisible());
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
    void starts_without_a_window_when_the_setting_says_so()
    {
        FakeFacade facade;
        ui::FakeUiState state;
        facade.settings[QStringLiteral("start_minimized")] = true;
        {
            ui::Shell shell(facade, facade.clock, state);
            facade.setPhase(wallet::Facade::Phase::Ready); // only now the vault is open, and the setting known
        }
        ui::Shell shell(facade, facade.clock, state);
        QSignalSpy started(&shell, &ui::Shell::started);
        shell.start(false);
        QTRY_COMPARE(started.size(), 1);
        for (const QWidget *widget : QApplication::topLevelWidgets()) {
            if (widget->objectName() == QLatin1String("mainWindow")) // there is no tray here
                QVERIFY(widget->isMinimized());
        }
        facade.settings[QStringLiteral("start_minimized")] = false;
        Q_EMIT facade.settingsChanged();
        QVERIFY(!state.state.value(QStringLiteral("start_minimized")).toBool());
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
