// What the registries say: resource definitions, organizations, and the words around them.
#pragma once

#include <QHash>
#include <QJsonArray>
#include <QJsonObject>
#include <QString>

namespace fpx::sandbox {

[[nodiscard]] QHash<QString, QJsonObject> resourceDefinitions();
[[nodiscard]] QHash<QString, QJsonObject> organizations();
/// A display string in English, French and German.
[[nodiscard]] QJsonObject words(const QString &en, const QString &fr, const QString &de);
/// An entry of `requested_resources`; scopes with a trailing '?' are optional.
[[nodiscard]] QJsonObject wanted(const QString &definition, const QString &scopes, bool required = true,
                                 const QString &linkage = {});

} // namespace fpx::sandbox
