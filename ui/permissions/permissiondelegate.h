// Rows of Sharing: a heading for each party, and what it can see below it.
#pragma once

#include "widgets/listview.h"

namespace fpx {
class Clock;
}

namespace fpx::ui {

/// What the list is grouped by.
enum class Grouping { Client, Source, Definition };

class PermissionDelegate : public RowDelegate
{
    Q_OBJECT

public:
    PermissionDelegate(const Clock &clock, QObject *parent) : RowDelegate(parent), m_clock(clock) {}
    void setGrouping(Grouping grouping) { m_grouping = grouping; }
    void setChoosing(bool choosing) { m_choosing = choosing; } ///< A check box before each row.
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    void paintHeading(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const;

    static void paintCheck(QPainter *painter, const QStyleOptionViewItem &option, const QRect &area);

    const Clock &m_clock;
    Grouping m_grouping = Grouping::Client;
    bool m_choosing = false;
};

[[nodiscard]] Tone permissionTone(const QString &status);
/// "until 24 Feb 2027", "ended 3 May 2026", "used", as short as a list needs it.
[[nodiscard]] QString permissionTime(const QModelIndex &permission, const QDateTime &now);
/// "163 times, last today"; empty: once, when it was given.
[[nodiscard]] QString sharedText(const QModelIndex &permission, const QDateTime &now);
[[nodiscard]] bool permissionEnded(const QString &status);

} // namespace fpx::ui
