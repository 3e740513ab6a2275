#include <fpx/uma/authorizationrequest.h>

#include "requestobjectclaims.h"
#include "requestparameters.h"
#include "words.h"

#include <fpx/base/json.h>

namespace fpx::uma {

namespace {

/// What `authorization_request` in the ticket details never holds (profile 4.3).
bool isOutsideComparison(const QString &name)
{
    return name == QStringLiteral("ticket") || name == QStringLiteral("ui_locales") ||
           name == QStringLiteral("request");
}

Parameters comparable(const Parameters &parameters)
{
    Parameters result;
    for (auto it = parameters.begin(); it != parameters.end(); ++it) {
        if (!isOutsideComparison(it.key()))
            result.insert(it.key(), it.value());
    }
    return result;
}

Failure mismatch(const QString &detail)
{
    return refuseRequest("request_mismatch", detail);
}

/// `authorization_request`: strings only, none of the names that it leaves out.
Result<Parameters> readTicketParameters(const QJsonObject &object)
{
    Parameters result;
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (!it->isString())
            return mismatch(QStringLiteral("%1 is no string").arg(it.key().left(32)));
        if (isOutsideComparison(it.key()))
            return mismatch(QStringLiteral("%1 does not belong there").arg(it.key()));
        result.insert(it.key(), it->toString());
    }
    return result;
}

/// A fault of the network's own: the browser has brought nothing that could differ.
Failure brokenReference(const QString &detail)
{
    return fail("request_mismatch",
                Words::tr("A request does not keep to the rules of its network. Nothing was shared."), detail);
}

/// All parameters come from the ticket.
Result<AuthorizationRequest> completeByReference(AuthorizationRequest request, const QJsonObject &authorizationRequest,
                                                 const op::OperatorProfile &profile)
{
    const auto fromTicket = readTicketParameters(authorizationRequest);
    if (!fromTicket)
        return brokenReference(fromTicket.error().detail);
    const op::AuthorizationServer *server = profile.authorizationServer(request.as);
    if (server == nullptr || fromTicket->value(QStringLiteral("client_id")) != server->clientId)
        return brokenReference(QStringLiteral("client_id differs"));
    request.clientId = server->clientId;
    if (auto read = readParameters(*fromTicket, *server, request); !read)
        return brokenReference(QString::fromLatin1(read.error().code) + u' ' + read.error().detail);
    request.asSent = *fromTicket;
    return request;
}

} // namespace

QString AssuranceDemand::acr() const
{
    QStringList values;
    if (ial > 0)
        values.append(QStringLiteral("ial%1").arg(ial));
    if (aal > 0)
        values.append(QStringLiteral("aal%1").arg(aal));
    return values.join(u' ');
}

Result<AuthorizationRequest> AuthorizationRequest::parse(const QList<QPair<QString, QString>> &list,
                                                         const op::OperatorProfile &profile)
{
    FPX_TRY(query, uniqueParameters(list));
    const QString clientId = query.value(QStringLiteral("client_id"));
    if (clientId.isEmpty())
        return refuseRequest("parameter_missing", QStringLiteral("client_id"));
    FPX_TRY(server, findServer(clientId, profile));
    if (query.contains(QStringLiteral("request_uri")))
        return refuseRequest("request_uri_unsupported", {});

    AuthorizationRequest request;
    request.as = server->identifier;
    request.asIssuer = server->issuer;
    request.clientId = clientId;

    Parameters parameters = query;
    if (query.contains(QStringLiteral("request"))) {
        request.requestObject = query.value(QStringLiteral("request")).toLatin1();
        FPX_TRY(claims, readRequestObject(request.requestObject, clientId, profile.issuer()));
        parameters = claims; // what stands outside it is ignored (RFC 9101 section 6.3)
    } else if (server->requestObject == op::RequestObject::Required) {
        return refuseRequest("request_object_required", {});
    }

    const QString ticket = parameters.value(QStringLiteral("ticket"));
    if (ticket.isEmpty())
        return refuseRequest("parameter_missing", QStringLiteral("ticket"));
    FPX_TRY(ticketValue, readTicketValue(ticket));
    request.ticket = ticketValue;
    FPX_CHECK(readParameters(parameters, *server, request));
    request.uiLocales = readLocales(parameters.value(QStringLiteral("ui_locales")));
    request.asSent = comparable(parameters);
    return request;
}

Result<AuthorizationRequest> AuthorizationRequest::parseReference(const QString &clientId, const QString &ticket,
                                                                  const op::OperatorProfile &profile)
{
    FPX_TRY(server, findServer(clientId, profile));
    FPX_TRY(ticketValue, readTicketValue(ticket));
    AuthorizationRequest request;
    request.as = server->identifier;
    request.asIssuer = server->issuer;
    request.ticket = ticketValue;
    request.byReference = true;
    return request;
}

AuthorizationRequest AuthorizationRequest::fromUserCode(const UserCode &code, const op::AuthorizationServer &server)
{
    AuthorizationRequest request;
    request.as = server.identifier;
    request.asIssuer = server.issuer;
    request.arrival = Arrival::Device;
    request.byReference = true;
    request.userCode = code;
    return request;
}

Result<AuthorizationRequest> AuthorizationRequest::parseLink(const QString &link, const op::OperatorProfile &profile)
{
    FPX_TRY(rest, linkAction(link, profile));
    const QString byQuery = QStringLiteral("authorize?");
    const QString byReference = QStringLiteral("authorize/");
    Result<AuthorizationRequest> request = badLink(QStringLiteral("unknown action"));
    if (rest.startsWith(byQuery)) {
        FPX_TRY(parameters, decodeQuery(rest.mid(byQuery.size())));
        request = parse(parameters, profile);
    } else if (rest.startsWith(byReference)) {
        const QStringList segments = rest.mid(byReference.size()).split(u'/');
        if (segments.size() != 2)
            return badLink(QStringLiteral("two path segments are required"));
        FPX_TRY(clientId, decodeSegment(segments.at(0)));
        FPX_TRY(ticket, decodeSegment(segments.at(1)));
        request = parseReference(clientId, ticket, profile);
    }
    if (request)
        request->arrival = Arrival::Link;
    return request;
}

Result<AuthorizationRequest> AuthorizationRequest::complete(const QJsonObject &authorizationRequest,
                                                            const op::OperatorProfile &profile) const
{
    if (byReference)
        return completeByReference(*this, authorizationRequest, profile);
    FPX_TRY(fromTicket, readTicketParameters(authorizationRequest));
    for (auto it = asSent.begin(); it != asSent.end(); ++it) {
        if (!fromTicket.contains(it.key()))
            return mismatch(QStringLiteral("%1 was added").arg(it.key().left(32)));
        if (fromTicket.take(it.key()) != it.value())
            return mismatch(QStringLiteral("%1 differs").arg(it.key().left(32)));
    }
    if (!fromTicket.isEmpty())
        return mismatch(QStringLiteral("%1 is missing").arg(fromTicket.firstKey().left(32)));
    return *this;
}

} // namespace fpx::uma
