// Asks for the user name and password that a proxy wants.
#pragma once

#include "shell/context.h"
#include "widgets/confirmdialog.h"

class QLineEdit;

namespace fpx::ui {

/// Deletes itself when closed, also when the proxy asks no more. Escape and closing are "not now".
class ProxyDialog : public ConfirmDialog
{
    Q_OBJECT

public:
    /// For the proxy that asks now.
    ProxyDialog(const Context &context, QWidget *parent);

protected:
    void done(int result) override;

private:
    [[nodiscard]] QLineEdit *addField(const QString &label, const QString &name);

    Context m_context;
    QString m_proxy;
    QLineEdit *m_user;
    QLineEdit *m_password;
};

} // namespace fpx::ui
