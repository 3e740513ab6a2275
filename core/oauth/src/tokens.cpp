#include <fpx/base/json.h>
#include <fpx/jose/jws.h>
#include <fpx/oauth/errors.h>
#include <fpx/oauth/tokens.h>

#include "words.h"

#include <algorithm>

namespace fpx::oauth {

namespace {

constexpr qsizetype maxBytes = 64 * 1024;

// What fits into a header and a form (RFC 6749 appendix A: visible characters only).
bool isTokenText(const QString &text)
{
    return std::ranges::all_of(text, [](QChar c) { return c.unicode() > 0x20 && c.unicode() < 0x7f; });
}

Result<Tokens> parse(const http::Response &response, const QStringList &asked)
{
    FPX_TRY(json, http::readJson(response, maxBytes));
    JsonReader reader(json, QStringLiteral("token response"), "bad_token_response");
    Tokens tokens;
    for (const QString &name :
         {QStringLiteral("access_token"), QStringLiteral("refresh_token"), QStringLiteral("id_token")}) {
        if (!isTokenText(json.value(name).toString()))
            reader.refuse(name, QStringLiteral("has characters that no token has"));
    }
    QByteArray access = reader.string(QStringLiteral("access_token")).toLatin1();
    QByteArray refresh = reader.string(QStringLiteral("refresh_token"), QString()).toLatin1();
    if (reader.string(QStringLiteral("token_type")).compare(QStringLiteral("Bearer"), Qt::CaseInsensitive) != 0)
        reader.refuse(QStringLiteral("token_type"), QStringLiteral("must be Bearer"));
    tokens.idToken = reader.string(QStringLiteral("id_token"), QString()).toLatin1();
    tokens.expiresIn = reader.optionalInteger(QStringLiteral("expires_in"));
    if (tokens.expiresIn && *tokens.expiresIn < 0)
        reader.refuse(QStringLiteral("expires_in"), QStringLiteral("must not be negative"));
    const QString scope = reader.string(QStringLiteral("scope"), QString());
    FPX_CHECK(reader.finish());
    tokens.accessToken = Secret::take(access);
    tokens.refreshToken = Secret::take(refresh);
    tokens.scope = scope.isEmpty() ? asked : scope.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    const bool wider =
        std::ranges::any_of(tokens.scope, [&asked](const QString &granted) { return !asked.contains(granted); });
    if (wider)
        return fail(
            "scope_widened",
            Words::tr("The other side gave more access than this wallet asks for, so the wallet took none of it. Its "
                      "operator can change that."),
            quoted(scope));
    if (const auto date = response.date())
        tokens.serverTime = date->toSecsSinceEpoch();
    return tokens;
}

QString text(const Secret &secret)
{
    return QString::fromUtf8(secret.view());
}

} // namespace

void Client::identify(http::FormFields &form) const
{
    form.append({QStringLiteral("client_id"), id});
    if (!secret.isEmpty())
        form.append({QStringLiteral("client_secret"), secret});
}

Async<Tokens> requestTokens(std::shared_ptr<http::HttpClient> http, QUrl endpoint, http::FormFields form,
                            QStringList askedScope, CancelToken cancel)
{
    http::Request request = http::formRequest(endpoint, form);
    request.maxBody = maxBytes;
    FPX_CO_TRY(response, co_await http->send(request, cancel));
    if (response.status != 200) // RFC 6749 section 5.1
        co_return fail(errorOf(response));
    // The token is not looked at: with rotation this answer holds the only refresh token that still works.
    co_return parse(response, askedScope);
}

Async<Tokens> refreshTokens(std::shared_ptr<http::HttpClient> http, QUrl endpoint, Client client, Secret refreshToken,
                            QStringList scope, CancelToken cancel)
{
    http::FormFields form{{QStringLiteral("grant_type"), QStringLiteral("refresh_token")},
                          {QStringLiteral("refresh_token"), text(refreshToken)}};
    client.identify(form);
    co_return co_await requestTokens(http, endpoint, form, scope, cancel);
}

Async<Tokens> requestClientCredentials(std::shared_ptr<http::HttpClient> http, ClientCredentials credentials,
                                       QString jti, CancelToken cancel)
{
    const QJsonObject header{{QStringLiteral("typ"), QStringLiteral("client-authentication+jwt")},
                             {QStringLiteral("kid"), credentials.key.keyId()}};
    const QJsonObject claims{
        {QStringLiteral("iss"), credentials.clientId}, {QStringLiteral("sub"), credentials.clientId},
        {QStringLiteral("aud"), credentials.issuer},   {QStringLiteral("iat"), credentials.now},
        {QStringLiteral("exp"), credentials.now + 60}, {QStringLiteral("jti"), jti}};
    FPX_CO_TRY(assertion, jose::sign(header, claims, credentials.key));
    const http::FormFields form{{QStringLiteral("grant_type"), QStringLiteral("client_credentials")},
                                {QStringLiteral("scope"), credentials.scope},
                                {QStringLiteral("client_id"), credentials.clientId},
                                {QStringLiteral("client_assertion_type"),
                                 QStringLiteral("urn:ietf:params:oauth:client-assertion-type:jwt-bearer")},
                                {QStringLiteral("client_assertion"), QString::fromLatin1(assertion)}};
    const QUrl endpoint = credentials.tokenEndpoint;
    const QStringList asked{credentials.scope};
    co_return co_await requestTokens(http, endpoint, form, asked, cancel);
}

Async<void> revokeToken(std::shared_ptr<http::HttpClient> http, QUrl endpoint, Client client, Secret token,
                        QString hint, CancelToken cancel)
{
    http::FormFields form{{QStringLiteral("token"), text(token)}};
    client.identify(form);
    if (!hint.isEmpty())
        form.emplace_back(QStringLiteral("token_type_hint"), hint);
    http::Request request = http::formRequest(endpoint, form);
    request.idempotent = true; // RFC 7009 section 2.2: a token that is gone already is a success
    FPX_CO_TRY(response, co_await http->send(request, cancel));
    if (!response.ok())
        co_return fail(errorOf(response));
    co_return {};
}

QCoro::Task<> discardTokens(std::shared_ptr<http::HttpClient> http, QUrl revocationEndpoint, Client client,
                            Secret accessToken, Secret refreshToken)
{
    if (revocationEndpoint.isEmpty())
        co_return;
    const CancelToken never;
    const QString refresh = QStringLiteral("refresh_token");
    const QString access = QStringLiteral("access_token");
    if (!refreshToken.isEmpty()) [[maybe_unused]]
        const auto done = co_await revokeToken(http, revocationEndpoint, client, refreshToken, refresh, never);
    if (!accessToken.isEmpty()) [[maybe_unused]]
        const auto done = co_await revokeToken(http, revocationEndpoint, client, accessToken, access, never);
}

} // namespace fpx::oauth
