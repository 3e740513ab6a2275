// An OAuth 2.0 authorization server with a login page: authorization code with PKCE for one public client, the wallet.
// Identity providers and data sources are both of this kind.
#pragma once

#include "data/people.h"
#include "http/party.h"

namespace fpx::sandbox {

struct LoginConfig {
    QString identifier;           ///< In the operator profile; also the wallet's callback path.
    QString clientId;             ///< Of the wallet here.
    QStringList scopes;           ///< Supported.
    bool rsa = false;             ///< Signs id_tokens with RS256, else ES256.
    bool consent = false;         ///< Asks "allow the wallet to …?" after the login.
    bool namesAtUserinfo = false; ///< As most providers do in the code flow (OIDC Core 5.4).
    bool nonceRequired = false;
};

struct Session {
    qsizetype login = -1;
    qint64 authTime = 0;
    QString acr;
};

/// One pass through /authorize, until its code is issued.
struct Flow {
    Fields request;
    QString scope;
    QString browser; ///< Cookie of the browser that began it.
    Session session; ///< What has been proved in it so far.
    bool passwordDone = false;
};

/// What the wallet holds after a code was redeemed: a family of refresh tokens.
struct Grant {
    qsizetype login = -1;
    QString scope;
    QString nonce;
    QString acr;
    qint64 authTime = 0;
    bool ageAsked = false; ///< With `max_age`: only then providers have to say `auth_time` (OIDC Core 2).
    QString refreshToken;
    bool revoked = false;
};
using GrantPtr = std::shared_ptr<Grant>;

class LoginServer : public Party
{
    Q_OBJECT
public:
    LoginServer(Place place, LoginConfig config);
    [[nodiscard]] const LoginConfig &loginConfig() const { return m_config; }
    [[nodiscard]] const QList<Login> &logins() const { return m_logins; }
    [[nodiscard]] QJsonObject description() const override;
    [[nodiscard]] QJsonObject secrets() override;
    void reset() override;
    [[nodiscard]] Response control(const QJsonObject &command) override;

protected:
    [[nodiscard]] virtual QJsonObject metadata() const;
    /// The acr that a request asks for and this server knows; empty: none in particular.
    [[nodiscard]] virtual QString wantedAcr(const Fields &) const { return {}; }
    [[nodiscard]] virtual bool needsSecondFactor(const QString &) const { return false; }
    /// The acr of a login with or without the second factor.
    [[nodiscard]] virtual QString reachedAcr(bool) const { return {}; }
    [[nodiscard]] virtual QString consentText(const Flow &) const { return {}; }
    [[nodiscard]] virtual QJsonObject jwkSet() const { return jwks(m_oldKeys + QList<Key>{m_key}); }
    /// The grant behind a bearer token of `scope` (empty: any); null and `refusal` otherwise.
    [[nodiscard]] GrantPtr grantOf(const Request &request, const QString &scope, Refusal &refusal) const;
    /// What `scope` lets anyone know of the person.
    static void addClaims(QJsonObject &claims, const Login &login, const QString &scope);
    [[nodiscard]] QString idToken(const Grant &grant, const QString &accessToken, bool withNonce);
    /// The login of this browser's session, for the party's own portal pages; -1: none.
    [[nodiscard]] qsizetype signedIn(const Request &request) const;
    [[nodiscard]] Response loginForm(const QString &flow, const QString &error, int status = 200) const;

private:
    [[nodiscard]] Response authorize(const Request &request);
    [[nodiscard]] Response proceed(const QString &flowId, const Request &request);
    [[nodiscard]] Response logIn(const Request &request);
    [[nodiscard]] Response secondFactor(const Request &request);
    [[nodiscard]] Response consent(const Request &request);
    [[nodiscard]] Response issueCode(const QString &flowId);
    [[nodiscard]] Response errorBack(const Fields &request, const QString &error, const QString &why) const;
    [[nodiscard]] Response token(const Request &request);
    [[nodiscard]] Response redeem(const Fields &form);
    [[nodiscard]] Response refresh(const Fields &form);
    [[nodiscard]] Response tokens(const GrantPtr &grant, bool withNonce);
    [[nodiscard]] Response revoke(const Request &request);
    [[nodiscard]] Response logOut(const Request &request);
    [[nodiscard]] bool isWalletRedirect(const QString &uri) const;
    [[nodiscard]] Response withBrowser(Response response, const QString &browser) const;
    [[nodiscard]] Flow *flowOf(const Request &request, const Fields &form, Refusal &refusal);

    struct Code {
        Fields request;
        GrantPtr grant;
        qint64 expiresAt = 0;
        bool used = false;
    };
    struct Access {
        GrantPtr grant;
        qint64 expiresAt = 0;
    };

    LoginConfig m_config;
    QList<Login> m_logins;
    Key m_key;
    QList<Key> m_oldKeys;
    QHash<QString, Session> m_sessions; ///< By browser cookie.
    QHash<QString, Flow> m_flows;
    QHash<QString, Code> m_codes;
    QHash<QString, Access> m_access;
    QHash<QString, GrantPtr> m_refresh; ///< Old ones stay, to notice reuse.
};

} // namespace fpx::sandbox
