// One data source: is it connected, what was found there, and what can be done.
#pragma once

#include "shell/context.h"
#include "widgets/card.h"

#include <QPersistentModelIndex>

namespace fpx::ui {

class Avatar;
class Button;
class Label;

class SourceCard : public Card
{
    Q_OBJECT

public:
    explicit SourceCard(const QModelIndex &source, QWidget *parent = nullptr);
    void refresh();
    void focusFirst();
    [[nodiscard]] QPersistentModelIndex source() const { return m_source; }

Q_SIGNALS:
    void connectRequested();
    void disconnectRequested();
    void refreshRequested();

private:
    QPersistentModelIndex m_source;
    Avatar *m_logo;
    Label *m_name;
    Label *m_account;
    Badge *m_status;
    Label *m_resources;
    Label *m_permissions;
    Button *m_connect;
    Button *m_refresh;
    Button *m_disconnect;
};

/// Asks before disconnecting, says what stops working, and offers to revoke what relies on the source. Returns at once.
void askToDisconnect(const Context &context, const QModelIndex &source, QWidget *parent);

} // namespace fpx::ui
