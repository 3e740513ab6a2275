// What is peculiar to an identity provider, as data. One engine (fakeprovider.h) plays them all, over real sockets.
#pragma once

#include <QJsonObject>
#include <QList>
#include <QString>

#include <functional>

namespace interop {

/// As its public documentation says (docs/interop.md names it). What is not said here is as OpenID Connect has it.
struct Behaviour {
    QByteArray name;
    QString place; ///< The issuer's path, with its slash at the end where it has one.
    QString scope = QStringLiteral("openid profile email"); ///< What its operator asks for.
    QString clientSecret;                                   ///< Demanded of desktop clients too; empty: of nobody.

    // Discovery.
    bool firstPlaceRefuses = false; ///< 400 at openid-configuration; RFC 8414 metadata is there.
    bool compresses = false;        ///< gzip whatever the client accepts.
    bool announcesPkce = true;
    bool issInCallback = false; ///< RFC 9207, and announced.
    std::function<void(QJsonObject &metadata)> describe;
    std::function<void(QList<QJsonObject> &keys)> keys;

    // The browser.
    bool heedsPrompt = true;                     ///< `prompt=login` asks the person anew.
    bool heedsMaxAge = true;                     ///< So does a session older than `max_age`.
    QByteArray callbackAlso;                     ///< Further pieces of the query, as bytes.
    QByteArray declined = "error=access_denied"; ///< What a "no" comes back as, without `state`.

    // Tokens.
    bool tellsAuthTime = true;
    bool namesInIdToken = true;
    bool namesAtUserinfo = true;
    std::function<void(QJsonObject &header)> header;
    std::function<void(QJsonObject &claims, bool refreshed)> claims;
    std::function<void(QJsonObject &answer)> answer;
    bool rotates = false; ///< Each refresh gives another refresh token.
    bool idTokenAtRefresh = true;
    QJsonObject ended{
        {QStringLiteral("error"), QStringLiteral("invalid_grant")}}; ///< A refresh after the session's end.
    QString stepUpAcr; ///< What `acr_values` can ask for beyond `plainAcr`; empty: nothing.
    QString plainAcr;

    // The end.
    bool revokes = true;
    bool revokesWholeGrant = false; ///< Revoking an access token takes the refresh token along (RFC 7009 section 2.1).
    bool revokesAccessTokens = true;
    enum class Logout {
        None,
        Returns,
        ReturnsByIdToken, ///< With an `id_token_hint` only, which its operator says in the profile; else it stays.
        Stays
    } logout = Logout::Returns;
};

[[nodiscard]] QList<Behaviour> documentedProviders();

} // namespace interop
