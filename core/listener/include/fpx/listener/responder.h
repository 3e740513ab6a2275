// The one answer to one Request, now or later.
#pragma once

#include <fpx/listener/pages.h>

#include <functional>
#include <memory>

namespace fpx::listener {

/// Copies share one answer; the first one wins, later ones do nothing. Safe to call when the browser, or the listener,
/// has gone. When the last copy goes without an answer, the browser gets an empty 503. Every answer carries the headers
/// of profile section 4.1 and closes its connection; there is no way to set another header or another status.
/// One thread: the listener's.
class Responder
{
public:
    class Channel; ///< Private to the module.
    explicit Responder(std::shared_ptr<Channel> channel);

    /// Nobody has answered, and the browser still waits.
    [[nodiscard]] bool isOpen() const;
    /// Runs `callback` at most once, when the browser goes (or its time is up, or the listener closes) before an answer;
    /// at once if that has happened. Only the last callback set is kept. It is dropped when an answer is given.
    void onGone(std::function<void()> callback) const;

    /// 303. `location` is absolute (http or https) or a path of this listener such as `/requests/…`; anything else is
    /// a defect of the caller and becomes an empty 503.
    void seeOther(const QUrl &location) const;
    /// 200 that loads itself again after `refreshSeconds` (1–60), without a script.
    void waitingPage(const PageText &text, int refreshSeconds = 2) const;
    /// 200 with one form that submits itself. The only page with a script.
    void formPost(const FormPost &form) const;
    /// 200 with text only.
    void message(const PageText &text) const;
    /// 404, empty.
    void notFound() const;
    /// 429, empty: beyond the caller's rate limit (profile section 9).
    void tooMany() const;

private:
    std::shared_ptr<Channel> m_channel;
};

} // namespace fpx::listener
