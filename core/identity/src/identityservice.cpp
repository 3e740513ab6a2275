#include <fpx/identity/identityservice.h>

#include "assurance.h"
#include "records.h"
#include "words.h"

#include <algorithm>

namespace fpx::identity {

namespace {

constexpr qint64 clockSkew = 60; // profile 8
constexpr qint64 lookEvery = 600;

} // namespace

QString PersonFacts::bestName() const
{
    if (!name.isEmpty())
        return name;
    return email.isEmpty() ? username : email;
}

IdentityService::IdentityService(IdentityContext context, op::OperatorProfile profile)
    : m_context(std::move(context)),
      m_profile(std::move(profile)),
      m_keys(std::make_shared<oauth::JwksCache>(*m_context.clock))
{
    m_end.setSingleShot(true);
    m_end.setTimerType(Qt::VeryCoarseTimer);
    connect(&m_end, &QTimer::timeout, this, &IdentityService::lookAgain);
}

IdentityService::~IdentityService() = default;

Result<void> IdentityService::load()
{
    FPX_TRY(rows, m_context.records->all(table));
    m_linked.clear();
    m_session.reset();
    for (auto it = rows.constBegin(); it != rows.constEnd(); ++it) {
        if (it.key() == sessionRow) {
            FPX_TRY(session, sessionFromJson(*it));
            setSession(session);
            continue;
        }
        FPX_TRY(linked, linkedFromJson(*it));
        if (m_profile.identityProvider(linked.provider) != nullptr)
            m_linked.append(linked);
    }
    m_cleared = false;
    m_accepting.clear();
    changed();
    for (const op::IdentityProvider &provider : m_profile.identityProviders()) {
        if (!m_session || linkedProvider(provider.identifier) == nullptr)
            spawn(forgetLeftover(shared_from_this(), provider.identifier));
    }
    return {};
}

void IdentityService::clear()
{
    m_cleared = true;
    m_linked.clear();
    m_session.reset();
    changed();
}

void IdentityService::changed()
{
    m_toldSession = session().has_value();
    watchEnd();
    Q_EMIT sessionChanged();
}

void IdentityService::lookAgain()
{
    if (session().has_value() != m_toldSession)
        changed();
    else
        watchEnd();
}

void IdentityService::watchEnd()
{
    if (const auto end = sessionEnd())
        m_end.start(std::chrono::seconds(std::min(*end - m_context.clock->nowSeconds(), lookEvery)));
    else
        m_end.stop();
}

void IdentityService::setSessionMax(qint64 seconds)
{
    m_sessionMax = seconds;
    lookAgain();
}

std::optional<Session> IdentityService::session() const
{
    if (!m_session)
        return std::nullopt;
    // A session from the future is a clock that was set back: not believed.
    const qint64 age = ageOf(*m_session);
    return age < m_sessionMax && age >= -clockSkew ? m_session : std::nullopt;
}

void IdentityService::setSession(const Session &session)
{
    if (!m_learnt || m_learnt->nonce != session.nonce || m_learnt->acceptedAt != session.acceptedAt) {
        const qint64 time = std::min(session.acceptedAt, m_context.clock->nowSeconds());
        m_learnt = Learnt{session.nonce, session.acceptedAt, time, m_context.clock->steadyMilliseconds()};
    }
    m_session = session;
}

qint64 IdentityService::ageOf(const Session &session) const
{
    const qint64 passed = (m_context.clock->steadyMilliseconds() - m_learnt->steadyAt) / 1000;
    return std::max(m_context.clock->nowSeconds(), m_learnt->time + passed) - session.began();
}

std::optional<qint64> IdentityService::sessionEnd() const
{
    const auto current = session();
    return current ? std::optional(m_context.clock->nowSeconds() + m_sessionMax - ageOf(*current)) : std::nullopt;
}

bool IdentityService::satisfies(const Demand &demand) const
{
    const auto current = session();
    if (!current || !reaches(current->assurance, demand.minimum))
        return false;
    // A sign-in that was forced for this very demand came after it, whatever the clock did in between.
    if (demand.forceLogin && current->forcedSince != demand.since) {
        const bool dated =
            current->authTime ? *current->authTime >= demand.since - clockSkew : current->forcedSince > 0;
        if (current->acceptedAt < demand.since || !dated)
            return false;
    }
    if (!demand.maxAge)
        return true;
    if (!current->authTime)
        return false;
    // `max_age=0` is `prompt=login` (profile 4.5); taken literally, no sign-in would ever meet it.
    return (demand.forceLogin && *demand.maxAge == 0) || ageOf(*current) <= *demand.maxAge;
}

QString IdentityService::personName() const
{
    const LinkedProvider *linked = m_session ? linkedProvider(m_session->provider) : nullptr;
    if (linked == nullptr && !m_linked.isEmpty())
        linked = &*std::ranges::max_element(m_linked, {}, &LinkedProvider::lastUsedAt);
    return linked ? linked->person.bestName() : QString();
}

QList<const op::IdentityProvider *> IdentityService::candidates() const
{
    QList<const op::IdentityProvider *> found;
    if (m_session)
        found.append(m_profile.identityProvider(m_session->provider));
    for (const LinkedProvider &linked : m_linked)
        found.append(m_profile.identityProvider(linked.provider));
    found.removeAll(nullptr);
    return found;
}

std::optional<IdpIdentifier> IdentityService::providerFor(const Demand &demand) const
{
    for (const op::IdentityProvider *provider : candidates()) {
        const LinkedProvider *linked = linkedProvider(provider->identifier);
        const bool inTime = !demand.maxAge || linked == nullptr || linked->tellsAuthTime;
        if (inTime && reaches(*provider, demand.minimum))
            return provider->identifier;
    }
    return std::nullopt;
}

Reach IdentityService::reach(const Demand &demand) const
{
    if (providerFor(demand))
        return Reach::Possible;
    Demand atAnyTime = demand;
    atAnyTime.maxAge.reset();
    return providerFor(atAnyTime) ? Reach::TimeNotTold : Reach::AssuranceTooHigh;
}

const LinkedProvider *IdentityService::linkedProvider(const IdpIdentifier &provider) const
{
    const auto found = std::ranges::find(m_linked, provider, &LinkedProvider::provider);
    return found == m_linked.end() ? nullptr : &*found;
}

} // namespace fpx::identity
