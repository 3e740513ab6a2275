// What an AS adds, alters, drops or lets go on by itself is found and told (profile 5).
#include "sharingworld.h"

#include <QSignalSpy>
#include <QTimer>

using namespace consenttest;
using http::Method;

namespace {

class TestReconciler : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<SharingWorld> world;
    PermissionId id;

    [[nodiscard]] HeldPermission &there() { return world->as->permissions[id.value()]; }
    /// The codes of what was told.
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

    void agreement_says_nothing()
    {
        QVERIFY(world->reconcile());
        QVERIFY(world->told.isEmpty());
        QVERIFY(world->reconciler->alerts().isEmpty());
    }

    void permission_added()
    {
        const PermissionId planted(world->random.uuid());
        world->as->permissions.insert(planted.value(), {there().permission, {}, text("active"), 1, {}});
        QVERIFY(world->reconcile());
        QCOMPARE(told(), QByteArrayList{"permission_added"});
        QCOMPARE(world->lines(planted, "permission_added"), 1);
        const QList<Alert> alerts = world->reconciler->alerts();
        QCOMPARE(alerts.size(), 1);
        QCOMPARE(alerts.first().clientName, text("immunize-me"));
        QVERIFY(alerts.first().sentence().contains(text("never gave")));
        QVERIFY(world->reconciler->dismiss(planted)); // read: it is ended at the AS
        QCOMPARE(world->as->statusOf(planted), text("revoked"));
        QVERIFY(world->reconciler->alerts().isEmpty());
        QVERIFY(world->reconcile());
        QCOMPARE(world->told.size(), 1);
    }

    void permission_altered()
    {
        const PermissionId other = world->give({text("everything")});
        there().permission = world->book->papers(other)->permission;
        QVERIFY(world->reconcile());
        QCOMPARE(told(), QByteArrayList{"permission_altered"});
        QCOMPARE(world->lines(id, "permission_altered"), 1);
    }

    void permission_removed_by_revoking()
    {
        there().status = text("revoked");
        QVERIFY(world->reconcile());
        QCOMPARE(told(), QByteArrayList{"permission_removed"});
        QCOMPARE(world->at(id).state, PermissionState::Revoked);
        QCOMPARE(world->lines(id, "permission_removed"), 1);
    }

    void permission_removed_from_the_list_is_not_recorded_as_ended()
    {
        world->as->permissions.remove(id.value());
        QVERIFY(world->reconcile());
        QCOMPARE(told(), QByteArrayList{"permission_removed"});
        QCOMPARE(world->at(id).state, PermissionState::Active); // it may only be hidden, and can be revoked
        QVERIFY(world->desk->revoke({id}));
        QCOMPARE(world->at(id).state, PermissionState::Revoked);
    }

    void permission_reenabled_after_a_pause_is_paused_again()
    {
        QVERIFY(world->desk->disable(id));
        there().status = text("active");
        ++there().version;
        QVERIFY(world->reconcile());
        QCOMPARE(told(), QByteArrayList{"permission_reenabled"});
        QCOMPARE(there().status, text("disabled"));
        QCOMPARE(world->at(id).state, PermissionState::Disabled);
        QVERIFY(world->reconcile());
        QVERIFY(world->reconciler->alerts().isEmpty()); // no longer so; the history keeps it
        QCOMPARE(world->lines(id, "permission_reenabled"), 1);
    }

    void permission_reenabled_after_its_end_is_revoked_again()
    {
        QVERIFY(world->desk->revoke({id}));
        there().status = text("active");
        QVERIFY(world->reconcile());
        QCOMPARE(told(), QByteArrayList{"permission_reenabled"});
        QCOMPARE(there().status, text("revoked"));
        QCOMPARE(world->at(id).state, PermissionState::Revoked);
    }

    void replaced_one_that_counts_again_is_revoked()
    {
        QVERIFY(world->change(id, {text("read")}, world->inDays(3)));
        there().status = text("active");
        QVERIFY(world->reconcile());
        QCOMPARE(told(), QByteArrayList{"permission_reenabled"});
        QCOMPARE(there().status, text("revoked"));
    }

