// A party of the network: an HTTP server on a loopback address of its own, with /control, a record, faults and a clock.
#pragma once

#include "http/backend.h"
#include "http/fetch.h"
#include "http/page.h"
#include "http/proxy.h"
#include "jose/key.h"

#include <memory>

namespace fpx::sandbox {

struct Place {
    QString id;     ///< Short name in network.json, `[a-z0-9-]+`.
    QString kind;   ///< as | idp | source | client | operator
    QString name;   ///< For people.
    QString accent; ///< CSS colour of its pages and logo.
    Glyph glyph = Glyph::Dot;
    QString address; ///< 127.0.0.n
    quint16 port = 0;
};

class Party : public QObject
{
    Q_OBJECT
public:
    explicit Party(Place place);
    ~Party() override;

    /// Opens the ports. Empty, or what went wrong.
    [[nodiscard]] QString start();

    [[nodiscard]] const Place &place() const { return m_place; }
    /// `http://address:port` + path; with an empty path, the issuer.
    [[nodiscard]] QString url(const QString &path = {}) const;
    /// Seconds since 1970 by this party's clock (setting `clock_skew`).
    [[nodiscard]] qint64 now() const;
    /// What `GET /control/secrets` tells: values issued, and values that an AS must never see.
    [[nodiscard]] virtual QJsonObject secrets();
    /// What network.json says about this party.
    [[nodiscard]] virtual QJsonObject description() const;
    /// Back to the state after the start. Subclasses add theirs.
    virtual void reset();
    /// `POST /control`; subclasses take what they know and call this for the rest.
    [[nodiscard]] virtual Response control(const QJsonObject &command);

protected:
    void route(const QString &method, const QString &pattern, Handler handler);
    void get(const QString &pattern, const SimpleHandler &handler);
    void post(const QString &pattern, const SimpleHandler &handler);
    void on(const QString &method, const QString &pattern, const SimpleHandler &handler);

    /// A setting that /control {"set": {…}} may change; `fallback` is its value after the start.
    [[nodiscard]] QJsonValue setting(const QString &name, const QJsonValue &fallback) const;
    /// Signs a JWT as this party, with whatever `tamper_jwt` asks for.
    [[nodiscard]] QString sign(const Key &key, QJsonObject header, QJsonObject claims);
    /// Remembers a value that this party has issued: it must turn up nowhere else.
    QString issue(const QString &kind, const QString &value);
    /// A fresh random token, issued.
    QString issueToken(const QString &kind);
    [[nodiscard]] QByteArray page(const QString &title, const QString &body, const PageOptions &options = {}) const;
    /// A refusal as a page for a browser, as JSON for everyone else.
    [[nodiscard]] Response refused(const Request &request, const Refusal &refusal) const;
    /// `name=value` attributes for Set-Cookie of this party's own sessions.
    [[nodiscard]] static QByteArray laxCookie(const QString &name, const QString &value);
    [[nodiscard]] Fetcher &fetcher() { return m_fetcher; }

private:
    struct Route {
        QString method;
        QStringList segments;
        Handler handler;
    };
    void serve(Request request, const Reply &reply);
    void dispatch(Request request, const Reply &reply);
    void addControlRoutes();

    Place m_place;
    Faults m_faults;
    Recorder m_recorder;
    QJsonObject m_settings;
    QJsonArray m_issued;
    QList<Route> m_routes;
    Fetcher m_fetcher;
    HttpBackend m_backend;
    std::unique_ptr<FaultProxy> m_proxy;
};

} // namespace fpx::sandbox
