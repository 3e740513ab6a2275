// History: everything that happened, by day.
#pragma once

#include "shell/context.h"
#include "widgets/listview.h"
#include "widgets/place.h"

#include <QSortFilterProxyModel>

class QComboBox;
class QStackedWidget;

namespace fpx::ui {

class Button;
class EmptyState;
class PageHeader;

/// Keeps the order of the source; a kind and words.
class HistoryFilter : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    using QSortFilterProxyModel::QSortFilterProxyModel;
    void setKind(const QString &kind);
    void setNeedle(const QString &folded);

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    QString m_kind;
    QString m_needle;
};

/// Day in the margin of its first row, then time, sentence and outcome.
class HistoryDelegate : public RowDelegate
{
    Q_OBJECT

public:
    HistoryDelegate(const Clock &clock, QObject *parent) : RowDelegate(parent), m_clock(clock) {}
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

protected:
    [[nodiscard]] int rowHeight() const override;

private:
    const Clock &m_clock;
};

class HistoryPlace : public Place
{
    Q_OBJECT

public:
    explicit HistoryPlace(const Context &context, QWidget *parent = nullptr);
    void setSearch(const QString &text) override;
    void focusFirst() override;

Q_SIGNALS:
    /// The person wants to see or change the rule of an entry.
    void ruleRequested(const QString &id);

private:
    void refresh();
    void opened(const QModelIndex &index);
    void save();

    Context m_context;
    HistoryFilter *m_filter;
    ListView *m_list;
    QStackedWidget *m_body;
    PageHeader *m_header;
    EmptyState *m_empty;
    QComboBox *m_kind;
    Button *m_save;
    QString m_search;
};

} // namespace fpx::ui
