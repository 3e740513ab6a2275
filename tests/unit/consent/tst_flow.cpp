// A request from the browser, from its arrival to its answer: what may come between, and what must hold all the same.
#include "browserworld.h"

#include <QSignalSpy>

using namespace consenttest;
using Stage = Prompt::Stage;

namespace {

umatest::Pairs silently()
{
    return umatest::with(umatest::goodParameters(), "prompt", text("none"));
}

/// Another request of the same network.
umatest::Pairs another(umatest::Pairs pairs, int number)
{
    pairs = umatest::with(pairs, "ticket", text("ticket-of-another-") + QString::number(number));
    return umatest::with(pairs, "nonce", QString(22, u'n') + QString::number(number));
}

QString errorOf(const std::optional<uma::Answer> &answer)
{
    for (const auto &[name, value] : answer ? answer->fields : QList<QPair<QString, QString>>()) {
        if (name == text("error"))
            return value;
    }
    return {};
}

/// The person has allowed, and the wallet ended with the choice stored and nothing posted.
bool decidedAndStopped(BrowserWorld &world)
{
    world.arrive();
    Prompt *prompt = world.prompt(Stage::Question);
    if (prompt == nullptr)
        return false;
    world.as->trouble = [&world](const http::Request &) {
        world.engine->stop();
        return Trouble::Down;
    };
    prompt->allow(prompt->initialChoice());
    const bool stopped = QTest::qWaitFor([&world] { return world.engine->requests().isEmpty(); });
    world.as->trouble = [](const http::Request &) { return Trouble::None; };
    return stopped;
}

} // namespace

