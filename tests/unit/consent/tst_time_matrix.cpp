// Whatever the time zone, the hour, and whoever sets the clock meanwhile: no day is offered that the network refuses, no
// revocation stays behind, and nothing is said to have ended that has not. The network and the time go on; the wall clock
// of the wallet is set by a minute, an hour, a day, a year, ahead and back, at each hour in twelve zones, and through both
// changes of summer time. A sample of the cells by default, all of them with FPX_TEST_FULL. For how long a session holds is
// in tests/unit/identity/tst_time_matrix.cpp, when the wallet locks in tests/ui/tst_autolock.cpp.
#include "deviceworld.h"

#include <QTimeZone>

#include <ctime>

using namespace consenttest;
using http::Method;

namespace {

constexpr qint64 day = 24 * 3600;
constexpr qint64 year = 365 * day;
constexpr qint64 largestOffset = 600; ///< Beyond it nothing is signed (profile 9).

const std::array zones{
    "Pacific/Honolulu", "America/Los_Angeles", "America/St_Johns", "America/Sao_Paulo", "UTC",
    "Europe/Berlin",    "Asia/Kolkata",        "Asia/Kathmandu",   "Asia/Tokyo",        "Australia/Lord_Howe",
    "Pacific/Auckland", "Pacific/Kiritimati"};
const std::array<qint64, 8> steps{60, -60, 3600, -3600, day, -day, year, -year};
const std::array maxima{"P1D", "P90D", "P1M", "P1Y", ""};

/// When in a cell the clock is set.
enum class Moment { BeforeTheRequest, BeforeTheAnswer, WhileItIsSent, Never };

struct Cell {
    qint64 step = 0;
    Moment moment = Moment::Never;
    int number = 0;
};

/// One zone, with a world of its own through which time only goes on.
class Zone
{
public:
    explicit Zone(const char *name) : m_zone(name)
    {
        qputenv("TZ", name);
        tzset();
        acceptAnswers();
    }
    ~Zone()
    {
        qunsetenv("TZ");
        tzset();
    }

    [[nodiscard]] qint64 now() const { return m_world.as->now(); }
    void goTo(qint64 moment) { m_world.later(std::max<qint64>(0, moment - now())); }
    /// The next change of summer time here; or, where there is none, some day soon.
    [[nodiscard]] qint64 nextChange() const
    {
        const QTimeZone zone(m_zone);
        const QDateTime next = zone.nextTransition(utcFromSeconds(now())).atUtc;
        const bool soon = next.isValid() && next.toSecsSinceEpoch() - now() < 60 * day;
        return soon ? next.toSecsSinceEpoch() : now() + 3 * day;
    }

    /// Empty: everything held.
    QString play(const Cell &cell)
    {
        m_cell = cell;
        m_duration = maxima.at(static_cast<size_t>(cell.number) % maxima.size());
        m_world.as->max = text(m_duration);
        QString broken = grant();
        if (broken.isEmpty())
            broken = end();
        if (broken.isEmpty())
            broken = revoke();
        setBack();
        if (broken.isEmpty() && !m_world.as->timeFaults.isEmpty())
            broken = text("refused: ") + m_world.as->timeFaults.join(text(", "));
        if (broken.isEmpty() && !m_world.told.isEmpty())
            broken = text("told: ") + QString::fromLatin1(m_world.told.first().code);
        return broken;
    }
    [[nodiscard]] int refusedByItself() const { return m_refusedByItself; }

private:
    [[nodiscard]] bool isFar() const { return std::abs(m_cell.step) > largestOffset; }
    void set(Moment moment)
    {
        if (m_cell.moment != moment || m_ahead != 0)
            return;
        m_ahead = m_cell.step;
        m_world.clock().jumpWallClock(m_ahead);
        m_world.clinic.clock.jumpWallClock(m_ahead);
    }
    void setBack()
    {
        m_world.clock().jumpWallClock(-m_ahead);
        m_world.clinic.clock.jumpWallClock(-m_ahead);
        m_ahead = 0;
    }

