// An identity provider on a real socket that behaves as a Behaviour says, and otherwise by the book: it checks what it is
// asked (PKCE, redirect, client, code, bearer), so that a wallet which sends less than it must does not get through.
#pragma once

#include "../../unit/oauth/fakeissuer.h"
#include "../support/wirepeer.h"
#include "behaviour.h"

namespace interop {

using fpx::oauth::q;

class FakeProvider : public WirePeer
{
public:
    FakeProvider(Behaviour behaviour, const Clock &clock);

    const QString clientId = q("wallet at this provider");
    [[nodiscard]] const QString &issuer() const { return name(); }

    // The person.
    QString subject = q("person-1");
    qint64 signedInAt;                            ///< When their session at the provider began.
    bool declines = false;                        ///< What they press.
    void endSession() { m_refreshToken.clear(); } ///< Signed out everywhere, there.
    [[nodiscard]] bool holdsRefreshToken(const QByteArray &token) const { return m_refreshToken == token; }
    [[nodiscard]] bool holdsAccessToken() const { return !m_accessToken.isEmpty(); }
    int asked = 0; ///< Times that the person had to sign in.

private:
    [[nodiscard]] http::Response page(const http::Request &request, const QString &path);
    [[nodiscard]] QJsonObject metadata() const;
    [[nodiscard]] QJsonObject keySet() const;
    [[nodiscard]] http::Response authorize(const QUrlQuery &query);
    [[nodiscard]] http::Response token(const QUrlQuery &form);
    [[nodiscard]] http::Response revoke(const QUrlQuery &form);
    [[nodiscard]] http::Response userinfo(const QByteArray &bearer) const;
    [[nodiscard]] http::Response logOut(const QUrlQuery &query) const;
    [[nodiscard]] QByteArray idToken(bool refreshed) const;
    [[nodiscard]] QString origin() const;

    Behaviour m_is;
    const Clock &m_clock;
    jose::PrivateKey m_key;
    QUrlQuery m_request; // the authorization request that the code answers
    QString m_acr;
    QByteArray m_code;
    QByteArray m_accessToken;
    QByteArray m_refreshToken;
    QList<QByteArray> m_idTokens; // all that it gave
    int m_issued = 0;
};

} // namespace interop
