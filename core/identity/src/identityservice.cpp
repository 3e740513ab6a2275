#include <fpx/identity/identityservice.h>

#include "records.h"
#include "words.h"

#include <algorithm>

namespace fpx::identity {

namespace {

constexpr qint64 clockSkew = 60; // profile 8

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
            m_session = session;
            continue;
        }
        FPX_TRY(linked, linkedFromJson(*it));
        if (m_profile.identityProvider(linked.provider) != nullptr)
            m_linked.append(linked);
    }
    Q_EMIT sessionChanged();
    return {};
}

void IdentityService::clear()
{
    m_linked.clear();
    m_session.reset();
    Q_EMIT sessionChanged();
}

std::optional<Session> IdentityService::session() const
{
    // A session from the future is a clock that was set back: not believed.
    const qint64 now = m_context.clock->nowSeconds();
    if (!m_session || now >= m_session->authTime + m_sessionMax || m_session->authTime > now + clockSkew)
        return std::nullopt;
    return m_session;
}

bool IdentityService::satisfies(const Demand &demand) const
{
    const auto current = session();
    if (!current || current->assurance.ial < demand.minimum.ial || current->assurance.aal < demand.minimum.aal)
        return false;
    if (demand.forceLogin)
        return current->authTime >= demand.since - clockSkew;
    return !demand.maxAge || m_context.clock->nowSeconds() - current->authTime <= *demand.maxAge;
}

QString IdentityService::personName() const
{
    const LinkedProvider *linked = m_session ? linkedProvider(m_session->provider) : nullptr;
    if (linked == nullptr && !m_linked.isEmpty())
        linked = &*std::ranges::max_element(m_linked, {}, &LinkedProvider::lastUsedAt);
    return linked ? linked->person.bestName() : QString();
}

std::optional<IdpIdentifier> IdentityService::providerFor(const Demand &demand) const
{
    QList<IdpIdentifier> candidates;
    if (m_session)
        candidates.append(m_session->provider);
    for (const LinkedProvider &linked : m_linked)
        candidates.append(linked.provider);
    for (const IdpIdentifier &candidate : std::as_const(candidates)) {
        const op::IdentityProvider *provider = m_profile.identityProvider(candidate);
        if (provider == nullptr)
            continue;
        const bool none = demand.minimum.ial == 0 && demand.minimum.aal == 0;
        if (none || std::ranges::any_of(provider->assurance, [&demand](const op::Assurance &offered) {
                return offered.ial >= demand.minimum.ial && offered.aal >= demand.minimum.aal;
            }))
            return candidate;
    }
    return std::nullopt;
}

const LinkedProvider *IdentityService::linkedProvider(const IdpIdentifier &provider) const
{
    const auto found = std::ranges::find(m_linked, provider, &LinkedProvider::provider);
    return found == m_linked.end() ? nullptr : &*found;
}

} // namespace fpx::identity
