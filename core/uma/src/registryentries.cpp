#include "registryentries.h"

#include "identifiers.h"
#include "plaintext.h"

#include <fpx/base/json.h>

namespace fpx::uma {

namespace {

constexpr qsizetype kMaxName = 300;
constexpr qsizetype kMaxDescription = 2000;
constexpr qsizetype kMaxItems = 256;

JsonReader readerOf(const QJsonObject &entry, const QString &where)
{
    return JsonReader(entry, where, "bad_registry_entry");
}

/// A reader of a whole entry, whose `identifier`, where it has one, is the one asked for.
JsonReader entryReader(const QJsonObject &entry, const QString &id)
{
    auto reader = readerOf(entry, QStringLiteral("registry entry ") + id);
    if (reader.string(QStringLiteral("identifier"), id) != id)
        reader.refuse(QStringLiteral("identifier"), QStringLiteral("is another one"));
    return reader;
}

QString displayName(JsonReader &reader)
{
    const QString name = QStringLiteral("display_name");
    const QString text = plainText(reader.string(name), kMaxName);
    if (text.isEmpty())
        reader.refuse(name, QStringLiteral("nothing that can be shown"));
    return text;
}

QString optionalText(JsonReader &reader, const QString &name, qsizetype maxUnits)
{
    return plainText(reader.string(name, {}), maxUnits);
}

/// A page for the person's browser, or empty.
QUrl optionalUrl(JsonReader &reader, const QString &name)
{
    const QString text = reader.string(name, {});
    if (text.isEmpty())
        return {};
    const QUrl url(text, QUrl::StrictMode);
    if (!http::checkUrl(url, http::LoopbackHttp::Allowed))
        reader.refuse(name, QStringLiteral("an https URL is required"));
    return url;
}

QString optionalIdentifier(JsonReader &reader, const QString &name)
{
    const QString id = reader.string(name, {});
    if (!id.isEmpty() && !isIdentifier(id))
        reader.refuse(name, QStringLiteral("no identifier"));
    return id;
}

QJsonArray items(JsonReader &reader, const QString &name)
{
    const QJsonArray array = reader.array(name, {});
    if (array.size() > kMaxItems)
        reader.refuse(name, QStringLiteral("too many"));
    return array;
}

bool isSensitivity(const QString &text)
{
    return text == QStringLiteral("low") || text == QStringLiteral("medium") || text == QStringLiteral("high");
}

Result<RegisteredScope> parseScope(const QJsonObject &object)
{
    auto reader = readerOf(object, QStringLiteral("scope"));
    RegisteredScope scope;
    scope.scope = reader.string(QStringLiteral("scope"));
    if (!isScope(scope.scope))
        reader.refuse(QStringLiteral("scope"), QStringLiteral("no scope"));
    scope.displayName = displayName(reader);
    scope.description = optionalText(reader, QStringLiteral("description"), kMaxDescription);
    scope.sensitivity = reader.string(QStringLiteral("sensitivity"));
    if (!isSensitivity(scope.sensitivity))
        reader.refuse(QStringLiteral("sensitivity"), QStringLiteral("must be low, medium or high"));
    FPX_CHECK(reader.finish());
    return scope;
}

} // namespace

Result<RegisteredClient> parseClient(const ClientId &id, const QJsonObject &entry)
{
    auto reader = entryReader(entry, id.value());
    RegisteredClient client;
    client.id = id;
    client.displayName = displayName(reader);
    client.organization = optionalIdentifier(reader, QStringLiteral("organization"));
    client.policyUri = optionalUrl(reader, QStringLiteral("policy_uri"));
    client.tosUri = optionalUrl(reader, QStringLiteral("tos_uri"));
    client.logo = optionalUrl(reader, QStringLiteral("logo"));
    client.erasureContact = optionalText(reader, QStringLiteral("erasure_contact"), kMaxName);
    client.verifiedAt = reader.optionalInteger(QStringLiteral("verified_at"));
    client.disabled = reader.boolean(QStringLiteral("disabled"), false);
    FPX_CHECK(reader.finish());
    return client;
}

Result<RegisteredServer> parseServer(const RsIdentifier &id, const QJsonObject &entry)
{
    auto reader = entryReader(entry, id.value());
    RegisteredServer server;
    server.id = id;
    server.displayName = displayName(reader);
    server.organization = optionalIdentifier(reader, QStringLiteral("organization"));
    server.disabled = reader.boolean(QStringLiteral("disabled"), false);
    if (reader.has(QStringLiteral("jwks")))
        server.jwks = toCompactJson(reader.object(QStringLiteral("jwks")));
    for (const QJsonValue &value : items(reader, QStringLiteral("definitions"))) {
        auto definition = readerOf(value.toObject(), QStringLiteral("definitions"));
        const QString name = definition.string(QStringLiteral("identifier"));
        const QStringList scopes = definition.strings(QStringLiteral("scopes"), {});
        if (!definition.finish() || !isIdentifier(name) || server.definitions.contains(name) ||
            !std::all_of(scopes.begin(), scopes.end(), isScope))
            reader.refuse(QStringLiteral("definitions"), QStringLiteral("no definition, or named twice"));
        server.definitions.insert(name, scopes);
    }
    FPX_CHECK(reader.finish());
    return server;
}

Result<RegisteredDefinition> parseDefinition(const DefinitionId &id, const QJsonObject &entry)
{
    auto reader = entryReader(entry, id.value());
    RegisteredDefinition definition;
    definition.id = id;
    definition.displayName = displayName(reader);
    definition.description = optionalText(reader, QStringLiteral("description"), kMaxDescription);
    definition.resourceType = optionalText(reader, QStringLiteral("resource_type"), kMaxName);
    definition.informationUri = optionalUrl(reader, QStringLiteral("information_uri"));
    const QJsonArray scopes = items(reader, QStringLiteral("scopes"));
    FPX_CHECK(reader.finish());
    for (const QJsonValue &value : scopes) {
        FPX_TRY(scope, parseScope(value.toObject()));
        definition.scopes.append(scope);
    }
    return definition;
}

Result<RegisteredOrganization> parseOrganization(const QString &id, const QJsonObject &entry)
{
    auto reader = entryReader(entry, id);
    RegisteredOrganization organization;
    organization.id = id;
    organization.displayName = displayName(reader);
    organization.regulatorUri = optionalUrl(reader, QStringLiteral("regulator_uri"));
    FPX_CHECK(reader.finish());
    return organization;
}

} // namespace fpx::uma
