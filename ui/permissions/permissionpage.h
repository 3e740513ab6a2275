// One permission: what, from where, since, until, used when; its whole story; what can be done with it.
#pragma once

#include "shell/context.h"

#include <QModelIndex>
#include <QWidget>

namespace fpx::ui {

class ActionsCard;
class Badge;
class Button;
class Card;
class FactList;
class Label;
class PageHeader;
class PartyCard;
class ReceiptCard;

class PermissionPage : public QWidget
{
    Q_OBJECT

public:
    explicit PermissionPage(const Context &context, QWidget *parent = nullptr);
    void show(const QModelIndex &permission);
    void focusFirst();

Q_SIGNALS:
    void backRequested();
    void everythingRequested(const QString &partyKey, const QString &clientName);

private:
    void refresh();
    void showFacts(const QModelIndex &at);
    void showStory();
    void openChange();
    /// Its row, or that of what took its place; invalid: there is none any more.
    [[nodiscard]] QModelIndex find();

    Context m_context;
    PermissionId m_permission;
    PageHeader *m_header;
    Button *m_back;
    Badge *m_status;
    Label *m_summary;
    Label *m_alert;
    FactList *m_facts;
    FactList *m_details;
    FactList *m_story;
    Card *m_detailCard;
    Card *m_storyCard;
    ActionsCard *m_actions;
    PartyCard *m_party;
    ReceiptCard *m_receipt;
};

/// Asks before revoking and says what stops working; revokes when confirmed. Returns at once.
void askToRevoke(const Context &context, const QList<PermissionId> &permissions, const QString &question,
                 QWidget *parent);

} // namespace fpx::ui
