// A party on a real socket of this computer: it answers what its script says, and can spoil how that travels.
#pragma once

#include "../../unit/http/testserver.h"

#include <fpx/http/fakehttpclient.h>

#include <QSet>

namespace interop {

using namespace fpx;

class WirePeer
{
    QSet<QTcpSocket *> m_connections; // outlives the server, which closes them at its end
    TestServer m_server;

public:
    /// Named `http://127.0.0.1:{free port}{place}`.
    explicit WirePeer(const QString &place);
    WirePeer(const WirePeer &) = delete;
    WirePeer &operator=(const WirePeer &) = delete;

    /// What is answered, by method and URL.
    std::shared_ptr<http::FakeHttpClient> script = std::make_shared<http::FakeHttpClient>();
    /// Looked at where the script has no answer, with the path below the name.
    std::function<http::Response(const http::Request &request, const QString &path)> otherwise;

    /// How an answer leaves. All but Whole never reach its end.
    enum class Wire {
        Whole,
        Hangs,  ///< The request is read, and nothing comes.
        Drips,  ///< A byte every twenty milliseconds, of a megabyte.
        CutOff, ///< Half of it, then the connection is closed.
    };
    // Paths are below the name.
    void on(const char *path, Wire wire) { m_wire.insert(QString::fromLatin1(path), wire); }
    /// Answers every request to `path` with this.
    void answer(const char *path, const http::Response &response);
    void answer(const char *path, const QJsonObject &json, int status = 200);
    /// Text under the media type of JSON: what no honest writer produces.
    void answerText(const char *path, const QByteArray &text);
    void redirect(const char *path, const QString &destination);

    [[nodiscard]] const QString &name() const { return m_name; }
    [[nodiscard]] QString url(const char *path) const { return m_name + QString::fromLatin1(path); }
    /// What it was asked so far: a test that goes on for long has no use for that.
    void forget();
    [[nodiscard]] qsizetype connections() const { return m_connections.size(); }
    [[nodiscard]] int requests(const char *path) const;
    [[nodiscard]] qsizetype requests() const { return m_seen.size(); }

private:
    void serve(QTcpSocket *socket, const QByteArray &bytes);

    QString m_origin;
    QString m_name;
    QHash<QString, Wire> m_wire;
    QStringList m_seen;
};

/// One change to a JSON object: an undefined value removes the member.
void change(QJsonObject &object, const QString &name, const QJsonValue &value);

} // namespace interop