class TestFlow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void allowed_and_fetched()
    {
        BrowserWorld world;
        world.arrive();
        Prompt *prompt = world.prompt(Stage::Question);
        QVERIFY(prompt);
        prompt->allow(prompt->initialChoice());
        QVERIFY(world.becomes(State::PermissionsCreated));
        QCOMPARE(world.count("permission_granted"), 0); // nothing has left yet
        QVERIFY(world.engine->takeAnswer(world.page));
        QCOMPARE(world.last().state, State::Recorded);
        QCOMPARE(world.count("permission_granted"), 1);
        QCOMPARE(world.count("request_granted"), 1);
        QCOMPARE(umatest::code(world.engine->takeAnswer(world.page)), QByteArray("no_answer"));
    }

    void ticket_changed_after_restart_data()
    {
        QTest::addColumn<QByteArray>("member");
        QTest::addColumn<QByteArray>("value");
        QTest::newRow("client") << QByteArray("client") << QByteArray("{'client_id':'somebody-else'}");
        QTest::newRow("request_id") << QByteArray("requested_resources")
                                    << QByteArray("[{'request_id':'r2','resource_definition':'labs',"
                                                  "'scopes':[{'scope':'read','required':true}],'required':true}]");
        QTest::newRow("one byte") << QByteArray("transaction_id") << QByteArray("'t2'");
    }
    void ticket_changed_after_restart()
    {
        QFETCH(QByteArray, member);
        QFETCH(QByteArray, value);
        BrowserWorld world;
        QVERIFY(decidedAndStopped(world));
        const QJsonObject lie = umatest::json(("{'" + member + "':" + value + '}').constData());
        world.asks(umatest::goodParameters(), [&](QJsonObject &details) {
            details.insert(QString::fromLatin1(member), lie.value(QString::fromLatin1(member)));
        });
        world.restartAll();
        QVERIFY(world.becomes(State::Failed));
        QCOMPARE(world.last().failure.code, QByteArray("ticket_changed"));
        QCOMPARE(errorOf(world.last().answer), text("invalid_request"));
        for (const PermissionRecord &record : world.book->all())
            QCOMPARE(record.state, PermissionState::Dropped);
        QTRY_COMPARE(world.outbox->pending(), 0);
        for (const HeldPermission &held : std::as_const(world.as->permissions))
            QCOMPARE(held.status, text("revoked"));
        QVERIFY(world.history().contains(text("request_failed")));
    }

    void ticket_changed_while_prompting()
    {
        BrowserWorld world;
        world.arrive();
        QVERIFY(world.prompt(Stage::Question));
        world.engine->stop(); // locked
        world.asks(umatest::goodParameters(),
                   [](QJsonObject &details) { details.insert(text("usage"), text("once")); });
        QVERIFY(world.engine->load());
        QVERIFY(world.becomes(State::Failed));
        QCOMPARE(world.last().failure.code, QByteArray("ticket_changed"));
    }

    void ticket_of_a_code_changed()
    {
        DeviceWorld world;
        world.redirectAnswers(200);
        QVERIFY(world.question());
        world.engine->stop();
        QJsonObject details = world.ticket();
        details.insert(text("ticket"), text("ticket-2"));
        world.network.http->answer(http::Method::Post, asUrl + text("/ticket"), http::FakeHttpClient::json(details));
        QVERIFY(world.engine->load());
        QVERIFY(world.becomes(State::Failed));
        QCOMPARE(world.last().failure.code, QByteArray("ticket_changed"));
    }

    void ticket_for_another_ticket()
    {
        BrowserWorld world;
        world.arrive();
        world.asks(umatest::goodParameters(),
                   [](QJsonObject &details) { details.insert(text("ticket"), text("ticket-2")); });
        world.arrive(another(umatest::goodParameters(), 1));
        world.asks(another(umatest::goodParameters(), 2),
                   [](QJsonObject &details) { details.insert(text("ticket"), text("ticket-2")); });
        world.page = world.engine->arrive(
            uma::AuthorizationRequest::parse(another(umatest::goodParameters(), 2), umatest::profile()));
        QVERIFY(world.becomes(State::Failed));
        QCOMPARE(world.last().failure.code, QByteArray("wrong_ticket"));
        QCOMPARE(errorOf(world.last().answer), text("invalid_request"));
    }

    void the_same_details_go_on()
    {
        BrowserWorld world;
        QVERIFY(decidedAndStopped(world));
        world.restartAll();
        QVERIFY(world.becomes(State::PermissionsCreated));
        QVERIFY(world.engine->takeAnswer(world.page));
    }

    void a_stored_choice_that_fits_no_more_is_asked_again()
    {
        BrowserWorld world;
        QVERIFY(decidedAndStopped(world));
        world.clock().advanceSeconds(200);
        QVERIFY(sourcetest::wait(world.clinic.service->disconnect(world.clinic.id())));
        world.restartAll();
        Prompt *prompt = world.prompt(Stage::Question);
        QVERIFY(prompt);
        QCOMPARE(prompt->error().code, QByteArray("source_not_connected"));
        QVERIFY(!world.last().choice);
        QTRY_COMPARE(world.outbox->pending(), 0);
    }

    void a_rule_that_is_gone_answers_nothing_any_more()
    {
        BrowserWorld world;
        world.rules = {rule(policy::Effect::Allow)};
        world.as->trouble = [&world](const http::Request &) {
            world.engine->stop();
            return Trouble::Down;
        };
        world.arrive();
        QVERIFY(QTest::qWaitFor([&world] { return world.engine->requests().isEmpty(); }));
        world.as->trouble = [](const http::Request &) { return Trouble::None; };
        world.rules.clear();
        world.restartAll();
        Prompt *prompt = world.prompt(Stage::Question);
        QVERIFY(prompt);
        QCOMPARE(prompt->error().code, QByteArray("rule_gone"));
        QVERIFY(world.last().decidingRule.isEmpty());
    }

    void loading_twice_leaves_one_flow()
    {
        BrowserWorld world;
        world.arrive();
        QVERIFY(world.prompt(Stage::Question));
        QVERIFY(world.engine->load());
        QVERIFY(world.engine->load());
        Prompt *prompt = world.prompt(Stage::Question);
        QVERIFY(prompt);
        prompt->allow(prompt->initialChoice());
        QVERIFY(world.becomes(State::PermissionsCreated));
        QVERIFY(world.engine->takeAnswer(world.page));
        QVERIFY(world.reconcile());
        world.clock().advanceSeconds(1000);
        world.engine->wake();
        QTest::qWait(50);
        QCOMPARE(world.last().state, State::Recorded);
        QCOMPARE(world.outbox->pending(), 0);
        QVERIFY(!world.history().contains(text("request_expired")));
    }

    void stopped_engine_remembers_nothing()
    {
        BrowserWorld world;
        world.arrive();
        QVERIFY(world.prompt(Stage::Question));
        world.engine->stop();
        QVERIFY(world.engine->requests().isEmpty());
        QCOMPARE(world.engine->page(world.page), PageState::Gone);
    }

    void answer_that_could_not_be_recorded_stays()
    {
        BrowserWorld world;
        world.arrive();
        Prompt *prompt = world.prompt(Stage::Question);
        QVERIFY(prompt);
        prompt->allow(prompt->initialChoice());
        QVERIFY(world.becomes(State::PermissionsCreated));
        world.records->onWrite = [] { return MortalRecords::Death::Before; };
        QCOMPARE(umatest::code(world.engine->takeAnswer(world.page)), QByteArray("storage_failed"));
        QCOMPARE(world.engine->page(world.page), PageState::AnswerReady);
        world.records->onWrite = [] { return MortalRecords::Death::None; };
        world.records->dead = false;
        QVERIFY(world.engine->takeAnswer(world.page));
        QCOMPARE(world.last().state, State::Recorded);
        world.clock().advanceSeconds(1000);
        world.engine->wake();
        QCOMPARE(world.last().state, State::Recorded);
    }

    void end_that_could_not_be_stored_is_not_shown()
    {
        BrowserWorld world;
        world.arrive();
        Prompt *prompt = world.prompt(Stage::Question);
        QVERIFY(prompt);
        world.records->onWrite = [] { return MortalRecords::Death::Before; };
        prompt->decline();
        QCOMPARE(prompt->stage(), Stage::Failed);
        QCOMPARE(prompt->error().retry, Retry::Later);
        QCOMPARE(world.last().state, State::Prompting);
        world.records->onWrite = [] { return MortalRecords::Death::None; };
        world.records->dead = false;
        QSignalSpy finished(prompt, &Prompt::finished);
        prompt->retry();
        QCOMPARE(finished.size(), 1);
        QCOMPARE(world.last().state, State::Declined);
        QCOMPARE(errorOf(world.last().answer), text("access_denied"));
    }

    void grant_is_not_handed_out_after_an_end_that_could_not_be_stored()
    {
        BrowserWorld world;
        world.arrive();
        Prompt *prompt = world.prompt(Stage::Question);
        QVERIFY(prompt);
        prompt->allow(prompt->initialChoice());
        QVERIFY(world.becomes(State::PermissionsCreated));
        world.clock().advanceSeconds(1000);
        world.records->onWrite = [] { return MortalRecords::Death::Before; };
        world.engine->wake();
        QCOMPARE(world.last().state, State::PermissionsCreated);
        world.records->onWrite = [] { return MortalRecords::Death::None; };
        world.records->dead = false;
        QCOMPARE(umatest::code(world.engine->takeAnswer(world.page)), QByteArray("no_answer"));
        world.engine->wake();
        QCOMPARE(world.last().state, State::Expired);
        QCOMPARE(errorOf(world.last().answer), text("access_denied"));
    }

    void answer_that_nobody_fetched_is_told()
    {
        BrowserWorld world;
        world.arrive();
        Prompt *prompt = world.prompt(Stage::Question);
        QVERIFY(prompt);
        prompt->allow(prompt->initialChoice());
        QVERIFY(world.becomes(State::PermissionsCreated));
        world.clock().advanceSeconds(1000);
        world.engine->wake();
        QCOMPARE(world.last().state, State::Expired);
        QCOMPARE(world.count("request_not_fetched"), 1);
        QCOMPARE(world.count("permission_withdrawn"), 1);
        QCOMPARE(world.count("permission_granted"), 0);
    }

    void wall_clock_set_back_gives_no_time()
    {
        BrowserWorld world;
        world.arrive();
        QVERIFY(world.prompt(Stage::Question));
        world.clock().jumpWallClock(-3600);
        world.clock().advanceSeconds(299);
        world.engine->wake();
        QCOMPARE(world.last().state, State::Prompting);
        world.clock().advanceSeconds(2);
        world.engine->wake();
        QCOMPARE(world.last().state, State::Expired);
    }

    void ended_in_sleep_cannot_be_allowed()
    {
        BrowserWorld world;
        world.arrive();
        Prompt *prompt = world.prompt(Stage::Question);
        QVERIFY(prompt);
        world.clock().advanceSeconds(1000); // no timer has fired yet
        prompt->allow(prompt->initialChoice());
        QVERIFY(world.becomes(State::Expired));
        QCOMPARE(world.posts(), 0);
    }

    void sign_out_takes_the_question_away()
    {
        BrowserWorld world;
        world.arrive();
        Prompt *prompt = world.prompt(Stage::Question);
        QVERIFY(prompt);
        world.personIsSignedIn = false;
        world.engine->signInChanged();
        QCOMPARE(prompt->stage(), Stage::SigningIn);
        QCOMPARE(prompt->error().code, QByteArray("sign_in_needed"));
        prompt->allow(prompt->initialChoice()); // nothing
        QCOMPARE(world.signInsAsked, 0);        // no browser opens before the person has asked for it
        world.signInWorks = true;
        prompt->retry();
        QTRY_COMPARE(prompt->stage(), Stage::Question);
        QCOMPARE(world.signInsAsked, 1);
        prompt->allow(prompt->initialChoice());
        QVERIFY(world.becomes(State::PermissionsCreated));
    }

    void end_of_the_session_takes_the_question_away()
    {
        BrowserWorld world;
        world.arrive();
        Prompt *prompt = world.prompt(Stage::Question);
        QVERIFY(prompt);
        world.personIsSignedIn = false; // nobody says so: it is a matter of time
        world.engine->wake();
        QCOMPARE(prompt->stage(), Stage::SigningIn);
    }

    void sign_in_that_holds_no_more_when_allowed()
    {
        BrowserWorld world;
        world.arrive();
        Prompt *prompt = world.prompt(Stage::Question);
        QVERIFY(prompt);
        world.personIsSignedIn = false;
        prompt->allow(prompt->initialChoice());
        QTRY_COMPARE(world.signInsAsked, 1);
        QCOMPARE(prompt->stage(), Stage::SigningIn);
        QCOMPARE(world.posts(), 0);
        QVERIFY(!world.last().choice);
        world.signInWorks = true;
        prompt->retry();
        QVERIFY(world.becomes(State::PermissionsCreated));
    }

    void sign_in_lost_before_the_signature()
    {
        BrowserWorld world;
        world.arrive();
        Prompt *prompt = world.prompt(Stage::Question);
        QVERIFY(prompt);
        world.as->trouble = [&world](const http::Request &) {
            world.personIsSignedIn = false;
            return Trouble::None;
        };
        prompt->allow(prompt->initialChoice());
        QTRY_COMPARE(prompt->stage(), Stage::SigningIn);
        QCOMPARE(world.last().state, State::Decided);
        QVERIFY(!world.last().answer);
        world.as->trouble = [](const http::Request &) { return Trouble::None; };
        world.signInWorks = true;
        prompt->retry();
        QVERIFY(world.becomes(State::PermissionsCreated));
        QCOMPARE(world.posts(), 1);
    }

    void provider_is_asked_before_a_rule_answers()
    {
        BrowserWorld world;
        world.rules = {rule(policy::Effect::Allow)};
        world.onConfirm = [&world] { world.personIsSignedIn = false; };
        world.arrive();
        Prompt *prompt = world.prompt(Stage::SigningIn);
        QVERIFY(prompt);
        QCOMPARE(world.confirmations, 1);
        QCOMPARE(world.posts(), 0);
        QCOMPARE(world.last().state, State::Evaluated);
        world.signInWorks = true;
        prompt->retry();
        QVERIFY(world.becomes(State::PermissionsCreated));
    }

    void sign_in_lost_before_a_rules_signature()
    {
        BrowserWorld world;
        world.rules = {rule(policy::Effect::Allow)};
        world.as->trouble = [&world](const http::Request &) {
            world.personIsSignedIn = false;
            return Trouble::None;
        };
        world.arrive();
        QVERIFY(world.prompt(Stage::SigningIn)); // the person is shown it
        QVERIFY(!world.last().answer);
    }

    void silent_request_of_nobody_needs_the_person()
    {
        BrowserWorld world;
        world.rules = {rule(policy::Effect::Allow)};
        world.onConfirm = [&world] { world.personIsSignedIn = false; };
        world.arrive(silently());
        QVERIFY(world.becomes(State::Failed));
        QCOMPARE(errorOf(world.last().answer), text("interaction_required"));
        QCOMPARE(world.most, 0);
        QCOMPARE(world.signInsAsked, 0);
    }

    void what_no_sign_in_reaches_is_said_before_anyone_signs_in()
    {
        BrowserWorld world;
        world.level = 2;
        world.unreachable = Error{"assurance_unreachable", text("None reaches that."), {}, Retry::Later};
        world.arrive(umatest::with(umatest::goodParameters(), "acr_values", text("ial3")));
        Prompt *prompt = world.prompt(Stage::ChooseProfile);
        QVERIFY(prompt);
        prompt->openAs(prompt->profiles().first().id);
        QTRY_COMPARE(prompt->stage(), Stage::SigningIn);
        QCOMPARE(prompt->error().code, QByteArray("assurance_unreachable"));
        QCOMPARE(world.signInsAsked, 0);
        prompt->decline();
        QCOMPARE(world.last().state, State::Declined);
        QCOMPARE(errorOf(world.last().answer), text("login_required"));
        QCOMPARE(world.count("request_denied"), 1);
    }

    void silent_by_reference_without_a_rule()
    {
        BrowserWorld world;
        world.arriveByReference(silently());
        QVERIFY(world.becomes(State::Failed));
        QCOMPARE(world.last().failure.code, QByteArray("silent_request_refused"));
        QCOMPARE(world.engine->page(world.page), PageState::NothingShared);
        QVERIFY(!world.last().details);
        QCOMPARE(world.count("request_failed"), 1);
        QVERIFY(world.engine->prompts().isEmpty());
    }

    void silent_burst_is_limited_when_it_is_confirmed()
    {
        BrowserWorld world;
        world.rules = {rule(policy::Effect::Allow)};
        for (int i = 0; i < 5; ++i) {
            world.arriveByReference(another(silently(), i));
            QTRY_VERIFY(world.last().state == State::PermissionsCreated || isFinal(world.last().state));
        }
        int confirmed = 0;
        for (const RequestRecord &request : world.engine->requests()) {
            confirmed += request.details ? 1 : 0;
            if (!request.details)
                QCOMPARE(request.failure.code, QByteArray("silent_request_limit"));
        }
        QCOMPARE(confirmed, 3);
    }

    void silent_burst_by_query_is_limited_when_it_is_confirmed()
    {
        BrowserWorld world;
        world.rules = {rule(policy::Effect::Allow)};
        world.network.http->on(http::Method::Post, asUrl + text("/ticket"), [&](const http::Request &request) {
            const QString ticket = umatest::form(request).value(text("ticket"));
            QJsonObject details = world.ticket();
            details.insert(text("ticket"), ticket);
            details.insert(text("authorization_request"),
                           umatest::asTicketSays(another(silently(), ticket.last(1).toInt())));
            return Result<http::Response>(http::FakeHttpClient::json(details));
        });
        world.network.http->hold = true;
        for (int i = 0; i < 5; ++i)
            (void)world.engine->arrive(uma::AuthorizationRequest::parse(another(silently(), i), umatest::profile()));
        world.network.http->hold = false;
        world.network.http->release();
        QTRY_VERIFY(std::ranges::all_of(world.engine->requests(), [](const RequestRecord &request) {
            return request.state == State::PermissionsCreated || isFinal(request.state);
        }));
        QCOMPARE(std::ranges::count_if(world.engine->requests(),
                                       [](const RequestRecord &request) { return request.details.has_value(); }),
                 3);
    }

    void silent_request_while_locked_needs_the_person_data()
    {
        QTest::addColumn<bool>("byReference");
        QTest::newRow("query") << false;
        QTest::newRow("reference") << true;
    }
    void silent_request_while_locked_needs_the_person()
    {
        QFETCH(bool, byReference);
        BrowserWorld world;
        world.rules = {rule(policy::Effect::Allow)};
        world.asks(silently());
        (void)world.engine->arrive(byReference ? uma::AuthorizationRequest::parseReference(
                                                     text("as-health"), text("ticket-1._~"), umatest::profile())
                                               : uma::AuthorizationRequest::parse(silently(), umatest::profile()),
                                   Engine::Arrived::WhileLocked);
        QVERIFY(world.becomes(State::Failed));
        QCOMPARE(errorOf(world.last().answer), text("interaction_required"));
        QCOMPARE(world.posts(), 0);
    }

    void the_same_link_again_leads_to_the_same_page()
    {
        BrowserWorld world;
        world.arriveByReference();
        QVERIFY(world.prompt(Stage::Question)); // its details are known by now
        const QString first = world.page;
        world.arriveByReference();
        QCOMPARE(world.page, first);
        QCOMPARE(world.engine->requests().size(), 1);
        world.arrive(); // by query: another browser's, perhaps
        QVERIFY(world.page != first);
    }

    void ticket_of_1024_characters()
    {
        BrowserWorld world;
        world.arrive(umatest::with(umatest::goodParameters(), "ticket", QString(1024, u't')));
        QVERIFY(world.prompt(Stage::Question));
        const QJsonObject row{{text("request"), text("old")}, {text("until"), world.now() + 1000}};
        QVERIFY(world.records->put(text("seen"), asUrl + text(" nonce ") + QString(22, u'x'), row)); // of version 0.1
        world.restartAll();
        world.arrive(umatest::with(another(umatest::goodParameters(), 1), "nonce", QString(22, u'x')));
        QCOMPARE(world.told.last().code, QByteArray("nonce_replayed"));
        QCOMPARE(world.engine->page(world.page), PageState::NothingShared);
        world.arrive(umatest::with(another(umatest::goodParameters(), 2), "ticket", QString(1024, u't')));
        QCOMPARE(world.engine->page(world.page), PageState::NothingShared);
        QCOMPARE(world.engine->requests().size(), 1); // what is refused is no request
    }

    void client_that_the_network_does_not_know_is_told_data()
    {
        QTest::addColumn<bool>("disabled");
        QTest::newRow("disabled") << true;
        QTest::newRow("unknown") << false;
    }
    void client_that_the_network_does_not_know_is_told()
    {
        QFETCH(bool, disabled);
        BrowserWorld world;
        const QJsonObject blocked{{text("display_name"), text("Immunize Me")}, {text("disabled"), true}};
        world.network.http->answer(http::Method::Get, asUrl + text("/registry/clients/immunize-me"),
                                   disabled ? http::FakeHttpClient::json(blocked) : errorResponse(404, "not_found"));
        world.arrive();
        QVERIFY(world.becomes(State::Declined));
        QCOMPARE(world.last().failure.code, disabled ? QByteArray("client_disabled") : QByteArray("client_unknown"));
        QCOMPARE(errorOf(world.last().answer), text("access_denied"));
        const auto page = world.ledger->page(0, 1, {});
        QCOMPARE(page->entries.first().entry.code, text("request_denied"));
        QCOMPARE(page->entries.first().entry.parameters.value(text("reason")).toString(), world.last().failure.message);
    }

    void answers_of_no_protocol_can_be_tried_again_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<bool>("get");
        QTest::addColumn<int>("status");
        QTest::newRow("ticket_is_a_web_page") << asUrl + text("/ticket") << false << 200;
        QTest::newRow("ticket_refused_by_a_proxy") << asUrl + text("/ticket") << false << 403;
        QTest::newRow("registry_is_a_web_page") << asUrl + text("/registry/clients/immunize-me") << true << 200;
        QTest::newRow("token_is_a_web_page") << asUrl + text("/token") << false << 200;
    }
    void answers_of_no_protocol_can_be_tried_again()
    {
        QFETCH(QString, url);
        QFETCH(bool, get);
        QFETCH(int, status);
        BrowserWorld world;
        world.asks(umatest::goodParameters());
        world.network.http->answerOnce(
            get ? http::Method::Get : http::Method::Post, url,
            http::FakeHttpClient::text("<html>Sign in to the café</html>", status, "text/html"));
        world.page =
            world.engine->arrive(uma::AuthorizationRequest::parse(umatest::goodParameters(), umatest::profile()));
        Prompt *prompt = world.prompt(Stage::Failed);
        QVERIFY(prompt);
        QCOMPARE(prompt->error().retry, Retry::Later);
        prompt->retry();
        QTRY_COMPARE(prompt->stage(), Stage::Question);
    }

    /// Only what the registry says has been verified: of a client a date, of a source nothing.
    void verified_is_said_of_nobody_of_whom_the_registry_does_not_say_so_data()
    {
        QTest::addColumn<bool>("protect");
        QTest::addColumn<bool>("dated");
        QTest::addColumn<QString>("verifiedBy");
        QTest::newRow("client_with_a_date") << false << true << text("Health");
        QTest::newRow("client_without_a_date") << false << false << QString();
        QTest::newRow("source_that_wants_to_protect") << true << true << QString();
    }
    void verified_is_said_of_nobody_of_whom_the_registry_does_not_say_so()
    {
        QFETCH(bool, protect);
        QFETCH(bool, dated);
        QFETCH(QString, verifiedBy);
        BrowserWorld world;
        if (!dated)
            world.network.http->answer(http::Method::Get, asUrl + text("/registry/clients/immunize-me"),
                                       http::FakeHttpClient::json(umatest::json("{'display_name':'Immunize Me'}")));
        world.asks(umatest::goodParameters(), [protect](QJsonObject &details) {
            if (!protect)
                return;
            details.insert(text("purpose"), text("protect"));
            details.insert(text("resource_server"), text("Clinic_1"));
            details.insert(text("requested_resources"), QJsonArray());
        });
        world.page =
            world.engine->arrive(uma::AuthorizationRequest::parse(umatest::goodParameters(), umatest::profile()));
        const Prompt *prompt = world.prompt(Stage::Question);
        QVERIFY(prompt);
        QCOMPARE(prompt->content().clientName, protect ? text("Clinic") : text("Immunize Me"));
        QCOMPARE(prompt->content().verifiedBy, verifiedBy);
    }
};

QTEST_GUILESS_MAIN(TestFlow)
#include "tst_flow.moc"
