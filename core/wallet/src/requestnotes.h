// Tells the person of requests outside the wallet's windows: of each that waits for them, once, and of those that end
// without them (ux: nobody has to look at the wallet to hear of a request).
#pragma once

#include <fpx/base/desktop.h>

#include "services.h"

#include <QPointer>
#include <QSet>

namespace fpx::wallet {

/// Lives in the GUI thread, owned by the facade; `notifier` may be null and outlives it. Says nothing while the setting
/// `notifications` is off. While the wallet is locked no note names anybody.
class RequestNotes : public QObject
{
    Q_OBJECT

public:
    explicit RequestNotes(Notifier *notifier) : m_notifier(notifier) {}

    /// What the notes are about; before the engine goes on with what waits. `settings` stay readable while locked.
    void watch(const std::shared_ptr<Services> &services);
    /// The wallet was locked, or is about to be made again: what is on screen goes.
    void lock();
    /// A request came while the wallet was locked: it is told that there are `count`, and nothing else.
    void waitingBehindLock(int count);
    void note(const Notification &notification);

private:
    void promptsChanged();
    void ended(const RequestKey &key);

    Notifier *m_notifier;
    std::weak_ptr<Services> m_services;
    QSet<RequestKey> m_told; ///< That wait.
};

} // namespace fpx::wallet
