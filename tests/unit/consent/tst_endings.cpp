// What ends: by itself, at a network that is gone, and at the data source, which is told whatever the network says
// (profile 5).
#include "sharingworld.h"

#include <QElapsedTimer>

using namespace consenttest;
using http::Method;

namespace {

constexpr qint64 day = 24 * 3600;

class TestEndings : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<SharingWorld> world;
    PermissionId id;

    [[nodiscard]] QString ending(const PermissionId &permission) const
    {
        return sourcetest::base + text("/rot/") + permission.value();
    }
    void sourceSays(const Result<http::Response> &answer, const PermissionId &permission)
    {
        world->clinic.http->on(Method::Delete, ending(permission),
                               [answer](const http::Request &) -> Result<http::Response> { return answer; });
    }
    void sourceIs(bool there, const PermissionId &permission)
    {
        if (there)
            sourceSays(http::FakeHttpClient::text({}, 204), permission);
        else
            sourceSays(fail("connect_failed", QString(), QString(), Retry::Later), permission);
    }
    [[nodiscard]] qsizetype told(const PermissionId &permission) const
    {
        return std::ranges::count_if(world->clinic.http->requests, [&](const http::Request &request) {
            return request.method == Method::Delete && request.url.toString() == ending(permission);
        });
    }
    [[nodiscard]] PermissionState state() const { return world->at(id).state; }
    void networkIsGone()
    {
        world->as->trouble = [](const http::Request &) { return Trouble::Down; };
    }
    /// As when another network, or this one, has told the time.
    [[nodiscard]] Result<void> closeAtNetworksTime() { return world->outbox->closeEnded(world->as->now()); }

private Q_SLOTS:
    void init()
    {
        world = std::make_unique<SharingWorld>();
        id = world->give();
    }
    void cleanup() { world.reset(); }

    void source_is_told_of_a_revocation()
    {
        sourceIs(true, id);
        QVERIFY(world->desk->revoke({id}));
        QCOMPARE(state(), PermissionState::Revoked);
        QCOMPARE(told(id), 1);
        QCOMPARE(world->outbox->toSources()->pending(world->clinic.id()), 0);
    }

    void source_that_is_offline_is_told_later_although_the_network_has_confirmed()
    {
        sourceIs(false, id);
        QVERIFY(world->desk->revoke({id}));
        QCOMPARE(state(), PermissionState::Revoked);
        QCOMPARE(world->outbox->toSources()->pending(world->clinic.id()), 1);
        sourceIs(true, id);
        world->later(60);
        QCOMPARE(world->outbox->toSources()->pending(world->clinic.id()), 0);
        const auto asked = told(id);
        world->later(7200);
        QCOMPARE(told(id), asked);
    }

    void source_is_told_after_a_restart()
    {
        sourceIs(false, id);
        QVERIFY(world->desk->revoke({id}));
        world->restart();
        sourceIs(true, id);
        world->later(3);
        QTRY_COMPARE(world->outbox->toSources()->pending(world->clinic.id()), 0);
    }

    void source_is_told_although_the_network_never_confirms()
    {
        sourceIs(true, id);
        networkIsGone();
        QVERIFY(world->desk->revoke({id}));
        QCOMPARE(told(id), 1);
        QCOMPARE(state(), PermissionState::Revoking);
    }

    void source_that_does_not_offer_it_is_left_alone_data()
    {
        QTest::addColumn<int>("status");
        for (const int status : {400, 404, 405, 410})
            QTest::addRow("%d", status) << status;
    }
    void source_that_does_not_offer_it_is_left_alone()
    {
        QFETCH(int, status);
        sourceSays(errorResponse(status, "no"), id);
        QVERIFY(world->desk->revoke({id}));
        QCOMPARE(world->outbox->toSources()->pending(world->clinic.id()), 0);
    }

    void replaced_permission_is_ended_at_the_source()
    {
        sourceIs(true, id);
        QVERIFY(world->change(id, {text("read")}, world->inDays(10)));
        QCOMPARE(state(), PermissionState::Replaced);
        QCOMPARE(told(id), 1);
    }

    void failed_transaction_forgets_no_message_and_no_pause()
    {
        sourceIs(false, id);
        QVERIFY(world->desk->revoke({id}));
        const auto asked = told(id);
        QVERIFY(!world->outbox->transact([]() -> Result<void> { return fail("row_unwritable", QString()); }));
        QCOMPARE(world->outbox->toSources()->pending(world->clinic.id()), 1);
        world->outbox->wake();
        QCOMPARE(told(id), asked);
    }

