// What lies inside a sealed row: id, tags, value. The id and the tags are there so that a row found by their keyed
// hashes proves that it bears them.
#pragma once

#include <QByteArray>
#include <QStringList>

#include <optional>

namespace fpx::vault {

struct RowContent {
    QString id;
    QStringList tags;
    QByteArray value;
};

[[nodiscard]] QByteArray encodeRow(const RowContent &content);
/// Nothing if it is not what encodeRow() makes.
[[nodiscard]] std::optional<RowContent> decodeRow(const QByteArray &bytes);

} // namespace fpx::vault
