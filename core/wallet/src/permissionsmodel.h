// The list of permissions, newest first. Thousands of rows: what a row shows is made of the record when it is asked for.
#pragma once

#include <fpx/consent/permissionbook.h>

#include <QAbstractListModel>
#include <QPointer>

namespace fpx::wallet {

class PermissionsModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

    /// Takes over what the book has and tells it as the smallest change. Null: empty.
    void refresh(const consent::PermissionBook *book);

private:
    /// A row, and all of its record that can change while it keeps its id.
    struct Line {
        PermissionId id;
        qint64 lastUsedAt = 0;
        consent::PermissionState state = consent::PermissionState::Draft;
        bool changing = false;
        [[nodiscard]] bool operator==(const Line &) const = default;
    };
    [[nodiscard]] static QList<Line> linesOf(const consent::PermissionBook &book);

    QPointer<const consent::PermissionBook> m_book;
    QList<Line> m_lines;
};

} // namespace fpx::wallet
