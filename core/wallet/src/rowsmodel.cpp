#include "rowsmodel.h"

namespace fpx::wallet {

int RowsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant RowsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    return m_rows.at(index.row()).value(role);
}

void RowsModel::setRows(const QList<ModelRow> &rows)
{
    if (!sameKeys(rows)) {
        // One new row at the top is the common case and keeps the rest as it is.
        if (rows.size() == m_rows.size() + 1 && rows.mid(1) == m_rows) {
            beginInsertRows({}, 0, 0);
            m_rows = rows;
            endInsertRows();
            return;
        }
        beginResetModel();
        m_rows = rows;
        endResetModel();
        return;
    }
    for (qsizetype i = 0; i < rows.size(); ++i) {
        if (m_rows[i] == rows[i])
            continue;
        m_rows[i] = rows[i];
        const QModelIndex changed = index(static_cast<int>(i));
        Q_EMIT dataChanged(changed, changed);
    }
}

bool RowsModel::sameKeys(const QList<ModelRow> &rows) const
{
    if (rows.size() != m_rows.size())
        return false;
    for (qsizetype i = 0; i < rows.size(); ++i) {
        if (rows[i].value(m_keyRole) != m_rows[i].value(m_keyRole))
            return false;
    }
    return true;
}

} // namespace fpx::wallet
