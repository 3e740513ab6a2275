// What the outbox does with each answer of an AS (profile 5).
#include "sharingworld.h"

using namespace consenttest;
using http::Method;

namespace {

class TestOutbox : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<SharingWorld> world;
    PermissionId id;

    /// The next exchanges meet these, one each.
    void meets(QList<Trouble> list)
    {
        world->as->trouble = [list](const http::Request &) mutable {
            return list.isEmpty() ? Trouble::None : list.takeFirst();
        };
    }
    [[nodiscard]] PermissionState state() const { return world->at(id).state; }

private Q_SLOTS:
    void init()
    {
        world = std::make_unique<SharingWorld>();
        id = world->give();
    }
    void cleanup() { world.reset(); }

    void pausing_sends_the_version_and_says_so_until_confirmed()
    {
        meets({Trouble::Down});
        QVERIFY(world->desk->disable(id));
        QCOMPARE(state(), PermissionState::Disabling);
        QCOMPARE(world->as->statusOf(id), text("active"));
        world->later(5);
        QCOMPARE(state(), PermissionState::Disabled);
        QCOMPARE(world->as->statusOf(id), text("disabled"));
        QCOMPARE(world->as->requests.last().headers.value("If-Match"), QByteArray("\"2\""));
        QCOMPARE(world->lines(id, "permission_disabling"), 1);
        QCOMPARE(world->lines(id, "permission_disabled"), 1);
        QVERIFY(world->desk->enable(id));
        QCOMPARE(state(), PermissionState::Active);
        QCOMPARE(world->as->requests.last().headers.value("If-Match"), QByteArray("\"3\""));
    }

    void outdated_version_412_is_read_again()
    {
        world->as->permissions[id.value()].version = 7;
        QVERIFY(world->desk->disable(id));
        QCOMPARE(state(), PermissionState::Disabled);
        QCOMPARE(world->as->count(Method::Get), 1);
        QCOMPARE(world->as->requests.last().headers.value("If-Match"), QByteArray("\"7\""));
    }

    void missing_version_428_is_read_again()
    {
        meets({Trouble::Precondition428});
        QVERIFY(world->desk->disable(id));
        QCOMPARE(state(), PermissionState::Disabled);
        QCOMPARE(world->as->count(Method::Get), 1);
    }

    void unknown_version_is_asked_for_and_never_left_out()
    {
        PermissionRecord record = world->at(id);
        record.version.clear();
        QVERIFY(world->book->put(record));
        QVERIFY(world->desk->disable(id));
        QCOMPARE(state(), PermissionState::Disabled);
        for (const http::Request &request : std::as_const(world->as->requests))
            QVERIFY(request.method != Method::Patch || request.headers.has("If-Match"));
    }

    void a_412_without_end_is_given_up_for_a_while()
    {
        world->as->trouble = [](const http::Request &request) {
            return request.method == Method::Patch ? Trouble::Precondition412 : Trouble::None;
        };
        QVERIFY(world->desk->disable(id));
        QCOMPARE(world->as->count(Method::Patch), 3);
        QCOMPARE(state(), PermissionState::Disabling);
        QCOMPARE(world->outbox->pending(), 1);
    }

    void gone_410_on_pausing_is_recorded_as_ended()
    {
        world->as->permissions[id.value()].status = text("revoked");
        QVERIFY(world->desk->disable(id));
        QCOMPARE(state(), PermissionState::Revoked);
        QCOMPARE(world->lines(id, "permission_ended"), 1);
        QCOMPARE(world->outbox->pending(), 0);
    }

    void used_meanwhile_is_recorded_as_used()
    {
        world->as->permissions[id.value()].status = text("used");
        QVERIFY(world->desk->disable(id));
        QCOMPARE(state(), PermissionState::Used);
    }

    void yes_without_doing_it_is_not_believed()
    {
        world->as->liesAboutStatus = true;
        QVERIFY(world->desk->disable(id));
        QCOMPARE(state(), PermissionState::Disabling);
        world->as->liesAboutStatus = false;
        world->later(3);
        QCOMPARE(state(), PermissionState::Disabled);
    }

    void not_found_404_on_delete_is_retried()
    {
        meets({Trouble::NotFound, Trouble::NotFound});
        QVERIFY(world->desk->revoke({id}));
        QCOMPARE(state(), PermissionState::Revoking);
        world->later(3);
        QCOMPARE(state(), PermissionState::Revoking);
        world->later(10);
        QCOMPARE(state(), PermissionState::Revoked);
        QCOMPARE(world->as->statusOf(id), text("revoked"));
    }

    void server_error_5xx_is_retried_with_growing_pauses()
    {
        world->as->trouble = [](const http::Request &) { return Trouble::Error500; };
        QVERIFY(world->desk->revoke({id}));
        for (int second = 0; second < 64; ++second)
            world->later(1);
        QVERIFY(world->as->count(Method::Delete) >= 5);
        QVERIFY(world->as->count(Method::Delete) <= 8);
        QCOMPARE(state(), PermissionState::Revoking);
        world->as->trouble = [](const http::Request &) { return Trouble::None; };
        world->later(4000);
        QCOMPARE(state(), PermissionState::Revoked);
    }

    void retry_after_of_a_429_is_honoured()
    {
        meets({Trouble::TooMany});
        QVERIFY(world->desk->revoke({id}));
        world->later(119);
        QCOMPARE(world->as->count(Method::Delete), 1);
        world->later(2);
        QCOMPARE(state(), PermissionState::Revoked);
    }

    void retry_after_of_years_is_a_day()
    {
        world->as->retryAfter = 100'000'000;
        meets({Trouble::TooMany});
        QVERIFY(world->desk->revoke({id}));
        world->later(24LL * 3600 + 1);
        QCOMPARE(state(), PermissionState::Revoked);
    }

