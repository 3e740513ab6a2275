// Ports: what the wallet asks of the desktop.
#pragma once

#include <fpx/base/result.h>

#include <QList>
#include <QUrl>

namespace fpx {

/// Opens the person's own browser. Only short `http://127.0.0.1:{port}/start/{token}` links and public web pages pass
/// here, since other users of the machine can read a process's arguments (profile 4.1).
class Browser
{
public:
    virtual ~Browser() = default;
    /// Errors: `browser_not_opened`.
    [[nodiscard]] virtual Result<void> open(const QUrl &url) = 0;
};

/// A note to the person outside the wallet's own windows.
struct Notification {
    QString title;
    QString text;       ///< No names of others while the wallet is locked.
    QString actionId;   ///< Handed back when the person clicks; empty: nothing to open.
    QString actionText; ///< A button that says what the click does; empty: the note itself is all there is to click.
    QString subject;    ///< What it is about: a later note about the same takes its place. Empty: it stands alone.
};

class Notifier
{
public:
    virtual ~Notifier() = default;
    virtual void notify(const Notification &notification) = 0;
    /// What it was about has been dealt with: its note goes. Nothing happens where there is none.
    virtual void withdraw(const QString &subject) = 0;
    /// Every note goes, so that none tells names while the wallet is locked.
    virtual void withdrawAll() = 0;
};

/// For tests: remembers.
class FakeBrowser final : public Browser
{
public:
    [[nodiscard]] Result<void> open(const QUrl &url) override
    {
        opened.append(url);
        return {};
    }
    QList<QUrl> opened;
};

class FakeNotifier final : public Notifier
{
public:
    void notify(const Notification &notification) override
    {
        if (!notification.subject.isEmpty())
            withdraw(notification.subject);
        shown.append(notification);
        ++count;
    }
    void withdraw(const QString &subject) override
    {
        shown.removeIf([&subject](const Notification &one) { return one.subject == subject; });
    }
    void withdrawAll() override { shown.clear(); }
    QList<Notification> shown; ///< What the person could see now, oldest first.
    int count = 0;             ///< How many there have been.
};

} // namespace fpx
