// Sources: where the person's data is kept, and whether the wallet may ask there.
#pragma once

#include "shell/context.h"
#include "widgets/place.h"

class QStackedWidget;

namespace fpx::ui {

class BrowserStepView;
class Button;
class EmptyState;
class FlowGrid;
class Label;
class PageHeader;
class SourceCard;

class SourcesPlace : public Place
{
    Q_OBJECT

public:
    explicit SourcesPlace(const Context &context, QWidget *parent = nullptr);
    void setSearch(const QString &text) override;
    bool goBack() override;
    void focusFirst() override;

private:
    void rebuild();
    [[nodiscard]] bool fits(const QModelIndex &source) const;
    void addCard(const QModelIndex &source);
    void refreshCards();
    void showProtections();
    void connectSource(const SourceIdentifier &source);

    Context m_context;
    QStackedWidget *m_stack;
    QWidget *m_overview;
    QWidget *m_connecting;
    BrowserStepView *m_browser;
    SourceIdentifier m_connectingSource;
    FlowGrid *m_grid;
    EmptyState *m_empty;
    QList<SourceCard *> m_cards;
    Button *m_more;
    int m_most; ///< Cards shown at once.
    QString m_needle;
    QWidget *m_protections;
};

} // namespace fpx::ui
