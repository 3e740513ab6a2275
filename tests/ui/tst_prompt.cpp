#include "harness.h"

#include <QComboBox>
#include <QElapsedTimer>

using namespace fpx;
using namespace fpx::test;
using Stage = consent::Prompt::Stage;

class TestPrompt : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { ui::Look::install(); }

    // -- the guard
    void allow_is_off_for_half_a_second()
    {
        QElapsedTimer timer;
        timer.start();
        PromptStage stage;
        QVERIFY(!stage.allow()->isEnabled());
        QTest::mouseClick(stage.allow(), Qt::LeftButton);
        QVERIFY(stage.prompt->allowed.isEmpty());
        QVERIFY(stage.waitArmed());
        QVERIFY(timer.elapsed() >= ui::ApproveGuard::delayMs - 5);
        QVERIFY(stage.allow()->isEnabled());
        QTest::mouseClick(stage.allow(), Qt::LeftButton);
        QCOMPARE(stage.prompt->allowed.size(), 1);
    }
    void allow_is_off_again_when_the_content_changes()
    {
        PromptStage stage;
        QVERIFY(stage.waitArmed());
        consent::PromptContent content = stage.prompt->content();
        content.clientName = QStringLiteral("Someone Else");
        stage.prompt->setContent(content);
        QVERIFY(!stage.allow()->isEnabled());
        QVERIFY(stage.waitArmed());
        QVERIFY(stage.allow()->isEnabled());
    }
    void a_change_that_changes_nothing_does_not_flicker()
    {
        PromptStage stage;
        QVERIFY(stage.waitArmed());
        Q_EMIT stage.prompt->changed();
        QVERIFY(stage.allow()->isEnabled());
    }
    void allow_is_off_again_when_the_window_becomes_active()
    {
        PromptStage stage;
        QVERIFY(stage.waitArmed());
        QWidget other;
        other.show();
        other.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&other));
        QVERIFY(!stage.allow()->isEnabled());
        stage.window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&stage.window));
        QVERIFY(!stage.allow()->isEnabled());
        QVERIFY(stage.waitArmed());
        QVERIFY(stage.allow()->isEnabled());
    }
    void allow_is_off_again_for_the_next_request()
    {
        PromptStage stage;
        stage.facade.addPrompt();
        QVERIFY(stage.waitArmed());
        click(stage.window, "promptNext");
        QVERIFY(!stage.allow()->isEnabled());
    }

    // -- keys
    void enter_approves()
    {
        PromptStage stage;
        QVERIFY(stage.waitArmed());
        QTest::keyClick(&stage.window, Qt::Key_Return);
        QTest::keyClick(stage.window.focusWidget(), Qt::Key_Return);
        stage.allow()->setFocus();
        QTest::keyClick(stage.allow(), Qt::Key_Return);
        QTest::keyClick(stage.allow(), Qt::Key_Enter);
        QVERIFY(stage.prompt->allowed.isEmpty());
        QTest::keyClick(stage.allow(), Qt::Key_Space);
        QCOMPARE(stage.prompt->allowed.size(), 1);
    }
    void the_focus_starts_on_an_answer()
    {
        PromptStage stage;
        QVERIFY(stage.waitArmed());
        QVERIFY(stage.window.focusWidget());
        QVERIFY(stage.window.focusWidget() != stage.allow());
        QVERIFY(stage.window.focusWidget() != stage.decline());
    }
    void a_lost_focus_lands_on_decline()
    {
        PromptStage stage;
        QVERIFY(stage.waitArmed());
        stage.allow()->setFocus();
        consent::PromptContent content = stage.prompt->content();
        content.clientName = QStringLiteral("Someone Else");
        stage.prompt->setContent(content); // Allow goes off while it has the focus
        QVERIFY(stage.window.focusWidget() != stage.decline());
    }
    void answers_differ_in_size()
    {
        PromptStage stage;
        QCOMPARE(stage.allow()->size(), stage.decline()->size());
        QCOMPARE(stage.allow()->y(), stage.decline()->y());
    }
    void escape_decides()
    {
        PromptStage stage;
        QVERIFY(stage.waitArmed());
        QTest::keyClick(&stage.window, Qt::Key_Escape);
        QVERIFY(!stage.window.isVisible());
        QVERIFY(stage.prompt);
        QCOMPARE(stage.prompt->declined, 0);
        QCOMPARE(stage.facade.prompts().size(), 1);
        stage.window.showWaiting(); // it has waited
        QCOMPARE(stage.window.current(), stage.prompt.data());
    }

    // -- declining
    void declines_in_every_stage_data()
    {
        QTest::addColumn<int>("at");
        QTest::newRow("choose") << int(Stage::ChooseProfile);
        QTest::newRow("signing in") << int(Stage::SigningIn);
        QTest::newRow("loading") << int(Stage::Loading);
        QTest::newRow("question") << int(Stage::Question);
    }
    void declines_in_every_stage()
    {
        QFETCH(int, at);
        PromptStage stage({}, static_cast<Stage>(at));
        QVERIFY(stage.decline()->isVisible());
        QVERIFY(stage.decline()->isEnabled()); // at once, without any delay
        QCOMPARE(stage.allow()->isVisible(), static_cast<Stage>(at) == Stage::Question);
        QTest::mouseClick(stage.decline(), Qt::LeftButton);
        QCOMPARE(find<QLabel>(stage.window, "promptResult")->text(), QStringLiteral("Declined"));
        QVERIFY(stage.facade.prompts().isEmpty());
    }

    // -- signing in again for a request
    void a_second_sign_in_is_begun_beside_the_requests_own()
    {
        PromptStage stage({}, Stage::SigningIn);
        QVERIFY(stage.facade.step.isNull()); // the request begins its own
        FakeBrowserStep own(QStringLiteral("NorthBank ID"));
        own.move(wallet::BrowserStep::State::Waiting);
        Q_EMIT stage.facade.signInStarted(&own);
        QVERIFY(find<QAbstractButton>(stage.window, "browserCancel")->isVisible());
        click(stage.window, "browserCancel");
        QCOMPARE(own.state(), wallet::BrowserStep::State::Cancelled);
        QVERIFY(stage.facade.step.isNull()); // and the person is asked before there is another
        QVERIFY(stage.decline()->isEnabled());
    }
    void a_sign_in_under_way_is_shown()
    {
        FakeFacade facade;
        FakeBrowserStep own(QStringLiteral("NorthBank ID"));
        own.move(wallet::BrowserStep::State::Waiting);
        facade.underWay = &own;
        facade.addPrompt({}, Stage::SigningIn);
        ui::PromptWindow window({&facade, &facade.clock});
        window.showWaiting();
        QVERIFY(find<QAbstractButton>(window, "browserCancel")->isVisible());
    }

    // -- what is shown
    void what_declined_it_is_told()
    {
        PromptStage stage;
        const QString why = QStringLiteral("The network has blocked TravelSafe. Nothing was shared.");
        stage.prompt->setError({"client_disabled", why, {}, Retry::No});
        stage.prompt->move(Stage::Declined);
        QCOMPARE(find<QLabel>(stage.window, "promptResultWords")->text(),
                 why + QStringLiteral(" Go on in your browser."));
    }
    void a_sign_in_that_falls_short_says_so()
    {
        PromptStage stage({}, Stage::SigningIn);
        const QString why = QStringLiteral("None of your sign-in providers reaches that.");
        stage.prompt->setError({"assurance_unreachable", why, {}, Retry::Later});
        QCOMPARE(find<QLabel>(stage.window, "promptSignInWhy")->text(), why);
    }
    void the_question_says_what_allow_would_do()
    {
        PromptStage stage;
        QVERIFY2(stage.sentence().contains(QStringLiteral("read")), qPrintable(stage.sentence()));
        QVERIFY(stage.sentence().contains(QStringLiteral("until 18 Feb 2027")));
        click(stage.window, "durationOnce");
        QVERIFY(stage.sentence().endsWith(QStringLiteral("once.")));
    }
    void optional_scopes_start_switched_on()
    {
        PromptStage stage;
        QVERIFY(!find<QAbstractButton>(stage.window, "scope-r1-subscribe")->isChecked());
        QVERIFY(!find<QAbstractButton>(stage.window, "scope-r1-read")->isEnabled());
        QVERIFY(stage.waitArmed());
        QTest::mouseClick(stage.allow(), Qt::LeftButton);
        QCOMPARE(stage.prompt->allowed.first().resources.first().scopes, QStringList{QStringLiteral("read")});
    }
    void remember_is_offered_where_it_may_not_be()
    {
        PromptStage with;
        QVERIFY(find(with.window, "promptRemember"));
        PromptStage without([](consent::PromptContent &content) { content.canRemember = false; });
        QVERIFY(!find(without.window, "promptRemember"));
    }
    void an_incomplete_choice_can_be_allowed()
    {
        PromptStage stage([](consent::PromptContent &content) {
            for (consent::SourceOffer &source : content.resources.first().sources)
                source.connected = false;
        });
        QVERIFY(stage.waitArmed());
        QVERIFY(!stage.allow()->isEnabled());
        QVERIFY(!find<QLabel>(stage.window, "promptMissing")->text().isEmpty());
    }
    void names_from_outside_are_markup()
    {
        PromptStage stage(
            [](consent::PromptContent &content) { content.clientName = QStringLiteral("<img src=x> Evil & Co"); });
        const auto *label = find<QLabel>(stage.window, "promptSentence");
        QVERIFY(label->text().contains(QStringLiteral("&lt;img src=x&gt; Evil &amp; Co")));
    }
    void warnings_keep_their_order()
    {
        PromptStage stage([](consent::PromptContent &content) {
            content.warnings = {{consent::WarningKind::NotVerified, QStringLiteral("first")},
                                {consent::WarningKind::FirstContact, QStringLiteral("second")}};
        });
        const QList<QLabel *> labels = stage.window.findChildren<QLabel *>(QStringLiteral("promptWarning"));
        QCOMPARE(labels.size(), 2);
        QCOMPARE(labels.at(0)->text(), QStringLiteral("first"));
        QVERIFY(labels.at(0)->mapTo(&stage.window, QPoint()).y() < labels.at(1)->mapTo(&stage.window, QPoint()).y());
    }
    void the_countdown_runs()
    {
        PromptStage stage;
        auto *expiry = find<QLabel>(stage.window, "promptExpiry");
        QCOMPARE(expiry->text(), QStringLiteral("expires in 9:41"));
        stage.facade.clock.advanceSeconds(580);
        QTRY_COMPARE_WITH_TIMEOUT(expiry->text(), QStringLiteral("expires in 0:01"), 3'000);
        stage.prompt->move(Stage::Expired);
        QCOMPARE(find<QLabel>(stage.window, "promptResult")->text(), QStringLiteral("The request has expired"));
        QVERIFY(!stage.allow()->isVisible());
    }
    void preview_and_details_open_and_close()
    {
        PromptStage stage;
        for (const char *name : {"promptPreview", "promptDetails"}) {
            click(stage.window, name);
            QVERIFY(find(stage.window, "sheetClose"));
            QTest::keyClick(stage.window.focusWidget(), Qt::Key_Escape);
            QTRY_VERIFY(!find(stage.window, "sheetClose"));
            QVERIFY(stage.window.isVisible());
        }
    }
    void a_failed_attempt_offers_a_way_on()
    {
        PromptStage stage;
        stage.prompt->setError(Error{"source_unreachable",
                                     QStringLiteral("City Hospital did not answer. Nothing was shared."),
                                     {},
                                     Retry::Later});
        QVERIFY(find(stage.window, "promptProblem")->isVisible());
        QTRY_VERIFY(find<QAbstractButton>(stage.window, "promptTryAgain")->isEnabled());
        click(stage.window, "promptTryAgain");
        QCOMPARE(stage.prompt->retried, 1);
    }
    void trying_again_allows_what_was_chosen()
    {
        PromptStage stage;
        stage.prompt->sendsAtOnce = false;
        find<QAbstractButton>(stage.window, "promptRemember")->setChecked(true);
        QTRY_VERIFY(stage.allow()->isEnabled());
        click(stage.window, "promptAllow");
        stage.prompt->move(Stage::Question);
        stage.prompt->setError(
            Error{"source_offline", QStringLiteral("City Hospital did not answer."), {}, Retry::Later});
        QVERIFY(find<QAbstractButton>(stage.window, "promptRemember")->isChecked()); // nothing was lost
        QTRY_VERIFY(stage.allow()->isEnabled());
        click(stage.window, "promptTryAgain");
        QCOMPARE(stage.prompt->allowed.size(), 2);
        QVERIFY(stage.prompt->allowed.first() == stage.prompt->allowed.last());
    }
    void trying_again_allows_nothing_by_accident()
    {
        PromptStage stage;
        stage.prompt->move(Stage::Loading);
        stage.prompt->move(Stage::Question);
        stage.prompt->setError(
            Error{"source_offline", QStringLiteral("City Hospital did not answer."), {}, Retry::Later});
        QVERIFY(!find<QAbstractButton>(stage.window, "promptTryAgain")->isEnabled());
        QTRY_VERIFY(find<QAbstractButton>(stage.window, "promptTryAgain")->isEnabled());
        QVERIFY(stage.allow()->isEnabled()); // not before it
    }
    void the_profile_is_chosen_before_anything_is_sent()
    {
        PromptStage stage({}, Stage::Loading);
        stage.prompt->profileOffers = {{EnrolmentId(QStringLiteral("e1")), QStringLiteral("private")},
                                       {EnrolmentId(QStringLiteral("e2")), QStringLiteral("work")}};
        stage.prompt->move(Stage::ChooseProfile);
        find<QComboBox>(stage.window, "promptProfile")->setCurrentIndex(1);
        click(stage.window, "promptOpen");
        QCOMPARE(stage.prompt->openedAs, QStringLiteral("e2"));
    }
    void another_source_is_connected_in_place()
    {
        PromptStage stage(
            [](consent::PromptContent &content) { content.resources.first().sources.first().connected = false; });
        auto *sources = find<QComboBox>(stage.window, "source-r1");
        sources->setCurrentIndex(1);
        Q_EMIT sources->activated(1);
        QVERIFY(stage.facade.step);
        QVERIFY(find(stage.window, "browserOpenAgain")->isVisible());
        QVERIFY(!stage.allow()->isEnabled());
        stage.facade.step->answer({{QStringLiteral("Name"), QStringLiteral("Aïcha Benali")}});
        click(stage.window, "confirmYes");
        sources = find<QComboBox>(stage.window, "source-r1");
        QVERIFY(sources->isVisible());
        QCOMPARE(sources->itemText(1), QStringLiteral("Northlab"));
        QCOMPARE(sources->currentIndex(), 1); // the one that the person chose to connect
    }

    // -- the queue
    void a_choice_carries_over_to_the_next_request()
    {
        PromptStage stage;
        stage.facade.addPrompt();
        find<QAbstractButton>(stage.window, "scope-r1-subscribe")->click();
        find<QAbstractButton>(stage.window, "promptRemember")->click();
        click(stage.window, "promptNext");
        QVERIFY(!find<QAbstractButton>(stage.window, "scope-r1-subscribe")->isChecked());
        QVERIFY(!find<QAbstractButton>(stage.window, "promptRemember")->isChecked());
    }
    void requests_queue()
    {
        PromptStage stage;
        stage.facade.addPrompt([](consent::PromptContent &content) { content.clientName = QStringLiteral("Second"); });
        stage.facade.addPrompt();
        auto *counter = find<QLabel>(stage.window, "promptCounter");
        QCOMPARE(counter->text(), QStringLiteral("1 of 3"));
        click(stage.window, "promptNext");
        QCOMPARE(counter->text(), QStringLiteral("2 of 3"));
        QVERIFY(stage.sentence().contains(QStringLiteral("Second")));
        QTest::mouseClick(stage.decline(), Qt::LeftButton);
        QCOMPARE(find<QLabel>(stage.window, "promptResult")->text(), QStringLiteral("Declined"));
        click(stage.window, "promptNextRequest");
        QCOMPARE(counter->text(), QStringLiteral("1 of 2"));
    }
    void all_of_one_service_are_declined_together()
    {
        PromptStage stage;
        const auto named = [](const char *client) {
            return [client](consent::PromptContent &content) { content.client = ClientId(QLatin1String(client)); };
        };
        stage.facade.addPrompt(named("another"));
        stage.facade.addPrompt(named("another"), Stage::ChooseProfile);
        auto *all = find<QAbstractButton>(stage.window, "promptDeclineAll");
        QVERIFY(!all->isVisible()); // the one shown is the only one of its service
        auto *third = stage.facade.addPrompt(named("another"));
        click(stage.window, "promptNext");
        QVERIFY(all->isVisible());
        QVERIFY2(all->text().startsWith(QStringLiteral("Decline all 2 from ")), qPrintable(all->text()));
        const QPointer<consent::Prompt> other = third;
        click(stage.window, "promptDeclineAll");
        QTRY_VERIFY(!other);
        QCOMPARE(find<QLabel>(stage.window, "promptResult")->text(), QStringLiteral("Declined"));
        QCOMPARE(stage.facade.prompts().size(), 2); // the first, and the one that nobody has opened
    }
    void a_request_that_is_answered_elsewhere_leaves_a_dangling_view()
    {
        PromptStage stage;
        stage.prompt->move(Stage::Allowed);
        QTRY_VERIFY(!stage.prompt);
        QVERIFY(!stage.window.current());
        click(stage.window, "promptClose");
        QVERIFY(!stage.window.isVisible());
    }
};

QTEST_MAIN(TestPrompt)
#include "tst_prompt.moc"
