#include <fpx/identity/identityservice.h>
#include <fpx/oauth/codeflow.h>

#include "assurance.h"
#include "person.h"
#include "records.h"
#include "words.h"

#include <algorithm>

namespace fpx::identity {

namespace {

// The acr values of this provider that are good enough, in the operator's order.
QStringList acrsFor(const op::IdentityProvider &provider, const op::Assurance &minimum)
{
    QStringList good;
    for (const QString &acr : provider.acrValues) {
        if (reaches(provider.assuranceOf(acr), minimum))
            good.append(acr);
    }
    for (auto it = provider.assurance.constBegin(); it != provider.assurance.constEnd(); ++it) {
        if (reaches(*it, minimum) && !good.contains(it.key()))
            good.append(it.key());
    }
    return good;
}

} // namespace

// Its id_token was good, and yet it is not taken.
void IdentityService::discardFlow(const op::IdentityProvider &provider, const Result<oauth::CodeFlowResult> &flow)
{
    if (flow)
        spawn(revoke(shared_from_this(), provider, flow->tokens.accessToken, flow->tokens.refreshToken));
}

Failure IdentityService::timeNotTold(const op::IdentityProvider &provider)
{
    for (LinkedProvider &linked : m_linked) {
        if (linked.provider == provider.identifier)
            linked.tellsAuthTime = false; // stored with the next sign-in
    }
    return fail("auth_time_missing",
                Words::tr("%1 does not say when you signed in there, so it cannot prove what is asked. Nothing was "
                          "shared, and you were not signed in.")
                    .arg(provider.displayName.text(m_context.locales)));
}

Async<SignIn> IdentityService::signIn(IdpIdentifier provider, Demand demand, oauth::BrowserOpened opened,
                                      CancelToken cancel)
{
    const auto self = shared_from_this();
    const auto isTooOld = [self](const Result<oauth::CodeFlowResult> &flow) {
        if (!flow)
            return flow.error().code == "auth_time_too_old";
        const auto when = flow->idToken->authTime;
        return when && self->m_context.clock->nowSeconds() - *when >= self->m_sessionMax;
    };
    FPX_CO_CHECK(m_profile.checkFresh(m_context.clock->nowSeconds()));
    const op::IdentityProvider *found = m_profile.identityProvider(provider);
    if (found == nullptr)
        co_return fail("provider_unknown", Words::tr("This wallet does not know that sign-in provider."));
    const op::IdentityProvider known = *found;
    FPX_CO_CHECK(mayLink(provider));

    oauth::CodeFlowRequest request;
    request.identifier = known.identifier.value();
    request.issuer = known.issuer;
    request.clientId = known.clientId;
    request.clientSecret = known.clientSecret;
    request.scope = known.scope.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    request.wider = oauth::WiderScope::Taken;
    request.acrValues = known.acrValues;
    if (demand.minimum.ial > 0 || demand.minimum.aal > 0) {
        request.acrAccepted = acrsFor(known, demand.minimum);
        request.acrValues = request.acrAccepted;
        if (request.acrAccepted.isEmpty())
            co_return fail("assurance_unmet", Words::tr("This sign-in provider is not strong enough for the request."));
    }
    request.maxAge = std::min(demand.maxAge.value_or(m_sessionMax), m_sessionMax);
    request.authTimeNeeded = demand.maxAge.has_value();
    request.forceLogin = demand.forceLogin;
    request.uiLocales = m_context.locales;
    request.additional = known.additionalQueryParams;

    oauth::CodeFlowContext context;
    context.http = httpFor(known.identifier);
    context.receiver = m_context.receiver;
    context.keys = m_keys;
    context.clock = m_context.clock;
    context.random = m_context.random;

    qint64 since = demand.since;
    auto flow = co_await oauth::runCodeFlow(context, request, opened, cancel);
    // The provider's own session is too old. Asked silently it would give the same answer again and again.
    if (!request.forceLogin && isTooOld(flow)) {
        discardFlow(known, flow);
        request.forceLogin = true;
        since = m_context.clock->nowSeconds();
        flow = co_await oauth::runCodeFlow(context, request, opened, cancel);
    }
    FPX_CO_CHECK(cancel.check());
    if (!flow && flow.error().code == "auth_time_missing" && demand.maxAge)
        co_return timeNotTold(known);
    if (isTooOld(flow) && !demand.maxAge && !demand.forceLogin) {
        discardFlow(known, flow);
        co_return fail("sign_in_too_old", Words::tr("Your provider signed you in longer ago than this wallet takes a "
                                                    "sign-in for, and did not ask you anew. Sign out there, then sign "
                                                    "in again."));
    }
    FPX_CO_TRY(done, std::move(flow));

    SignIn signIn;
    signIn.who.provider = known.identifier;
    signIn.who.issuer = known.issuer;
    signIn.who.subject = done.idToken->subject;
    signIn.who.person = personOf(done.idToken->claims);
    signIn.who.tellsAuthTime = done.idToken->authTime.has_value();
    signIn.session.provider = known.identifier;
    signIn.session.authTime = done.idToken->authTime;
    signIn.session.forcedSince = request.forceLogin ? since : 0;
    signIn.session.assurance = known.assuranceOf(done.idToken->acr);
    signIn.session.refreshable = !done.tokens.refreshToken.isEmpty();
    signIn.session.nonce = done.idToken->nonce;
    signIn.refreshToken = done.tokens.refreshToken;
    signIn.accessToken = done.tokens.accessToken;
    if (known.idTokenAtLogout)
        signIn.idToken = Secret(done.tokens.idToken);
    signIn.first = m_linked.isEmpty();
    if (const LinkedProvider *linked = linkedProvider(known.identifier)) {
        signIn.known = isSameAccount(*linked, signIn.who);
        if (!signIn.known)
            signIn.before = *linked;
    }
    if (!signIn.known) {
        const auto person = co_await completePerson(signIn.who.person, signIn.who.subject, done.metadata, context.http,
                                                    signIn.accessToken, cancel);
        if (!person) {
            discard(signIn);
            co_return fail(person.error());
        }
        signIn.who.person = *person;
    }
    if (signIn.refreshToken.isEmpty()) { // it has done its work
        discard(signIn);
        signIn.accessToken = Secret();
    }
    co_return signIn;
}

} // namespace fpx::identity
