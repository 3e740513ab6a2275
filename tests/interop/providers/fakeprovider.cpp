#include "fakeprovider.h"

#include <fpx/jose/signature.h>

namespace interop {

namespace {

http::Response refusal(const QJsonObject &error, int status = 400)
{
    return http::FakeHttpClient::json(error, status);
}

http::Response redirection(const QByteArray &to)
{
    http::Response response = http::FakeHttpClient::text({}, 302);
    response.headers.set("Location", to);
    return response;
}

QString decoded(const QUrlQuery &query, const char *name)
{
    // A form's "+" is a blank; QUrlQuery knows nothing of forms.
    return QUrl::fromPercentEncoding(query.queryItemValue(q(name), QUrl::FullyEncoded).replace(u'+', u' ').toUtf8());
}

// What gzip writes: header, deflated data, CRC-32, length (RFC 1952).
QByteArray gzip(const QByteArray &text)
{
    quint32 crc = 0xffffffff;
    for (const char c : text) {
        crc ^= static_cast<quint8>(c);
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc >> 1) ^ ((crc & 1) ? 0xedb88320 : 0);
    }
    const QByteArray zlib = qCompress(text).mid(4); // with zlib's two bytes before, and four behind
    QByteArray whole = QByteArray::fromHex("1f8b08000000000000ff") + zlib.mid(2, zlib.size() - 6);
    for (const quint32 number : {~crc, static_cast<quint32>(text.size())}) {
        for (int byte = 0; byte < 4; ++byte)
            whole.append(static_cast<char>(number >> (8 * byte)));
    }
    return whole;
}

const jose::PrivateKey &sharedKey()
{
    static const jose::PrivateKey key = *jose::PrivateKey::generate(jose::Algorithm::RS256);
    return key;
}

} // namespace

FakeProvider::FakeProvider(Behaviour behaviour, const Clock &clock)
    : WirePeer(behaviour.place),
      signedInAt(clock.nowSeconds() - 3600),
      m_is(std::move(behaviour)),
      m_clock(clock),
      m_key(sharedKey())
{
    otherwise = [this](const http::Request &request, const QString &) { return page(request, request.url.path()); };
}

QString FakeProvider::origin() const
{
    return name().left(name().size() - m_is.place.size());
}

http::Response FakeProvider::page(const http::Request &request, const QString &path)
{
    const QString base = m_is.place.endsWith(u'/') ? m_is.place.chopped(1) : m_is.place;
    const bool first = path == base + q("/.well-known/openid-configuration");
    if (first && m_is.firstPlaceRefuses)
        return refusal({{q("message"), q("Bad Request")}});
    if (first || path == q("/.well-known/oauth-authorization-server") + base) {
        http::Response response = http::FakeHttpClient::json(metadata());
        if (m_is.compresses) {
            response.headers.set("Content-Encoding", "gzip");
            response.body = gzip(response.body);
        }
        return response;
    }
    const QUrlQuery form(QString::fromLatin1(request.body));
    if (path == q("/authorize"))
        return authorize(QUrlQuery(request.url));
    if (path == q("/token"))
        return token(form);
    if (path == q("/revoke"))
        return revoke(form);
    if (path == q("/userinfo"))
        return userinfo(request.bearer.view());
    if (path == q("/logout"))
        return logOut(request.method == http::Method::Post ? form : QUrlQuery(request.url));
    if (path == q("/keys"))
        return http::FakeHttpClient::json(keySet());
    return http::FakeHttpClient::text({}, 404);
}

QJsonObject FakeProvider::metadata() const
{
    QJsonObject document{{q("issuer"), issuer()},
                         {q("authorization_endpoint"), origin() + q("/authorize")},
                         {q("token_endpoint"), origin() + q("/token")},
                         {q("userinfo_endpoint"), origin() + q("/userinfo")},
                         {q("jwks_uri"), origin() + q("/keys")},
                         {q("response_types_supported"), QJsonArray{q("code"), q("id_token")}},
                         {q("subject_types_supported"), QJsonArray{q("public")}},
                         {q("id_token_signing_alg_values_supported"), QJsonArray{q("RS256")}}};
    if (m_is.revokes)
        document.insert(q("revocation_endpoint"), origin() + q("/revoke"));
    if (m_is.logout != Behaviour::Logout::None)
        document.insert(q("end_session_endpoint"), origin() + q("/logout"));
    if (m_is.announcesPkce)
        document.insert(q("code_challenge_methods_supported"), QJsonArray{q("plain"), q("S256")});
    if (m_is.issInCallback)
        document.insert(q("authorization_response_iss_parameter_supported"), true);
    if (m_is.describe)
        m_is.describe(document);
    return document;
}

