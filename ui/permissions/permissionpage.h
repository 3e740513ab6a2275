// One permission: what, from where, since, until, used when; and how to end it.
#pragma once

#include "shell/context.h"

#include <QPersistentModelIndex>
#include <QWidget>

namespace fpx::ui {

class Badge;
class Button;
class Card;
class FactList;
class Label;
class PageHeader;

class PermissionPage : public QWidget
{
    Q_OBJECT

public:
    explicit PermissionPage(const Context &context, QWidget *parent = nullptr);
    void show(const QModelIndex &permission);
    void focusFirst();

Q_SIGNALS:
    void backRequested();

private:
    void refresh();
    void askToRevoke();

    Context m_context;
    QPersistentModelIndex m_permission;
    PageHeader *m_header;
    Button *m_back;
    Badge *m_status;
    Label *m_summary;
    FactList *m_facts;
    FactList *m_details;
    Card *m_detailCard;
    Card *m_revokeCard;
    Button *m_revoke;
};

/// Asks before revoking and says what stops working. Calls Facade::revoke() when confirmed. Returns at once.
void askToRevoke(const Context &context, const PermissionId &permission, const QString &client, QWidget *parent);

} // namespace fpx::ui
