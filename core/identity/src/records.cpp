#include "records.h"

#include <fpx/base/json.h>

namespace fpx::identity {

namespace {

QString k(const char *name)
{
    return QLatin1String(name);
}

} // namespace

QString providerRow(const IdpIdentifier &provider)
{
    return QStringLiteral("provider ") + provider.value();
}

SecretName refreshTokenOf(const IdpIdentifier &provider)
{
    return {SecretPurpose::SignIn, provider.value() + QStringLiteral("/refresh")};
}

SecretName idTokenOf(const IdpIdentifier &provider)
{
    return {SecretPurpose::SignIn, provider.value() + QStringLiteral("/id_token")};
}

QJsonObject toJson(const LinkedProvider &linked)
{
    return {{k("provider"), linked.provider.value()},
            {k("issuer"), linked.issuer},
            {k("subject"), linked.subject},
            {k("name"), linked.person.name},
            {k("email"), linked.person.email},
            {k("username"), linked.person.username},
            {k("linked_at"), linked.linkedAt},
            {k("last_used_at"), linked.lastUsedAt},
            {k("tells_auth_time"), linked.tellsAuthTime}};
}

Result<LinkedProvider> linkedFromJson(const QJsonObject &json)
{
    JsonReader reader(json, QStringLiteral("linked provider"), "row_damaged");
    LinkedProvider linked;
    linked.provider = IdpIdentifier(reader.string(k("provider")));
    linked.issuer = reader.string(k("issuer"));
    linked.subject = reader.string(k("subject"));
    linked.person.name = reader.string(k("name"), QString());
    linked.person.email = reader.string(k("email"), QString());
    linked.person.username = reader.string(k("username"), QString());
    linked.linkedAt = reader.integer(k("linked_at"));
    linked.lastUsedAt = reader.integer(k("last_used_at"));
    linked.tellsAuthTime = reader.boolean(k("tells_auth_time"), true);
    FPX_CHECK(reader.finish());
    return linked;
}

QJsonObject toJson(const Session &session)
{
    QJsonObject json{{k("provider"), session.provider.value()},
                     {k("accepted_at"), session.acceptedAt},
                     {k("forced_since"), session.forcedSince},
                     {k("ial"), session.assurance.ial},
                     {k("aal"), session.assurance.aal},
                     {k("refreshable"), session.refreshable},
                     {k("nonce"), QString::fromLatin1(session.nonce)}};
    if (session.authTime)
        json.insert(k("auth_time"), *session.authTime);
    return json;
}

Result<Session> sessionFromJson(const QJsonObject &json)
{
    JsonReader reader(json, QStringLiteral("session"), "row_damaged");
    Session session;
    session.provider = IdpIdentifier(reader.string(k("provider")));
    session.authTime = reader.optionalInteger(k("auth_time"));
    session.acceptedAt = reader.optionalInteger(k("accepted_at")).value_or(0);
    session.forcedSince = reader.optionalInteger(k("forced_since")).value_or(0);
    session.assurance.ial = static_cast<int>(reader.integer(k("ial")));
    session.assurance.aal = static_cast<int>(reader.integer(k("aal")));
    session.refreshable = reader.boolean(k("refreshable"), false);
    session.nonce = reader.string(k("nonce"), QString()).toLatin1();
    FPX_CHECK(reader.finish());
    return session;
}

} // namespace fpx::identity
