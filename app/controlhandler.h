// What a second start and the command line may ask of the running instance. Nothing here approves anything.
#pragma once

#include <fpx/control/server.h>
#include <fpx/wallet/facade.h>

#include <functional>

namespace fpx::app {

/// Asks the person in the window; the answer comes later.
using Confirm = std::function<void(std::function<void(bool)>)>;

class ControlHandler final : public QObject, public control::Handler
{
    Q_OBJECT

public:
    /// `confirmExport` shows the question before the history leaves the wallet.
    ControlHandler(wallet::Facade &facade, Confirm confirmExport)
        : m_facade(facade), m_confirmExport(std::move(confirmExport))
    {
    }
    void handle(QJsonObject command, control::Reply reply) override;

Q_SIGNALS:
    void showRequested(const QString &activationToken);
    void quitRequested();

private:
    void exportHistory(const control::Reply &reply);
    /// In a file of this user only, which does not outlive whoever asked for it by more than half a minute.
    void deliver(const Result<QByteArray> &exported, const control::Reply &reply);

    wallet::Facade &m_facade;
    Confirm m_confirmExport;
};

} // namespace fpx::app
