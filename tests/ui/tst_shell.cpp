#include "harness.h"

#include "onboarding/firstrun.h"
#include "shell/mainwindow.h"
#include "shell/windowplace.h"
#include "widgets/button.h"
#include "widgets/confirmdialog.h"
#include "widgets/noticebar.h"
#include "widgets/sectionmodel.h"

#include <fpx/ui/shell.h>
#include <fpx/ui/uistate.h>

#include <QAccessible>
#include <QClipboard>
#include <QComboBox>
#include <QLineEdit>
#include <QListView>
#include <QScrollArea>
#include <QTemporaryDir>

using namespace fpx;
using namespace fpx::test;
using Phase = wallet::Facade::Phase;

class TestShell : public QObject
{
    Q_OBJECT

    static QListView *list(const QWidget &window, const char *name)
    {
        return window.findChild<QListView *>(QString::fromLatin1(name));
    }
    static void openRow(QListView *view, int row)
    {
        view->setCurrentIndex(view->model()->index(row, 0));
        QTest::keyClick(view, Qt::Key_Return);
    }
    static const QStringList &places()
    {
        static const QStringList all{QStringLiteral("requests"), QStringLiteral("sharing"), QStringLiteral("sources"),
                                     QStringLiteral("history"), QStringLiteral("settings")};
        return all;
    }

    /// Every visible thing that takes the keyboard has a name that a screen reader can say, and a stable object name.
    static QStringList nameless(const QWidget &window)
    {
        QStringList missing;
        for (const QWidget *widget : window.findChildren<QWidget *>()) {
            if (!widget->isVisibleTo(&window) || !(widget->focusPolicy() & Qt::TabFocus) ||
                widget->objectName().startsWith(QLatin1String("qt_")))
                continue;
            QAccessibleInterface *accessible = QAccessible::queryAccessibleInterface(const_cast<QWidget *>(widget));
            if (!accessible || accessible->text(QAccessible::Name).isEmpty() || widget->objectName().isEmpty())
                missing.append(QStringLiteral("%1 '%2'").arg(QLatin1String(widget->metaObject()->className()),
                                                             widget->objectName()));
        }
        return missing;
    }
    /// Nothing that can be pressed is narrower than what it shows, or sticks out of what can be scrolled to.
    static QStringList clipped(const QWidget &window)
    {
        QStringList found;
        for (const QWidget *widget : window.findChildren<QAbstractButton *>()) {
            if (!widget->isVisibleTo(&window) || widget->objectName().startsWith(QLatin1String("qt_")) ||
                widget->objectName().isEmpty())
                continue;
            const QRect at(widget->mapTo(&window, QPoint()), widget->size());
            if (at.left() < 0 || at.right() > window.width() || widget->width() < widget->minimumSizeHint().width())
                found.append(QStringLiteral("%1 at %2..%3, needs %4")
                                 .arg(widget->objectName())
                                 .arg(at.left())
                                 .arg(at.right())
                                 .arg(widget->minimumSizeHint().width()));
        }
        for (const QScrollArea *area : window.findChildren<QScrollArea *>()) {
            if (area->isVisibleTo(&window) && area->widget() &&
                area->widget()->minimumSizeHint().width() > area->viewport()->width())
                found.append(QStringLiteral("%1 needs %2 of %3")
                                 .arg(area->objectName())
                                 .arg(area->widget()->minimumSizeHint().width())
                                 .arg(area->viewport()->width()));
        }
        return found;
    }

private Q_SLOTS:
    void initTestCase() { ui::Look::install(); }

    void only_the_visible_place_is_built()
    {
        FakeFacade facade;
        ui::MainWindow window({&facade, &facade.clock});
        QVERIFY(find(window, "requestsPlace"));
        QVERIFY(!find(window, "sharingPlace"));
        QVERIFY(!find(window, "settingsPlace"));
        window.showPlace(QStringLiteral("settings"));
        QVERIFY(find(window, "settingsPlace"));
    }

    void places_clip_at_720_by_520_data()
    {
        QTest::addColumn<QString>("place");
        QTest::addColumn<int>("preset");
        for (const QString &place : places()) {
            QTest::addRow("%s, empty", qPrintable(place)) << place << static_cast<int>(Preset::Empty);
            QTest::addRow("%s, typical", qPrintable(place)) << place << static_cast<int>(Preset::Typical);
            QTest::addRow("%s, overfull", qPrintable(place)) << place << static_cast<int>(Preset::Overfull);
        }
    }
    void places_clip_at_720_by_520()
    {
        QFETCH(QString, place);
        QFETCH(int, preset);
        FakeFacade facade(static_cast<Preset>(preset));
        ui::MainWindow window({&facade, &facade.clock});
        window.resize(720, 520);
        window.show();
        window.showPlace(place);
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        QCOMPARE(window.size(), QSize(720, 520));
        QCOMPARE(clipped(window).join(QLatin1Char('\n')), QString());
        QCOMPARE(nameless(window).join(QLatin1Char('\n')), QString());
    }
    void prompts_have_names_and_fit()
    {
        PromptStage stage;
        stage.window.resize(500, 440);
        stage.prompt->setError(
            Error{"source_unreachable", QStringLiteral("City Hospital did not answer. Nothing was shared."), {}});
        QVERIFY(QTest::qWaitForWindowExposed(&stage.window));
        QCOMPARE(nameless(stage.window).join(QLatin1Char('\n')), QString());
        QCOMPARE(clipped(stage.window).join(QLatin1Char('\n')), QString());
    }

