// The keyboard alone, with real keys: where it begins, in which order it goes on, what it never presses, and what it leaves.
#include "harness.h"

#include "shell/mainwindow.h"
#include "widgets/page.h"
#include "widgets/sidesheet.h"

#include <QLineEdit>
#include <QScrollBar>

using namespace fpx;
using namespace fpx::test;
using Stage = consent::Prompt::Stage;

class TestKeys : public QObject
{
    Q_OBJECT

    static QWidget *sentence(const PromptStage &stage)
    {
        return stage.window.findChild<QWidget *>(QStringLiteral("promptSentence"));
    }
    /// Where Tab leads from the heading on, until it is there again.
    static QList<QWidget *> tabOrder(const QWidget &window)
    {
        QList<QWidget *> order;
        for (int i = 0; i < 100; ++i) {
            QTest::keyClick(window.focusWidget(), Qt::Key_Tab);
            QWidget *now = window.focusWidget();
            if (!order.isEmpty() && now == order.first())
                break;
            if (!order.contains(now)) // a date has a stop for each of its parts
                order.append(now);
        }
        return order;
    }
    static ui::SideSheet *sheet(const QWidget &window)
    {
        for (auto *one : window.findChildren<ui::SideSheet *>()) {
            if (one->isVisible())
                return one;
        }
        return nullptr;
    }

private Q_SLOTS:
    void initTestCase() { ui::Look::install(); }

    // -- the prompt
    void each_stage_begins_at_its_heading()
    {
        PromptStage stage({}, Stage::ChooseProfile);
        QVERIFY(QTest::qWaitForWindowActive(&stage.window));
        QCOMPARE(stage.window.focusWidget(), sentence(stage));
        stage.prompt->move(Stage::Loading);
        QCOMPARE(stage.window.focusWidget(), sentence(stage));
        stage.prompt->move(Stage::Question);
        QCOMPARE(stage.window.focusWidget(), sentence(stage));
        stage.prompt->move(Stage::Sending);
        QCOMPARE(stage.window.focusWidget(), sentence(stage));
        stage.prompt->move(Stage::Allowed);
        QCOMPARE(stage.window.focusWidget(), find(stage.window, "promptResult"));
    }
    void something_has_the_focus_after_allow()
    {
        PromptStage stage;
        QVERIFY(stage.waitArmed());
        stage.allow()->setFocus();
        QTest::keyClick(stage.allow(), Qt::Key_Space);
        QCOMPARE(stage.prompt.isNull() ? 1 : stage.prompt->allowed.size(), 1);
        QVERIFY(stage.window.focusWidget());
        QVERIFY(stage.window.focusWidget()->isVisible());
        QVERIFY(stage.window.focusWidget() != &stage.window);
    }
    void tab_goes_through_the_question_before_it_comes_to_the_answers()
    {
        PromptStage stage;
        QVERIFY(stage.waitArmed());
        const QList<QWidget *> order = tabOrder(stage.window);
        const auto at = [&](const char *name) { return order.indexOf(find(stage.window, name)); };
        QWidget *body = find(stage.window, "promptQuestionArea");
        qsizetype lastOfBody = -1;
        for (qsizetype i = 0; i < order.size(); ++i) {
            if (body->isAncestorOf(order.at(i)))
                lastOfBody = i;
        }
        QVERIFY(lastOfBody > 0);
        QVERIFY(lastOfBody < at("promptPreview"));
        QVERIFY(at("promptPreview") < at("promptDetails"));
        QVERIFY(at("promptDetails") < at("promptDecline"));
        QVERIFY(at("promptDecline") < at("promptAllow"));
    }
    void tab_comes_to_the_profile_and_to_open_before_decline()
    {
        PromptStage stage({}, Stage::Loading);
        stage.prompt->profileOffers = {{EnrolmentId(QStringLiteral("e1")), QStringLiteral("Private")}};
        stage.prompt->move(Stage::ChooseProfile);
        QVERIFY(stage.waitArmed());
        const QList<QWidget *> order = tabOrder(stage.window);
        const auto at = [&](const char *name) { return order.indexOf(find(stage.window, name)); };
        QVERIFY(at("promptProfile") >= 0);
        QVERIFY(at("promptProfile") < at("promptOpen"));
        QVERIFY(at("promptOpen") < at("promptDecline"));
    }
    void a_key_meant_for_the_stage_before_declines_data()
    {
        QTest::addColumn<int>("key");
        QTest::newRow("return") << int(Qt::Key_Return);
        QTest::newRow("space") << int(Qt::Key_Space);
    }
    void a_key_meant_for_the_stage_before_declines()
    {
        QFETCH(const int, key);
        PromptStage stage({}, Stage::ChooseProfile);
        QVERIFY(stage.waitArmed());
        stage.prompt->move(Stage::Question);
        stage.decline()->setFocus();
        QTest::keyClick(stage.decline(), Qt::Key(key));
        QCOMPARE(stage.prompt->declined, 0);
        QVERIFY(stage.waitArmed());
        QTest::keyClick(stage.decline(), Qt::Key(key));
        QCOMPARE(stage.prompt->declined, 1);
    }
    void a_key_at_once_opens_a_request()
    {
        PromptStage stage({}, Stage::ChooseProfile);
        stage.prompt->profileOffers = {{EnrolmentId(QStringLiteral("e1")), QStringLiteral("Private")}};
        stage.prompt->move(Stage::Loading);
        stage.prompt->move(Stage::ChooseProfile);
        QWidget *open = find(stage.window, "promptOpen");
        QTest::keyClick(open, Qt::Key_Return);
        QVERIFY(stage.prompt->openedAs.isEmpty());
        QVERIFY(stage.waitArmed());
        QTest::keyClick(find(stage.window, "promptOpen"), Qt::Key_Return);
        QCOMPARE(stage.prompt->openedAs, QStringLiteral("e1"));
    }
    void a_sheet_over_a_stage_that_is_over_stays()
    {
        PromptStage stage;
        QVERIFY(stage.waitArmed());
        click(stage.window, "promptPreview");
        QVERIFY(sheet(stage.window));
        stage.prompt->move(Stage::Expired);
        QVERIFY(!sheet(stage.window));
        QCOMPARE(stage.window.focusWidget(), find(stage.window, "promptResult"));
    }

