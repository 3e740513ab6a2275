// TicketDetails as a record of the vault: the shape of the wire, so that reading back passes the same checks.
#include <fpx/uma/ticketdetails.h>

#include <QJsonArray>

namespace fpx::uma {

namespace {

QJsonValue orNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(text);
}

QJsonObject toJson(const RequestedResource &resource)
{
    QJsonArray scopes;
    for (const RequestedScope &scope : resource.scopes)
        scopes.append(
            QJsonObject{{QStringLiteral("scope"), scope.scope}, {QStringLiteral("required"), scope.required}});
    return {
        {QStringLiteral("request_id"), resource.requestId},
        {QStringLiteral("resource_definition"), resource.definition.value()},
        {QStringLiteral("resource_server"), orNull(resource.resourceServer.value_or(RsIdentifier()).value())},
        {QStringLiteral("resource_id"), orNull(resource.resourceId.value_or(QString()))},
        {QStringLiteral("linkage"), orNull(resource.linkage)},
        {QStringLiteral("scopes"), scopes},
        {QStringLiteral("required"), resource.required},
    };
}

} // namespace

QJsonObject TicketDetails::toJson() const
{
    QJsonArray requested;
    for (const RequestedResource &resource : resources)
        requested.append(uma::toJson(resource));
    const bool isProtect = purpose == Purpose::Protect;
    const bool isRepeated = usage == Usage::Repeated;
    QJsonObject json{
        {QStringLiteral("ticket"), ticket.value()},
        {QStringLiteral("transaction_id"), transactionId},
        {QStringLiteral("purpose"), isProtect ? QStringLiteral("protect") : QStringLiteral("access")},
        {QStringLiteral("expires_at"), expiresAt},
        {QStringLiteral("authorization_request"), authorizationRequest},
        {QStringLiteral("reason"), reason.isUndefined() ? QJsonValue(QJsonValue::Null) : reason},
        {QStringLiteral("requested_resources"), requested},
        {QStringLiteral("usage"), isRepeated ? QStringLiteral("repeated") : QStringLiteral("once")},
        {QStringLiteral("duration"), QJsonObject{{QStringLiteral("requested"), orNull(duration.requested)},
                                                 {QStringLiteral("max"), orNull(duration.max)}}},
    };
    if (isProtect)
        json.insert(QStringLiteral("resource_server"), resourceServer.value());
    else
        json.insert(QStringLiteral("client"), QJsonObject{{QStringLiteral("client_id"), client.value()}});
    return json;
}

} // namespace fpx::uma
