#include "registryentries.h"

#include "identifiers.h"

#include <fpx/base/json.h>
#include <fpx/base/plaintext.h>
#include <fpx/base/reading.h>
#include <fpx/operator/localizedtext.h>

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

// Members that are only shown (profile 7): a malformed one is dropped and noted, since nothing hangs on it.
void dropped(const QString &name)
{
    noteDeviation(QStringLiteral("a registry entry whose %1 cannot be shown, as if it were absent").arg(name));
}

bool isAbsent(const QJsonValue &value)
{
    return value.isUndefined() || value.isNull();
}

QString shownText(const QJsonObject &entry, const char *member, qsizetype maxUnits)
{
    const QString name = QLatin1String(member);
    const QJsonValue value = entry.value(name);
    if (!isAbsent(value) && !value.isString())
        dropped(name);
    return plainText(value.toString(), maxUnits);
}

/// A page for the person's browser, or empty.
QUrl shownUrl(const QJsonObject &entry, const char *member, const Showing &showing)
{
    const QString name = QLatin1String(member);
    const QJsonValue value = entry.value(name);
    if (isAbsent(value) || value.toString(QStringLiteral("?")).isEmpty())
        return {};
    const QUrl url(value.toString(), QUrl::StrictMode);
    if (http::checkUrl(url, showing.loopback))
        return url;
    dropped(name);
    return {};
}

/// One for all, or one for each language. Where there is none that can be read, the identifier is what is known.
QString displayName(const QJsonObject &entry, const QString &identifier, const Showing &showing)
{
    const QString name = QStringLiteral("display_name");
    const QJsonValue value = entry.value(name);
    const auto byLanguage = value.isObject() ? op::LocalizedText::parse(value) : op::LocalizedText();
    const QString text =
        plainText(value.isObject() && byLanguage ? byLanguage->text({showing.language}) : value.toString(), kMaxName);
    if (hasLetterOrDigit(text))
        return text;
    dropped(name);
    return identifier;
}

std::optional<qint64> shownTime(const QJsonObject &entry, const char *member)
{
    JsonReader reader = readerOf(entry, {});
    const auto seconds = reader.optionalInteger(QLatin1String(member));
    if (!reader.finish())
        dropped(QLatin1String(member));
    return seconds;
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

Result<RegisteredScope> parseScope(const QJsonObject &object, const Showing &showing)
{
    auto reader = readerOf(object, QStringLiteral("scope"));
    RegisteredScope scope;
    scope.scope = reader.string(QStringLiteral("scope"));
    if (!isScope(scope.scope))
        reader.refuse(QStringLiteral("scope"), QStringLiteral("no scope"));
    scope.displayName = displayName(object, scope.scope, showing);
    scope.description = shownText(object, "description", kMaxDescription);
    scope.sensitivity = reader.string(QStringLiteral("sensitivity"));
    if (!isSensitivity(scope.sensitivity))
        reader.refuse(QStringLiteral("sensitivity"), QStringLiteral("must be low, medium or high"));
    FPX_CHECK(reader.finish());
    return scope;
}

} // namespace

Result<RegisteredClient> parseClient(const ClientId &id, const QJsonObject &entry, const Showing &showing)
{
    auto reader = entryReader(entry, id.value());
    RegisteredClient client;
    client.id = id;
    client.displayName = displayName(entry, id.value(), showing);
    client.organization = optionalIdentifier(reader, QStringLiteral("organization"));
    client.policyUri = shownUrl(entry, "policy_uri", showing);
    client.tosUri = shownUrl(entry, "tos_uri", showing);
    client.logo = shownUrl(entry, "logo", showing);
    client.erasureContact = shownText(entry, "erasure_contact", kMaxName);
    client.verifiedAt = shownTime(entry, "verified_at");
    client.disabled = reader.boolean(QStringLiteral("disabled"), false);
    FPX_CHECK(reader.finish());
    return client;
}

Result<RegisteredServer> parseServer(const RsIdentifier &id, const QJsonObject &entry, const Showing &showing)
{
    auto reader = entryReader(entry, id.value());
    RegisteredServer server;
    server.id = id;
    server.displayName = displayName(entry, id.value(), showing);
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

Result<RegisteredDefinition> parseDefinition(const DefinitionId &id, const QJsonObject &entry, const Showing &showing)
{
    auto reader = entryReader(entry, id.value());
    RegisteredDefinition definition;
    definition.id = id;
    definition.displayName = displayName(entry, id.value(), showing);
    definition.description = shownText(entry, "description", kMaxDescription);
    definition.resourceType = plainText(reader.string(QStringLiteral("resource_type"), {}), kMaxName);
    definition.informationUri = shownUrl(entry, "information_uri", showing);
    const QJsonArray scopes = items(reader, QStringLiteral("scopes"));
    FPX_CHECK(reader.finish());
    for (const QJsonValue &value : scopes) {
        FPX_TRY(scope, parseScope(value.toObject(), showing));
        definition.scopes.append(scope);
    }
    return definition;
}

Result<RegisteredOrganization> parseOrganization(const QString &id, const QJsonObject &entry, const Showing &showing)
{
    auto reader = entryReader(entry, id);
    RegisteredOrganization organization;
    organization.id = id;
    organization.displayName = displayName(entry, id, showing);
    organization.regulatorUri = shownUrl(entry, "regulator_uri", showing);
    FPX_CHECK(reader.finish());
    return organization;
}

} // namespace fpx::uma
