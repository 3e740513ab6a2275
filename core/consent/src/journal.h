// History entries of this module: codes and parameters; the sentence is the front end's (core/wallet).
#pragma once

#include <fpx/consent/permissionbook.h>
#include <fpx/consent/requestrecord.h>
#include <fpx/ledger/ledger.h>

namespace fpx::consent {

/// "request" entries: `request_granted`, `request_granted_in_part`, `request_granted_by_rule`, `request_declined`,
/// `request_expired`, `request_failed`, `request_refused`, `code_refused` (one that the person typed).
[[nodiscard]] ledger::Entry requestEntry(const char *code, const RequestRecord &record, const QDateTime &now,
                                         const QString &networkName);
[[nodiscard]] const char *grantedCode(const RequestRecord &record);
/// "permission" entries: `permission_granted`, `permission_revoking`, `permission_revoked`, `permission_ended`.
[[nodiscard]] ledger::Entry permissionEntry(const char *code, const PermissionRecord &record, const QDateTime &now);

} // namespace fpx::consent
