// Profile 5, "Reuse": what is in force answers a request again, if it covers it; what does not cover it is never named.
#include "browserworld.h"

#include <reuse.h>

#include <fpx/base/base64url.h>
#include <fpx/base/utc.h>

using namespace consenttest;

namespace {

using Break = std::function<void(PermissionRecord &)>;

struct World : BrowserWorld {
    PermissionId standing;

    World()
    {
        standing = give({text("read")});
        edit([this](PermissionRecord &record) {
            record.sourceAccount = clinic.service->account(clinic.id())->subject;
            record.grantedAt = now() - 24 * 3600;
        });
    }
    void edit(const Break &change)
    {
        PermissionRecord record = at(standing);
        change(record);
        if (!book->put(record))
            qFatal("cannot store");
    }
    static Choice until(const QDate &day)
    {
        Choice choice;
        choice.resources.append({text("r1"), true, {}, {}, {text("read")}});
        choice.duration = {DurationKind::Until, day};
        return choice;
    }
    /// The prompt's own choice, with that end.
    Choice chosen(const Prompt &prompt, const Duration &duration) const
    {
        Choice choice = prompt.initialChoice();
        choice.duration = duration;
        return choice;
    }
    [[nodiscard]] Duration itsEnd() const
    {
        return {DurationKind::Until, utcFromSeconds(at(standing).expires - 1).date()};
    }
    [[nodiscard]] QStringList named(const QByteArray &body) const
    {
        QUrlQuery query(QString::fromLatin1(body));
        const QString token = query.queryItemValue(text("id_token"));
        QStringList ids;
        const auto claims = jose::peekUnverified(token.toLatin1())->claims;
        for (const QJsonValue &id : claims.value(text("fpx_permissions")).toArray())
            ids.append(id.toString());
        return ids;
    }
    [[nodiscard]] int posted() const { return as->count(http::Method::Post); }
    /// A request of a browser, answered by the person, up to the answer that waits for the browser.
    QString arrived()
    {
        arrive();
        Prompt *asked = prompt(Prompt::Stage::Question);
        if (asked == nullptr)
            return {};
        asked->allow(chosen(*asked, itsEnd()));
        const bool ready = QTest::qWaitFor([&] { return engine->page(page) == PageState::AnswerReady; });
        return ready ? page : QString();
    }
};

class TestReuse : public QObject
{
    Q_OBJECT

    static QList<Reused> reused(World &world, const Choice &choice, EndBy endBy = EndBy::Rule,
                                const uma::TicketDetails *details = nullptr)
    {
        const auto parsed = uma::TicketDetails::parse(QJsonDocument(world.ticket()).toJson());
        Choice whole = choice;
        for (ResourceChoice &resource : whole.resources)
            resource.source = world.clinic.id();
        const auto server = [](const SourceIdentifier &) { return RsIdentifier(text("Clinic_1")); };
        const auto account = [&world](const SourceIdentifier &source) {
            return world.clinic.service->account(source)->subject;
        };
        return whatIsReused(
            {*world.book, details ? *details : *parsed, EnrolmentId(text("e1")), server, account, world.now()}, whole,
            endBy);
    }

private Q_SLOTS:
    void what_does_not_cover_is_not_reused_data()
    {
        QTest::addColumn<Break>("change");
        const auto row = [](const char *name, Break change) { QTest::newRow(name) << change; };
        row("another_profile", [](PermissionRecord &one) { one.enrolment = EnrolmentId(text("e2")); });
        row("another_client", [](PermissionRecord &one) { one.client = ClientId(text("healthtrack")); });
        row("another_definition", [](PermissionRecord &one) { one.definition = DefinitionId(text("diet")); });
        row("one_resource_of_several", [](PermissionRecord &one) { one.resourceId = text("record-1"); });
        row("another_source", [](PermissionRecord &one) { one.source = SourceIdentifier(text("hospital")); });
        row("another_resource_server", [](PermissionRecord &one) { one.resourceServer = RsIdentifier(text("C2")); });
        row("another_persons_data", [](PermissionRecord &one) { one.subject = text("child"); });
        row("another_login_at_the_source", [](PermissionRecord &one) { one.sourceAccount = text("somebody"); });
        row("login_at_the_source_not_kept", [](PermissionRecord &one) { one.sourceAccount.clear(); });
        row("lacks_a_scope", [](PermissionRecord &one) { one.scopes = {text("subscribe")}; });
        row("for_one_time", [](PermissionRecord &one) { one.once = true; });
        row("paused", [](PermissionRecord &one) { one.state = PermissionState::Disabled; });
        row("being_paused", [](PermissionRecord &one) { one.state = PermissionState::Disabling; });
        row("being_resumed", [](PermissionRecord &one) { one.state = PermissionState::Enabling; });
        row("pending", [](PermissionRecord &one) { one.state = PermissionState::Pending; });
        row("being_revoked", [](PermissionRecord &one) { one.state = PermissionState::Revoking; });
        row("revoked", [](PermissionRecord &one) { one.state = PermissionState::Revoked; });
        row("being_changed", [](PermissionRecord &one) { one.replacedBy = PermissionId(text("p2")); });
        row("replaced", [](PermissionRecord &one) { one.state = PermissionState::Replaced; });
        row("at_its_end", [](PermissionRecord &one) { one.expires = one.grantedAt + 24 * 3600 + 60; });
    }
    void what_does_not_cover_is_not_reused()
    {
        QFETCH(Break, change);
        World world;
        const Choice choice = world.until(world.itsEnd().lastDay);
        QCOMPARE(reused(world, choice), (QList<Reused>{{text("r1"), world.standing, false}}));
        world.edit(change);
        QCOMPARE(reused(world, choice), QList<Reused>());
    }

