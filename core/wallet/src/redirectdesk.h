// Where browser flows wait for their callback, and the single-use links that begin them (profile 4.1, /start, /callback).
#pragma once

#include <fpx/base/clock.h>
#include <fpx/base/mailbox.h>
#include <fpx/base/random.h>
#include <fpx/base/result.h>

#include <QHash>
#include <QPair>
#include <QUrl>

#include <memory>
#include <variant>

namespace fpx::wallet {

using CallbackParameters = QList<QPair<QString, QString>>;

/// What a page of the wallet's posts somewhere.
struct PostTarget {
    QUrl action;
    QList<QPair<QString, QString>> fields;
};

/// A place to go, a page token whose answer the browser is to carry, or a form that it is to carry.
using StartTarget = std::variant<QUrl, QString, PostTarget>;

class RedirectDesk
{
public:
    RedirectDesk(const Clock &clock, const RandomSource &random) : m_clock(clock), m_random(random) {}

    /// A token for /start/{token}: single use, 60 s.
    [[nodiscard]] QString issue(StartTarget target);
    [[nodiscard]] std::optional<StartTarget> take(const QString &token);

    /// One flow that waits at /callback/{identifier} for `state`.
    struct Waiting {
        QString identifier;
        QString state;
        Mailbox<Result<CallbackParameters>> box;
    };
    /// A flow waits for its callback.
    [[nodiscard]] bool hasFlows() const { return !m_waiting.isEmpty(); }
    /// Neither does a flow wait, nor may a link still be used.
    [[nodiscard]] bool idle();
    void add(const std::shared_ptr<Waiting> &flow) { m_waiting.append(flow); }
    void remove(const std::shared_ptr<Waiting> &flow) { m_waiting.removeOne(flow); }
    /// Wakes every flow that waits, with `cancelled`: nothing can come for it any more.
    void endFlows();
    /// Wakes the flow that `state` names: compared in constant time and before anything else is looked at; single use. A
    /// wrong callback never ends a flow. False: nobody waits for this.
    bool callback(const QString &identifier, const CallbackParameters &parameters);

private:
    void forgetOld();
    struct Issued {
        StartTarget target;
        qint64 until = 0; // steady milliseconds
    };
    const Clock &m_clock;
    const RandomSource &m_random;
    QHash<QString, Issued> m_issued;
    QList<std::shared_ptr<Waiting>> m_waiting;
};

} // namespace fpx::wallet
