// Requests: what is waiting now, and what just passed.
#pragma once

#include "shell/context.h"
#include "widgets/listview.h"
#include "widgets/place.h"

class QStackedLayout;
class QTimer;

namespace fpx::ui {

class CodePage;
class EmptyState;
class SectionModel;

class RequestDelegate : public RowDelegate
{
    Q_OBJECT

public:
    RequestDelegate(const Clock &clock, QObject *parent);
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    const Clock &m_clock;
};

class RequestsPlace : public Place
{
    Q_OBJECT

public:
    explicit RequestsPlace(const Context &context, QWidget *parent = nullptr);
    void setSearch(const QString &text) override;
    void focusFirst() override;
    bool goBack() override;
    /// The page that takes a code from another device, with this network chosen; empty: as it was.
    void enterCode(const AsIdentifier &network);

Q_SIGNALS:
    void promptRequested(const fpx::RequestKey &key);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void refresh();
    void opened(const QModelIndex &index);

    Context m_context;
    SectionModel *m_model;
    ListView *m_list;
    EmptyState *m_empty;
    QStackedLayout *m_stack;
    QStackedLayout *m_pages; ///< The list, or the page for a code.
    CodePage *m_code = nullptr;
    QTimer *m_tick; ///< repaints countdowns while they are seen
    QString m_needle;
};

} // namespace fpx::ui
