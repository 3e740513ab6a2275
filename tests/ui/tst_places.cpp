// What a person does in the places of the main window.
#include "harness.h"
#include "layoutchecks.h"

#include "shell/mainwindow.h"
#include "widgets/button.h"
#include "widgets/confirmdialog.h"
#include "widgets/sectionmodel.h"

#include <QComboBox>
#include <QLineEdit>
#include <QListView>

using namespace fpx;
using namespace fpx::test;

class TestPlaces : public QObject
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

private Q_SLOTS:
    void initTestCase() { ui::Look::install(); }

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
        QTRY_VERIFY(find(window, "sourceDisconnect-lakeside-imaging")->isVisible());
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
    void history_says_when_it_looks_at_the_newest_only()
    {
        for (const bool many : {false, true}) {
            FakeFacade facade(many ? Preset::Overfull : Preset::Typical);
            ui::MainWindow window({&facade, &facade.clock});
            window.show();
            window.showPlace(QStringLiteral("history"));
            find<QLineEdit>(window, "search")->setText(QStringLiteral("nobody at all"));
            const auto labels = window.findChildren<QLabel *>();
            QCOMPARE(std::ranges::any_of(labels,
                                         [](const QLabel *label) {
                                             return label->isVisible() &&
                                                    label->text().contains(QStringLiteral("None of the newest 1,000"));
                                         }),
                     many);
        }
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
};

QTEST_MAIN(TestPlaces)
#include "tst_places.moc"
