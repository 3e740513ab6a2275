#include "requestnotes.h"

#include "words.h"

#include <algorithm>

namespace fpx::wallet {

namespace {

const QString lockedSubject = QStringLiteral("locked");

} // namespace

void RequestNotes::watch(const std::shared_ptr<Services> &services)
{
    m_services = services;
    connect(services->engine.get(), &consent::Engine::promptsChanged, this, &RequestNotes::promptsChanged);
    connect(services->engine.get(), &consent::Engine::requestEnded, this, &RequestNotes::ended);
    if (m_notifier)
        m_notifier->withdraw(lockedSubject);
    promptsChanged();
}

void RequestNotes::lock()
{
    if (const auto services = m_services.lock())
        services->engine->disconnect(this);
    if (m_notifier)
        m_notifier->withdrawAll();
}

void RequestNotes::note(const Notification &notification)
{
    const auto services = m_services.lock();
    if (m_notifier && services && services->settings.boolean(op::setting::notifications))
        m_notifier->notify(notification);
}

void RequestNotes::waitingBehindLock(int count)
{
    note({Words::tr("%n request(s) waiting", nullptr, count), Words::tr("Unlock the wallet to see what is asked."),
          lockedSubject, Words::tr("Open"), lockedSubject});
}

void RequestNotes::promptsChanged()
{
    const auto services = m_services.lock();
    if (!services)
        return;
    const QList<consent::Prompt *> waiting = services->engine->prompts();
    for (const consent::Prompt *prompt : waiting) {
        if (m_told.contains(prompt->key()))
            continue;
        m_told.insert(prompt->key());
        note({Words::tr("%1 has a request").arg(prompt->networkName()),
              Words::tr("Nothing is shared before you decide."), prompt->key().value(), Words::tr("Open"),
              prompt->key().value()});
    }
}

void RequestNotes::ended(const RequestKey &key)
{
    const auto services = m_services.lock();
    if (!m_told.remove(key) || !services || !m_notifier)
        return;
    m_notifier->withdraw(key.value());
    const QList<consent::RequestRecord> &requests = services->engine->requests();
    const auto request = std::ranges::find(requests, key, &consent::RequestRecord::key);
    if (request == requests.end())
        return;
    const QString who =
        request->clientName.isEmpty() ? services->engine->networkName(request->as) : request->clientName;
    if (request->state == consent::State::Expired)
        note({Words::tr("A request has run out of time"),
              Words::tr("%1 got no answer. Nothing was shared.").arg(who),
              {},
              {},
              key.value()});
    else if (request->state == consent::State::Failed)
        note(
            {Words::tr("A request could not be answered"), Words::tr("%1 got nothing.").arg(who), {}, {}, key.value()});
}

} // namespace fpx::wallet
