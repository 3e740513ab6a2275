// An identity provider on a real socket of this computer. It is honest until a variant makes it lie, in what it says
// (through FakeIssuer) or in how it says it (on the wire).
#pragma once

#include "../../unit/http/testserver.h"
#include "../../unit/oauth/fakeissuer.h"

namespace interop {

using namespace fpx;
using fpx::oauth::q;

class HostileIdp
{
    QSet<QTcpSocket *> m_connections;     // outlives the server, which closes them at its end
    TestServer m_server;                  // before the issuer: the issuer is named after its port
    oauth::FakeRedirectReceiver m_unused; // what FakeIssuer would answer through, were there no sockets

public:
    HostileIdp(const Clock &clock, const QString &subject);
    HostileIdp(const HostileIdp &) = delete;
    HostileIdp &operator=(const HostileIdp &) = delete;

    oauth::FakeIssuer issuer;
    /// Where the callback goes; empty: to the `redirect_uri` that was asked for.
    QString callbackUri;

    /// How an answer leaves. All but Whole never reach its end.
    enum class Wire {
        Whole,
        Hangs,  ///< The request is read, and nothing comes.
        Drips,  ///< A byte every twenty milliseconds, of a megabyte.
        CutOff, ///< Half of it, then the connection is closed.
    };
    // Paths are below the issuer.
    void on(const char *path, Wire wire) { m_wire.insert(q(path), wire); }
    /// Answers every request to `path` with this.
    void answer(const char *path, const http::Response &response);
    void answer(const char *path, const QJsonObject &json, int status = 200);
    /// Text under the media type of JSON: what no honest writer produces.
    void answerText(const char *path, const QByteArray &text);
    void redirect(const char *path, const QString &destination);

    // One change each to what is said; an undefined value removes the member.
    void describe(const char *member, const QJsonValue &value); ///< The metadata document.
    void claim(const char *name, const QJsonValue &value);
    void header(const char *name, const QJsonValue &value);
    void token(const char *name, const QJsonValue &value); ///< The token response.
    void callback(const char *name, const std::optional<QString> &value);
    void callbackAlso(const char *name, const QString &value); ///< Once more, beside what is there.

    [[nodiscard]] QString url(const char *path) const { return issuer.issuer + q(path); }
    /// What it was asked so far: a test that goes on for long has no use for that.
    void forget();
    [[nodiscard]] qsizetype connections() const { return m_connections.size(); }
    [[nodiscard]] int requests(const char *path) const { return static_cast<int>(m_seen.count(q(path))); }

private:
    void serve(QTcpSocket *socket, const QByteArray &bytes);
    [[nodiscard]] Result<http::Response> authorize(const http::Request &request);

    QHash<QString, Wire> m_wire;
    QStringList m_seen;
};

} // namespace interop
