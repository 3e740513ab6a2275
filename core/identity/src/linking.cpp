// Which persons at which providers belong to this wallet.
#include <fpx/identity/identityservice.h>

#include "records.h"
#include "words.h"

namespace fpx::identity {

Result<void> IdentityService::mayLink(const IdpIdentifier &provider) const
{
    if (m_linked.isEmpty() || linkedProvider(provider) != nullptr || session())
        return {};
    return fail("link_needs_session", Words::tr("Please sign in first with a provider that this wallet knows."));
}

Result<void> IdentityService::mayAccept(const SignIn &signIn) const
{
    FPX_CHECK(mayLink(signIn.who.provider));
    const LinkedProvider *linked = linkedProvider(signIn.who.provider);
    if (linked != nullptr && (linked->issuer != signIn.who.issuer || linked->subject != signIn.who.subject))
        return fail("other_person", Words::tr("You signed in as somebody else than before. Nothing was changed."));
    return {};
}

Async<void> IdentityService::accept(SignIn signIn)
{
    const auto self = shared_from_this();
    FPX_CO_CHECK(mayAccept(signIn));
    const SecretName name = refreshTokenOf(signIn.who.provider);
    if (signIn.refreshToken.isEmpty())
        FPX_CO_CHECK(co_await m_context.secrets->remove(name));
    else
        FPX_CO_CHECK(co_await m_context.secrets->put(name, signIn.refreshToken));
    // Once more: another sign-in may have been accepted meanwhile.
    FPX_CO_CHECK(mayAccept(signIn));

    const qint64 now = m_context.clock->nowSeconds();
    LinkedProvider who = signIn.who;
    const LinkedProvider *before = linkedProvider(who.provider);
    who.linkedAt = before ? before->linkedAt : now;
    who.lastUsedAt = now;
    FPX_CO_CHECK(m_context.records->transaction([&]() -> Result<void> {
        FPX_CHECK(m_context.records->put(table, providerRow(who.provider), toJson(who)));
        return m_context.records->put(table, sessionRow, toJson(signIn.session));
    }));
    m_linked.removeIf([&who](const LinkedProvider &linked) { return linked.provider == who.provider; });
    m_linked.append(who);
    m_session = signIn.session;
    Q_EMIT sessionChanged();
    co_return {};
}

Async<void> IdentityService::unlink(IdpIdentifier provider)
{
    const auto self = shared_from_this();
    if (linkedProvider(provider) == nullptr)
        co_return fail("provider_unknown", Words::tr("This wallet is not linked to that sign-in provider."));
    if (m_linked.size() == 1)
        co_return fail("last_provider", Words::tr("This is the only way to sign in. Link another one first."));
    if (!session())
        co_return fail("link_needs_session", Words::tr("Please sign in first with a provider that this wallet knows."));

    const bool inUse = m_session && m_session->provider == provider;
    FPX_CO_CHECK(m_context.records->transaction([&]() -> Result<void> {
        FPX_CHECK(m_context.records->remove(table, providerRow(provider)));
        return inUse ? m_context.records->remove(table, sessionRow) : Result<void>();
    }));
    m_linked.removeIf([&provider](const LinkedProvider &linked) { return linked.provider == provider; });
    if (inUse)
        m_session.reset();
    Q_EMIT sessionChanged();
    co_return co_await endSession(self, provider);
}

} // namespace fpx::identity
