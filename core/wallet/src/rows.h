// From records to model rows: what lists show, in words.
#pragma once

#include <fpx/consent/engine.h>
#include <fpx/ledger/ledger.h>
#include <fpx/operator/operatorprofile.h>

#include "rowsmodel.h"

namespace fpx::wallet {

[[nodiscard]] ModelRow requestRow(const consent::RequestRecord &record, const QString &networkName,
                                  const consent::Prompt *prompt);
/// The permissions behind one row of Sharing, the one given last first; not empty.
using PermissionGroup = QList<const consent::PermissionRecord *>;
/// What they show together in one role; invalid for roles that they do not have. Not for PermissionRole::ProfileName.
[[nodiscard]] QVariant permissionValue(const PermissionGroup &group, int role);
[[nodiscard]] bool canPause(const consent::PermissionRecord &record);
[[nodiscard]] bool canResume(const consent::PermissionRecord &record);
/// `offline`: the last contact failed.
[[nodiscard]] ModelRow sourceRow(const op::DataSource &source, const std::optional<sources::SourceAccount> &account,
                                 bool connecting, qsizetype permissions, const QStringList &locales);
[[nodiscard]] ModelRow historyRow(const ledger::StoredEntry &stored);

/// The sentence of a history entry, in the person's language.
[[nodiscard]] QString historySentence(const ledger::Entry &entry);

/// A logo of the operator's profile as PNG or SVG bytes: `data:` URLs only.
[[nodiscard]] QByteArray logoBytes(const QString &logo);

} // namespace fpx::wallet
