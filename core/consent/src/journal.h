// History entries of this module: codes and parameters; the sentence is the front end's (core/wallet).
#pragma once

#include <fpx/consent/permissionbook.h>
#include <fpx/consent/requestrecord.h>
#include <fpx/ledger/ledger.h>

namespace fpx::consent {

/// "request" entries: `request_granted`, `request_granted_in_part`, `request_granted_by_rule`, `request_declined`,
/// `request_declined_by_rule`, `request_denied` (by the wallet, with the reason), `request_expired`, `request_not_fetched`
/// (answered, and no browser came for the answer), `request_failed`, `request_refused`, `code_refused` (one that the person
/// typed).
[[nodiscard]] ledger::Entry requestEntry(const char *code, const RequestRecord &record, const QDateTime &now,
                                         const QString &networkName);
[[nodiscard]] const char *grantedCode(const RequestRecord &record);
/// "permission" entries: `permission_granted` (with the answer that left), `permission_shared_again` (reused for another
/// request), `permission_withdrawn` (before there was an answer), `permission_revoking`, `permission_revoked`,
/// `permission_ended`.
[[nodiscard]] ledger::Entry permissionEntry(const char *code, const PermissionRecord &record, const QDateTime &now);

} // namespace fpx::consent