    void waiting_for_the_source_ends_when_it_was_told()
    {
        sourceIs(false, id);
        QVERIFY(world->desk->revoke({id}));
        bool ended = false;
        const auto wait = [&]() -> QCoro::Task<> {
            co_await world->outbox->toSources()->told(world->clinic.id(), std::chrono::seconds(60));
            ended = true;
        };
        spawn(wait());
        QVERIFY(!ended);
        sourceIs(true, id);
        world->later(60);
        QVERIFY(ended);
    }

    void waiting_for_the_source_ends_with_patience()
    {
        sourceIs(false, id);
        QVERIFY(world->desk->revoke({id}));
        QCoro::waitFor(world->outbox->toSources()->told(world->clinic.id(), std::chrono::milliseconds(20)));
        QCOMPARE(world->outbox->toSources()->pending(world->clinic.id()), 1);
    }

    void waiting_for_the_source_ends_with_the_lock()
    {
        sourceIs(false, id);
        QVERIFY(world->desk->revoke({id}));
        CancelSource session;
        bool ended = false;
        const auto wait = [&]() -> QCoro::Task<> {
            const CancelToken cancel = session.token();
            co_await world->outbox->toSources()->told(world->clinic.id(), std::chrono::seconds(60), cancel);
            ended = true;
        };
        spawn(wait());
        QVERIFY(!ended);
        session.cancel();
        QVERIFY(ended);
    }

    void past_its_end_it_is_recorded_without_the_network()
    {
        networkIsGone();
        world->later(30 * day + 601);
        QCOMPARE(state(), PermissionState::Active);
        QVERIFY(closeAtNetworksTime());
        QCOMPARE(state(), PermissionState::Expired);
        QCOMPARE(world->lines(id, "permission_ended"), 1);
    }

    void before_its_end_nothing_is_recorded()
    {
        world->later(30 * day + 500); // clocks may differ by so much
        QVERIFY(closeAtNetworksTime());
        QCOMPARE(state(), PermissionState::Active);
    }

    void revoked_at_a_network_that_is_gone_has_ended_and_is_not_asked_for_any_more()
    {
        networkIsGone();
        sourceIs(false, id);
        QVERIFY(world->desk->revoke({id}));
        world->later(31 * day);
        QCOMPARE(state(), PermissionState::Revoking);
        QVERIFY(closeAtNetworksTime());
        QCOMPARE(state(), PermissionState::Expired);
        QCOMPARE(world->lines(id, "permission_end_unconfirmed"), 1);
        QCOMPARE(world->lines(id, "permission_revoked"), 0);
        QCOMPARE(world->outbox->pending(), 0);
        QCOMPARE(world->outbox->toSources()->pending(world->clinic.id()), 0);
        const int asked = world->as->count(Method::Delete);
        world->later(10 * day);
        QCOMPARE(world->as->count(Method::Delete), asked);
    }

    void nobody_to_confirm_the_time_means_once_a_day()
    {
        networkIsGone();
        QVERIFY(world->desk->revoke({id}));
        for (int hour = 0; hour < 31 * 24; ++hour)
            world->later(3600);
        const int before = world->as->count(Method::Delete);
        for (int hour = 0; hour < 10 * 24; ++hour)
            world->later(3600);
        const int more = world->as->count(Method::Delete) - before;
        QVERIFY2(more >= 7 && more <= 11, qPrintable(QString::number(more)));
        QCOMPARE(state(), PermissionState::Revoking); // the model shows that it has ended; the record waits
        world->as->trouble = [](const http::Request &) { return Trouble::None; };
        world->later(2 * day);
        QCOMPARE(state(), PermissionState::Revoked);
    }

    void a_year_ahead_records_no_end()
    {
        QVERIFY(world->reconcile());
        networkIsGone();
        world->clock().jumpWallClock(365 * day);
        world->desk->renewDue();
        world->later(3600);
        world->desk->renewDue();
        QCOMPARE(state(), PermissionState::Active);
        QVERIFY(world->reconciler->alerts().isEmpty());
    }

    void network_that_lists_it_past_its_end_is_no_alert()
    {
        world->later(31 * day);
        QVERIFY(closeAtNetworksTime());
        QVERIFY(world->reconcile()); // still "active" there
        QVERIFY(world->told.isEmpty());
        QCOMPARE(state(), PermissionState::Expired);
    }

    void the_network_forgets_it_a_moment_early()
    {
        world->later(30 * day - 30);
        world->as->permissions.remove(id.value());
        QVERIFY(world->reconcile());
        QVERIFY(world->told.isEmpty());
        QCOMPARE(state(), PermissionState::Expired);
    }
};

} // namespace

QTEST_GUILESS_MAIN(TestEndings)
#include "tst_endings.moc"
