// How a service or a data source speaks to an authorization server: its metadata, found once, and its own credentials.
#pragma once

#include "http/fetch.h"

namespace fpx::sandbox {

struct AsLink {
    QString identifier; ///< Of the AS.
    QString issuer;
    QString id; ///< Our client_id there.
    QString secret;

    [[nodiscard]] QPair<QByteArray, QByteArray> auth() const { return Fetcher::basic(id, secret); }
    /// Calls `done` with the metadata; an empty object when the AS did not answer.
    void metadata(Fetcher &fetcher, const std::function<void(QJsonObject)> &done) const
    {
        const QString wanted = issuer;
        fetcher.send("GET", issuer + QStringLiteral("/.well-known/uma2-configuration"), {}, {},
                     [done, wanted](const Response &response) {
                         const QJsonObject found = parseJsonObject(response.body).value_or(QJsonObject{});
                         done(found.value(QStringLiteral("issuer")).toString() == wanted ? found : QJsonObject{});
                     });
    }
};

} // namespace fpx::sandbox