    void a_ticket_that_names_a_resource_gets_that_one_only()
    {
        World world;
        auto details = *uma::TicketDetails::parse(QJsonDocument(world.ticket()).toJson());
        details.resources.first().resourceId = text("record-1");
        const Choice choice = world.until(world.itsEnd().lastDay);
        QVERIFY(reused(world, choice, EndBy::Rule, &details).isEmpty());
        world.edit([](PermissionRecord &one) { one.resourceId = text("record-1"); });
        QCOMPARE(reused(world, choice, EndBy::Rule, &details).size(), 1);
    }

    void nothing_that_was_asked_and_not_chosen_is_given_by_reuse()
    {
        World world;
        auto details = *uma::TicketDetails::parse(QJsonDocument(world.ticket()).toJson());
        details.resources.first().scopes.append({text("subscribe"), false});
        const Choice choice = world.until(world.itsEnd().lastDay);
        QCOMPARE(reused(world, choice, EndBy::Rule, &details).size(), 1);
        world.edit([](PermissionRecord &one) { one.scopes = {text("read"), text("subscribe")}; });
        QVERIFY(reused(world, choice, EndBy::Rule, &details).isEmpty());
        QCOMPARE(reused(world, choice).size(), 1); // where it is not asked for, nothing more is given
    }

    void for_one_time_is_always_new()
    {
        World world;
        Choice choice = world.until(world.itsEnd().lastDay);
        choice.duration = {};
        QVERIFY(reused(world, choice).isEmpty());
        auto details = *uma::TicketDetails::parse(QJsonDocument(world.ticket()).toJson());
        details.usage = uma::Usage::Once;
        QVERIFY(reused(world, world.until(world.itsEnd().lastDay), EndBy::Rule, &details).isEmpty());
    }

    void one_permission_for_each_requested_resource()
    {
        World world;
        auto details = *uma::TicketDetails::parse(QJsonDocument(world.ticket()).toJson());
        details.resources.append(details.resources.first());
        details.resources.last().requestId = text("r2");
        Choice choice = world.until(world.itsEnd().lastDay);
        choice.resources.append(choice.resources.first());
        choice.resources.last().requestId = text("r2");
        QCOMPARE(reused(world, choice, EndBy::Rule, &details).size(), 1);
    }

