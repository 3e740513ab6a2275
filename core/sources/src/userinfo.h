// The list of resources at a source (profile 6, `GET userinfo`).
#pragma once

#include <fpx/http/message.h>
#include <fpx/sources/source.h>

namespace fpx::sources {

struct Userinfo {
    QString subject;
    QString displayName; ///< name, e-mail or user name, as far as the source says; else empty
    QList<Resource> own;
    QList<RelatedSubject> related;
};

/// The list in an answer of `source` (its name), JSON of any dialect. Errors: those of readJson(), `bad_userinfo`.
[[nodiscard]] Result<Userinfo> readUserinfo(const http::Response &response, const QString &source);
/// At most 1,000 resources and 100 related subjects. Error: `bad_userinfo`.
[[nodiscard]] Result<Userinfo> parseUserinfo(const QJsonObject &json);

} // namespace fpx::sources
