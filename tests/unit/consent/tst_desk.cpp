// Narrowing, changing the end and renewing: a new permission in the old one's place, in one step (profile 5).
#include "sharingworld.h"

#include <fpx/consent/sharedthing.h>

using namespace consenttest;
using http::Method;
using vault::test::codeOf;

namespace {

constexpr qint64 day = 24 * 3600;

class TestDesk : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<SharingWorld> world;
    PermissionId id;

    Result<void> narrow() { return world->change(id, {text("read")}, world->inDays(10)); }
    [[nodiscard]] PermissionRecord replacement() const
    {
        for (const PermissionRecord &record : world->book->all()) {
            if (record.replaces == id)
                return record;
        }
        return {};
    }
    [[nodiscard]] QJsonObject claimsOf(const PermissionRecord &record) const
    {
        return jose::peekUnverified(world->book->papers(record.id)->permission)->claims;
    }
    [[nodiscard]] QJsonValue keyOf(const PermissionRecord &record) const
    {
        return jose::peekUnverified(world->book->papers(record.id)->permission)->header.value(text("jwk"));
    }
    void renewable(PermissionState state = PermissionState::Active)
    {
        PermissionRecord record = world->at(id);
        record.untilRevoked = true;
        record.state = state;
        record.expires = record.signedAt + 90 * day;
        if (!world->book->put(record))
            qFatal("cannot store");
    }
    [[nodiscard]] QByteArrayList told() const
    {
        QByteArrayList codes;
        for (const Error &error : world->told)
            codes.append(error.code);
        return codes;
    }

private Q_SLOTS:
    void init()
    {
        world = std::make_unique<SharingWorld>();
        id = world->give();
    }
    void cleanup() { world.reset(); }

    void narrowing_puts_a_new_permission_in_the_place_of_the_old()
    {
        QVERIFY(narrow());
        const PermissionRecord fresh = replacement();
        QCOMPARE(fresh.state, PermissionState::Active);
        QCOMPARE(world->at(id).state, PermissionState::Replaced);
        QCOMPARE(world->as->statusOf(fresh.id), text("active"));
        QCOMPARE(world->as->statusOf(id), text("revoked"));
        const QJsonObject claims = claimsOf(fresh);
        const QJsonObject before = claimsOf(world->at(id));
        QCOMPARE(claims.value(text("replaces")).toString(), id.value());
        QCOMPARE(claims.value(text("resource_scopes")).toArray(), QJsonArray{text("read")});
        for (const char *same : {"ticket_hash", "request_id", "client_id", "aud", "as", "resource_definition", "usage"})
            QCOMPARE(claims.value(text(same)), before.value(text(same)));
        QCOMPARE(fresh.grantedAt, world->at(id).grantedAt);
        QCOMPARE(fresh.names->scopeNames, QStringList{text("read")});
        QVERIFY(world->book->papers(fresh.id)->body.isEmpty());
        QCOMPARE(world->lines(fresh.id, "permission_changing"), 1);
        QCOMPARE(world->lines(fresh.id, "permission_changed"), 1);
    }

    void key_pseudonym_and_rot_are_fresh()
    {
        QVERIFY(narrow());
        const PermissionRecord fresh = replacement();
        const QJsonObject claims = claimsOf(fresh);
        const QJsonObject before = claimsOf(world->at(id));
        QVERIFY(keyOf(fresh) != keyOf(world->at(id)));
        for (const char *other : {"permission_id", "iss", "rot_hash"})
            QVERIFY(claims.value(text(other)) != before.value(text(other)));
    }

    void both_records_change_in_one_transaction()
    {
        int writes = 0;
        QList<QPair<PermissionState, PermissionState>> seen;
        world->records->onWrite = [&] {
            ++writes;
            const PermissionRecord fresh = replacement();
            if (!fresh.id.isEmpty())
                seen.append({world->at(id).state, fresh.state});
            return MortalRecords::Death::None;
        };
        QVERIFY(narrow());
        const QPair before(PermissionState::Active, PermissionState::Draft);
        const QPair after(PermissionState::Replaced, PermissionState::Active); // the source is told
        QVERIFY(seen.contains(before));
        for (const auto &states : std::as_const(seen))
            QVERIFY(states == before || states == after);
        QCOMPARE(replacement().state, PermissionState::Active);
    }

