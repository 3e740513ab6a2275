#include "fakefacade.h"

#include "shell/autolock.h"

#include <QSignalSpy>
#include <QTest>
#include <QWidget>

#include <ctime>

using namespace fpx;
using namespace fpx::ui;
using Phase = wallet::Facade::Phase;

class TestAutoLock : public QObject
{
    Q_OBJECT

    static QVariantMap everything()
    {
        return {{QStringLiteral("auto_lock"), true},
                {QStringLiteral("auto_lock_minutes"), 1},
                {QStringLiteral("lock_on_screen_lock"), true},
                {QStringLiteral("lock_on_sleep"), true}};
    }

private Q_SLOTS:
    void locks_when_idle()
    {
        test::FakeFacade facade;
        facade.settings = everything();
        AutoLock lock(facade, facade.clock, std::chrono::milliseconds(20));
        facade.clock.advanceSeconds(1);
        QTRY_COMPARE(facade.phase(), Phase::Locked);
    }
    void locks_in_every_phase_in_which_the_vault_is_open_data()
    {
        QTest::addColumn<Phase>("phase");
        QTest::newRow("first run") << Phase::FirstRun;
        QTest::newRow("signed out") << Phase::SignedOut;
        QTest::newRow("ready") << Phase::Ready;
    }
    void locks_in_every_phase_in_which_the_vault_is_open()
    {
        QFETCH(const Phase, phase);
        test::FakeFacade facade;
        facade.settings = everything();
        AutoLock lock(facade, facade.clock, std::chrono::milliseconds(20));
        facade.setPhase(phase);
        lock.sleeping(true);
        QCOMPARE(facade.phase(), Phase::Locked);
        facade.setPhase(phase);
        lock.screenLocked(true);
        QCOMPARE(facade.phase(), Phase::Locked);
        facade.setPhase(phase);
        facade.clock.advanceSeconds(1);
        QTRY_COMPARE(facade.phase(), Phase::Locked);
    }
    void counts_anew_after_unlocking()
    {
        test::FakeFacade facade;
        facade.settings = everything();
        AutoLock lock(facade, facade.clock, std::chrono::milliseconds(20));
        facade.clock.advanceSeconds(1);
        QTRY_COMPARE(facade.phase(), Phase::Locked);
        facade.unlock();
        QCOMPARE(facade.phase(), Phase::Ready);
        QTest::qWait(100);
        QCOMPARE(facade.phase(), Phase::Ready);
        facade.clock.advanceSeconds(1);
        QTRY_COMPARE(facade.phase(), Phase::Locked);
    }
    void time_asleep_counts_and_the_first_input_after_it_does_nothing_else()
    {
        test::FakeFacade facade;
        facade.settings = everything();
        facade.settings[QStringLiteral("lock_on_sleep")] = false;
        QWidget window;
        AutoLock lock(facade, facade.clock);
        QTest::keyClick(&window, Qt::Key_A);
        QCOMPARE(facade.phase(), Phase::Ready);
        facade.clock.advanceSeconds(61); // no timer has run meanwhile
        QTest::keyClick(&window, Qt::Key_A);
        QCOMPARE(facade.phase(), Phase::Locked);
    }
    void waking_looks_at_the_time()
    {
        test::FakeFacade facade;
        facade.settings = everything();
        facade.settings[QStringLiteral("lock_on_sleep")] = false;
        AutoLock lock(facade, facade.clock);
        lock.sleeping(true);
        facade.clock.advanceSeconds(59);
        lock.sleeping(false);
        QCOMPARE(facade.phase(), Phase::Ready);
        QCOMPARE(facade.awoken, 1);
        facade.clock.advanceSeconds(2);
        lock.sleeping(false);
        QCOMPARE(facade.phase(), Phase::Locked);
    }
    void a_wall_clock_that_jumps_changes_nothing()
    {
        test::FakeFacade facade;
        facade.settings = everything();
        AutoLock lock(facade, facade.clock, std::chrono::milliseconds(20));
        facade.clock.jumpWallClock(86'400);
        QTest::qWait(100);
        QCOMPARE(facade.phase(), Phase::Ready);
    }
    void whoever_sets_the_clock_it_locks_after_the_minutes_that_pass_data()
    {
        QTest::addColumn<qint64>("step");
        for (const qint64 step : {60, 3600, 86'400, 31'536'000}) {
            QTest::addRow("%lld", static_cast<long long>(step)) << step;
            QTest::addRow("%lld", -static_cast<long long>(step)) << -step;
        }
    }
    void whoever_sets_the_clock_it_locks_after_the_minutes_that_pass()
    {
        QFETCH(const qint64, step);
        for (const char *zone : {"Pacific/Honolulu", "UTC", "Australia/Lord_Howe", "Pacific/Kiritimati"}) {
            qputenv("TZ", zone);
            tzset();
            for (int hour = 0; hour < 24; ++hour) {
                test::FakeFacade facade;
                facade.settings = everything();
                facade.settings[QStringLiteral("lock_on_sleep")] = false;
                facade.clock.advanceSeconds(hour * 3600);
                AutoLock lock(facade, facade.clock);
                facade.clock.advanceSeconds(30);
                facade.clock.jumpWallClock(step);
                facade.clock.advanceSeconds(29);
                lock.sleeping(false);
                QCOMPARE(facade.phase(), Phase::Ready);
                facade.clock.jumpWallClock(-step);
                facade.clock.advanceSeconds(1);
                lock.sleeping(false);
                QCOMPARE(facade.phase(), Phase::Locked);
            }
        }
        qunsetenv("TZ");
        tzset();
    }
    void stays_open_when_not_wanted()
    {
        test::FakeFacade facade;
        facade.settings = everything();
        facade.settings[QStringLiteral("auto_lock")] = false;
        AutoLock lock(facade, facade.clock, std::chrono::milliseconds(1));
        facade.clock.advanceSeconds(10);
        QTest::qWait(100);
        QCOMPARE(facade.phase(), Phase::Ready);
    }
    void locks_with_the_screen()
    {
        test::FakeFacade facade;
        facade.settings = everything();
        AutoLock lock(facade, facade.clock);
        lock.screenLocked(false);
        QCOMPARE(facade.phase(), Phase::Ready);
        lock.screenLocked(true);
        QCOMPARE(facade.phase(), Phase::Locked);
    }
    void locks_for_sleep()
    {
        test::FakeFacade facade;
        facade.settings = everything();
        facade.settings[QStringLiteral("lock_on_screen_lock")] = false;
        AutoLock lock(facade, facade.clock);
        lock.screenLocked(true);
        QCOMPARE(facade.phase(), Phase::Ready);
        lock.sleeping(true);
        QCOMPARE(facade.phase(), Phase::Locked);
    }
};

QTEST_MAIN(TestAutoLock)
#include "tst_autolock.moc"
