// The one list model of the facade: rows of role → value, replaced as a whole and told as the smallest change.
#pragma once

#include <QAbstractListModel>
#include <QHash>
#include <QVariant>

namespace fpx::wallet {

/// Roles of one row; Qt::DisplayRole is the plain sentence for screen readers and searches.
using ModelRow = QHash<int, QVariant>;

class RowsModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    /// `keyRole` holds what identifies a row across updates.
    explicit RowsModel(int keyRole, QObject *parent = nullptr) : QAbstractListModel(parent), m_keyRole(keyRole) {}

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

    /// Rows that keep their key and place are updated in place, so that views keep selection and scroll position.
    void setRows(const QList<ModelRow> &rows);

private:
    [[nodiscard]] bool sameKeys(const QList<ModelRow> &rows) const;

    int m_keyRole;
    QList<ModelRow> m_rows;
};

} // namespace fpx::wallet
