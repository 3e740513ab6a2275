// An identity provider on a real socket of this computer. It is honest until a variant makes it lie, in what it says
// (through FakeIssuer) or in how it says it (on the wire).
#pragma once

#include "../../unit/oauth/fakeissuer.h"
#include "../support/wirepeer.h"

namespace interop {

using fpx::oauth::q;

class HostileIdp : public WirePeer
{
    oauth::FakeRedirectReceiver m_unused; // what FakeIssuer would answer through, were there no sockets

public:
    HostileIdp(const Clock &clock, const QString &subject);

    oauth::FakeIssuer issuer;
    /// Where the callback goes; empty: to the `redirect_uri` that was asked for.
    QString callbackUri;
    QByteArray callbackTail; ///< Bytes behind the callback's query, as they are.

    // One change each to what is said; an undefined value removes the member.
    void describe(const char *member, const QJsonValue &value); ///< The metadata document.
    void claim(const char *name, const QJsonValue &value);
    void header(const char *name, const QJsonValue &value);
    void token(const char *name, const QJsonValue &value); ///< The token response.
    void callback(const char *name, const std::optional<QString> &value);
    void callbackAlso(const char *name, const QString &value); ///< Once more, beside what is there.

    void forget();

private:
    [[nodiscard]] Result<http::Response> authorize(const http::Request &request);
};

} // namespace interop