    /// The network takes an answer as the sandbox does, and activates what it names.
    void acceptAnswers()
    {
        m_world.network.http->on(
            Method::Post, redirect, [this](const http::Request &request) -> Result<http::Response> {
                const QString token = umatest::form(request).value(text("id_token"));
                const auto jwt = jose::peekUnverified(token.toLatin1());
                if (!jwt)
                    return http::FakeHttpClient::text({}, 200); // an error
                const qint64 iat = jwt->claims.value(text("iat")).toInteger();
                const qint64 exp = jwt->claims.value(text("exp")).toInteger();
                if (iat > now() + 10 || exp <= now() || exp > iat + 300) {
                    m_world.as->timeFaults.append(text("id_token of %1 at %2").arg(iat).arg(now()));
                    return errorResponse(400, "invalid_request");
                }
                const QJsonArray named = jwt->claims.value(text("fpx_permissions")).toArray();
                for (const QJsonValue &id : named)
                    m_world.as->permissions[id.toString()].status = text("active");
                return http::FakeHttpClient::text({}, 200);
            });
    }
    void newTicket()
    {
        const QString number = QString::number(++m_tickets).rightJustified(6, u'0');
        QJsonObject ticket = m_world.ticket();
        ticket.insert(text("ticket"), text("ticket-") + number);
        ticket.insert(text("expires_at"), now() + 300);
        QJsonObject duration{{text("requested"), text("P90D")}};
        if (!m_world.as->max.isEmpty())
            duration = {{text("requested"), m_world.as->max}, {text("max"), m_world.as->max}};
        ticket.insert(text("duration"), duration);
        QJsonObject request = ticket.value(text("authorization_request")).toObject();
        request.insert(text("nonce"), request.value(text("nonce")).toString().left(22) + number);
        ticket.insert(text("authorization_request"), request);
        m_world.network.http->answer(Method::Post, asUrl + text("/ticket"), http::FakeHttpClient::json(ticket));
    }
    /// The question, or null with why there is none.
    Prompt *ask()
    {
        newTicket();
        m_why.clear();
        const auto key = m_world.enter();
        if (!key) {
            m_why = key.error().code;
            return nullptr;
        }
        const auto record = [this, &key] {
            const QList<RequestRecord> records = m_world.engine->requests();
            const auto found = std::ranges::find(records, *key, &RequestRecord::key);
            return found == records.end() ? RequestRecord() : *found;
        };
        const auto settled = [&] {
            const auto *prompt = m_world.engine->prompt(*key);
            return (prompt != nullptr && prompt->stage() == Prompt::Stage::Question) || isFinal(record().state);
        };
        if (!QTest::qWaitFor(settled, 10'000)) {
            m_why = "it goes on";
            return nullptr;
        }
        m_why = record().failure.code;
        return isFinal(record().state) ? nullptr : m_world.engine->prompt(*key);
    }

    QString grant()
    {
        set(Moment::BeforeTheRequest);
        Prompt *prompt = ask();
        if (prompt == nullptr && isFar() && m_ahead != 0) {
            ++m_refusedByItself; // as it must
            // A year ahead, what the wallet's provider had set up is too old as well.
            if (m_why != "clock_wrong" && m_why != "operator_profile_stale")
                return text("no question: ") + QString::fromLatin1(m_why);
            setBack();
            prompt = ask();
        }
        if (prompt == nullptr)
            return text("still no question: ") + QString::fromLatin1(m_why);
        const DurationOffer offer = prompt->content().duration;
        if (const QString broken = checkOffer(offer); !broken.isEmpty())
            return broken;
        Choice choice = prompt->initialChoice();
        const std::array days{offer.latest, offer.earliest, offer.initial.lastDay};
        const size_t which = static_cast<size_t>(m_cell.number) % 4;
        if (which < days.size() && days.at(which).isValid())
            choice.duration = {DurationKind::Until, days.at(which)};
        set(Moment::BeforeTheAnswer);
        if (m_cell.moment == Moment::WhileItIsSent)
            m_world.as->trouble = [this](const http::Request &request) {
                if (request.method == Method::Post)
                    set(Moment::WhileItIsSent);
                return Trouble::None;
            };
        prompt->allow(choice);
        m_world.as->trouble = [](const http::Request &) { return Trouble::None; };
        const auto settled = [this] {
            return m_world.last().state == State::Recorded || m_world.engine->prompts().isEmpty() ||
                   !m_world.engine->prompts().first()->error().code.isEmpty();
        };
        if (!QTest::qWaitFor(settled, 10'000))
            return text("no end");
        if (m_world.last().state != State::Recorded && isFar() && m_ahead != 0) {
            ++m_refusedByItself;
            const Error error = m_world.engine->prompts().isEmpty() ? m_world.last().failure
                                                                    : m_world.engine->prompts().first()->error();
            // A request is over by the wall clock or by the time that has passed, whichever comes first (profile 9).
            const bool over = m_cell.step > 0 && (error.code == "expired" || error.code == "expired_ticket");
            if (error.code != "clock_wrong" && !over)
                return text("not allowed: ") + QString::fromLatin1(error.code);
            setBack();
            if (m_world.engine->prompts().isEmpty() && (!over || ask() == nullptr))
                return text("the request ended with ") + QString::fromLatin1(error.code);
            m_world.engine->prompts().first()->allow(choice);
        }
        if (!m_world.becomes(State::Recorded))
            return text("not recorded: ") + QString::fromLatin1(m_world.last().failure.code);
        return {};
    }

    [[nodiscard]] QString checkOffer(const DurationOffer &offer) const
    {
        if (offer.earliest > offer.latest)
            return text("nothing is offered");
        for (const QDate &last : {offer.earliest, offer.latest}) {
            const qint64 end = offer.endOf(last).toSecsSinceEpoch();
            if (end <= now())
                return text("a day is offered that has passed: ") + last.toString(Qt::ISODate);
            QJsonObject claims{{text("iat"), now()}, {text("exp"), end}};
            if (sandbox::isBeyondMax(claims, m_world.as->max, now()) ||
                sandbox::isBeyondMax(claims, text("P1Y"), now()))
                return text("a day is offered that is too late: ") + last.toString(Qt::ISODate);
        }
        return {};
    }

    /// One permission comes to its end meanwhile.
    QString end()
    {
        const PermissionId id = m_world.give();
        PermissionRecord record = m_world.at(id);
        record.expires = now() + 300;
        if (!m_world.book->put(record))
            return text("cannot store");
        const auto client = m_world.accounts->client(record.enrolment);
        const auto shownAsEnded = [&] {
            const PermissionRecord known = m_world.at(id);
            return known.state == PermissionState::Expired || known.hasEnded(client->shownTime());
        };
        for (int minute = 0; minute < 20; ++minute) {
            m_world.later(60);
            m_world.desk->renewDue();
            if (minute == 3 && m_ahead == 0 &&
                m_cell.moment != Moment::Never) { // it is set now, while nothing is asked
                m_ahead = m_cell.step;
                m_world.clock().jumpWallClock(m_ahead);
                m_world.clinic.clock.jumpWallClock(m_ahead);
            }
            if (minute % 5 == 4) {
                const auto compared = m_world.reconcile();
                if (!compared && (!isFar() || compared.error().code != "clock_wrong"))
                    return text("not compared: ") + QString::fromLatin1(compared.error().code);
            }
            const bool over = record.expires <= now();
            if (m_world.at(id).state == PermissionState::Expired && !over)
                return text("recorded as ended before its end");
            if (shownAsEnded() != over && std::abs(now() - record.expires) > 2)
                return over ? text("not shown as ended") : text("shown as ended before its end");
        }
        setBack();
        m_world.as->permissions[id.value()].status = text("expired");
        const auto compared = m_world.reconcile();
        if (!compared || m_world.at(id).state != PermissionState::Expired)
            return text("its end is not recorded");
        return {};
    }

    /// Everything that is live is revoked, with the network away for a minute and the clock set.
    QString revoke()
    {
        m_world.as->trouble = [](const http::Request &) { return Trouble::Down; };
        if (m_cell.number % 2 == 0)
            set(m_cell.moment);
        QList<PermissionId> live;
        for (const PermissionRecord &record : m_world.book->all()) {
            if (record.isLive() || record.state == PermissionState::Pending)
                live.append(record.id);
        }
        if (live.isEmpty())
            return text("nothing is live");
        if (!m_world.desk->revoke(live))
            return text("cannot be revoked");
        m_world.later(30);
        if (m_cell.number % 2 != 0)
            set(m_cell.moment);
        m_world.later(30);
        m_world.as->trouble = [](const http::Request &) { return Trouble::None; };
        if (m_cell.number % 3 == 0)
            setBack();
        m_world.later(100);
        if (!QTest::qWaitFor([this] { return m_world.outbox->pending() == 0; }, 10'000))
            return text("a revocation is left");
        for (const PermissionId &id : live) {
            if (m_world.at(id).state != PermissionState::Revoked || m_world.as->statusOf(id) != text("revoked"))
                return text("not revoked: ") + m_world.as->statusOf(id);
        }
        return {};
    }

    QByteArray m_zone;
    DeviceWorld m_world;
    Cell m_cell;
    const char *m_duration = "";
    qint64 m_ahead = 0;
    int m_tickets = 0;
    int m_refusedByItself = 0;
    QByteArray m_why;
};

class TestTimeMatrix : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void every_hour_in_every_zone_data()
    {
        QTest::addColumn<QByteArray>("zone");
        QTest::addColumn<int>("place");
        QTest::addColumn<qint64>("step");
        int place = 0;
        for (const char *zone : zones) {
            QTest::addRow("%s, summer time", zone) << QByteArray(zone) << place++ << qint64{0};
            for (const qint64 step : steps)
                QTest::addRow("%s, %lld", zone, static_cast<long long>(step)) << QByteArray(zone) << place++ << step;
        }
    }
    /// The hours around a change of summer time where `step` is 0; else a day of hours, the clock set at each.
    void every_hour_in_every_zone()
    {
        QFETCH(const QByteArray, zone);
        QFETCH(const int, place);
        QFETCH(const qint64, step);
        const bool full = !qEnvironmentVariableIsEmpty("FPX_TEST_FULL");
        Zone world(zone.constData());
        // In autumn 2026 the north leaves summer time and the south enters it.
        world.goTo(world.nextChange() - 36 * 3600);
        const std::array<qint64, 3> ways{0, 3600, -3600}; // a clock in local time is set by the change, too
        const int hours = step == 0 ? 72 : 24;
        for (int hour = 0; hour < hours; ++hour) {
            const int number = place * 24 + hour; // no two of them alike
            world.goTo((world.now() / 3600 + 1) * 3600 + (number * 437) % 3600 / 12);
            if (!full && (number + place) % 53 != 0)
                continue;
            const qint64 by = step == 0 ? ways.at(static_cast<size_t>(hour) % ways.size()) : step;
            const auto moment = by == 0 ? Moment::Never : static_cast<Moment>((number / 5) % 3);
            const QString broken = world.play({by, moment, number});
            QVERIFY2(broken.isEmpty(), qPrintable(text("hour %1, step %2, moment %3: %4")
                                                      .arg(hour)
                                                      .arg(by)
                                                      .arg(static_cast<int>(moment))
                                                      .arg(broken)));
        }
        qInfo("%d times nothing was signed until the clock was set", world.refusedByItself());
    }
};

} // namespace

QTEST_GUILESS_MAIN(TestTimeMatrix)
#include "tst_time_matrix.moc"
