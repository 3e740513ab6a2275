// Settings: the networks, and the person's profiles at each.
#pragma once

#include "shell/context.h"

#include <QWidget>

class QVBoxLayout;

namespace fpx::ui {

class ProfileList : public QWidget
{
    Q_OBJECT

public:
    explicit ProfileList(const Context &context, QWidget *parent = nullptr);

private:
    void rebuild();
    void addNetwork(const wallet::NetworkAccounts &network);
    [[nodiscard]] QWidget *profileCard(const wallet::NetworkAccounts &network, const wallet::NetworkProfile &profile);
    /// What can be done with a profile.
    [[nodiscard]] QLayout *actions(const wallet::NetworkAccounts &network, const wallet::NetworkProfile &profile);
    /// Asks for a name, then calls `named` with it.
    void askName(const QString &title, const QString &text, const QString &yes, const QString &before,
                 const std::function<void(const QString &)> &named);
    void askToLeave(const wallet::NetworkAccounts &network, const wallet::NetworkProfile &profile);

    Context m_context;
    QVBoxLayout *m_column;
};

} // namespace fpx::ui