    void first_run()
    {
        FakeFacade facade(Preset::Empty);
        facade.setPhase(Phase::FirstRun);
        ui::MainWindow window({&facade, &facade.clock});
        window.resize(720, 520);
        window.show();
        QCOMPARE(nameless(window).join(QLatin1Char('\n')), QString());
        click(window, "firstRunStart");
        QCOMPARE(nameless(window).join(QLatin1Char('\n')), QString());
        click(window, "firstRunBack"); // back always works
        QCOMPARE(window.firstRun()->step(), ui::FirstRun::Welcome);
        click(window, "firstRunStart");
        auto *search = find<QLineEdit>(window, "providerSearch");
        QVERIFY(search->isVisible()); // more than six
        search->setText(QStringLiteral("universite"));
        QVERIFY(!find(window, "provider-maple-bank")->isVisible());
        search->clear();
        click(window, "provider-careid-ontario");
        QCOMPARE(window.firstRun()->step(), ui::FirstRun::InBrowser);
        click(window, "browserOpenAgain");
        QCOMPARE(facade.step->opened, 1);
        click(window, "browserCopyLink");
        QVERIFY(QGuiApplication::clipboard()->text().startsWith(QStringLiteral("http://127.0.0.1:28950/start/")));
        click(window, "browserCancel");
        QCOMPARE(window.firstRun()->step(), ui::FirstRun::Choose);

        click(window, "provider-careid-ontario");
        facade.step->answer({{QStringLiteral("Name"), QStringLiteral("Not Me")}});
        click(window, "confirmNo");
        QCOMPARE(window.firstRun()->step(), ui::FirstRun::Choose);
        QCOMPARE(facade.phase(), Phase::FirstRun);

        click(window, "provider-careid-ontario");
        facade.step->failWith(Error{"idp_unreachable",
                                    QStringLiteral("CareID Ontario did not answer. Nothing was changed."),
                                    {},
                                    Retry::Later});
        click(window, "browserTryAgain");
        facade.step->answer({{QStringLiteral("Name"), QStringLiteral("Aïcha Benali")}});
        QCOMPARE(nameless(window).join(QLatin1Char('\n')), QString());
        click(window, "confirmYes");
        QCOMPARE(facade.phase(), Phase::Ready);
        QCOMPARE(window.firstRun()->step(), ui::FirstRun::YouAreIn); // stays although the facade is ready
        click(window, "networkJoin-great-lakes");
        QCOMPARE(facade.joined, QStringList{QStringLiteral("great-lakes")});
        QTRY_VERIFY(find(window, "networkDirect-great-lakes"));
        click(window, "networkDirect-great-lakes");
        QVERIFY(facade.networkModel.index(1).data(wallet::role(wallet::NetworkRole::OpenDirectly)).toBool());
        QTRY_COMPARE(nameless(window).join(QLatin1Char('\n')), QString());
        find<QAbstractButton>(window, "firstRunFinish")->click();
        QVERIFY(find(window, "requestsPlace")->isVisible());
    }