QJsonObject FakeProvider::keySet() const
{
    QJsonObject own = m_key.publicKey().toJson();
    own.insert(q("use"), q("sig"));
    own.insert(q("alg"), q("RS256"));
    QList<QJsonObject> keys{own};
    if (m_is.keys)
        m_is.keys(keys);
    QJsonArray list;
    for (const QJsonObject &key : keys)
        list.append(key);
    return {{q("keys"), list}};
}

http::Response FakeProvider::authorize(const QUrlQuery &query)
{
    const QString back = decoded(query, "redirect_uri");
    const QStringList scope = decoded(query, "scope").split(u' ');
    if (decoded(query, "client_id") != clientId || !back.startsWith(q("http://127.0.0.1:")) ||
        decoded(query, "response_type") != q("code") || decoded(query, "code_challenge_method") != q("S256") ||
        decoded(query, "state").size() < 22 || decoded(query, "nonce").size() < 22 || !scope.contains(q("openid")))
        return http::FakeHttpClient::text("this request is not one", 400);
    const QByteArray state = "&state=" + query.queryItemValue(q("state"), QUrl::FullyEncoded).toLatin1();
    const QByteArray iss = m_is.issInCallback ? "&iss=" + QUrl::toPercentEncoding(issuer()) : QByteArray();
    if (declines)
        return redirection(back.toLatin1() + '?' + m_is.declined + state + iss);
    const bool old =
        query.hasQueryItem(q("max_age")) && m_clock.nowSeconds() - signedInAt > decoded(query, "max_age").toLongLong();
    if ((m_is.heedsPrompt && decoded(query, "prompt") == q("login")) || (m_is.heedsMaxAge && old)) {
        signedInAt = m_clock.nowSeconds();
        ++asked;
    }
    const bool more = !m_is.stepUpAcr.isEmpty() && decoded(query, "acr_values").split(u' ').contains(m_is.stepUpAcr);
    m_acr = more ? m_is.stepUpAcr : m_is.plainAcr;
    m_request = query;
    m_code = "4/0A+" + QByteArray::number(++m_issued) + "==";
    return redirection(back.toLatin1() + "?code=" + QUrl::toPercentEncoding(QString::fromLatin1(m_code)) + state + iss +
                       m_is.callbackAlso);
}

http::Response FakeProvider::token(const QUrlQuery &form)
{
    if (decoded(form, "client_id") != clientId)
        return refusal({{q("error"), q("invalid_client")}}, 401);
    if (decoded(form, "client_secret") != m_is.clientSecret)
        return refusal({{q("error"), q("invalid_request")}, {q("error_description"), q("client_secret is missing.")}});
    const bool refreshed = decoded(form, "grant_type") == q("refresh_token");
    if (refreshed) {
        if (m_refreshToken.isEmpty() || decoded(form, "refresh_token").toLatin1() != m_refreshToken)
            return refusal(m_is.ended);
    } else {
        const QByteArray proof = sha256Base64Url(decoded(form, "code_verifier").toLatin1());
        const bool good = !m_code.isEmpty() && decoded(form, "code").toLatin1() == m_code &&
                          decoded(form, "redirect_uri") == decoded(m_request, "redirect_uri") &&
                          QString::fromLatin1(proof) == decoded(m_request, "code_challenge");
        m_code.clear();
        if (!good)
            return refusal({{q("error"), q("invalid_grant")}});
    }
    m_accessToken = "access-" + QByteArray::number(++m_issued);
    QJsonObject answer{{q("access_token"), QString::fromLatin1(m_accessToken)},
                       {q("token_type"), q("Bearer")},
                       {q("expires_in"), 3600},
                       {q("scope"), m_is.scope}};
    if (!refreshed || m_is.rotates) {
        m_refreshToken = "refresh-" + QByteArray::number(m_issued);
        answer.insert(q("refresh_token"), QString::fromLatin1(m_refreshToken));
    }
    if (!refreshed || m_is.idTokenAtRefresh) {
        const QByteArray given = idToken(refreshed);
        m_idTokens.append(given);
        answer.insert(q("id_token"), QString::fromLatin1(given));
    }
    if (m_is.answer)
        m_is.answer(answer);
    return http::FakeHttpClient::json(answer);
}

