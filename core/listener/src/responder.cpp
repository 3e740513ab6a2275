#include "channel.h"
#include "pagemaker.h"

namespace fpx::listener {

Responder::Channel::~Channel()
{
    answer(Response::empty(503));
}

void Responder::Channel::setOnGone(std::function<void()> callback)
{
    if (m_gone)
        callback();
    else if (isOpen())
        m_onGone = std::move(callback);
}

void Responder::Channel::answer(const Response &response)
{
    const auto dropped = std::exchange(m_onGone, {}); // may hold the last other Responder
    if (const auto send = std::exchange(m_send, {}))
        send(response);
}

void Responder::Channel::gone()
{
    if (!std::exchange(m_send, {}))
        return;
    m_gone = true;
    if (const auto callback = std::exchange(m_onGone, {}))
        callback();
}

Responder::Responder(std::shared_ptr<Channel> channel) : m_channel(std::move(channel)) {}

bool Responder::isOpen() const
{
    return m_channel->isOpen();
}

void Responder::onGone(std::function<void()> callback) const
{
    m_channel->setOnGone(std::move(callback));
}

void Responder::seeOther(const QUrl &location) const
{
    m_channel->answer(redirect(location));
}

void Responder::waitingPage(const PageText &text, int refreshSeconds) const
{
    m_channel->answer(textPage(text, qMax(1, refreshSeconds)));
}

void Responder::formPost(const FormPost &form) const
{
    m_channel->answer(formPage(form));
}

void Responder::message(const PageText &text) const
{
    m_channel->answer(textPage(text, 0));
}

void Responder::notFound() const
{
    m_channel->answer(Response::empty(404));
}

void Responder::tooMany() const
{
    m_channel->answer(Response::empty(429));
}

} // namespace fpx::listener
