// Whatever the zone, the hour, and whoever sets the clock meanwhile: a session holds for `session_max` of the time that
// passes and never longer, a `max_age` is never met by an older sign-in, and a clock that is put right again gives back what
// is not over. A sample of the cells by default, all of them with FPX_TEST_FULL.
#include "identitytest.h"

#include <QTimeZone>

#include <array>
#include <ctime>

using namespace identitytest;

namespace {

constexpr qint64 hour = 3600;
constexpr qint64 day = 24 * hour;
constexpr qint64 year = 365 * day;
constexpr qint64 sessionMax = 12 * hour;

} // namespace

class TestTimeMatrix : public QObject, private Fixture
{
    Q_OBJECT

    qint64 m_passed = 0; ///< Since the sign-in, whatever the wall clock says.

    void pass(qint64 seconds)
    {
        m_clock.advanceSeconds(seconds);
        m_passed += seconds;
    }
    void lockAndUnlock()
    {
        m_identity->clear();
        QVERIFY(!m_identity->session());
        QVERIFY(m_identity->load());
    }
    bool meets(qint64 maxAge) const
    {
        Demand demand;
        demand.maxAge = maxAge;
        return m_identity->satisfies(demand);
    }
    /// Until half a day before the next change of summer time; where there is none soon, for some days.
    [[nodiscard]] qint64 beforeTheChange(const QByteArray &zone) const
    {
        const QDateTime next = QTimeZone(zone).nextTransition(m_clock.now()).atUtc;
        const qint64 until = next.isValid() ? m_clock.now().secsTo(next) : year;
        return (until < 60 * day ? until : 3 * day) - 12 * hour;
    }
    /// Empty: it holds as it should, with the wall clock this far from the time.
    QString look(qint64 ahead) const
    {
        const bool holds = m_identity->session().has_value();
        const bool byTheWallClock = m_passed + ahead < sessionMax;
        if (holds && m_passed >= sessionMax)
            return q("it holds for longer than session_max");
        if (holds && !byTheWallClock)
            return q("it holds although the wall clock says that it is over");
        if (!holds && m_passed < sessionMax && byTheWallClock)
            return q("it is over before its time");
        if (meets(m_passed - 1))
            return q("an older sign-in meets a max_age");
        if (holds && ahead <= 0 && !meets(m_passed))
            return q("it does not meet a max_age that it meets");
        if (holds && *m_identity->sessionEnd() - m_clock.nowSeconds() > sessionMax - m_passed)
            return q("the end that is shown is too late");
        return {};
    }
    QString play(qint64 step)
    {
        m_passed = 0;
        if (signIn(bank()) != "ok")
            return q("no sign-in");
        qint64 ahead = 0;
        QString broken;
        // At two moments of the session the clock is set, and later put right again.
        for (int quarter = 0; quarter < 52 && broken.isEmpty(); ++quarter) {
            pass(900);
            if (quarter == 2 || quarter == 30) {
                m_clock.jumpWallClock(step);
                ahead = step;
            }
            if (quarter % 5 == 0)
                lockAndUnlock();
            broken = look(ahead);
            if (quarter == 20 || quarter == 44) {
                m_clock.jumpWallClock(-step);
                ahead = 0;
                if (broken.isEmpty())
                    broken = look(0);
            }
        }
        if (broken.isEmpty() && m_identity->session())
            broken = q("it is not over");
        return broken;
    }

private Q_SLOTS:
    void cleanup()
    {
        qunsetenv("TZ");
        tzset();
    }
    void every_hour_in_every_zone_data()
    {
        QTest::addColumn<QByteArray>("zone");
        for (const char *zone : {"Pacific/Honolulu", "America/Los_Angeles", "America/St_Johns", "America/Sao_Paulo",
                                 "UTC", "Europe/Berlin", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Tokyo",
                                 "Australia/Lord_Howe", "Pacific/Auckland", "Pacific/Kiritimati"})
            QTest::newRow(zone) << QByteArray(zone);
    }
    void every_hour_in_every_zone()
    {
        QFETCH(const QByteArray, zone);
        qputenv("TZ", zone);
        tzset();
        const bool full = !qEnvironmentVariableIsEmpty("FPX_TEST_FULL");
        int number = static_cast<int>(zone.size()); // another sample in another zone
        const std::array<qint64, 9> steps{0, 60, -60, hour, -hour, day, -day, year, -year};
        for (const qint64 step : steps) {
            for (int start = 0; start < 24; ++start) {
                if (!full && (start + ++number) % 7 != 0)
                    continue;
                prepare();
                m_clock.advanceSeconds(beforeTheChange(zone) + start * hour);
                m_identity = service(); // set up today
                QVERIFY(m_identity->load());
                const QString broken = play(step);
                QVERIFY2(broken.isEmpty(),
                         qPrintable(q("step %1, start %2, after %3 s: ").arg(step).arg(start).arg(m_passed) + broken));
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestTimeMatrix)
#include "tst_time_matrix.moc"
