// Who is who at an AS (profile 7): names, logos, links. Public, cached by ETag.
#pragma once

#include <fpx/base/async.h>
#include <fpx/base/id.h>
#include <fpx/http/httpclient.h>
#include <fpx/jose/jwkset.h>

#include <QHash>
#include <QStringList>
#include <QUrl>

namespace fpx::uma {

struct RegisteredClient {
    ClientId id;
    QString displayName;
    QString organization; ///< identifier
    QUrl policyUri;
    QUrl tosUri;
    QUrl logo;
    QString erasureContact;
    std::optional<qint64> verifiedAt; ///< seconds; none: not verified
    bool disabled = false;
};

struct RegisteredServer {
    RsIdentifier id;
    QString displayName;
    QString organization;
    QHash<QString, QStringList> definitions; ///< definition → scopes
    QByteArray jwks;                         ///< The registry's copy: only compared with the source's own (profile 6).
    bool disabled = false;
};

struct RegisteredScope {
    QString scope;
    QString displayName;
    QString description;
    QString sensitivity; ///< "low", "medium", "high"
};

struct RegisteredDefinition {
    DefinitionId id;
    QString displayName;
    QString description;
    QString resourceType;
    QList<RegisteredScope> scopes;
    QUrl informationUri;
};

struct RegisteredOrganization {
    QString id;
    QString displayName;
    QUrl regulatorUri;
};

/// One AS's registry through one enrolment's network context. Identifiers match `[A-Za-z0-9._-]{1,128}`.
/// Errors: `registry_unknown` (404), `bad_registry_entry`, those of the transport.
class Registry : public std::enable_shared_from_this<Registry>
{
public:
    /// `language` is one primary tag, e.g. "en" (Accept-Language).
    Registry(std::shared_ptr<http::HttpClient> http, QUrl endpoint, QString language);

    [[nodiscard]] QString language() const { return m_language; }
    [[nodiscard]] QUrl endpoint() const { return m_endpoint; }
    [[nodiscard]] Async<RegisteredClient> client(ClientId id, CancelToken cancel);
    [[nodiscard]] Async<RegisteredServer> server(RsIdentifier id, CancelToken cancel);
    [[nodiscard]] Async<RegisteredDefinition> definition(DefinitionId id, CancelToken cancel);
    [[nodiscard]] Async<RegisteredOrganization> organization(QString id, CancelToken cancel);
    /// PNG from the registry's own origin, ≤ 256 KiB and ≤ 512 × 512 by its header; anything else is `logo_refused`.
    [[nodiscard]] Async<QByteArray> logo(QUrl url, CancelToken cancel);

private:
    struct Cached {
        QByteArray etag;
        QJsonObject entry;
    };
    Async<QJsonObject> fetch(QString kind, QString id, CancelToken cancel);

    std::shared_ptr<http::HttpClient> m_http;
    QUrl m_endpoint;
    QString m_language;
    QHash<QString, Cached> m_cache;
};

} // namespace fpx::uma
