// What the data sources hold: realistic, made up, and full of values that must never reach an AS.
#pragma once

#include <QJsonObject>
#include <QString>

namespace fpx::sandbox {

/// A document {"title", "subject", "issued_by", "columns": [{"key", "label"}], "rows": [{…}]}; empty when there is none.
/// `subject` is a person's key (aicha, jonas) or that of someone they act for (horizon, ingrid).
[[nodiscard]] QJsonObject recordOf(const QString &definition, const QString &subject);

} // namespace fpx::sandbox
