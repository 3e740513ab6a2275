// What a person decided about permissions reaches the AS exactly as recorded, whatever the AS does and whenever the wallet
// is killed: random schedules with a fixed seed. 40 of them by default, 500 with FPX_TEST_FULL.
#include "sharingworld.h"

#include <QElapsedTimer>

#include <random>

using namespace consenttest;

namespace {

int schedules()
{
    return qEnvironmentVariableIsEmpty("FPX_TEST_FULL") ? 40 : 500;
}

class Schedule
{
public:
    explicit Schedule(unsigned seed) : m_random(seed)
    {
        for (int i = 0; i < 3; ++i)
            m_permissions.append(m_world.give());
        m_troublesLeft = pick(12);
        m_killsLeft = pick(5);
        arm();
    }

    /// Empty: everything held.
    QString play()
    {
        for (int step = 0; step < 400; ++step) {
            if (m_world.records->dead)
                comeBack();
            if (m_wishes < 6 && pick(3) == 0)
                wish();
            m_world.later(1 + pick(step < 100 ? 400 : 4000));
            if (pick(3) == 0)
                m_world.as->delayed();
            if (const QString broken = shownTooEarly(); !broken.isEmpty())
                return broken;
            if (m_wishes >= 6 && !m_world.records->dead && m_world.outbox->pending() == 0)
                break;
        }
        m_world.as->delayed();
        return outcome();
    }
    [[nodiscard]] int kills() const { return m_kills; }
    [[nodiscard]] int met() const { return m_met; }

private:
    int pick(int below) { return below <= 0 ? 0 : static_cast<int>(m_random() % static_cast<unsigned>(below)); }

