#include <fpx/base/base64url.h>
#include <fpx/oauth/codeflow.h>
#include <fpx/oauth/errors.h>

#include "words.h"

#include <QUrlQuery>

#include <algorithm>

namespace fpx::oauth {

namespace {

struct Proof {
    QString state;
    QByteArray nonce;
    QByteArray verifier;
};

QString k(const char *name)
{
    return QLatin1String(name);
}

// What nobody's additional parameter may set, present or not (RFC 6749, 7636, 9101, 9126, 9449; OIDC Core 3.1.2.1).
bool isReserved(const QString &name)
{
    static constexpr const char *reserved[] = {"response_type",
                                               "response_mode",
                                               "client_id",
                                               "redirect_uri",
                                               "scope",
                                               "state",
                                               "nonce",
                                               "code_challenge",
                                               "code_challenge_method",
                                               "code_verifier",
                                               "acr_values",
                                               "max_age",
                                               "prompt",
                                               "ui_locales",
                                               "id_token_hint",
                                               "claims",
                                               "request",
                                               "request_uri",
                                               "registration",
                                               "client_secret",
                                               "client_assertion",
                                               "client_assertion_type",
                                               "grant_type",
                                               "code",
                                               "iss",
                                               "error",
                                               "dpop_jkt"};
    return std::ranges::any_of(
        reserved, [&name](const char *one) { return name.compare(QLatin1String(one), Qt::CaseInsensitive) == 0; });
}

// Asked for with `login` too: it makes the issuer say when the person signed in (OIDC Core 2).
std::optional<qint64> maxAgeToAsk(const CodeFlowRequest &request)
{
    return request.forceLogin ? std::optional<qint64>(0) : request.maxAge;
}

QUrl authorizationUrl(const Metadata &metadata, const CodeFlowRequest &request, const QString &redirectUri,
                      const Proof &proof)
{
    http::FormFields fields{{k("response_type"), k("code")},
                            {k("client_id"), request.clientId},
                            {k("redirect_uri"), redirectUri},
                            {k("scope"), request.scope.join(QLatin1Char(' '))},
                            {k("state"), proof.state},
                            {k("code_challenge"), QString::fromLatin1(sha256Base64Url(proof.verifier))},
                            {k("code_challenge_method"), k("S256")}};
    if (request.wantsIdToken)
        fields.append({k("nonce"), QString::fromLatin1(proof.nonce)});
    if (!request.acrValues.isEmpty())
        fields.append({k("acr_values"), request.acrValues.join(QLatin1Char(' '))});
    if (const auto maxAge = maxAgeToAsk(request))
        fields.append({k("max_age"), QString::number(*maxAge)});
    if (request.forceLogin)
        fields.append({k("prompt"), k("login")});
    if (!request.uiLocales.isEmpty())
        fields.append({k("ui_locales"), request.uiLocales.join(QLatin1Char(' '))});
    for (auto it = request.additional.constBegin(); it != request.additional.constEnd(); ++it) {
        if (!isReserved(it.key()))
            fields.append({it.key(), it.value()});
    }
    QUrl url = metadata.authorizationEndpoint;
    const QString present = url.query(QUrl::FullyEncoded);
    url.setQuery((present.isEmpty() ? QString() : present + QLatin1Char('&')) +
                     QString::fromLatin1(http::encodeForm(fields)),
                 QUrl::StrictMode);
    return url;
}

// The one value of a parameter; nothing when absent, an error when repeated.
Result<std::optional<QString>> one(const CallbackParameters &parameters, const QString &name)
{
    std::optional<QString> value;
    for (const auto &[key, text] : parameters) {
        if (key != name)
            continue;
        if (value)
            return fail("bad_callback", Words::tr("The answer in the browser was malformed. Try again."), name);
        value = text;
    }
    return value;
}

// `state` has been matched by the receiver before anything else.
Result<QString> codeOf(const CallbackParameters &parameters, const Metadata &metadata)
{
    FPX_TRY(iss, one(parameters, k("iss")));
    if (iss && *iss != metadata.issuer)
        return fail("wrong_issuer", Words::tr("The answer in the browser came from somebody else. The wallet stopped."),
                    k("iss parameter"));
    FPX_TRY(error, one(parameters, k("error")));
    if (!iss && metadata.issInResponse) {
        // Not acted on (RFC 9207 section 2.4); but who has just said no there should not have to wonder.
        if (error && *error == k("access_denied"))
            return fail("iss_missing", Words::tr("The answer in the browser does not say who it is from. The wallet "
                                                 "stopped. If you declined there, nothing was shared."));
        return fail("iss_missing",
                    Words::tr("The answer in the browser does not say who it is from. The wallet stopped."));
    }
    if (error) {
        if (*error == k("access_denied"))
            return fail("flow_declined", Words::tr("You declined in the browser. Nothing was changed."));
        FPX_TRY(description, one(parameters, k("error_description")));
        return fail("flow_refused", Words::tr("The other side ended this step. Try again."),
                    quoted(*error) + (description ? u' ' + quoted(*description) : QString()));
    }
    FPX_TRY(code, one(parameters, k("code")));
    if (!code || code->isEmpty() || code->size() > 4096)
        return fail("bad_callback", Words::tr("The answer in the browser was malformed. Try again."), k("code"));
    return *code;
}

// The id_token of the answer, checked; nothing where none was asked for.
Async<std::optional<IdToken>> identified(CodeFlowContext context, CodeFlowRequest request, Proof proof, qint64 began,
                                         CodeFlowResult answered, CancelToken cancel)
{
    FPX_CO_CHECK(cancel.check());
    if (!request.wantsIdToken)
        co_return std::optional<IdToken>();
    const Tokens tokens = answered.tokens;
    if (tokens.idToken.isEmpty())
        co_return fail("id_token_missing", Words::tr("The sign-in did not say who you are."));
    IdTokenDemand demand;
    demand.clientId = request.clientId;
    demand.nonce = proof.nonce;
    // A forced sign-in happened after we asked for it.
    demand.maxAge = request.forceLogin ? std::optional<qint64>(std::max<qint64>(0, context.clock->nowSeconds() - began))
                                       : request.maxAge;
    demand.authTimeNeeded = request.authTimeNeeded;
    demand.acrAccepted = request.acrAccepted;
    demand.accessToken = QByteArray(tokens.accessToken.view().constData(), tokens.accessToken.view().size());
    FPX_CO_TRY(idToken, co_await checkIdToken(tokens.idToken, demand, answered.metadata, context.http, context.keys,
                                              context.clock->nowSeconds(), tokens.serverTime, cancel));
    FPX_CO_CHECK(cancel.check());
    co_return std::optional(idToken);
}

} // namespace

Async<CodeFlowResult> runCodeFlow(CodeFlowContext context, CodeFlowRequest request, BrowserOpened opened,
                                  CancelToken cancel)
{
    FPX_CO_TRY(metadata, co_await discover(context.http, request.issuer, providerPlaces(), cancel));
    FPX_CO_CHECK(cancel.check());
    if (metadata.authorizationEndpoint.isEmpty() || (request.wantsIdToken && metadata.jwksUri.isEmpty()))
        co_return fail("bad_metadata",
                       Words::tr("The other side describes itself in a way that this wallet does not accept."));
    // The endpoint's own query is kept (RFC 6749 section 3.1), unless it would say things in our place.
    const auto ownQuery = QUrlQuery(metadata.authorizationEndpoint).queryItems(QUrl::FullyDecoded);
    if (std::ranges::any_of(ownQuery, [](const auto &item) { return isReserved(item.first); }))
        co_return fail("bad_metadata",
                       Words::tr("The other side describes itself in a way that this wallet does not accept."),
                       k("authorization_endpoint"));
    // A server that lists methods without S256 would accept a downgrade (RFC 9700 section 2.1.1).
    if (!metadata.pkceMethods.isEmpty() && !metadata.pkceMethods.contains(k("S256")))
        co_return fail("pkce_unsupported",
                       Words::tr("The other side does not offer the protection that this wallet needs."));

    const Proof proof{QString::fromLatin1(context.random->token()), context.random->token(), context.random->token()};
    FPX_CO_TRY(redirectUri, context.receiver->redirectUri(request.identifier));
    const BrowserFlow flow{request.identifier, proof.state, authorizationUrl(metadata, request, redirectUri, proof)};
    const qint64 began = context.clock->nowSeconds();
    FPX_CO_TRY(parameters, co_await context.receiver->run(flow, opened, cancel));
    FPX_CO_CHECK(cancel.check());
    FPX_CO_TRY(code, codeOf(parameters, metadata));

    const Client client(request.clientId, request.clientSecret);
    const http::FormFields form{{k("grant_type"), k("authorization_code")},
                                {k("code"), code},
                                {k("redirect_uri"), redirectUri},
                                {k("code_verifier"), QString::fromLatin1(proof.verifier)}};
    FPX_CO_TRY(tokens,
               co_await requestTokens(context.http, metadata, client, form, request.scope, request.wider, cancel));
    CodeFlowResult result;
    result.metadata = metadata;
    result.tokens = tokens;
    result.narrowed =
        std::ranges::any_of(request.scope, [&tokens](const QString &asked) { return !tokens.scope.contains(asked); });
    const auto idToken = co_await identified(context, request, proof, began, result, cancel);
    if (!idToken) { // what the code was exchanged for is of no use to anybody
        spawn(
            discardTokens(context.http, metadata.revocationEndpoint, client, tokens.accessToken, tokens.refreshToken));
        co_return fail(idToken.error());
    }
    result.idToken = *idToken;
    co_return result;
}

} // namespace fpx::oauth