    void a_lost_answer_is_asked_for_with_the_same_bytes_also_after_a_restart()
    {
        QList<Trouble> list{Trouble::Dies, Trouble::Error500};
        world->as->trouble = [&list](const http::Request &) {
            return list.isEmpty() ? Trouble::None : list.takeFirst();
        };
        QVERIFY(narrow());
        QCOMPARE(world->at(id).state, PermissionState::Active); // as far as the wallet knows
        QCOMPARE(world->at(id).replacedBy, replacement().id);
        world->restart();
        world->later(5);
        world->later(5);
        QCOMPARE(replacement().state, PermissionState::Active);
        QCOMPARE(world->at(id).state, PermissionState::Replaced);
        QCOMPARE(world->as->count(Method::Post), 3);
        for (const http::Request &request : std::as_const(world->as->requests))
            QCOMPARE(request.body, world->as->requests.first().body);
    }

    void replace_refused_409_changes_nothing()
    {
        world->as->permissions[id.value()].status = text("used");
        QVERIFY(narrow());
        QCOMPARE(replacement().state, PermissionState::Dropped);
        QCOMPARE(world->at(id).state, PermissionState::Active); // the next comparison says what it is
        QVERIFY(world->at(id).replacedBy.isEmpty());
        QCOMPARE(world->told.size(), 1);
        QCOMPARE(world->told.first().code, QByteArray("replace_refused"));
        QCOMPARE(world->as->count(Method::Delete), 0);
    }

    void what_an_as_refuses_otherwise_is_deleted_there()
    {
        world->as->rest->answer(Method::Get, asUrl + text("/unused"), {});
        world->as->trouble = [](const http::Request &request) {
            return request.method == Method::Post ? Trouble::NotFound : Trouble::None;
        };
        QVERIFY(narrow());
        QCOMPARE(replacement().state, PermissionState::Dropped);
        QCOMPARE(world->as->count(Method::Delete), 1);
        QCOMPARE(world->at(id).state, PermissionState::Active);
        QCOMPARE(world->as->statusOf(id), text("active"));
        QCOMPARE(world->told.size(), 1);
    }

    void a_paused_one_stays_paused()
    {
        QVERIFY(world->desk->disable(id));
        QVERIFY(narrow());
        QCOMPARE(replacement().state, PermissionState::Disabled);
        QCOMPARE(world->as->statusOf(replacement().id), text("disabled"));
    }

    void revoking_while_a_change_is_on_its_way_ends_both()
    {
        QList<Trouble> list{Trouble::Dies};
        world->as->trouble = [&list](const http::Request &) {
            return list.isEmpty() ? Trouble::None : list.takeFirst();
        };
        QVERIFY(narrow());
        const PermissionId fresh = replacement().id;
        QCOMPARE(world->as->statusOf(fresh), text("active"));
        QVERIFY(world->desk->revoke({id}));
        world->later(5);
        QCOMPARE(world->as->statusOf(fresh), text("revoked"));
        QCOMPARE(world->as->statusOf(id), text("revoked"));
        QCOMPARE(world->at(id).state, PermissionState::Revoked);
        QCOMPARE(world->at(fresh).state, PermissionState::Dropped);
    }

    void nothing_else_is_done_while_a_change_is_on_its_way()
    {
        world->as->trouble = [](const http::Request &) { return Trouble::Down; };
        QVERIFY(narrow());
        QCOMPARE(codeOf(world->desk->disable(id)), QByteArray("permission_changing"));
        QCOMPARE(codeOf(narrow()), QByteArray("permission_changing"));
    }

    void scope_widened_is_refused()
    {
        QCOMPARE(codeOf(world->change(id, {text("read"), text("write")}, world->inDays(10))),
                 QByteArray("choice_incomplete"));
        QCOMPARE(codeOf(world->change(id, {}, world->inDays(10))), QByteArray("choice_incomplete"));
        QVERIFY(world->as->requests.isEmpty());
    }

