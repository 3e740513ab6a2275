// What all copies of a Responder share.
#pragma once

#include "response.h"

#include <fpx/listener/responder.h>

namespace fpx::listener {

class Responder::Channel
{
public:
    explicit Channel(std::function<void(const Response &)> send) : m_send(std::move(send)) {}
    ~Channel();
    Channel(const Channel &) = delete;
    Channel &operator=(const Channel &) = delete;

    [[nodiscard]] bool isOpen() const { return static_cast<bool>(m_send); }
    void setOnGone(std::function<void()> callback);
    /// The first call sends; later ones do nothing.
    void answer(const Response &response);
    /// The connection has ended.
    void gone();

private:
    std::function<void(const Response &)> m_send; ///< Empty once answered or gone.
    std::function<void()> m_onGone;
    bool m_gone = false;
};

} // namespace fpx::listener