    void an_end_that_the_person_chooses_is_kept()
    {
        World world;
        const Choice later = world.until(world.itsEnd().lastDay.addDays(10));
        QVERIFY(!reused(world, later, EndBy::Rule).first().otherEnd); // a rule says how long at most
        QVERIFY(reused(world, later, EndBy::Person).first().otherEnd);
        world.edit([](PermissionRecord &one) { one.latestEnd = one.expires; });
        QVERIFY(reused(world, later, EndBy::Person).isEmpty()); // the network would not take that change
        QCOMPARE(reused(world, world.until(world.itsEnd().lastDay.addDays(-10)), EndBy::Person).size(), 1);
        Choice always = later;
        always.duration = {DurationKind::UntilRevoked, {}};
        QVERIFY(reused(world, always, EndBy::Person).isEmpty());
    }

    void the_answer_names_what_is_in_force_and_nothing_is_posted()
    {
        World world;
        world.redirectAnswers(200);
        Prompt *prompt = world.question();
        QVERIFY(prompt);
        prompt->allow(world.chosen(*prompt, world.itsEnd()));
        QVERIFY(world.becomes(State::Recorded));
        QCOMPARE(world.named(world.delivered().last()), QStringList(world.standing.value()));
        QCOMPARE(world.posted(), 0);
        QCOMPARE(world.as->count(http::Method::Get), 0); // nothing waits
        QCOMPARE(world.book->all().size(), 1);
        QCOMPARE(world.at(world.standing).timesShared, 2);
        QCOMPARE(world.at(world.standing).lastSharedAt, world.now());
        QCOMPARE(world.lines(world.standing, "permission_shared_again"), 1);
        QVERIFY(world.history().contains(text("request_granted")));
    }

    void what_became_active_a_moment_ago_is_reused_data()
    {
        using Does = std::function<void(World &)>;
        QTest::addColumn<Does>("does"); // the network
        QTest::addColumn<bool>("reused");
        const auto row = [](const char *name, bool reused, Does does) { QTest::newRow(name) << does << reused; };
        row("it_is_active", true, [](World &) {});
        row("it_is_still_pending", false,
            [](World &world) { world.as->permissions[world.standing.value()].status = text("pending"); });
        row("it_has_ended_there", false,
            [](World &world) { world.as->permissions[world.standing.value()].status = text("revoked"); });
        row("it_is_unknown_there", false, [](World &world) { world.as->permissions.clear(); });
        row("another_is_in_its_place", false,
            [](World &world) { world.as->permissions[world.standing.value()].permission = "e30.e30.c2ln"; });
        row("the_network_does_not_answer", false, [](World &world) {
            world.as->trouble = [](const http::Request &request) {
                return request.method == http::Method::Get ? Trouble::Error500 : Trouble::None;
            };
        });
    }
    void what_became_active_a_moment_ago_is_reused()
    {
        QFETCH(std::function<void(World &)>, does);
        QFETCH(bool, reused);
        World world;
        world.redirectAnswers(200);
        world.edit([](PermissionRecord &one) { one.state = PermissionState::Pending; }); // as its answer left it
        Prompt *prompt = world.question();
        QVERIFY(prompt);
        does(world);
        prompt->allow(world.chosen(*prompt, world.itsEnd()));
        QVERIFY(world.becomes(State::Recorded));
        QCOMPARE(world.as->count(http::Method::Get), 1);
        QCOMPARE(world.posted(), reused ? 0 : 1);
        QCOMPARE(world.named(world.delivered().last()) == QStringList(world.standing.value()), reused);
    }

    void another_end_is_a_change_after_the_answer_has_left()
    {
        World world;
        world.redirectAnswers(200);
        Prompt *prompt = world.question();
        QVERIFY(prompt);
        const Duration later{DurationKind::Until, world.itsEnd().lastDay.addDays(7)};
        prompt->allow(world.chosen(*prompt, later));
        QVERIFY(world.becomes(State::Recorded));
        QCOMPARE(world.named(world.delivered().last()), QStringList(world.standing.value()));
        QCOMPARE(world.at(world.standing).wished, later);
        QCOMPARE(world.posted(), 0); // nothing lasts longer before the answer has left
        world.restartAll();          // nor is it forgotten
        world.desk->renewDue();
        QTRY_COMPARE(world.at(world.standing).state, PermissionState::Replaced);
        const PermissionRecord after = world.at(world.at(world.standing).replacedBy);
        QCOMPARE(after.state, PermissionState::Active);
        QCOMPARE(utcFromSeconds(after.expires - 1).date(), later.lastDay);
        QCOMPARE(after.timesShared, 2);
        QCOMPARE(after.wished, Duration());
        QVERIFY(world.at(world.standing).wished == Duration());
    }