    void told_once_also_after_a_restart()
    {
        world->as->permissions.remove(id.value());
        QVERIFY(world->reconcile());
        QVERIFY(world->reconcile());
        world->restart();
        QCOMPARE(world->reconciler->alerts().size(), 1);
        QVERIFY(world->reconcile());
        QCOMPARE(world->told.size(), 1);
        QCOMPARE(world->lines(id, "permission_removed"), 1);
    }

    void what_is_no_longer_so_is_no_alert()
    {
        const HeldPermission hidden = world->as->permissions.take(id.value());
        QVERIFY(world->reconcile());
        world->as->permissions.insert(id.value(), hidden);
        QVERIFY(world->reconcile());
        QVERIFY(world->reconciler->alerts().isEmpty());
        QCOMPARE(world->as->statusOf(id), text("active"));
    }

    void expired_and_no_longer_listed_is_no_alert()
    {
        world->later(31LL * 24 * 3600);
        world->as->permissions.remove(id.value());
        QVERIFY(world->reconcile());
        QVERIFY(world->told.isEmpty());
        QCOMPARE(world->at(id).state, PermissionState::Expired);
    }

    void what_is_on_its_way_is_not_compared()
    {
        world->as->trouble = [](const http::Request &request) {
            return request.method == Method::Delete ? Trouble::Down : Trouble::None;
        };
        QVERIFY(world->desk->revoke({id}));
        QVERIFY(world->reconcile());
        QVERIFY(world->told.isEmpty());
        QCOMPARE(world->at(id).state, PermissionState::Revoking);
    }

    void what_changed_while_the_list_was_made_is_not_compared()
    {
        bool once = true;
        world->as->trouble = [&](const http::Request &request) {
            if (request.method == Method::Get && std::exchange(once, false)) {
                // The list says active; then the person pauses it, and the AS confirms before the list arrives.
                PermissionRecord record = world->at(id);
                record.state = PermissionState::Disabled;
                record.version = text("3");
                if (!world->book->put(record))
                    qFatal("cannot store");
            }
            return Trouble::None;
        };
        QVERIFY(world->reconcile());
        QVERIFY(world->told.isEmpty());
        QCOMPARE(world->at(id).state, PermissionState::Disabled);
    }

