#include "userinfo.h"

#include <fpx/base/json.h>

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

// What a source calls things is shown to the person: bounded, and without characters that rearrange text.
QString shown(const QString &text)
{
    QString result;
    for (const QChar c : text.left(maxText)) {
        if (c.isPrint() && c.category() != QChar::Other_Format)
            result.append(c);
    }
    return result.trimmed();
}

Result<QList<Resource>> resourcesOf(JsonReader &reader)
{
    QList<Resource> resources;
    const QJsonArray array = reader.array(k("resources"), QJsonArray());
    if (array.size() > maxResources)
        reader.refuse(k("resources"), QStringLiteral("too many"));
    FPX_CHECK(reader.finish());
    for (const QJsonValue &value : array) {
        JsonReader one(value.toObject(), QStringLiteral("userinfo resource"), "bad_userinfo");
        Resource resource;
        resource.definition = DefinitionId(one.string(k("resource_definition")));
        resource.resourceId = one.string(k("resource_id"));
        resource.displayName = shown(one.string(k("display_name"), resource.definition.value()));
        FPX_CHECK(one.finish());
        resources.append(resource);
    }
    return resources;
}

} // namespace

Result<Userinfo> parseUserinfo(const QJsonObject &json)
{
    JsonReader reader(json, QStringLiteral("userinfo"), "bad_userinfo");
    Userinfo info;
    info.subject = reader.string(k("sub"));
    for (const char *name : {"name", "preferred_username", "email"}) {
        if (info.displayName.isEmpty())
            info.displayName = shown(reader.string(k(name), QString()));
    }
    FPX_TRY(own, resourcesOf(reader));
    info.own = own;
    const QJsonArray related = reader.array(k("related"), QJsonArray());
    if (related.size() > maxRelated)
        reader.refuse(k("related"), QStringLiteral("too many"));
    FPX_CHECK(reader.finish());
    for (const QJsonValue &value : related) {
        JsonReader one(value.toObject(), QStringLiteral("userinfo related"), "bad_userinfo");
        RelatedSubject subject;
        subject.subject = one.string(k("subject"));
        if (subject.subject.size() > maxSubject) { // nobody can be asked to share for them; the others are as they were
            qInfo("sources: a related person was left out (subject too long)");
            continue;
        }
        subject.displayName = shown(one.string(k("display_name"), QString()));
        subject.relation = shown(one.string(k("relation"), QString()));
        FPX_TRY(resources, resourcesOf(one));
        subject.resources = resources;
        info.related.append(subject);
    }
    return info;
}

} // namespace fpx::sources
