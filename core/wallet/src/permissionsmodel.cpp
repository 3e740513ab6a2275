#include "permissionsmodel.h"

#include "rows.h"
#include "words.h"

#include <fpx/consent/sharedthing.h>
#include <fpx/wallet/models.h>

#include <algorithm>
#include <deque>

namespace fpx::wallet {

int PermissionsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_lines.size());
}

QVariant PermissionsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) || !m_book)
        return {};
    const Line &line = m_lines.at(index.row());
    PermissionGroup group;
    std::deque<consent::PermissionRecord> ended; // as they are shown; deque: they stay where they are
    bool unconfirmed = false;
    for (const PermissionId &id : QList<PermissionId>{line.id} + line.others) {
        const consent::PermissionRecord *record = m_book->find(id);
        // A wish to revoke needs no clock, so what can be revoked is left to what is recorded.
        if (record && hasEnded(*record) && role != fpx::wallet::role(PermissionRole::CanRevoke)) {
            unconfirmed = unconfirmed || record->state == consent::PermissionState::Revoking;
            ended.push_back(*record);
            ended.back().state = consent::PermissionState::Expired;
            ended.back().replacedBy = {};
            record = &ended.back();
        }
        if (record)
            group.append(record);
    }
    if (unconfirmed && static_cast<qsizetype>(ended.size()) == group.size() &&
        role == fpx::wallet::role(PermissionRole::StatusText))
        return Words::tr("Ended, never confirmed");
    if (group.isEmpty()) // between the locking of the vault and the refreshing after it
        return {};
    if (role == fpx::wallet::role(PermissionRole::ProfileName))
        return m_profileNames ? m_profileNames(group.first()->enrolment) : QString();
    return permissionValue(group, role);
}

bool PermissionsModel::hasEnded(const consent::PermissionRecord &record) const
{
    const bool counts = record.isLive() || record.state == consent::PermissionState::Revoking;
    return counts && m_time && record.hasEnded(m_time(record.enrolment));
}

QList<PermissionsModel::Line> PermissionsModel::linesOf(const consent::PermissionBook &book) const
{
    using State = consent::PermissionState;
    using Place = std::pair<consent::SharedThing, bool>; // what has ended stands apart
    QHash<Place, PermissionGroup> groups;
    for (const consent::PermissionRecord &record : book.all()) {
        if (record.state != State::Draft && record.state != State::Dropped && record.state != State::Replaced)
            groups[{consent::thingOf(record), record.isOver()}].append(&record);
    }
    QList<PermissionGroup> rows(groups.cbegin(), groups.cend());
    const auto newer = [](const consent::PermissionRecord *a, const consent::PermissionRecord *b) {
        return std::tie(b->grantedAt, b->id) < std::tie(a->grantedAt, a->id);
    };
    for (PermissionGroup &row : rows)
        std::ranges::sort(row, newer);
    std::ranges::sort(rows, newer, [](const PermissionGroup &row) { return row.first(); });
    QList<Line> lines;
    lines.reserve(rows.size());
    for (const PermissionGroup &row : std::as_const(rows)) {
        Line line;
        line.id = row.first()->id;
        for (const consent::PermissionRecord *record : row) {
            if (record != row.first())
                line.others.append(record->id);
            line.digest = qHashMulti(line.digest, static_cast<int>(record->state), !record->replacedBy.isEmpty(),
                                     record->lastUsedAt, record->lastShared(), record->timesShared, hasEnded(*record));
        }
        lines.append(line);
    }
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
