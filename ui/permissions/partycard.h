// Whom to turn to about what a client holds: itself, to erase, and the regulator, to complain.
#pragma once

#include "shell/context.h"
#include "widgets/card.h"

#include <fpx/wallet/sharing.h>

namespace fpx::ui {

class Button;
class Label;

class PartyCard : public Card
{
    Q_OBJECT

public:
    explicit PartyCard(const Context &context, QWidget *parent = nullptr);
    /// Asks the network's registry; until it has answered nothing is offered that needs it.
    void show(const PermissionId &permission, const QString &client);

Q_SIGNALS:
    void everythingRequested(); ///< Everything with this client.

private:
    void take(const Result<wallet::PartyContacts> &contacts);
    void askToErase();

    Context m_context;
    PermissionId m_permission;
    QString m_client;
    wallet::PartyContacts m_contacts;
    Label *m_title;
    Label *m_state;
    Button *m_everything;
    Button *m_erase;
    Button *m_regulator;
    Button *m_policy;
    Button *m_terms;
};

} // namespace fpx::ui
