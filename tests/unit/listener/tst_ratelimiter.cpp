#include <fpx/listener/ratelimiter.h>

#include <QTest>

using namespace fpx;
using fpx::listener::RateLimiter;

class TestRateLimiter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tenInTenSecondsForEachKey()
    {
        const auto clock = std::make_shared<FakeClock>();
        RateLimiter limiter(clock);
        for (int i = 0; i < 10; ++i)
            QVERIFY(limiter.allow(QStringLiteral("a")));
        QVERIFY(!limiter.allow(QStringLiteral("a")));
        QVERIFY(limiter.allow(QStringLiteral("b")));
        clock->jumpWallClock(3600);
        QVERIFY(!limiter.allow(QStringLiteral("a")));
        clock->advanceSeconds(9);
        QVERIFY(!limiter.allow(QStringLiteral("a")));
        clock->advanceSeconds(1);
        QVERIFY(limiter.allow(QStringLiteral("a")));
    }
    void theWindowSlides()
    {
        const auto clock = std::make_shared<FakeClock>();
        RateLimiter limiter(clock, 2, 10'000);
        QVERIFY(limiter.allow(QStringLiteral("a")));
        clock->advanceSeconds(6);
        QVERIFY(limiter.allow(QStringLiteral("a")));
        clock->advanceSeconds(5);
        QVERIFY(limiter.allow(QStringLiteral("a")));
        QVERIFY(!limiter.allow(QStringLiteral("a")));
    }
    void keysAreBounded()
    {
        const auto clock = std::make_shared<FakeClock>();
        RateLimiter limiter(clock);
        for (int i = 0; i < 1024; ++i)
            QVERIFY(limiter.allow(QString::number(i)));
        QVERIFY(!limiter.allow(QStringLiteral("one more")));
        QVERIFY(limiter.allow(QStringLiteral("7")));
        clock->advanceSeconds(10);
        QVERIFY(limiter.allow(QStringLiteral("one more")));
    }
};

QTEST_APPLESS_MAIN(TestRateLimiter)
#include "tst_ratelimiter.moc"
