#include <fpx/identity/identityservice.h>
#include <fpx/oauth/codeflow.h>

#include "records.h"
#include "words.h"

#include <algorithm>

namespace fpx::identity {

namespace {

QString claim(const QJsonObject &claims, const char *name)
{
    QString text;
    for (const QChar c : claims.value(QLatin1String(name)).toString().left(200)) {
        if (c.isPrint())
            text.append(c);
    }
    return text.trimmed();
}

bool reaches(const op::Assurance &offered, const op::Assurance &wanted)
{
    return offered.ial >= wanted.ial && offered.aal >= wanted.aal;
}

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

Async<SignIn> IdentityService::signIn(IdpIdentifier provider, Demand demand, oauth::BrowserOpened opened,
                                      CancelToken cancel)
{
    const auto self = shared_from_this();
    FPX_CO_CHECK(m_profile.checkFresh(m_context.clock->nowSeconds()));
    const op::IdentityProvider *found = m_profile.identityProvider(provider);
    if (found == nullptr)
        co_return fail("provider_unknown", Words::tr("This wallet does not know that sign-in provider."));
    const op::IdentityProvider known = *found;
    FPX_CO_CHECK(mayLink(provider));

    oauth::CodeFlowRequest request;
    request.identifier = known.identifier.value();
    request.issuer = known.issuer;
    request.wellKnown = {oauth::WellKnown::OpenIdConfiguration};
    request.clientId = known.clientId;
    request.scope = known.scope.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    request.scopeAlsoTaken = claimScopes();
    request.acrValues = known.acrValues;
    if (demand.minimum.ial > 0 || demand.minimum.aal > 0) {
        request.acrAccepted = acrsFor(known, demand.minimum);
        request.acrValues = request.acrAccepted;
        if (request.acrAccepted.isEmpty())
            co_return fail("assurance_unmet", Words::tr("This sign-in provider is not strong enough for the request."));
    }
    request.maxAge = demand.maxAge;
    request.forceLogin = demand.forceLogin;
    request.uiLocales = m_context.locales;
    request.additional = known.additionalQueryParams;

    oauth::CodeFlowContext context;
    context.http = httpFor(known.identifier);
    context.receiver = m_context.receiver;
    context.keys = m_keys;
    context.clock = m_context.clock;
    context.random = m_context.random;
    FPX_CO_TRY(done, co_await oauth::runCodeFlow(context, request, opened, cancel));
    FPX_CO_CHECK(cancel.check());

    const qint64 age = m_context.clock->nowSeconds() - done.idToken->authTime;
    if (age >= m_sessionMax) { // it would end in the moment of its beginning
        const int hours = static_cast<int>(std::min<qint64>(age / 3600, 1'000'000));
        co_return fail("sign_in_too_old",
                       Words::tr("Your provider signed you in %n hour(s) ago, longer than this wallet takes a sign-in "
                                 "for. Sign out there, then sign in again.",
                                 nullptr, hours),
                       QStringLiteral("auth_time %1 s ago").arg(age));
    }

    SignIn signIn;
    signIn.who.provider = known.identifier;
    signIn.who.issuer = known.issuer;
    signIn.who.subject = done.idToken->subject;
    signIn.who.person = {claim(done.idToken->claims, "name"), claim(done.idToken->claims, "email"),
                         claim(done.idToken->claims, "preferred_username")};
    signIn.session.provider = known.identifier;
    signIn.session.authTime = done.idToken->authTime;
    signIn.session.assurance = known.assuranceOf(done.idToken->acr);
    signIn.session.refreshable = !done.tokens.refreshToken.isEmpty();
    signIn.session.nonce = done.idToken->nonce;
    signIn.refreshToken = done.tokens.refreshToken;
    signIn.first = m_linked.isEmpty();
    signIn.known = linkedProvider(known.identifier) != nullptr;
    co_return signIn;
}

} // namespace fpx::identity
