#include "widgets/sectionmodel.h"

#include <QHash>
#include <QTimer>

#include <algorithm>

namespace fpx::ui {

SectionModel::SectionModel(QObject *parent) : QAbstractListModel(parent), m_timer(new QTimer(this))
{
    m_timer->setSingleShot(true);
    m_timer->setInterval(0);
    connect(m_timer, &QTimer::timeout, this, &SectionModel::rebuild);
}

void SectionModel::setSource(QAbstractItemModel *source)
{
    m_source = source;
    connect(source, &QAbstractItemModel::modelReset, this, &SectionModel::rebuild);
    connect(source, &QAbstractItemModel::layoutChanged, this, &SectionModel::schedule);
    connect(source, &QAbstractItemModel::rowsMoved, this, &SectionModel::schedule);
    // a stale row number must not be followed, so these two may not wait
    connect(source, &QAbstractItemModel::rowsInserted, this, &SectionModel::rebuild);
    connect(source, &QAbstractItemModel::rowsRemoved, this, &SectionModel::rebuild);
    connect(source, &QAbstractItemModel::dataChanged, this, [this] {
        if (!m_entries.isEmpty())
            Q_EMIT dataChanged(index(0), index(static_cast<int>(m_entries.size()) - 1));
        schedule(); // the change may move it to another section
    });
    rebuild();
}

void SectionModel::setSectioner(Sectioner sectioner)
{
    m_sectioner = std::move(sectioner);
    schedule();
}

void SectionModel::setFilter(Filter filter)
{
    m_filter = std::move(filter);
    rebuild();
}

void SectionModel::schedule()
{
    if (!m_timer->isActive())
        m_timer->start();
}

void SectionModel::rebuild()
{
    m_timer->stop();
    QList<Heading> headings;
    QHash<QString, int> known;
    QList<QList<int>> rows;
    const int count = m_source ? m_source->rowCount() : 0;
    for (int i = 0; i < count; ++i) {
        const QModelIndex at = m_source->index(i, 0);
        if (m_filter && !m_filter(at))
            continue;
        const Section section = m_sectioner ? m_sectioner(at) : Section();
        auto found = known.constFind(section.key);
        if (found == known.constEnd()) {
            found = known.insert(section.key, static_cast<int>(headings.size()));
            headings.append({section, 0, i});
            rows.append(QList<int>());
        }
        rows[*found].append(i);
        ++headings[*found].count;
    }
    QList<int> order(headings.size());
    for (int i = 0; i < order.size(); ++i)
        order[i] = i;
    std::stable_sort(order.begin(), order.end(),
                     [&](int a, int b) { return headings.at(a).section.order < headings.at(b).section.order; });
    QList<Entry> entries;
    int items = 0;
    for (const int section : std::as_const(order)) {
        if (!headings.at(section).section.title.isEmpty())
            entries.append({-1, section});
        for (const int row : rows.at(section)) {
            entries.append({row, section});
            ++items;
        }
    }
    const bool same = entries.size() == m_entries.size() &&
                      std::equal(entries.begin(), entries.end(), m_entries.begin(), [](const Entry &a, const Entry &b) {
                          return a.sourceRow == b.sourceRow && a.section == b.section;
                      });
    if (same && !entries.isEmpty()) { // keeps the selection and the place in the list
        m_headings = headings;
        Q_EMIT dataChanged(index(0), index(static_cast<int>(m_entries.size()) - 1));
        return;
    }
    beginResetModel();
    m_entries = entries;
    m_headings = headings;
    m_items = items;
    endResetModel();
}

int SectionModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_entries.size());
}

QVariant SectionModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= m_entries.size())
        return {};
    const Entry &entry = m_entries.at(index.row());
    const Heading &heading = m_headings.at(entry.section);
    switch (role) {
    case IsHeadingRole: return entry.sourceRow < 0;
    case HeadingRole: return heading.section.title;
    case CountRole: return heading.count;
    case FirstRole: return index.row() == 0 || m_entries.at(index.row() - 1).sourceRow < 0;
    case Qt::DisplayRole:
        if (entry.sourceRow < 0)
            return heading.section.title;
        break;
    default: break;
    }
    // a heading answers for its first row, so that a delegate can paint the picture of the party
    const int row = entry.sourceRow < 0 ? heading.firstRow : entry.sourceRow;
    return m_source ? m_source->index(row, 0).data(role) : QVariant();
}

Qt::ItemFlags SectionModel::flags(const QModelIndex &index) const
{
    if (!index.isValid() || m_entries.at(index.row()).sourceRow < 0)
        return Qt::NoItemFlags;
    return Qt::ItemIsEnabled | Qt::ItemIsSelectable;
}

QModelIndex SectionModel::toSource(const QModelIndex &index) const
{
    if (!index.isValid() || !m_source || index.row() >= m_entries.size() || m_entries.at(index.row()).sourceRow < 0)
        return {};
    return m_source->index(m_entries.at(index.row()).sourceRow, 0);
}

QModelIndex SectionModel::fromSource(const QModelIndex &source) const
{
    for (int i = 0; i < m_entries.size(); ++i) {
        if (m_entries.at(i).sourceRow == source.row())
            return index(i);
    }
    return {};
}

} // namespace fpx::ui
