// From records to model rows: what lists show, in words.
#pragma once

#include <fpx/consent/engine.h>
#include <fpx/ledger/ledger.h>
#include <fpx/operator/operatorprofile.h>

#include "rowsmodel.h"

namespace fpx::wallet {

[[nodiscard]] ModelRow requestRow(const consent::RequestRecord &record, const QString &networkName,
                                  const consent::Prompt *prompt);
/// What a permission shows in one role; invalid for roles that it does not have.
[[nodiscard]] QVariant permissionValue(const consent::PermissionRecord &record, int role);
/// `offline`: the last contact failed.
[[nodiscard]] ModelRow sourceRow(const op::DataSource &source, const std::optional<sources::SourceAccount> &account,
                                 bool connecting, qsizetype permissions, const QStringList &locales);
[[nodiscard]] ModelRow historyRow(const ledger::StoredEntry &stored);

/// The sentence of a history entry, in the person's language.
[[nodiscard]] QString historySentence(const ledger::Entry &entry);

/// A logo of the operator's profile as PNG or SVG bytes: `data:` URLs only.
[[nodiscard]] QByteArray logoBytes(const QString &logo);

} // namespace fpx::wallet