    void end_beyond_what_was_asked_is_refused()
    {
        id = world->give({text("read")}, world->clock().nowSeconds() + 60 * day);
        QCOMPARE(codeOf(world->change(id, {text("read")}, world->inDays(61))), QByteArray("duration_too_long"));
        QCOMPARE(codeOf(world->change(id, {text("read")}, {DurationKind::UntilRevoked, {}})),
                 QByteArray("duration_too_long"));
        QCOMPARE(codeOf(world->change(id, {text("read")}, world->inDays(-1))), QByteArray("choice_incomplete"));
        QVERIFY(world->change(id, {text("read")}, world->inDays(50)));
        QVERIFY(replacement().expires > world->at(id).expires);
    }

    void never_beyond_a_year()
    {
        const auto offer = world->desk->offer(id);
        QVERIFY(offer && offer->untilRevoked);
        QVERIFY(world->clock().now().date().daysTo(offer->latest) <= 365);
        QCOMPARE(codeOf(world->change(id, {text("read")}, world->inDays(366))), QByteArray("duration_too_long"));
    }

    void a_source_that_does_not_answer_leaves_all_as_it_was()
    {
        world->clinic.http->answer(Method::Post, sourcetest::base + text("/rot"), errorResponse(503, "down"));
        QCOMPARE(codeOf(narrow()), QByteArray("source_offline"));
        QVERIFY(replacement().id.isEmpty());
        QVERIFY(world->at(id).replacedBy.isEmpty());
        QVERIFY(world->as->requests.isEmpty());
    }

    void until_revoked_is_renewed_after_three_quarters()
    {
        renewable();
        world->later(67 * day);
        world->desk->renewDue();
        QVERIFY(replacement().id.isEmpty());
        world->later(day);
        world->desk->renewDue();
        QCOMPARE(replacement().state, PermissionState::Active);
        QVERIFY(replacement().untilRevoked);
        QCOMPARE(replacement().scopes, world->at(id).scopes);
        QVERIFY(replacement().expires > world->at(id).expires);
        QCOMPARE(world->lines(replacement().id, "permission_renewing"), 1);
        world->desk->renewDue();
        QCOMPARE(world->as->count(Method::Post), 1);
    }

    // A renewal is an automatic grant: the sign-in is confirmed before it, and must hold (profile 8).
    void renewal_asks_the_identity_provider_first()
    {
        renewable();
        world->later(60 * day);
        world->desk->renewDue();
        QCOMPARE(world->confirmed, 0); // nothing is due
        world->later(10 * day);
        world->sessionStands = false;
        world->desk->renewDue();
        QCOMPARE(world->confirmed, 1);
        QVERIFY(replacement().id.isEmpty());
        QVERIFY(world->as->requests.isEmpty());
        QVERIFY(world->told.isEmpty()); // there is time
        QVERIFY(narrow());              // the person's own doing asks nobody
        QCOMPARE(world->confirmed, 1);
    }
    void renewal_waits_for_the_sign_in_and_goes_on_with_it()
    {
        renewable();
        world->desk->start();
        world->signedIn = false;
        world->later(85 * day);
        world->desk->renewDue();
        QVERIFY(world->as->requests.isEmpty());
        QCOMPARE(told(), QByteArrayList{"renewal_needs_sign_in"}); // in the last week
        world->desk->signInChanged();
        QVERIFY(world->as->requests.isEmpty());
        world->signedIn = true;
        world->desk->signInChanged();
        QCOMPARE(replacement().state, PermissionState::Active);
    }
    void signing_out_during_a_renewal_stops_it()
    {
        renewable();
        world->later(70 * day);
        world->clinic.http->hold = true;
        world->desk->renewDue();
        world->signedIn = false;
        world->clinic.http->hold = false;
        for (int i = 0; i < 6; ++i)
            world->clinic.http->release();
        QVERIFY(replacement().id.isEmpty());
        QVERIFY(world->at(id).replacedBy.isEmpty());
        QVERIFY(world->as->requests.isEmpty());
    }
    void a_locked_desk_renews_nothing_when_the_session_changes()
    {
        renewable();
        world->later(70 * day);
        world->desk->signInChanged(); // not started
        QVERIFY(world->as->requests.isEmpty());
    }

