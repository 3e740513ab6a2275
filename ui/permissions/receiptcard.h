// Keeping a receipt of a permission.
#pragma once

#include "shell/context.h"
#include "widgets/card.h"

#include <fpx/wallet/sharing.h>

namespace fpx::ui {

class Button;

class ReceiptCard : public Card
{
    Q_OBJECT

public:
    explicit ReceiptCard(const Context &context, QWidget *parent = nullptr);
    void show(const PermissionId &permission);

private:
    enum class Form { Pdf, Json };
    Button *add(QBoxLayout *row, const QString &label, const char *name, Form form);
    void make(Form form);
    void save(const wallet::ConsentReceipt &receipt, Form form);
    void setBusy(bool busy);

    Context m_context;
    PermissionId m_permission;
    Button *m_pdf;
    Button *m_json;
};

} // namespace fpx::ui
