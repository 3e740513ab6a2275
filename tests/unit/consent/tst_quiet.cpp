// A request that a rule answers disturbs nobody; one that the person has to see comes before them.
#include "browserworld.h"

using namespace consenttest;
using Stage = Prompt::Stage;

class TestQuiet : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void an_allow_rule_opens_no_prompt()
    {
        BrowserWorld world;
        world.rules = {rule(policy::Effect::Allow)};
        world.arrive();
        QVERIFY(world.becomes(State::PermissionsCreated));
        QCOMPARE(world.last().decidingRule, text("a-rule"));
        QCOMPARE(world.most, 0);
    }

    void a_deny_rule_opens_no_prompt()
    {
        BrowserWorld world;
        world.rules = {rule(policy::Effect::Deny)};
        world.arrive();
        QVERIFY(world.becomes(State::Declined));
        QCOMPARE(world.most, 0);
    }

    void a_silent_request_opens_no_prompt()
    {
        BrowserWorld world;
        policy::Rule once = rule(policy::Effect::Allow);
        once.when.of(policy::Condition::Definition) = {text("something-else")};
        world.rules = {once};
        world.arrive(umatest::with(umatest::goodParameters(), "prompt", text("none")));
        QVERIFY(world.becomes(State::Failed));
        QCOMPARE(world.last().failure.code, QByteArray("interaction_required"));
        QVERIFY(world.last().failure.message.contains(text("no rule of yours")));
        QCOMPARE(world.most, 0);
    }

    void what_no_rule_answers_is_asked()
    {
        BrowserWorld world;
        world.rules = {rule(policy::Effect::Ask)};
        world.arrive();
        QCOMPARE(world.most, 1); // at once: nothing but the person can answer
        QVERIFY(world.becomes(State::Prompting));
        QCOMPARE(world.engine->prompts().first()->stage(), Stage::Question);
    }

    void what_a_rule_does_not_cover_is_asked_then()
    {
        BrowserWorld world;
        policy::Rule other = rule(policy::Effect::Allow);
        other.when.of(policy::Condition::Client) = {text("somebody-else")};
        world.rules = {other};
        world.arrive();
        QVERIFY(world.becomes(State::Prompting));
        QCOMPARE(world.engine->prompts().size(), 1);
    }

    void a_namesake_at_another_network_is_asked()
    {
        BrowserWorld world;
        policy::Rule elsewhere = rule(policy::Effect::Allow);
        elsewhere.when.of(policy::Condition::As) = {text("another-network")};
        world.rules = {elsewhere};
        world.arrive();
        QVERIFY(world.becomes(State::Prompting));
    }

    void what_one_profile_allows_another_asks()
    {
        BrowserWorld world;
        policy::Rule other = rule(policy::Effect::Allow);
        other.when.name(EnrolmentId(text("e2")));
        world.rules = {other};
        world.arrive();
        QVERIFY(world.becomes(State::Prompting));
        Prompt *prompt = world.engine->prompts().first();
        const QList<policy::Rule> made = prompt->remembered(prompt->initialChoice());
        QCOMPARE(made.first().when.of(policy::Condition::Profile), QStringList(text("e1")));
        QCOMPARE(made.first().when.of(policy::Condition::As), QStringList(text("health")));
        QVERIFY(!policy::unplaced(made.first()));
    }

    void a_rule_about_the_one_source_declines()
    {
        BrowserWorld world;
        policy::Rule deny = rule(policy::Effect::Deny);
        deny.when.of(policy::Condition::Source) = {world.clinic.source.identifier.value()};
        world.rules = {deny};
        world.arrive();
        QVERIFY(world.becomes(State::Declined));
        QCOMPARE(world.most, 0);
    }

    void data_that_is_described_otherwise_is_asked()
    {
        BrowserWorld world;
        world.rules = {rule(policy::Effect::Allow)};
        PermissionRecord before;
        before.id = PermissionId(text("11111111-1111-4111-8111-111111111111"));
        before.state = PermissionState::Revoked;
        before.enrolment = EnrolmentId(text("e1"));
        before.as = AsIdentifier(text("health"));
        before.client = ClientId(text("another-client"));
        before.definition = DefinitionId(text("labs"));
        before.scopes = {text("read")};
        PermissionNames names;
        names.definitionName = text("Labs");
        names.clientLanguage = text("en");
        names.scopeNames = {text("Read")};
        names.scopeSensitivities = {text("high")}; // today the registry says "low"
        before.names = names;
        QVERIFY(world.book->put(before, PermissionPapers()).has_value());
        world.arrive();
        QVERIFY(world.becomes(State::Prompting));
        const QList<Warning> warnings = world.engine->prompts().first()->content().warnings;
        QVERIFY(std::ranges::find(warnings, WarningKind::DataChanged, &Warning::kind) != warnings.end());
    }

    void a_network_that_takes_its_time_is_shown()
    {
        BrowserWorld world;
        world.rules = {rule(policy::Effect::Allow)};
        world.network.http->hold = true;
        world.arrive();
        QCOMPARE(world.engine->prompts().size(), 0);
        QTRY_COMPARE(world.engine->prompts().size(), 1);
        QCOMPARE(world.engine->prompts().first()->stage(), Stage::Loading);
    }

    void a_request_that_cannot_be_answered_is_shown()
    {
        BrowserWorld world;
        world.rules = {rule(policy::Effect::Allow)};
        world.network.http->answer(
            http::Method::Get, asUrl + text("/registry/clients/immunize-me"),
            http::FakeHttpClient::json(umatest::json("{'display_name':'Immunize Me','organization':'imm',"
                                                     "'verified_at':1780000000,'disabled':true}")));
        world.arrive();
        QVERIFY(world.becomes(State::Declined));
        QCOMPARE(world.most, 1); // the person is told why
    }

    void an_error_on_the_way_is_shown()
    {
        BrowserWorld world;
        world.rules = {rule(policy::Effect::Allow)};
        world.network.http->answer(http::Method::Get, asUrl + text("/registry/clients/immunize-me"),
                                   http::FakeHttpClient::text({}, 503));
        world.arrive();
        QTRY_COMPARE(world.engine->prompts().size(), 1);
        QCOMPARE(world.engine->prompts().first()->stage(), Stage::Failed);
    }
};

QTEST_GUILESS_MAIN(TestQuiet)
#include "tst_quiet.moc"
