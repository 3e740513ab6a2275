#include "rowsmodel.h"

#include <algorithm>

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

void RowsModel::addOnTop(const QList<ModelRow> &rows, qsizetype greatest)
{
    const qsizetype kept = std::clamp<qsizetype>(greatest - rows.size(), 0, m_rows.size());
    if (kept < m_rows.size()) {
        beginRemoveRows({}, static_cast<int>(kept), static_cast<int>(m_rows.size()) - 1);
        m_rows.resize(kept);
        endRemoveRows();
    }
    if (rows.isEmpty())
        return;
    beginInsertRows({}, 0, static_cast<int>(rows.size()) - 1);
    m_rows = rows + m_rows;
    endInsertRows();
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
