#include <fpx/base/json.h>
#include <fpx/sources/source.h>

#include "userinfo.h"
#include "words.h"

#include <algorithm>

namespace fpx::sources {

namespace {

QString k(const char *name)
{
    return QLatin1String(name);
}

QJsonArray resourcesToJson(const QList<Resource> &resources)
{
    QJsonArray array;
    for (const Resource &resource : resources)
        array.append(QJsonObject{{k("resource_definition"), resource.definition.value()},
                                 {k("resource_id"), resource.resourceId},
                                 {k("display_name"), resource.displayName}});
    return array;
}

} // namespace

QList<Resource> SourceAccount::resourcesOf(const QString &wanted) const
{
    if (wanted.isEmpty())
        return own;
    const auto found = std::ranges::find(related, wanted, &RelatedSubject::subject);
    return found == related.end() ? QList<Resource>() : found->resources;
}

QJsonObject SourceAccount::toJson() const
{
    QJsonArray others;
    for (const RelatedSubject &other : related)
        others.append(QJsonObject{{k("subject"), other.subject},
                                  {k("display_name"), other.displayName},
                                  {k("relation"), other.relation},
                                  {k("resources"), resourcesToJson(other.resources)}});
    return {{k("source"), source.value()},          {k("sub"), subject},
            {k("display_name"), displayName},       {k("connected_at"), connectedAt},
            {k("refreshed_at"), refreshedAt},       {k("needs_sign_in"), health == SourceHealth::NeedsSignIn},
            {k("resources"), resourcesToJson(own)}, {k("related"), others}};
}

Result<SourceAccount> SourceAccount::fromJson(const QJsonObject &json)
{
    JsonReader reader(json, QStringLiteral("stored data source"), "row_damaged");
    SourceAccount account;
    account.source = SourceIdentifier(reader.string(k("source")));
    account.displayName = reader.string(k("display_name"), QString());
    account.connectedAt = reader.integer(k("connected_at"));
    account.refreshedAt = reader.integer(k("refreshed_at"));
    if (reader.boolean(k("needs_sign_in"), false))
        account.health = SourceHealth::NeedsSignIn;
    FPX_CHECK(reader.finish());
    FPX_TRY(found, parseUserinfo(json));
    account.subject = found.subject;
    account.own = found.own;
    account.related = found.related;
    return account;
}

} // namespace fpx::sources
