// What ends by itself, without a word of the AS (profile 5: `exp` is never absent).
#include <fpx/consent/outbox.h>

#include "journal.h"

#include <algorithm>

namespace fpx::consent {

namespace {

constexpr QLatin1String table("outbox");
constexpr qint64 margin = 600; // seconds by which clocks that agree may differ (profile 9)
constexpr qsizetype together = 200;

// Dropped ones only where they must still be deleted at the AS; the caller knows that.
bool endsByItself(const PermissionRecord &record)
{
    return record.isLive() || record.state == PermissionState::Dropped || record.state == PermissionState::Revoking ||
           (record.state == PermissionState::Draft && !record.replaces.isEmpty());
}

} // namespace

Result<void> Outbox::closeEnded(qint64 now)
{
    QList<PermissionRecord> ended;
    for (const PermissionRecord &record : m_context.permissions->all()) {
        const bool nothingLeft = record.state == PermissionState::Dropped && !m_entries.contains(record.id);
        if (endsByItself(record) && !nothingLeft && record.expires + margin < now && !m_sending.contains(record.id))
            ended.append(record);
    }
    for (qsizetype from = 0; from < ended.size(); from += together) {
        FPX_CHECK(transact([&]() -> Result<void> {
            for (qsizetype i = from; i < std::min(from + together, ended.size()); ++i)
                FPX_CHECK(close(ended.at(i)));
            return {};
        }));
    }
    if (!ended.isEmpty())
        Q_EMIT changed();
    return m_toSources->forgetEnded(now - margin);
}

Result<void> Outbox::close(const PermissionRecord &ended)
{
    PermissionRecord record = ended;
    const bool unconfirmed = record.state == PermissionState::Revoking;
    const bool neverCounted = record.state == PermissionState::Draft || record.state == PermissionState::Dropped;
    record.state = neverCounted ? PermissionState::Dropped : PermissionState::Expired;
    record.replacedBy = {};
    FPX_CHECK(m_context.records->remove(table, record.id.value()));
    m_entries.remove(record.id);
    FPX_CHECK(m_context.permissions->put(record, PermissionBook::Body::Erase));
    if (neverCounted)
        return {};
    FPX_CHECK(m_context.ledger->append(permissionEntry(unconfirmed ? "permission_end_unconfirmed" : "permission_ended",
                                                       record, m_context.clock->now())));
    return {};
}

} // namespace fpx::consent