    void revoking_asks_first()
    {
        FakeFacade facade;
        ui::MainWindow window({&facade, &facade.clock});
        window.show();
        window.showPlace(QStringLiteral("sharing"));
        openRow(list(window, "permissionList"), 1);
        click(window, "permissionRevoke");
        auto *dialog = window.findChild<ui::ConfirmDialog *>(QStringLiteral("revoke"));
        QVERIFY(dialog && dialog->isVisible());
        QCOMPARE(dialog->focusWidget(), dialog->noButton());
        QTest::keyClick(dialog, Qt::Key_Escape);
        QVERIFY(facade.sharingPart.revoked.isEmpty());
        QTRY_VERIFY(!window.findChild<ui::ConfirmDialog *>(QStringLiteral("revoke")));
        click(window, "permissionRevoke");
        dialog = window.findChild<ui::ConfirmDialog *>(QStringLiteral("revoke"));
        QVERIFY(nameless(*dialog).isEmpty());
        QTest::mouseClick(dialog->yesButton(), Qt::LeftButton);
        QCOMPARE(facade.sharingPart.revoked.size(), 1);
        QVERIFY(!find(window, "permissionRevoke")->isVisible()); // "Revoking…" until the network has confirmed
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QTest::keyClick(&window, Qt::Key_Escape);
        QVERIFY(list(window, "permissionList")->isVisible());
    }
    void disconnecting_asks_and_offers_to_revoke()
    {
        FakeFacade facade;
        ui::MainWindow window({&facade, &facade.clock});
        window.show();
        window.showPlace(QStringLiteral("sources"));
        click(window, "sourceDisconnect-city-hospital");
        auto *dialog = window.findChild<ui::ConfirmDialog *>(QStringLiteral("disconnect"));
        QVERIFY(dialog);
        QTest::mouseClick(dialog->yesButton(), Qt::LeftButton);
        QCOMPARE(facade.disconnected, QStringList{QStringLiteral("city-hospital")});
        QVERIFY(facade.revokedWithSource);
    }
    void connecting_a_source()
    {
        FakeFacade facade;
        ui::MainWindow window({&facade, &facade.clock});
        window.show();
        window.showPlace(QStringLiteral("sources"));
        click(window, "sourceConnect-lakeside-imaging");
        facade.step->answer({{QStringLiteral("Account"), QStringLiteral("aicha")}});
        click(window, "confirmYes");
        QVERIFY(find(window, "sourceDisconnect-lakeside-imaging")->isVisible());
    }
    void sharing_groups_and_filters()
    {
        FakeFacade facade;
        ui::MainWindow window({&facade, &facade.clock});
        window.show();
        window.showPlace(QStringLiteral("sharing"));
        const auto *model = static_cast<ui::SectionModel *>(list(window, "permissionList")->model());
        QCOMPARE(model->items(), 6);
        QVERIFY(model->index(0).data(ui::SectionModel::IsHeadingRole).toBool());
        QVERIFY(!(model->index(0).flags() & Qt::ItemIsSelectable));
        auto *show = find<QComboBox>(window, "sharingShow");
        show->setCurrentIndex(1); // ending soon
        QCOMPARE(model->items(), 2);
        show->setCurrentIndex(2); // ended
        QCOMPARE(model->items(), 2);
        show->setCurrentIndex(3);
        find<QLineEdit>(window, "search")->setText(QStringLiteral("northlab"));
        QCOMPARE(model->items(), 2);
        find<QLineEdit>(window, "search")->setText(QStringLiteral("nobody at all"));
        QVERIFY(!list(window, "permissionList")->isVisible());
    }
    void search_goes_along_to_the_next_place()
    {
        FakeFacade facade;
        ui::MainWindow window({&facade, &facade.clock});
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QTest::keyClick(&window, Qt::Key_K, Qt::ControlModifier);
        QCOMPARE(window.focusWidget()->objectName(), QStringLiteral("search"));
        QTest::keyClicks(window.focusWidget(), QStringLiteral("pharma"));
        window.showPlace(QStringLiteral("history"));
        QCOMPARE(list(window, "historyList")->model()->rowCount(), 2);
    }
    void history_filters_by_kind()
    {
        FakeFacade facade;
        ui::MainWindow window({&facade, &facade.clock});
        window.show();
        window.showPlace(QStringLiteral("history"));
        find<QComboBox>(window, "historyKind")->setCurrentIndex(1);
        QCOMPARE(list(window, "historyList")->model()->rowCount(), 3);
        openRow(list(window, "historyList"), 0);
        QVERIFY(find(window, "detailsSheet"));
    }
    void locking_hides_everything()
    {
        FakeFacade facade;
        ui::MainWindow window({&facade, &facade.clock});
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QTest::keyClick(&window, Qt::Key_L, Qt::ControlModifier);
        QCOMPARE(facade.phase(), Phase::Locked);
        QVERIFY(!find(window, "requestsPlace")->isVisible());
        QVERIFY(!find(window, "personMenu")->isVisible());
        QCOMPARE(nameless(window).join(QLatin1Char('\n')), QString());
        window.showPlace(QStringLiteral("sharing"));
        QVERIFY(!find(window, "sharingPlace")->isVisible());
        click(window, "unlock");
        QVERIFY(find(window, "sharingPlace")->isVisible());
    }
    void a_locked_setting_can_be_changed()
    {
        FakeFacade facade;
        ui::MainWindow window({&facade, &facade.clock});
        window.show();
        window.showPlace(QStringLiteral("settings"));
        QVERIFY(!find(window, "setting-session_max")->isEnabled());
        click(window, "setting-notifications");
        QCOMPARE(facade.settings.value(QStringLiteral("notifications")), QVariant(false));
        facade.settings.insert(QStringLiteral("notifications"), true);
        Q_EMIT facade.settingsChanged();
        QVERIFY(find<QAbstractButton>(window, "setting-notifications")->isChecked());
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