    void what_was_revoked_while_asking_is_not_named()
    {
        World world;
        world.redirectAnswers(200);
        Prompt *prompt = world.question();
        QVERIFY(prompt);
        const Duration end = world.itsEnd();
        QVERIFY(world.desk->revoke({world.standing}));
        prompt->allow(world.chosen(*prompt, end));
        QVERIFY(world.becomes(State::Recorded));
        QCOMPARE(world.posted(), 1);
        const QStringList named = world.named(world.delivered().last());
        QCOMPARE(named.size(), 1);
        QVERIFY(named.first() != world.standing.value());
    }

    void what_was_revoked_before_the_browser_came_is_not_shared_data()
    {
        QTest::addColumn<bool>("restarted");
        QTest::newRow("while_it_runs") << false;
        QTest::newRow("after_a_restart") << true;
    }
    void what_was_revoked_before_the_browser_came_is_not_shared()
    {
        QFETCH(bool, restarted);
        World world;
        const QString page = world.arrived();
        QVERIFY(!page.isEmpty());
        QCOMPARE(world.posted(), 0);
        QVERIFY(world.desk->revoke({world.standing}));
        if (restarted)
            world.restartAll();
        QCOMPARE(world.engine->page(page), PageState::AnswerReady);
        const auto answer = world.engine->takeAnswer(page);
        QVERIFY(answer);
        QByteArray said = QJsonDocument(answer->toJson()).toJson();
        QVERIFY2(said.contains("temporarily_unavailable") && !said.contains("id_token"), said.constData());
        QCOMPARE(world.last().state, State::Failed);
        QCOMPARE(world.last().failure.code, QByteArray("reuse_ended"));
        QVERIFY(!world.engine->takeAnswer(page));
        QCOMPARE(world.at(world.standing).timesShared, 1);
    }

    void a_crash_after_the_answer_has_left_still_counts_it_once()
    {
        World world;
        const QString page = world.arrived();
        QVERIFY(!page.isEmpty());
        QVERIFY(world.engine->takeAnswer(page));
        QCOMPARE(world.at(world.standing).timesShared, 2);
        world.restartAll();
        QCOMPARE(world.at(world.standing).timesShared, 2);
        QCOMPARE(world.lines(world.standing, "permission_shared_again"), 1);
    }

    void rows_of_earlier_versions_tell_the_resource_by_the_permission_in_them()
    {
        const auto token = [](const char *claims) {
            return QByteArray("e30.") + toBase64Url(claims) + QByteArray(".c2ln");
        };
        FakeRecordStore store;
        for (const auto &[id, claims] : {std::pair{"with", R"({"resource_id":"record-1"})"}, {"without", "{}"}}) {
            PermissionRecord record;
            record.id = PermissionId(text(id));
            QJsonObject row = record.toJson();
            for (const char *later : {"resource_id", "source_account", "times_shared", "last_shared_at"})
                row.remove(text(later));
            row.insert(text("permission"), QString::fromLatin1(token(claims)));
            QVERIFY(store.put(text("permissions"), text(id), row));
        }
        PermissionBook book(store);
        QVERIFY(book.load());
        QCOMPARE(book.find(PermissionId(text("with")))->resourceId, text("record-1"));
        QVERIFY(book.find(PermissionId(text("without")))->resourceId.isNull());
        QCOMPARE(book.find(PermissionId(text("with")))->timesShared, 1);
    }
};

} // namespace

Q_DECLARE_METATYPE(Break)
Q_DECLARE_METATYPE(std::function<void(World &)>)

QTEST_GUILESS_MAIN(TestReuse)
#include "tst_reuse.moc"
