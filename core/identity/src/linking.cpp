// Which persons at which providers belong to this wallet.
#include <fpx/identity/identityservice.h>

#include "records.h"
#include "words.h"

namespace fpx::identity {

bool isSameAccount(const LinkedProvider &one, const LinkedProvider &other)
{
    return one.issuer == other.issuer && one.subject == other.subject;
}

Result<void> IdentityService::mayLink(const IdpIdentifier &provider) const
{
    if (m_linked.isEmpty() || linkedProvider(provider) != nullptr || session())
        return {};
    return fail("link_needs_session", Words::tr("Please sign in first with a provider that this wallet knows."));
}

Result<void> IdentityService::mayAccept(const SignIn &signIn, bool instead) const
{
    FPX_CHECK(mayLink(signIn.who.provider));
    const LinkedProvider *linked = linkedProvider(signIn.who.provider);
    const bool same = linked == nullptr || isSameAccount(*linked, signIn.who);
    const bool shown = instead && linked && signIn.before && isSameAccount(*linked, *signIn.before);
    if (!same && !shown)
        return fail("other_person", Words::tr("You signed in as somebody else than before. Nothing was changed."));
    return {};
}

Async<void> IdentityService::accept(SignIn signIn)
{
    return take(shared_from_this(), std::move(signIn), false);
}

Async<void> IdentityService::acceptInstead(SignIn signIn)
{
    return take(shared_from_this(), std::move(signIn), true);
}

void IdentityService::discard(const SignIn &signIn)
{
    const op::IdentityProvider *provider = m_profile.identityProvider(signIn.who.provider);
    if (provider != nullptr && !(signIn.accessToken.isEmpty() && signIn.refreshToken.isEmpty()))
        spawn(revoke(shared_from_this(), *provider, signIn.accessToken, signIn.refreshToken));
}

Async<void> IdentityService::take(std::shared_ptr<IdentityService> self, SignIn signIn, bool instead)
{
    FPX_CO_CHECK(mayAccept(signIn, instead));
    const SecretName name = refreshTokenOf(signIn.who.provider);
    m_accepting.insert(signIn.who.provider);
    // What another account gave goes back to it. One of the same account is only forgotten: some providers end with it all
    // that they gave this wallet for that account, the new one too.
    Secret before;
    if (const LinkedProvider *linked = linkedProvider(signIn.who.provider);
        linked != nullptr && linked->issuer == signIn.who.issuer && linked->subject != signIn.who.subject)
        before = co_await takeToken(self, signIn.who.provider);
    m_unsaved.remove(signIn.who.provider);
    if (signIn.refreshToken.isEmpty())
        FPX_CO_CHECK(co_await m_context.secrets->remove(name));
    else
        FPX_CO_CHECK(co_await m_context.secrets->put(name, signIn.refreshToken));
    // A session whose id_token was not kept is as good; only its logout may not lead back.
    const SecretName idToken = idTokenOf(signIn.who.provider);
    if (!signIn.idToken.isEmpty()) [[maybe_unused]]
        const auto kept = co_await m_context.secrets->put(idToken, signIn.idToken);
    // Once more: another sign-in may have been accepted meanwhile.
    FPX_CO_CHECK(mayAccept(signIn, instead));

    const qint64 now = m_context.clock->nowSeconds();
    LinkedProvider who = signIn.who;
    const LinkedProvider *until = linkedProvider(who.provider);
    who.linkedAt = until ? until->linkedAt : now;
    if (until && isSameAccount(*until, who) && who.person.bestName().isEmpty())
        who.person = until->person; // it told once
    who.lastUsedAt = now;
    Session session = signIn.session;
    session.acceptedAt = now;
    FPX_CO_CHECK(m_context.records->transaction([&]() -> Result<void> {
        FPX_CHECK(m_context.records->put(table, providerRow(who.provider), toJson(who)));
        return m_context.records->put(table, sessionRow, toJson(session));
    }));
    m_linked.removeIf([&who](const LinkedProvider &linked) { return linked.provider == who.provider; });
    m_linked.append(who);
    setSession(session);
    m_confirmedAt = m_context.clock->steadyMilliseconds();
    changed();
    if (const op::IdentityProvider *known = m_profile.identityProvider(who.provider); known && !before.isEmpty())
        spawn(revoke(self, *known, Secret(), before));
    co_return {};
}

Async<void> IdentityService::unlink(IdpIdentifier provider, std::function<Result<void>()> also)
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
        if (inUse)
            FPX_CHECK(m_context.records->remove(table, sessionRow));
        return also ? also() : Result<void>();
    }));
    m_linked.removeIf([&provider](const LinkedProvider &linked) { return linked.provider == provider; });
    if (inUse)
        m_session.reset();
    changed();
    const Secret none;
    co_return co_await endSession(self, provider, none);
}

} // namespace fpx::identity
