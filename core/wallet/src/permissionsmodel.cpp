#include "permissionsmodel.h"

#include "rows.h"

#include <algorithm>

namespace fpx::wallet {

int PermissionsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_lines.size());
}

QVariant PermissionsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) || !m_book)
        return {};
    // None between the locking of the vault and the refreshing after it.
    const consent::PermissionRecord *record = m_book->find(m_lines.at(index.row()).id);
    return record ? permissionValue(*record, role) : QVariant();
}

QList<PermissionsModel::Line> PermissionsModel::linesOf(const consent::PermissionBook &book)
{
    using State = consent::PermissionState;
    QList<const consent::PermissionRecord *> records;
    records.reserve(book.all().size());
    for (const consent::PermissionRecord &record : book.all()) {
        // what was replaced is a part of the story of what replaced it
        if (record.state != State::Draft && record.state != State::Dropped && record.state != State::Replaced)
            records.append(&record);
    }
    std::ranges::sort(records, [](const auto *a, const auto *b) {
        return std::tie(b->grantedAt, b->id) < std::tie(a->grantedAt, a->id);
    });
    QList<Line> lines;
    lines.reserve(records.size());
    for (const consent::PermissionRecord *record : std::as_const(records))
        lines.append({record->id, record->lastUsedAt, record->state, !record->replacedBy.isEmpty()});
    return lines;
}

void PermissionsModel::refresh(const consent::PermissionBook *book)
{
    QList<Line> lines = book ? linesOf(*book) : QList<Line>();
    const bool sameRows = book == m_book && std::ranges::equal(lines, m_lines, {}, &Line::id, &Line::id);
    if (sameRows) {
        m_lines.swap(lines);
        for (qsizetype i = 0; i < lines.size(); ++i) {
            if (lines[i] == m_lines[i])
                continue;
            const QModelIndex changed = index(static_cast<int>(i));
            Q_EMIT dataChanged(changed, changed);
        }
        return;
    }
    // One new row at the top is the common case and keeps the rest as it is.
    if (book == m_book && lines.size() == m_lines.size() + 1 &&
        std::equal(m_lines.cbegin(), m_lines.cend(), lines.cbegin() + 1)) {
        beginInsertRows({}, 0, 0);
        m_lines.swap(lines);
        endInsertRows();
        return;
    }
    beginResetModel();
    m_book = book;
    m_lines.swap(lines);
    endResetModel();
}

} // namespace fpx::wallet
