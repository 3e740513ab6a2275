// Which (AS, nonce) and (AS, ticket) pairs are used up (profile 4.1), across restarts.
#pragma once

#include <fpx/base/recordstore.h>
#include <fpx/consent/requestrecord.h>

namespace fpx::consent {

class SeenPairs
{
public:
    explicit SeenPairs(RecordStore &records) : m_records(records) {}

    /// Forgets those that ended before `now` (local seconds). Errors: those of RecordStore.
    [[nodiscard]] Result<void> load(qint64 now);
    /// Error: `nonce_replayed` where another request than `present` has used one of them; those of RecordStore.
    [[nodiscard]] Result<void> check(const uma::AuthorizationRequest &request, const RequestKey &present) const;
    /// Uses them up, until 24 h after the ticket's end; in the caller's transaction. Errors: those of check().
    [[nodiscard]] Result<void> use(const RequestRecord &record);

private:
    RecordStore &m_records;
};

} // namespace fpx::consent
