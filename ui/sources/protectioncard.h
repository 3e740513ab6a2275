// That a data source may ask a network who has access to the person's resources there, and the end of it.
#pragma once

#include "shell/context.h"
#include "widgets/card.h"

#include <fpx/wallet/sharing.h>

namespace fpx::ui {

class ProtectionCard : public Card
{
    Q_OBJECT

public:
    ProtectionCard(const Context &context, const wallet::ProtectionRow &protection, QWidget *parent = nullptr);

private:
    void askToEnd();

    Context m_context;
    wallet::ProtectionRow m_row;
};

} // namespace fpx::ui
