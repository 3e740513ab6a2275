// A list model that tests fill by hand.
#pragma once

#include <QAbstractListModel>
#include <QHash>

namespace fpx::test {

using Row = QHash<int, QVariant>;

class FakeModel : public QAbstractListModel
{
    Q_OBJECT

public:
    using QAbstractListModel::QAbstractListModel;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() || m_hidden ? 0 : static_cast<int>(m_rows.size());
    }
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override
    {
        return m_rows.value(index.row()).value(role);
    }

    /// While the wallet is locked there is nothing in it.
    void setHidden(bool hidden)
    {
        beginResetModel();
        m_hidden = hidden;
        endResetModel();
    }
    void reset(const QList<Row> &rows)
    {
        beginResetModel();
        m_rows = rows;
        endResetModel();
    }
    void append(const Row &row)
    {
        beginInsertRows({}, rowCount(), rowCount());
        m_rows.append(row);
        endInsertRows();
    }
    void prepend(const Row &row)
    {
        beginInsertRows({}, 0, 0);
        m_rows.prepend(row);
        endInsertRows();
    }
    void change(int row, const Row &values)
    {
        for (auto it = values.constBegin(); it != values.constEnd(); ++it)
            m_rows[row].insert(it.key(), it.value());
        Q_EMIT dataChanged(index(row), index(row));
    }
    void remove(int row)
    {
        beginRemoveRows({}, row, row);
        m_rows.removeAt(row);
        endRemoveRows();
    }
    /// The first row with this value, or -1.
    [[nodiscard]] int find(int role, const QVariant &value) const
    {
        for (int i = 0; i < m_rows.size(); ++i) {
            if (m_rows.at(i).value(role) == value)
                return i;
        }
        return -1;
    }

private:
    QList<Row> m_rows;
    bool m_hidden = false;
};

} // namespace fpx::test
