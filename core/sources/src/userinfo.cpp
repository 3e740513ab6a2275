#include "userinfo.h"

#include <fpx/base/json.h>
#include <fpx/base/plaintext.h>
#include <fpx/base/reading.h>

#include "words.h"

namespace fpx::sources {

namespace {

constexpr qsizetype maxResources = 1000;
constexpr qsizetype maxRelated = 100;
constexpr qsizetype maxText = 300;
constexpr qsizetype maxSubject = 255; // as long as a `sub` may be (OIDC Core 2)

QString k(const char *name)
{
    return QLatin1String(name);
}

// What a source calls things is only shown to the person: no name is no reason to share nothing.
QString shown(const QJsonObject &json, const char *member)
{
    const QJsonValue value = json.value(k(member));
    if (!value.isUndefined() && !value.isNull() && !value.isString())
        noteDeviation(QStringLiteral("%1 of a source that is no string, as if it were absent").arg(k(member)));
    return plainText(value.toString(), maxText);
}

Result<QList<Resource>> resourcesOf(JsonReader &reader)
{
    QList<Resource> resources;
    const QJsonArray array = reader.array(k("resources"), QJsonArray());
    if (array.size() > maxResources)
        reader.refuse(k("resources"), QStringLiteral("too many"));
    FPX_CHECK(reader.finish());
    for (const QJsonValue &value : array) {
        const QJsonObject object = value.toObject();
        JsonReader one(object, QStringLiteral("userinfo resource"), "bad_userinfo");
        Resource resource;
        resource.definition = DefinitionId(one.string(k("resource_definition")));
        resource.resourceId = one.string(k("resource_id"));
        resource.displayName = shown(object, "display_name");
        if (resource.displayName.isEmpty())
            resource.displayName = resource.definition.value();
        FPX_CHECK(one.finish());
        resources.append(resource);
    }
    return resources;
}

} // namespace

Result<Userinfo> readUserinfo(const http::Response &response, const QString &source)
{
    auto json = http::readJson(response, 1024 * 1024, Reading::Lenient);
    if (!json && json.error().code == "not_json" && json.error().detail.contains(QStringLiteral("application/jwt")))
        return fail("bad_userinfo",
                    Words::tr("%1 says what it holds about you in a signed message, which this wallet does not read. "
                              "The wallet's operator can have it answer in plain JSON.")
                        .arg(source),
                    json.error().detail);
    if (!json)
        return fail(std::move(json).error());
    return parseUserinfo(*json);
}

Result<Userinfo> parseUserinfo(const QJsonObject &json)
{
    JsonReader reader(json, QStringLiteral("userinfo"), "bad_userinfo");
    Userinfo info;
    info.subject = reader.string(k("sub"));
    for (const char *name : {"name", "preferred_username", "email"}) {
        if (info.displayName.isEmpty())
            info.displayName = shown(json, name);
    }
    FPX_TRY(own, resourcesOf(reader));
    info.own = own;
    const QJsonArray related = reader.array(k("related"), QJsonArray());
    if (related.size() > maxRelated)
        reader.refuse(k("related"), QStringLiteral("too many"));
    FPX_CHECK(reader.finish());
    for (const QJsonValue &value : related) {
        const QJsonObject object = value.toObject();
        JsonReader one(object, QStringLiteral("userinfo related"), "bad_userinfo");
        RelatedSubject subject;
        subject.subject = one.string(k("subject"));
        if (subject.subject.size() > maxSubject) { // nobody can be asked to share for them; the others are as they were
            noteDeviation(QStringLiteral("a related person whose identifier is too long, left out"));
            continue;
        }
        subject.displayName = shown(object, "display_name");
        subject.relation = shown(object, "relation");
        FPX_TRY(resources, resourcesOf(one));
        subject.resources = resources;
        info.related.append(subject);
    }
    return info;
}

} // namespace fpx::sources
