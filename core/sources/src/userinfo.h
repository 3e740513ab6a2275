// The list of resources at a source (profile 6, `GET userinfo`).
#pragma once

#include <fpx/sources/source.h>

namespace fpx::sources {

struct Userinfo {
    QString subject;
    QString displayName; ///< name, e-mail or user name, as far as the source says; else empty
    QList<Resource> own;
    QList<RelatedSubject> related;
};

/// At most 1,000 resources and 100 related subjects. Error: `bad_userinfo`.
[[nodiscard]] Result<Userinfo> parseUserinfo(const QJsonObject &json);

} // namespace fpx::sources