    void applied_and_lost_is_confirmed_by_the_410()
    {
        meets({Trouble::Dies});
        QVERIFY(world->desk->revoke({id}));
        QCOMPARE(world->as->statusOf(id), text("revoked"));
        QCOMPARE(state(), PermissionState::Revoking);
        world->later(3);
        QCOMPARE(state(), PermissionState::Revoked);
        QCOMPARE(world->lines(id, "permission_revoked"), 1);
    }

    void a_revocation_survives_the_end_of_the_program()
    {
        meets({Trouble::Down, Trouble::Down});
        QVERIFY(world->desk->revoke({id}));
        world->restart();
        QCOMPARE(state(), PermissionState::Revoking);
        world->later(5);
        QCOMPARE(state(), PermissionState::Revoked);
    }

    void a_later_wish_takes_the_place_of_an_earlier_one()
    {
        meets({Trouble::Down});
        QVERIFY(world->desk->disable(id));
        QVERIFY(world->desk->revoke({id}));
        QCOMPARE(state(), PermissionState::Revoked);
        QCOMPARE(world->as->count(Method::Patch), 1);
        QCOMPARE(world->outbox->pending(), 0);
    }

    void nothing_takes_a_revocation_back()
    {
        world->as->trouble = [](const http::Request &) { return Trouble::Down; };
        QVERIFY(world->desk->revoke({id}));
        QCOMPARE(vault::test::codeOf(world->desk->enable(id)), QByteArray("permission_not_live"));
        QVERIFY(world->outbox->transact([this] { return world->outbox->add(id, OutboxKind::Enable); }));
        QCOMPARE(state(), PermissionState::Revoking);
    }

    void several_are_revoked_together_or_not_at_all()
    {
        const PermissionId other = world->give();
        int writes = 0;
        world->records->onWrite = [&writes] {
            return ++writes == 1 ? MortalRecords::Death::Before : MortalRecords::Death::None;
        };
        QVERIFY(!world->desk->revoke({id, other}));
        QCOMPARE(state(), PermissionState::Active);
        QCOMPARE(world->at(other).state, PermissionState::Active);
        world->restart();
        QVERIFY(world->desk->revoke({id, other}));
        QCOMPARE(world->as->statusOf(id), text("revoked"));
        QCOMPARE(world->as->statusOf(other), text("revoked"));
    }

    void a_clock_that_was_set_keeps_no_revocation_waiting_data()
    {
        QTest::addColumn<qint64>("step");
        for (const qint64 step : {60, 3600, 86400, 31536000})
            QTest::addRow("%lld s", step) << step;
    }
    void a_clock_that_was_set_keeps_no_revocation_waiting()
    {
        QFETCH(qint64, step);
        world->clock().jumpWallClock(step); // ahead until the time service sets it; nothing gets through until then
        world->as->trouble = [](const http::Request &) { return Trouble::Down; };
        QVERIFY(world->desk->revoke({id}));
        for (int i = 0; i < 20; ++i)
            world->later(60);
        QCOMPARE(state(), PermissionState::Revoking);
        world->as->trouble = [](const http::Request &) { return Trouble::None; };
        world->clock().jumpWallClock(-step);
        world->later(3600 + 720);
        QCOMPARE(state(), PermissionState::Revoked);
        QCOMPARE(world->as->statusOf(id), text("revoked"));
    }

    void what_is_stored_is_due_after_a_restart()
    {
        world->clock().jumpWallClock(31536000);
        world->as->trouble = [](const http::Request &) { return Trouble::Down; };
        QVERIFY(world->desk->revoke({id}));
        for (int i = 0; i < 20; ++i)
            world->later(3600);
        world->as->trouble = [](const http::Request &) { return Trouble::None; };
        world->clock().jumpWallClock(-31536000);
        world->restart();
        QTRY_COMPARE(state(), PermissionState::Revoked);
    }

    void an_hour_ahead_signs_no_assertion_that_is_refused()
    {
        QVERIFY(world->reconcile());
        world->later(400); // its token has ended
        world->clock().jumpWallClock(3600);
        QVERIFY(world->desk->revoke({id}));
        QCOMPARE(state(), PermissionState::Revoked);
        QVERIFY2(world->as->timeFaults.isEmpty(), qPrintable(world->as->timeFaults.join(u'\n')));
    }

    void the_delay_doubles_up_to_an_hour()
    {
        QCOMPARE(outboxDelay(1, 0), 1);
        QCOMPARE(outboxDelay(2, 0), 2);
        QCOMPARE(outboxDelay(11, 0), 1024);
        QCOMPARE(outboxDelay(12, 0), 3600);
        QCOMPARE(outboxDelay(1000, 0), 3600);
        QCOMPARE(outboxDelay(12, 0.999), 3600 + 719);
    }

    void an_entry_of_an_earlier_version_is_read()
    {
        const auto old = OutboxEntry::fromJson(umatest::json(
            "{'permission':'6b5a2f0e-0000-4000-8000-000000000001','kind':'discard','attempts':2,'not_before':1890000000}"));
        QVERIFY(old);
        QCOMPARE(old->dueAt, 0); // a moment of a wall clock that may have been wrong
        QCOMPARE(old->kind, OutboxKind::Discard);
        QVERIFY(old->enrolment.isEmpty());
        QVERIFY(!OutboxEntry::fromJson(umatest::json("{'permission':'p','kind':'other','attempts':0,'not_before':0}")));
    }
};

} // namespace

QTEST_GUILESS_MAIN(TestOutbox)
#include "tst_outbox.moc"