    // -- sheets
    void what_is_sent_is_read_by_keys()
    {
        PromptStage stage;
        stage.window.resize(520, 460);
        QVERIFY(stage.waitArmed());
        find(stage.window, "promptPreview")->setFocus();
        QTest::keyClick(stage.window.focusWidget(), Qt::Key_Return);
        ui::SideSheet *open = sheet(stage.window);
        QVERIFY(open);
        QScrollBar *bar = open->findChild<ui::Page *>()->verticalScrollBar();
        QTRY_VERIFY(bar->maximum() > 0);
        QTest::keyClick(stage.window.focusWidget(), Qt::Key_Down);
        QVERIFY(bar->value() > 0);
        QTest::keyClick(stage.window.focusWidget(), Qt::Key_End);
        QCOMPARE(bar->value(), bar->maximum());
        QTest::keyClick(stage.window.focusWidget(), Qt::Key_PageUp);
        QVERIFY(bar->value() < bar->maximum());
        QTest::keyClick(stage.window.focusWidget(), Qt::Key_Home);
        QCOMPARE(bar->value(), 0);
        QTest::keyClick(stage.window.focusWidget(), Qt::Key_Escape);
        QVERIFY(!sheet(stage.window));
        QVERIFY(stage.window.isVisible());
        QCOMPARE(stage.window.focusWidget(), find(stage.window, "promptPreview"));
    }
    void escape_closes_the_sheet_and_nothing_behind_it()
    {
        FakeFacade facade;
        ui::MainWindow window({&facade, &facade.clock});
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        window.showPlace(QStringLiteral("sharing"));
        QTest::keyClick(&window, Qt::Key_F1);
        QVERIFY(sheet(window));
        QTest::keyClick(window.focusWidget(), Qt::Key_2, Qt::ControlModifier);
        QTest::keyClick(window.focusWidget(), Qt::Key_4, Qt::ControlModifier);
        QCOMPARE(window.currentPlace(), QStringLiteral("sharing"));
        QTest::keyClick(window.focusWidget(), Qt::Key_F1);
        QCOMPARE(window.findChildren<ui::SideSheet *>().size(), 1);
        QTest::keyClick(window.focusWidget(), Qt::Key_Escape);
        QVERIFY(!sheet(window));
        QTest::keyClick(&window, Qt::Key_4, Qt::ControlModifier);
        QCOMPARE(window.currentPlace(), QStringLiteral("rules"));
    }
    void a_second_sheet_takes_the_place_of_the_first()
    {
        QWidget host;
        host.show();
        auto *first = new ui::SideSheet(QStringLiteral("First"), QStringLiteral("first"), &host);
        first->open();
        auto *second = new ui::SideSheet(QStringLiteral("Second"), QStringLiteral("second"), &host);
        second->open();
        QVERIFY(!first->isVisible());
        QVERIFY(second->isVisible());
    }
    void the_wallet_can_be_locked_over_a_sheet()
    {
        FakeFacade facade;
        ui::MainWindow window({&facade, &facade.clock});
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QTest::keyClick(&window, Qt::Key_F1);
        QTest::keyClick(window.focusWidget(), Qt::Key_L, Qt::ControlModifier);
        QCOMPARE(facade.phase(), wallet::Facade::Phase::Locked);
        QVERIFY(!sheet(window));
    }

    // -- the search
    void escape_clears_the_search_and_stays()
    {
        FakeFacade facade;
        ui::MainWindow window({&facade, &facade.clock});
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QTest::keyClick(&window, Qt::Key_K, Qt::ControlModifier);
        auto *search = find<QLineEdit>(window, "search");
        QVERIFY(search->hasFocus());
        QTest::keyClicks(search, QStringLiteral("lab"));
        QTest::keyClick(search, Qt::Key_Escape);
        QCOMPARE(search->text(), QString());
        QVERIFY(search->hasFocus());
    }
};

QTEST_MAIN(TestKeys)
#include "tst_keys.moc"
