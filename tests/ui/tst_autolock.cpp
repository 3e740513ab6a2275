#include "fakefacade.h"

#include "shell/autolock.h"

#include <QSignalSpy>
#include <QTest>
#include <QWidget>

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
        AutoLock lock(facade, std::chrono::milliseconds(20));
        QTRY_COMPARE(facade.phase(), Phase::Locked);
    }
    void counts_anew_after_unlocking()
    {
        test::FakeFacade facade;
        facade.settings = everything();
        AutoLock lock(facade, std::chrono::milliseconds(20));
        QTRY_COMPARE(facade.phase(), Phase::Locked);
        facade.unlock();
        QCOMPARE(facade.phase(), Phase::Ready);
        QTRY_COMPARE(facade.phase(), Phase::Locked);
    }
    void stays_open_when_not_wanted()
    {
        test::FakeFacade facade;
        facade.settings = everything();
        facade.settings[QStringLiteral("auto_lock")] = false;
        AutoLock lock(facade, std::chrono::milliseconds(1));
        QTest::qWait(100);
        QCOMPARE(facade.phase(), Phase::Ready);
    }
    void locks_with_the_screen()
    {
        test::FakeFacade facade;
        facade.settings = everything();
        AutoLock lock(facade);
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
        AutoLock lock(facade);
        lock.screenLocked(true);
        QCOMPARE(facade.phase(), Phase::Ready);
        lock.sleeping(true);
        QCOMPARE(facade.phase(), Phase::Locked);
    }
};

QTEST_MAIN(TestAutoLock)
#include "tst_autolock.moc"
