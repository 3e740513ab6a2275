#include <fpx/base/utc.h>
#include <fpx/receipt/receipt.h>

#include <QDateTime>
#include <QJsonArray>

namespace fpx::receipt {

namespace {

QString utc(qint64 seconds)
{
    return utcFromSeconds(seconds).toString(Qt::ISODate);
}

// What nobody said is left out: an empty member would claim that it is known to be empty.
void add(QJsonObject &to, const char *name, const QString &value)
{
    if (!value.isEmpty())
        to.insert(QLatin1String(name), value);
}

QJsonObject partyToJson(const Party &party)
{
    QJsonObject json{{QStringLiteral("party_role"), party.role}};
    add(json, "party_id", party.identifier);
    add(json, "party_name", party.name);
    add(json, "party_url", party.uri);
    add(json, "party_contact", party.contact);
    return json;
}

QJsonObject eventToJson(const Event &event)
{
    QJsonObject json{{QStringLiteral("event_time"), utc(event.at)}, {QStringLiteral("event_state"), event.state}};
    add(json, "event_description", event.sentence);
    return json;
}

QJsonObject informationToJson(const Facts &facts)
{
    QJsonArray scopes;
    for (const Scope &scope : facts.scopes)
        scopes.append(QJsonObject{{QStringLiteral("scope"), scope.scope}, {QStringLiteral("name"), scope.name}});
    return {{QStringLiteral("pii_type"), facts.definition},
            {QStringLiteral("pii_type_name"), facts.definitionName},
            {QStringLiteral("subject"),
             facts.ofAnotherPerson ? QStringLiteral("represented_person") : QStringLiteral("pii_principal")},
            {QStringLiteral("scopes"), scopes}};
}

QJsonObject processingToJson(const Facts &facts)
{
    QJsonObject json{
        {QStringLiteral("lawful_basis"), QStringLiteral("consent")},
        {QStringLiteral("pii_information"), QJsonArray{informationToJson(facts)}},
        {QStringLiteral("usage"), facts.once ? QStringLiteral("once") : QStringLiteral("repeated")},
        {QStringLiteral("valid_from"), utc(facts.givenAt)},
        {QStringLiteral("valid_until"), utc(facts.endsAt)},
        {QStringLiteral("renewed_until_revoked"), facts.untilRevoked},
        {QStringLiteral("withdrawal_method"), facts.withdrawal},
    };
    add(json, "privacy_notice", facts.privacyNotice);
    add(json, "terms_of_service", facts.terms);
    return json;
}

} // namespace

QJsonObject content(const Facts &facts)
{
    QJsonArray parties;
    for (const Party &party : facts.parties)
        parties.append(partyToJson(party));
    QJsonArray events;
    for (const Event &event : facts.events)
        events.append(eventToJson(event));
    return {{QStringLiteral("schema_version"), QStringLiteral("ISO/IEC TS 27560:2023")},
            {QStringLiteral("receipt_id"), facts.receiptId},
            {QStringLiteral("record_id"), facts.permissionId},
            {QStringLiteral("pii_principal_id"), facts.pseudonym},
            {QStringLiteral("language"), facts.language},
            {QStringLiteral("issued_at"), utc(facts.issuedAt)},
            {QStringLiteral("state"), facts.state},
            {QStringLiteral("pii_processing"), processingToJson(facts)},
            {QStringLiteral("parties"), parties},
            {QStringLiteral("events"), events},
            {QStringLiteral("permission_hash"), facts.permissionHash}};
}

} // namespace fpx::receipt