    void nothing_else_is_renewed()
    {
        world->later(29 * day); // has an end that the person chose
        world->desk->renewDue();
        renewable(PermissionState::Disabled);
        world->later(50 * day);
        world->desk->renewDue();
        QVERIFY(world->as->requests.isEmpty());
    }

private:
    void registry(const char *path, const char *json)
    {
        world->network.http->answer(Method::Get, asUrl + text("/registry/") + text(path),
                                    http::FakeHttpClient::json(umatest::json(json)));
    }
    void rule(policy::Effect effect, const policy::Obligations &then = {})
    {
        policy::Rule rule;
        rule.id = text("a-rule");
        rule.effect = effect;
        rule.when.name(AsIdentifier(text("health")));
        rule.when.name(ClientId(text("immunize-me")));
        rule.then = then;
        world->rules = policy::RuleSet(QList<policy::Rule>{rule});
    }
    /// It would be renewed now.
    void comesToBeRenewed()
    {
        renewable();
        world->later(70 * day);
        world->desk->renewDue();
        world->desk->renewDue();
    }
    /// Not for longer, but for less.
    void checkOnlyLessIsAllowed(const char *code)
    {
        QCOMPARE(codeOf(world->change(id, {text("read")}, world->inDays(200))), QByteArray(code));
        QVERIFY(replacement().id.isEmpty());
        QVERIFY(narrow());
        QCOMPARE(replacement().scopes, QStringList{text("read")});
    }

private Q_SLOTS:
    void stale_operator_profile_renews_and_extends_nothing()
    {
        world->profileIsFresh = fail("operator_profile_stale", QString());
        comesToBeRenewed();
        QVERIFY(world->as->requests.isEmpty());
        checkOnlyLessIsAllowed("operator_profile_stale");
    }

    void disabled_client_is_not_renewed_or_extended()
    {
        registry("clients/immunize-me", "{'display_name':'Immunize Me','organization':'imm','disabled':true}");
        comesToBeRenewed();
        QVERIFY(world->as->requests.isEmpty());
        checkOnlyLessIsAllowed("client_disabled");
    }

    void deny_rule_renews_and_extends_nothing_and_says_so_once()
    {
        rule(policy::Effect::Deny);
        comesToBeRenewed();
        QVERIFY(world->as->requests.isEmpty());
        QCOMPARE(told(), QByteArrayList{"denied_by_rule"});
        checkOnlyLessIsAllowed("denied_by_rule");
    }

    void ask_rule_is_not_renewed_and_can_be_extended_by_hand()
    {
        rule(policy::Effect::Ask);
        comesToBeRenewed();
        QVERIFY(world->as->requests.isEmpty());
        QCOMPARE(told(), QByteArrayList{"renewal_held_back"});
        QVERIFY(world->change(id, {text("read")}, world->inDays(200)));
        QVERIFY(replacement().expires > world->at(id).expires);
    }

    void limit_of_days_binds_a_renewal()
    {
        policy::Obligations then;
        then.limitDays = 30;
        rule(policy::Effect::Allow, then);
        comesToBeRenewed();
        QCOMPARE(replacement().state, PermissionState::Active);
        QCOMPARE(replacement().expires, world->as->now() + 30 * day);
    }

    void limit_of_days_binds_an_extension()
    {
        policy::Obligations then;
        then.limitDays = 40;
        rule(policy::Effect::Ask, then);
        QVERIFY(world->change(id, {text("read")}, world->inDays(200)));
        QCOMPARE(replacement().expires, world->as->now() + 40 * day);
    }

    void client_that_looks_different_is_not_renewed()
    {
        PermissionRecord record = world->at(id);
        PermissionNames names = *record.names;
        names.clientOrganization = text("imm");
        names.clientLanguage = text("en");
        record.names = names;
        QVERIFY(world->book->put(record));
        registry("clients/immunize-me", "{'display_name':'Immunize Me','organization':'others'}");
        registry("organizations/others", "{'display_name':'Others'}");
        comesToBeRenewed();
        QVERIFY(world->as->requests.isEmpty());
        QCOMPARE(told(), QByteArrayList{"renewal_held_back"});
        QVERIFY(world->change(id, {text("read")}, world->inDays(200)));
    }

