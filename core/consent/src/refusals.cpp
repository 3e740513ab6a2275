#include "refusals.h"

namespace fpx::consent {

namespace {

constexpr int minute = 60'000; // ms
constexpr qsizetype mostPages = 64;

} // namespace

Refusals::Refusals(ledger::Ledger &ledger, const Clock &clock) : m_ledger(ledger), m_clock(clock)
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::VeryCoarseTimer);
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { writeDue(false); });
}

Result<bool> Refusals::add(const AsIdentifier &network, const ledger::Entry &entry)
{
    writeDue(false);
    const QString kind = network.value() + QLatin1Char(' ') + entry.outcome;
    if (const auto known = m_kinds.find(kind); known != m_kinds.end()) {
        ++known->more;
        return false;
    }
    FPX_CHECK(m_ledger.append(entry));
    m_kinds.insert(kind, Kind{entry, m_clock.steadyMilliseconds(), 0});
    if (!m_timer.isActive())
        m_timer.start(minute);
    return true;
}

void Refusals::flush()
{
    writeDue(true);
    m_timer.stop();
}

QStringList Refusals::addPage(const QString &pageToken)
{
    m_pages.append(pageToken);
    return m_pages.size() > mostPages ? QStringList{m_pages.takeFirst()} : QStringList();
}

void Refusals::writeDue(bool all)
{
    const qint64 now = m_clock.steadyMilliseconds();
    for (auto kind = m_kinds.begin(); kind != m_kinds.end();) {
        if (!all && now - kind->since < minute) {
            ++kind;
            continue;
        }
        if (kind->more > 0) {
            ledger::Entry entry = kind->entry;
            entry.code = QStringLiteral("request_refused_more");
            entry.time = m_clock.now();
            entry.request.clear();
            entry.parameters.insert(QStringLiteral("count"), QString::number(kind->more));
            // Not written, it is counted on: the next minute tries again.
            if (const auto written = m_ledger.append(entry); written)
                kind->more = 0;
            kind->since = now;
            if (!all) {
                ++kind;
                continue;
            }
        }
        kind = m_kinds.erase(kind);
    }
    if (m_kinds.isEmpty())
        m_timer.stop();
    else
        m_timer.start(minute);
}

} // namespace fpx::consent
