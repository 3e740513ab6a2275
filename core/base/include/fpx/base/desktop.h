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
    QString text;       ///< Empty while the wallet is locked.
    QString actionId;   ///< Handed back when the person clicks; empty: nothing to open.
    QString actionText; ///< A button that says what the click does; empty: the note itself is all there is to click.
};

class Notifier
{
public:
    virtual ~Notifier() = default;
    virtual void notify(const Notification &notification) = 0;
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
    void notify(const Notification &notification) override { shown.append(notification); }
    QList<Notification> shown;
};

} // namespace fpx
