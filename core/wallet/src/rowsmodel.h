// The one list model of the facade: rows of role → value, replaced as a whole and told as the smallest change.
#pragma once

#include <QAbstractListModel>
#include <QVariant>

namespace fpx::wallet {

/// Roles of one row; Qt::DisplayRole is the plain sentence for screen readers and searches. Other roles count from
/// Qt::UserRole + 1.
class ModelRow
{
public:
    void insert(int role, const QVariant &value)
    {
        const qsizetype at = place(role);
        if (at >= m_values.size())
            m_values.resize(at + 1);
        m_values[at] = value;
    }
    [[nodiscard]] QVariant value(int role) const { return m_values.value(place(role)); }
    [[nodiscard]] bool operator==(const ModelRow &) const = default;

private:
    // −1, for roles that no row has, is nowhere in the list.
    static constexpr qsizetype place(int role)
    {
        return role == Qt::DisplayRole ? 0 : role > Qt::UserRole ? role - Qt::UserRole : -1;
    }
    QList<QVariant> m_values;
};

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
    /// New ones above those that are there, which stay as they are; the oldest go beyond `greatest`.
    void addOnTop(const QList<ModelRow> &rows, qsizetype greatest);

private:
    [[nodiscard]] bool sameKeys(const QList<ModelRow> &rows) const;

    int m_keyRole;
    QList<ModelRow> m_rows;
};

} // namespace fpx::wallet