QByteArray FakeProvider::idToken(bool refreshed) const
{
    const qint64 now = m_clock.nowSeconds();
    QJsonObject claims{{q("iss"), issuer()},
                       {q("sub"), subject},
                       {q("aud"), clientId},
                       {q("iat"), now},
                       {q("exp"), now + 3600},
                       {q("at_hash"), QString::fromLatin1(jose::tokenHash(m_accessToken, jose::Algorithm::RS256))}};
    if (!refreshed)
        claims.insert(q("nonce"), decoded(m_request, "nonce"));
    if (m_is.tellsAuthTime)
        claims.insert(q("auth_time"), signedInAt);
    if (!m_acr.isEmpty())
        claims.insert(q("acr"), m_acr);
    if (m_is.namesInIdToken) {
        claims.insert(q("name"), q("Aïcha Tremblay"));
        claims.insert(q("email"), q("aicha@example.org"));
    }
    if (m_is.claims)
        m_is.claims(claims, refreshed);
    QJsonObject header{{q("alg"), q("RS256")}, {q("kid"), m_key.keyId()}, {q("typ"), q("JWT")}};
    if (m_is.header)
        m_is.header(header);
    // Signed by hand: fpx::jose does not write every header that others write.
    const QByteArray input = toBase64Url(toCompactJson(header)) + '.' + toBase64Url(toCompactJson(claims));
    return input + '.' + toBase64Url(*jose::signBytes(input, m_key));
}

http::Response FakeProvider::revoke(const QUrlQuery &form)
{
    const QByteArray token = decoded(form, "token").toLatin1();
    if (decoded(form, "client_secret") != m_is.clientSecret || decoded(form, "client_id") != clientId)
        return refusal({{q("error"), q("invalid_client")}}, 401);
    if (token == m_accessToken && !m_is.revokesAccessTokens)
        return refusal({{q("error"), q("unsupported_token_type")}}); // RFC 7009 section 2.2.1
    if (token == m_refreshToken || (token == m_accessToken && m_is.revokesWholeGrant))
        m_refreshToken.clear();
    if (token == m_accessToken || m_refreshToken.isEmpty())
        m_accessToken.clear();
    return http::FakeHttpClient::text({});
}

http::Response FakeProvider::userinfo(const QByteArray &bearer) const
{
    if (m_accessToken.isEmpty() || bearer != m_accessToken)
        return refusal({{q("error"), q("invalid_token")}}, 401);
    QJsonObject info{{q("sub"), subject}};
    if (m_is.namesAtUserinfo) {
        info.insert(q("name"), q("Aïcha Tremblay"));
        info.insert(q("email"), q("aicha@example.org"));
        info.insert(q("email_verified"), q("true"));
    }
    return http::FakeHttpClient::json(info);
}

http::Response FakeProvider::logOut(const QUrlQuery &query) const
{
    const QString back = decoded(query, "post_logout_redirect_uri");
    const bool proved = m_is.logout != Behaviour::Logout::ReturnsByIdToken ||
                        m_idTokens.contains(decoded(query, "id_token_hint").toLatin1());
    if (m_is.logout == Behaviour::Logout::Stays || decoded(query, "client_id") != clientId || !proved)
        return http::FakeHttpClient::text("You are signed out.", 200, "text/html");
    return redirection(back.toLatin1() + "?state=" + query.queryItemValue(q("state"), QUrl::FullyEncoded).toLatin1());
}

} // namespace interop