    void renewals_are_a_few_at_a_time()
    {
        for (int i = 0; i < 30; ++i) {
            id = world->give();
            renewable();
        }
        world->later(70 * day);
        world->network.http->requests.clear();
        world->network.http->hold = true;
        world->desk->renewDue();
        QCOMPARE(world->network.http->requests.size(), 3);
        world->network.http->hold = false;
        world->network.http->release();
        QVERIFY(QTest::qWaitFor([&] { return world->as->count(Method::Post) == 30; }, 20'000));
    }

    void end_is_never_beyond_what_was_asked_to_the_second()
    {
        world->as->max = text("P60D");
        id = world->give({text("read")}, world->clock().nowSeconds() + 60 * day);
        const auto offer = world->desk->offer(id);
        QVERIFY(offer);
        QVERIFY(world->change(id, {text("read")}, {DurationKind::Until, offer->latest}));
        QCOMPARE(replacement().expires, world->at(id).latestEnd);
        QVERIFY2(world->as->timeFaults.isEmpty(), qPrintable(world->as->timeFaults.join(u'\n')));
    }

    void latest_end_of_version_0_1_is_read_as_the_moment_that_it_meant()
    {
        QJsonObject row = world->at(id).toJson();
        const qint64 granted = world->at(id).grantedAt;
        const qint64 midnight = (granted / day + 91) * day; // 90 days, and to the end of that day
        row.insert(text("latest_end"), midnight);
        QCOMPARE(PermissionRecord::fromJson(row)->latestEnd, granted + 90 * day);
        row.insert(text("latest_end"), PermissionRecord::noLatestEnd);
        QCOMPARE(PermissionRecord::fromJson(row)->latestEnd, PermissionRecord::noLatestEnd);
    }

    void a_renewal_that_fails_is_told_in_the_last_week()
    {
        renewable();
        world->clinic.http->answer(Method::Post, sourcetest::base + text("/rot"), errorResponse(503, "down"));
        world->later(70 * day);
        world->desk->renewDue();
        QVERIFY(world->told.isEmpty());
        world->later(14 * day);
        world->desk->renewDue();
        QCOMPARE(world->told.size(), 1);
        QCOMPARE(world->at(id).state, PermissionState::Active);
    }

    void what_goes_with_a_revocation_is_done_with_it_or_nothing_is()
    {
        const auto refused = world->desk->revoke({id}, []() -> Result<void> { return fail("no_room", text("No")); });
        QVERIFY(!refused);
        QCOMPARE(world->at(id).state, PermissionState::Active);
        QCOMPARE(world->outbox->pending(), 0);
        QCOMPARE(world->lines(id, "permission_revoking"), 0);
        bool done = false;
        QVERIFY(world->desk->revoke({id}, [&]() -> Result<void> {
            done = true;
            return {};
        }));
        QVERIFY(done);
        QTRY_COMPARE(world->at(id).state, PermissionState::Revoked);
    }

    void all_that_shares_the_same_is_found()
    {
        QList<PermissionId> same{id, world->give({text("read")}), world->give()};
        const PermissionId ended = world->give();
        const PermissionId others = world->give();
        const auto edit = [this](const PermissionId &which, const std::function<void(PermissionRecord &)> &change) {
            PermissionRecord record = world->at(which);
            change(record);
            QVERIFY(world->book->put(record));
        };
        edit(same.last(), [](PermissionRecord &one) { one.once = true; });
        edit(ended, [](PermissionRecord &one) { one.state = PermissionState::Expired; });
        edit(others, [](PermissionRecord &one) { one.subject = text("child"); });
        QList<PermissionId> found = allBehind(*world->book, {same.first(), same.last()});
        std::ranges::sort(found);
        std::ranges::sort(same);
        QCOMPARE(found, same);
        QCOMPARE(allBehind(*world->book, {others}), QList<PermissionId>{others});
        QCOMPARE(allBehind(*world->book, {PermissionId(text("unknown"))}), QList<PermissionId>());
    }
};

} // namespace

QTEST_GUILESS_MAIN(TestDesk)
#include "tst_desk.moc"