    void last_use_and_version_are_taken()
    {
        there().lastUsedAt = 1'790'000'123;
        there().version = 9;
        QVERIFY(world->reconcile());
        QCOMPARE(world->at(id).lastUsedAt, 1'790'000'123);
        QCOMPARE(world->at(id).version, text("9"));
        QVERIFY(world->told.isEmpty());
    }

    void a_pause_by_the_network_is_recorded()
    {
        there().status = text("disabled");
        QVERIFY(world->reconcile());
        QCOMPARE(world->at(id).state, PermissionState::Disabled);
        QCOMPARE(world->lines(id, "permission_paused_by_network"), 1);
    }

    void planted_by_the_thousand_they_fill_no_history()
    {
        for (int i = 0; i < 3000; ++i)
            world->as->permissions.insert(world->random.uuid(), {"p", {}, text("active"), 1, {}});
        QVERIFY(world->reconcile());
        QCOMPARE(world->told.size(), 21);
        QCOMPARE(told().count("permission_more"), 1);
        QCOMPARE(world->reconciler->alerts().size(), 21);
        QVERIFY(world->reconcile());
        QCOMPARE(world->told.size(), 21); // nor when they are others each time
        for (int i = 0; i < 100; ++i)
            world->as->permissions.insert(world->random.uuid(), {"p", {}, text("active"), 1, {}});
        QVERIFY(world->reconcile());
        QCOMPARE(world->told.size(), 21);
        const QList<Alert> alerts = world->reconciler->alerts();
        const auto more = std::ranges::find(alerts, AlertKind::More, &Alert::kind);
        QVERIFY(more != alerts.end());
        QCOMPARE(more->count, 3080);
        QVERIFY(world->reconciler->dismiss(more->permission));
        QCOMPARE(world->as->count(Method::Delete), 0);
    }

    void many_that_were_let_go_on_are_all_stopped_again()
    {
        QList<PermissionId> all;
        for (int i = 0; i < 60; ++i)
            all.append(world->give());
        QVERIFY(world->desk->revoke(all));
        QTRY_COMPARE(world->outbox->pending(), 0);
        for (const PermissionId &each : all)
            world->as->permissions[each.value()].status = text("active");
        QVERIFY(world->reconcile());
        QTRY_COMPARE(world->outbox->pending(), 0);
        for (const PermissionId &each : all)
            QCOMPARE(world->as->statusOf(each), text("revoked"));
        QCOMPARE(world->told.size(), 21);
    }

    void permission_list_too_long()
    {
        world->as->endless = true;
        QVERIFY(!world->reconcile());
        QVERIFY(!world->reconcile());
        QCOMPARE(told(), QByteArrayList{"permission_list_too_long"});
        QCOMPARE(world->reconciler->alerts().size(), 1);
        QCOMPARE(world->at(id).state, PermissionState::Active);
        world->as->endless = false;
        QVERIFY(world->reconcile());
        QVERIFY(world->reconciler->alerts().isEmpty());
    }

    void last_uses_of_many_are_recorded_in_few_transactions()
    {
        for (int i = 0; i < 500; ++i)
            world->as->permissions[world->give().value()].lastUsedAt = 1'790'000'123;
        int transactions = 0;
        world->records->onWrite = [&transactions] {
            ++transactions;
            return MortalRecords::Death::None;
        };
        int turns = 0;
        QTimer others;
        connect(&others, &QTimer::timeout, [&turns] { ++turns; });
        others.start(0);
        QVERIFY(world->reconcile());
        QVERIFY2(transactions <= 12, qPrintable(QString::number(transactions)));
        QVERIFY2(turns >= 8, qPrintable(QString::number(turns))); // others have their turn in between
    }

    void a_clock_set_back_stops_no_comparison()
    {
        QSignalSpy compared(world->reconciler.get(), &Reconciler::compared);
        world->clock().jumpWallClock(24LL * 3600);
        world->reconciler->expectActivation();
        world->clock().jumpWallClock(-24LL * 3600);
        world->clock().advanceSeconds(3);
        QVERIFY(QTest::qWaitFor([&] { return !compared.isEmpty(); }, 5000));
    }

    void unreachable_changes_nothing()
    {
        world->as->trouble = [](const http::Request &) { return Trouble::Down; };
        QVERIFY(!world->reconcile());
        QVERIFY(world->told.isEmpty());
        QCOMPARE(world->at(id).state, PermissionState::Active);
    }

    void an_account_that_joined_since_the_start_is_compared_soon_after_an_answer()
    {
        uma::Enrolment joined = *world->accounts->find(EnrolmentId(text("e1")));
        joined.id = EnrolmentId(text("e2"));
        const SecretName key{SecretPurpose::AsKeys, text("e2/account-client")};
        world->secrets.values.insert(key, jose::PrivateKey::generate(jose::Algorithm::ES256)->toSecret());
        QVERIFY(world->records->put(text("enrolments"), text("e2"), joined.toJson()));
        QVERIFY(world->accounts->load());
        QSignalSpy compared(world->reconciler.get(), &Reconciler::compared);
        world->reconciler->expectActivation();
        world->clock().advanceSeconds(2);
        const auto done = [&] {
            return std::ranges::any_of(
                compared, [&](const auto &each) { return each.first().template value<EnrolmentId>() == joined.id; });
        };
        QVERIFY(QTest::qWaitFor(done, 4000));
    }
};

} // namespace

QTEST_GUILESS_MAIN(TestReconciler)
#include "tst_reconciler.moc"
