// One permission: what, from where, since, until, used when; its whole story; what can be done with it.
#pragma once

#include "shell/context.h"

#include <fpx/wallet/sharing.h>

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

protected:
    void showEvent(QShowEvent *event) override;

private:
    void refresh();
    void changed(); ///< What is shown may be no longer so.
    void showFacts(const QModelIndex &at);
    void showEnd(const QModelIndex &at);
    void showStory();
    void openChange();
    /// Its row, or that of what took its place or shares the same; invalid: there is none any more.
    [[nodiscard]] QModelIndex find();

    Context m_context;
    PermissionId m_permission;
    bool m_stale = false;             ///< Something changed while nobody saw it.
    QList<wallet::StoryLine> m_lines; ///< Its story.
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

} // namespace fpx::ui
