// A step that happens in the person's browser: signing in, or connecting a data source.
#pragma once

#include <fpx/base/result.h>

#include <QObject>
#include <QUrl>

namespace fpx::wallet {

/// One fact about the account that answered, for "Is this you?".
struct AccountFact {
    QString label;
    QString value;
};

/// Owned by the facade; valid until finished() has been emitted and control has returned to the event loop.
class BrowserStep : public QObject
{
    Q_OBJECT

public:
    enum class State {
        Preparing, ///< Discovery and the like; cancellable.
        Waiting,   ///< "Waiting for your browser…": openAgain(), link() and cancel() work.
        Checking,  ///< The answer came; it is being verified.
        Confirm,   ///< "Is this you?": facts() are set; confirm() or reject().
        Done,
        Failed, ///< error() says why.
        Cancelled
    };
    Q_ENUM(State)

    explicit BrowserStep(QObject *parent = nullptr) : QObject(parent) {}

    [[nodiscard]] virtual State state() const = 0;
    [[nodiscard]] virtual Error error() const = 0;
    [[nodiscard]] virtual QString partyName() const = 0; ///< Who answers in the browser.
    [[nodiscard]] virtual QList<AccountFact> facts() const = 0;
    /// A sentence to weigh before the answer to "Is this you?"; may be empty.
    [[nodiscard]] virtual QString remark() const { return {}; }
    /// What seems to keep the browser from coming back while Waiting, and what to do about it; empty: nothing is known.
    [[nodiscard]] virtual QString obstacle() const { return {}; }

    /// Opens the page again with a fresh single-use link.
    virtual void openAgain() = 0;
    /// A fresh single-use link, good for 60 s, to paste into another browser. Empty outside Waiting.
    [[nodiscard]] virtual QUrl link() = 0;
    virtual void cancel() = 0;
    virtual void confirm() = 0;
    virtual void reject() = 0;

Q_SIGNALS:
    void changed();
    void finished();
};

} // namespace fpx::wallet
