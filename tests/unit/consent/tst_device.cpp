// Profile 4.6: a request that began on another device, from the typed code to the answer that the wallet delivers itself.
#include "deviceworld.h"

using namespace consenttest;
using Stage = Prompt::Stage;

class TestDevice : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void allowed_and_delivered()
    {
        DeviceWorld world;
        world.redirectAnswers(200);
        Prompt *prompt = world.question();
        QVERIFY(prompt);
        QCOMPARE(prompt->content().warnings.first().kind, WarningKind::OtherDevice);
        QVERIFY(prompt->content().anotherDevice);
        QVERIFY(!prompt->content().canRemember);
        QCOMPARE(prompt->initialChoice().duration, Duration{}); // once, although the client asked for 90 days
        prompt->allow(prompt->initialChoice());
        QVERIFY(world.becomes(State::Recorded));
        QCOMPARE(world.delivered().size(), 1);
        const auto fields = umatest::form(world.network.sent(http::Method::Post, text("/cb")).first());
        QCOMPARE(fields.keys(), (QStringList{text("id_token"), text("iss"), text("state")}));
        QCOMPARE(fields.value(text("iss")), text("https://operator.example/i/e1"));
        QVERIFY(world.history().contains(text("request_granted")));
        QVERIFY(world.engine->prompts().isEmpty());
    }

    void allow_rule_asks_all_the_same()
    {
        DeviceWorld world;
        world.rules = {rule(policy::Effect::Allow)};
        QVERIFY(world.question());
        QVERIFY(world.delivered().isEmpty());
    }

    void nothing_is_remembered()
    {
        DeviceWorld world;
        world.redirectAnswers(200);
        Prompt *prompt = world.question();
        QVERIFY(prompt);
        Choice choice = prompt->initialChoice();
        choice.remember = true; // no front end offers it
        QVERIFY(prompt->remembered(choice).isEmpty());
        prompt->allow(choice);
        QVERIFY(world.becomes(State::Recorded));
        QVERIFY(world.rulesMade.isEmpty());
    }

    void deny_rule_declines_and_the_other_device_is_told()
    {
        DeviceWorld world;
        world.redirectAnswers(200);
        world.rules = {rule(policy::Effect::Deny)};
        QVERIFY(world.enter());
        QVERIFY(world.becomes(State::Declined));
        QTRY_COMPARE(world.delivered().size(), 1);
        QVERIFY(world.delivered().first().startsWith("error=access_denied&"));
        QVERIFY(!world.delivered().first().contains("operator.example%2Fi"));
    }

    void silent_request_is_answered_that_it_needs_the_person()
    {
        DeviceWorld world;
        world.redirectAnswers(200);
        world.rules = {rule(policy::Effect::Allow)};
        QJsonObject details = world.ticket();
        QJsonObject parameters = details.value(text("authorization_request")).toObject();
        parameters.insert(text("prompt"), text("none"));
        details.insert(text("authorization_request"), parameters);
        world.network.http->answer(http::Method::Post, asUrl + text("/ticket"), http::FakeHttpClient::json(details));
        QVERIFY(world.enter());
        QVERIFY(world.becomes(State::Failed));
        QTRY_COMPARE(world.delivered().size(), 1);
        QVERIFY(world.delivered().first().startsWith("error=interaction_required&"));
        QVERIFY(world.last().failure.message.contains(text("a code from another device"))); // not for want of a rule
    }

    void decline_is_delivered_until_it_is_taken()
    {
        DeviceWorld world;
        world.redirectAnswers(500);
        Prompt *prompt = world.question();
        QVERIFY(prompt);
        prompt->decline();
        QCOMPARE(world.last().state, State::Declined);
        QTRY_COMPARE(world.delivered().size(), 1);
        world.redirectAnswers(200);
        world.restartAll(); // a decline that was not taken goes on after a crash
        QTRY_COMPARE(world.delivered().size(), 2);
        QCOMPARE(world.delivered().at(0), world.delivered().at(1));
        QTRY_VERIFY(world.last().answerTaken);
        world.restartAll();
        QTest::qWait(20);
        QCOMPARE(world.delivered().size(), 2);
    }

    void same_bytes_until_taken()
    {
        DeviceWorld world;
        world.network.http->answerOnce(http::Method::Post, redirect, http::FakeHttpClient::text({}, 500));
        world.redirectAnswers(200);
        Prompt *prompt = world.question();
        QVERIFY(prompt);
        QList<QByteArray> told;
        connect(prompt, &Prompt::changed, this, [&told, prompt] {
            if (prompt->stage() == Stage::Sending)
                told.append(prompt->error().code);
        });
        prompt->allow(prompt->initialChoice());
        QVERIFY(world.becomes(State::Recorded));
        QCOMPARE(world.delivered().size(), 2);
        QCOMPARE(world.delivered().at(1), world.delivered().at(0));
        QVERIFY(told.contains("answer_not_taken"));
    }

    void crash_between_sending_and_its_answer_repeats_the_bytes()
    {
        DeviceWorld world;
        world.network.http->fail(http::Method::Post, redirect, {"connection_lost", {}, {}, Retry::Later});
        Prompt *prompt = world.question();
        QVERIFY(prompt);
        prompt->allow(prompt->initialChoice());
        QTRY_COMPARE(world.delivered().size(), 1);
        QCOMPARE(world.last().state, State::Answered); // durable before it was sent
        world.redirectAnswers(200);
        world.personIsSignedIn = false; // nobody is asked for what has been decided
        world.restartAll();
        QVERIFY(world.becomes(State::Recorded));
        QCOMPARE(world.delivered().size(), 2);
        QCOMPARE(world.delivered().at(0), world.delivered().at(1));
    }

    void crash_before_the_answer_is_stored_sends_nothing()
    {
        DeviceWorld world;
        world.redirectAnswers(200);
        Prompt *prompt = world.question();
        QVERIFY(prompt);
        world.records->onWrite = [&world] {
            return world.last().state == State::PermissionsCreated ? MortalRecords::Death::Before
                                                                   : MortalRecords::Death::None;
        };
        prompt->allow(prompt->initialChoice());
        QTRY_VERIFY(world.records->dead);
        QTest::qWait(20);
        QVERIFY(world.delivered().isEmpty());
        world.restartAll();
        QVERIFY(world.becomes(State::Recorded));
        QCOMPARE(world.delivered().size(), 1);
    }

    void locked_wallet_sends_nothing()
    {
        DeviceWorld world;
        QVERIFY(world.allowed(503));
        QTRY_COMPARE(world.delivered().size(), 1);
        world.engine->stop();
        QTest::qWait(1500); // the next attempt would have been within 1.2 s
        QCOMPARE(world.delivered().size(), 1);
        QVERIFY(world.engine->load()); // unlocked
        QTRY_COMPARE(world.delivered().size(), 2);
    }

    void refused_answer_takes_back_what_was_allowed()
    {
        DeviceWorld world;
        QVERIFY(world.allowed(400));
        QVERIFY(world.becomes(State::Failed));
        QCOMPARE(world.last().failure.code, QByteArray("answer_refused"));
        QTRY_VERIFY(world.as->permissions.size() == 1 && world.as->permissions.first().status == text("revoked"));
        QCOMPARE(world.delivered().size(), 1);
        QVERIFY(!world.last().answer);
    }

    void ticket_that_ends_undelivered_takes_back_what_was_allowed()
    {
        DeviceWorld world;
        QVERIFY(world.allowed(503));
        QTRY_COMPARE(world.delivered().size(), 1);
        world.clock().advanceSeconds(400);
        QVERIFY(world.becomes(State::Failed));
        QCOMPARE(world.last().failure.code, QByteArray("delivery_failed"));
        QTRY_COMPARE(world.as->permissions.first().status, text("revoked"));
        QCOMPARE(world.delivered().size(), 2); // one last attempt at the end
    }

    void account_that_is_gone_meanwhile_gives_no_second_answer()
    {
        DeviceWorld world;
        QVERIFY(world.allowed(503));
        QTRY_COMPARE(world.delivered().size(), 1);
        world.stopEngine();
        QVERIFY(world.records->remove(text("enrolments"), text("e1")));
        world.restartAll();
        QVERIFY(world.becomes(State::Failed));
        QCOMPARE(world.delivered().size(), 1);
    }

    void expiry_is_delivered()
    {
        DeviceWorld world;
        world.redirectAnswers(200);
        QVERIFY(world.question());
        world.stopEngine();
        world.clock().advanceSeconds(400);
        world.startEngine(); // as after a sleep
        QVERIFY(world.becomes(State::Expired));
        QTRY_COMPARE(world.delivered().size(), 1);
        QVERIFY(world.delivered().first().startsWith("error=access_denied&error_description=expired&"));
    }

    void code_that_was_not_taken_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("error");
        QTest::addColumn<QByteArray>("code");
        QTest::newRow("wrong") << 400 << QByteArray("invalid_ticket") << QByteArray("wrong_code");
        QTest::newRow("expired") << 400 << QByteArray("expired_ticket") << QByteArray("expired_code");
        QTest::newRow("bound") << 409 << QByteArray("ticket_bound") << QByteArray("ticket_bound");
        QTest::newRow("too_many") << 429 << QByteArray("too_many_codes") << QByteArray("too_many_codes");
        QTest::newRow("unavailable") << 503 << QByteArray("busy") << QByteArray("as_unavailable");
    }
    void code_that_was_not_taken()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, error);
        QFETCH(QByteArray, code);
        DeviceWorld world;
        world.network.http->answer(http::Method::Post, asUrl + text("/ticket"),
                                   errorResponse(status, error.constData()));
        QVERIFY(world.enter());
        QVERIFY(world.becomes(State::Failed));
        QCOMPARE(world.last().failure.code, code);
        QVERIFY(world.engine->prompts().isEmpty()); // told where the code was typed
        QCOMPARE(world.history().first(), text("code_refused"));
        QVERIFY(world.delivered().isEmpty());
        world.answersTicket();
        QVERIFY(world.question()); // and the next one may be right
    }

    void the_same_code_again_leads_to_the_same_request()
    {
        DeviceWorld world;
        QVERIFY(world.question());
        const RequestKey first = world.last().key;
        QCOMPARE(world.enter("wdjb mjht")->value(), first.value());
        QCOMPARE(world.engine->requests().size(), 1);
        QCOMPARE(sourcetest::code(
                     world.engine->enterCode(*uma::UserCode::parse(text("WDJB-MJHT")), EnrolmentId(text("another")))),
                 QByteArray("network_not_joined"));
    }

    void restart_asks_again_without_typing()
    {
        DeviceWorld world;
        QVERIFY(world.question());
        world.restartAll();
        QTRY_COMPARE(world.engine->prompts().size(), 1);
        QTRY_COMPARE(world.engine->prompts().first()->stage(), Stage::Question);
        const auto reads = world.network.sent(http::Method::Post, text("/ticket"));
        QCOMPARE(umatest::form(reads.last()).value(text("user_code")), text("WDJB-MJHT"));
    }

    void a_code_that_was_not_read_before_a_restart_is_typed_again()
    {
        DeviceWorld world;
        world.personIsSignedIn = false;
        QVERIFY(world.enter());
        QTRY_COMPARE(world.engine->prompts().size(), 1); // the sign-in needs the person
        QCOMPARE(world.engine->prompts().first()->stage(), Stage::SigningIn);
        QCOMPARE(world.signInsAsked, 1);
        QVERIFY(world.network.sent(http::Method::Post, text("/ticket")).isEmpty());
        world.restartAll();
        QVERIFY(world.becomes(State::Failed));
        QCOMPARE(world.last().failure.code, QByteArray("code_not_read"));
        QCOMPARE(world.signInsAsked, 1); // no browser opens by itself
    }

    void what_the_details_demand_of_the_sign_in_is_met_before_the_question()
    {
        DeviceWorld world;
        QJsonObject details = world.ticket();
        QJsonObject parameters = details.value(text("authorization_request")).toObject();
        parameters.insert(text("acr_values"), text("ial3"));
        details.insert(text("authorization_request"), parameters);
        world.network.http->answer(http::Method::Post, asUrl + text("/ticket"), http::FakeHttpClient::json(details));
        QVERIFY(world.enter());
        QTRY_COMPARE(world.engine->prompts().size(), 1);
        Prompt *prompt = world.engine->prompts().first();
        QCOMPARE(prompt->stage(), Stage::SigningIn);
        QCOMPARE(world.signInsAsked, 1);
        world.level = 3;
        prompt->retry();
        QTRY_COMPARE(prompt->stage(), Stage::Question);
    }

    void nobody_fetches_the_answer_through_the_browser()
    {
        DeviceWorld world;
        QVERIFY(world.allowed(503));
        QTRY_COMPARE(world.last().state, State::Answered);
        QVERIFY(world.last().pageToken.isEmpty());
        QCOMPARE(world.engine->page(QString()), PageState::Gone);
        QCOMPARE(sourcetest::code(world.engine->takeAnswer(QString())), QByteArray("no_answer"));
    }

    void preview_says_how_the_answer_travels()
    {
        DeviceWorld world;
        Prompt *prompt = world.question();
        QVERIFY(prompt);
        const Preview preview = prompt->preview(prompt->initialChoice());
        QVERIFY(std::ranges::any_of(preview.sent, [](const PreviewLine &line) {
            return line.recipient == Recipient::AuthorizationServer &&
                   line.value == text("from this wallet directly; the other device hears of it at Health");
        }));
    }
};

QTEST_GUILESS_MAIN(TestDevice)
#include "tst_device.moc"
