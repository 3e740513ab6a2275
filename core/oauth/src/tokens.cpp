#include <fpx/base/json.h>
#include <fpx/base/reading.h>
#include <fpx/jose/jws.h>
#include <fpx/oauth/errors.h>
#include <fpx/oauth/tokens.h>

#include "words.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace fpx::oauth {

namespace {

constexpr qsizetype maxBytes = 64 * 1024;
// An id_token of 64 KiB, an access token and a refresh token, in JSON.
constexpr qsizetype maxBytesWithIdToken = 256 * 1024;
constexpr double longest = 1e10; // seconds; a larger number of them says nothing

constexpr QLatin1String accessMember("access_token");
constexpr QLatin1String refreshMember("refresh_token");

// What fits into a header and a form (RFC 6749 appendix A: visible characters only).
bool isTokenText(const QString &text)
{
    return std::ranges::all_of(text, [](QChar c) { return c.unicode() > 0x20 && c.unicode() < 0x7f; });
}

// The tokens themselves: read in the same way for everybody.
Tokens tokensOf(JsonReader &reader, const QJsonObject &json)
{
    for (const QString &name :
         {QStringLiteral("access_token"), QStringLiteral("refresh_token"), QStringLiteral("id_token")}) {
        if (!isTokenText(json.value(name).toString()))
            reader.refuse(name, QStringLiteral("has characters that no token has"));
    }
    Tokens tokens;
    QByteArray access = reader.string(QStringLiteral("access_token")).toLatin1();
    QByteArray refresh = reader.string(QStringLiteral("refresh_token"), QString()).toLatin1();
    if (reader.string(QStringLiteral("token_type")).compare(QStringLiteral("Bearer"), Qt::CaseInsensitive) != 0)
        reader.refuse(QStringLiteral("token_type"), QStringLiteral("must be Bearer"));
    tokens.idToken = reader.string(QStringLiteral("id_token"), QString()).toLatin1();
    tokens.accessToken = Secret::take(access);
    tokens.refreshToken = Secret::take(refresh);
    return tokens;
}

Failure widened(const QStringList &scope)
{
    return fail(
        "scope_widened",
        Words::tr("The other side gave more access than this wallet asks for, so the wallet took none of it. Its "
                  "operator can change that."),
        quoted(scope.join(QLatin1Char(' '))));
}

bool isWider(const QStringList &granted, const QStringList &asked)
{
    return std::ranges::any_of(granted, [&asked](const QString &one) { return !asked.contains(one); });
}

QStringList words(const QString &text)
{
    return text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

// RECOMMENDED only (RFC 6749 section 5.1): who cannot say it has not said it.
std::optional<qint64> lifetimeOf(const QJsonObject &json)
{
    const QJsonValue value = json.value(QStringLiteral("expires_in"));
    if (value.isUndefined())
        return std::nullopt;
    bool number = value.isDouble();
    const double seconds = number ? value.toDouble() : value.toString().toDouble(&number);
    const bool usable = number && seconds >= 0 && seconds <= longest;
    if (!value.isDouble() || !usable)
        noteDeviation(usable ? QStringLiteral("expires_in as a string")
                             : QStringLiteral("expires_in that is no number of seconds, as if it were absent"));
    return usable ? std::optional<qint64>(static_cast<qint64>(seconds)) : std::nullopt;
}

// One string of words; a list of strings is as clear. Nothing: it cannot be read.
std::optional<QStringList> scopeOf(const QJsonObject &json)
{
    const QJsonValue value = json.value(QStringLiteral("scope"));
    if (value.isUndefined() || value.isString())
        return words(value.toString());
    const QJsonArray list = value.toArray();
    if (!value.isArray() || !std::ranges::all_of(list, [](const QJsonValue &one) { return one.isString(); }))
        return std::nullopt;
    noteDeviation(QStringLiteral("scope as a list"));
    QStringList scope;
    for (const QJsonValue &one : list)
        scope += words(one.toString());
    return scope;
}

// A refusal in the clothes of a success: no token, but an `error`.
bool isRefusal(const QJsonObject &json)
{
    return json.value(QStringLiteral("access_token")).toString().isEmpty() &&
           !json.value(QStringLiteral("error")).toString().isEmpty();
}

Result<Tokens> parse(const http::Response &response, const QStringList &asked, WiderScope wider)
{
    const auto read = http::readJson(response, maxBytesWithIdToken, Reading::Lenient);
    if (!read && read.error().code == "json_string_too_long")
        return fail(idTokenTooLarge(read.error().detail));
    if (!read)
        return fail(read.error());
    const QJsonObject json = withoutNulls(*read);
    if (isRefusal(json)) {
        noteDeviation(QStringLiteral("a refusal with status 200"));
        return fail(errorOf(response));
    }
    JsonReader reader(json, QStringLiteral("token response"), "bad_token_response");
    Tokens tokens = tokensOf(reader, json);
    auto scope = scopeOf(json);
    if (!scope && wider == WiderScope::Refused)
        reader.refuse(QStringLiteral("scope"), QStringLiteral("must be a string"));
    FPX_CHECK(reader.finish());
    if (!scope)
        noteDeviation(QStringLiteral("scope that cannot be read, as if it were absent"));
    tokens.scope = scope && !scope->isEmpty() ? *scope : asked;
    if (isWider(tokens.scope, asked)) {
        if (wider == WiderScope::Refused)
            return widened(tokens.scope);
        noteDeviation(QStringLiteral("scope of other names than were asked for: ") +
                      quoted(tokens.scope.join(QLatin1Char(' '))));
    }
    tokens.expiresIn = lifetimeOf(json);
    if (const auto date = response.date())
        tokens.serverTime = date->toSecsSinceEpoch();
    return tokens;
}

Result<Tokens> parseExactly(const http::Response &response, const QStringList &asked)
{
    FPX_TRY(json, http::readJson(response, maxBytes));
    JsonReader reader(json, QStringLiteral("token response"), "bad_token_response");
    Tokens tokens = tokensOf(reader, json);
    tokens.expiresIn = reader.optionalInteger(QStringLiteral("expires_in"));
    if (tokens.expiresIn && *tokens.expiresIn < 0)
        reader.refuse(QStringLiteral("expires_in"), QStringLiteral("must not be negative"));
    const QStringList scope = words(reader.string(QStringLiteral("scope"), QString()));
    FPX_CHECK(reader.finish());
    tokens.scope = scope.isEmpty() ? asked : scope;
    if (isWider(tokens.scope, asked))
        return widened(tokens.scope);
    return tokens;
}

http::Request lenientRequest(const QUrl &endpoint, const http::FormFields &form)
{
    http::Request request = http::formRequest(endpoint, form);
    request.maxBody = maxBytesWithIdToken;
    request.reading = Reading::Lenient;
    return request;
}

// Read without any of the checks that the rest of the answer has to pass.
Secret tokenIn(const http::Response &response, QLatin1String member)
{
    const QByteArray body = http::withoutByteOrderMark(response.body);
    const QString text = QJsonDocument::fromJson(body).object().value(member).toString();
    if (!response.ok() || !isTokenText(text))
        return {};
    QByteArray token = text.toLatin1();
    return Secret::take(token);
}

// That the refresh token was refused, and not that it could not be looked at now.
bool isForGood(const http::Response &response, const Error &error)
{
    const bool refused = error.code == "token_request_refused" || error.code == "invalid_grant" ||
                         error.code == "invalid_client" || error.code == "invalid_scope";
    const bool answered = response.status == 200 || (response.status >= 400 && response.status < 500);
    return refused && answered && error.retry != Retry::Later;
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

Async<Tokens> requestTokens(std::shared_ptr<http::HttpClient> http, Metadata issuer, Client client,
                            http::FormFields form, QStringList askedScope, WiderScope wider, CancelToken cancel)
{
    client.identify(form);
    const http::Request request = lenientRequest(issuer.tokenEndpoint, form);
    FPX_CO_TRY(response, co_await http->send(request, cancel));
    Result<Tokens> tokens = fail(errorOf(response));
    if (response.status == 200) // RFC 6749 section 5.1
        tokens = parse(response, askedScope, wider);
    if (!tokens) // nobody here wants them, and yet they open something until they are given back
        spawn(discardTokens(http, issuer.revocationEndpoint, client, tokenIn(response, accessMember),
                            tokenIn(response, refreshMember)));
    co_return tokens;
}

Async<Refreshed> refreshTokens(std::shared_ptr<http::HttpClient> http, QUrl endpoint, Client client,
                               Secret refreshToken, QStringList scope, WiderScope wider, CancelToken cancel)
{
    http::FormFields form{{QStringLiteral("grant_type"), QStringLiteral("refresh_token")},
                          {QStringLiteral("refresh_token"), text(refreshToken)}};
    client.identify(form);
    const http::Request request = lenientRequest(endpoint, form);
    // `cancel` is not looked at afterwards: with rotation this answer holds the only refresh token that still works.
    FPX_CO_TRY(response, co_await http->send(request, cancel));
    Refreshed refreshed{tokenIn(response, refreshMember), tokenIn(response, accessMember), fail(errorOf(response))};
    if (response.status == 200)
        refreshed.tokens = parse(response, scope, wider);
    if (const auto &tokens = refreshed.tokens; !tokens && isForGood(response, tokens.error()))
        refreshed.tokens =
            fail("invalid_grant", Words::tr("The other side has ended this connection. Please sign in there again."),
                 tokens.error().detail);
    co_return refreshed;
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
    http::Request request = http::formRequest(credentials.tokenEndpoint, form);
    request.maxBody = maxBytes;
    FPX_CO_TRY(response, co_await http->send(request, cancel));
    if (response.status != 200) // RFC 6749 section 5.1
        co_return fail(errorOf(response));
    const QStringList asked{credentials.scope};
    co_return parseExactly(response, asked);
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