    void arm()
    {
        m_world.as->trouble = [this](const http::Request &) {
            if (m_world.records->dead)
                return Trouble::Down; // a dead wallet sends nothing
            if (m_killsLeft > 0 && pick(12) == 0)
                return kill(pick(2) == 0 ? Trouble::Down : Trouble::Dies);
            if (m_troublesLeft == 0 || pick(2) == 0)
                return Trouble::None;
            --m_troublesLeft;
            ++m_met;
            return static_cast<Trouble>(1 + pick(troubles - 1));
        };
        m_world.records->onWrite = [this] {
            if (m_killsLeft == 0 || pick(15) != 0)
                return MortalRecords::Death::None;
            --m_killsLeft;
            ++m_kills;
            return pick(2) == 0 ? MortalRecords::Death::Before : MortalRecords::Death::After;
        };
    }
    Trouble kill(Trouble effect)
    {
        --m_killsLeft;
        ++m_kills;
        m_world.records->dead = true;
        return effect;
    }
    void comeBack()
    {
        const int kills = std::exchange(m_killsLeft, 0); // not while it opens; that is the vault's own test
        m_world.restart();
        m_killsLeft = kills;
        arm();
    }
    void wish()
    {
        ++m_wishes;
        const PermissionId &id = m_permissions.at(pick(static_cast<int>(m_permissions.size())));
        // A wish that does not become durable was never made; the person sees the error.
        const int which = pick(5);
        [[maybe_unused]] const Result<void> made = which == 0   ? m_world.desk->disable(id)
                                                   : which == 1 ? m_world.desk->enable(id)
                                                   : which == 2 ? m_world.change(id, {text("read")}, m_world.inDays(10))
                                                                : m_world.desk->revoke({id});
        for (const PermissionRecord &each : m_world.book->all()) {
            if (!m_permissions.contains(each.id))
                m_permissions.append(each.id);
        }
    }
    // Nothing is shown as ended while it counts at the AS, nor as counting less than it does.
    QString shownTooEarly() const
    {
        if (m_world.records->dead)
            return {};
        for (const PermissionRecord &record : m_world.book->all()) {
            const QString there = m_world.as->statusOf(record.id);
            const bool live = there == text("active") || there == text("disabled");
            if ((record.state == PermissionState::Revoked || record.state == PermissionState::Replaced) && live)
                return record.id.value() + text(" is shown as over and is ") + there;
            if (record.state == PermissionState::Disabled && there == text("active"))
                return record.id.value() + text(" is shown as paused and is active");
        }
        return {};
    }
    // A change of terms may be refused for good. One that an AS made late, after it had said that it never would, is
    // withdrawn, and what it replaced has ended: that is told.
    static const QByteArrayList &ofChanges()
    {
        static const QByteArrayList codes{"replace_refused", "permission_gone", "permission_refused"};
        return codes;
    }
    [[nodiscard]] bool changeRefused() const
    {
        return std::ranges::any_of(m_world.told, [](const Error &error) { return ofChanges().contains(error.code); });
    }
    QString outcome()
    {
        if (m_world.records->dead)
            comeBack();
        if (m_world.outbox->pending() != 0)
            return text("the outbox is not empty");
        m_world.as->trouble = [](const http::Request &) { return Trouble::None; };
        if (!m_world.reconcile())
            return text("the AS cannot be asked");
        QMap<QString, int> liveOf; // the first of each chain → how many of it count
        for (const PermissionRecord &record : m_world.book->all()) {
            const QString there = m_world.as->statusOf(record.id);
            const QString here = permissionStateName(record.state);
            const bool past = record.state == PermissionState::Replaced || record.state == PermissionState::Dropped;
            const bool same = past ? there.isEmpty() || there == text("revoked") : here == there;
            if (!same)
                return text("%1 is %2 here and %3 there").arg(record.id.value(), here, there);
            const int wished = m_world.lines(record.id, "permission_revoking");
            const int confirmed = m_world.lines(record.id, "permission_revoked");
            if (wished > 1 || confirmed > wished)
                return text("%1 was revoked %2 times, confirmed %3 times")
                    .arg(record.id.value())
                    .arg(wished)
                    .arg(confirmed);
            if (wished == 1 && record.state != PermissionState::Revoked)
                return text("%1: a revocation was lost").arg(record.id.value());
            if (wished == 1 && confirmed != 1)
                return text("%1: a confirmation is missing").arg(record.id.value());
            const int ended =
                m_world.lines(record.id, "permission_removed") + m_world.lines(record.id, "permission_ended");
            if (wished == 0 && record.state == PermissionState::Revoked && (ended != 1 || !changeRefused()))
                return text("%1 ended and nobody wished it").arg(record.id.value());
            PermissionRecord first = record;
            while (!first.replaces.isEmpty())
                first = m_world.at(first.replaces);
            liveOf[first.id.value()] += record.isLive() ? 1 : 0;
        }
        for (const int live : std::as_const(liveOf)) {
            if (live > 1)
                return text("two permissions of one chain count at once");
        }
        // A revocation or a pause never shows an error.
        for (const Error &error : std::as_const(m_world.told)) {
            if (!ofChanges().contains(error.code) && !(changeRefused() && error.code == "permission_removed"))
                return text("the person was shown ") + QString::fromLatin1(error.code);
        }
        return {};
    }

    SharingWorld m_world;
    std::mt19937 m_random;
    QList<PermissionId> m_permissions;
    int m_troublesLeft = 0;
    int m_killsLeft = 0;
    int m_kills = 0;
    int m_met = 0;
    int m_wishes = 0;
};

class TestSchedules : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whateverHappensTheDecisionHolds()
    {
        int kills = 0;
        int met = 0;
        for (unsigned seed = 1; seed <= static_cast<unsigned>(schedules()); ++seed) {
            Schedule schedule(seed);
            const QString broken = schedule.play();
            QVERIFY2(broken.isEmpty(), qPrintable(text("schedule %1: %2").arg(seed).arg(broken)));
            kills += schedule.kills();
            met += schedule.met();
        }
        QVERIFY2(kills > schedules() / 2 && met > schedules(), "the schedules meet too little to say anything");
        qInfo("%d schedules, %d kills, %d troubles", schedules(), kills, met);
    }
};

} // namespace

QTEST_GUILESS_MAIN(TestSchedules)
#include "tst_schedules.moc"
