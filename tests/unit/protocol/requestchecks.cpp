// Chapter 4: requests in their forms, ticket details, answers. And of chapter 11 what becomes ticket details.
#include "examples.h"
#include "fakeas.h"

#include <fpx/base/base64url.h>
#include <fpx/jose/signature.h>
#include <fpx/uma/requestobject.h>

using namespace umatest;

namespace examples {

namespace {

Pairs requestPairs()
{
    return messageOf(exampleOf("authorization-request")).query();
}

AuthorizationRequest requestOfTheExample()
{
    return *AuthorizationRequest::parse(requestPairs(), profile());
}

/// Signed as it is, whatever the header says.
QByteArray signedAs(const QJsonObject &header, const QJsonObject &claims, const jose::PrivateKey &key)
{
    const QByteArray input = toBase64Url(toCompactJson(header)) + '.' + toBase64Url(toCompactJson(claims));
    return input + '.' + toBase64Url(*jose::signBytes(input, key));
}

QByteArray readRequestObject(QJsonObject header, const QJsonObject &claims)
{
    static const auto key = *jose::PrivateKey::generate(jose::Algorithm::ES256);
    if (header.value(text("kid")).isString()) // of the example, which this key takes the place of
        header.insert(text("kid"), key.keyId());
    const Pairs pairs{{text("client_id"), text("as-edu")},
                      {text("request"), QString::fromLatin1(signedAs(header, claims, key))}};
    const auto request = AuthorizationRequest::parse(pairs, profile());
    if (!request)
        return request.error().code;
    return code(checkRequestObject(*request, jose::JwkSet({key.publicKey()}), text("https://operator.example"), now));
}

QByteArray readDetails(const QJsonObject &details, const AuthorizationRequest &request)
{
    const auto read = TicketDetails::parse(toCompactJson(details));
    return read ? code(request.complete(read->authorizationRequest, profile())) : read.error().code;
}

AuthorizationRequest deviceRequest()
{
    return AuthorizationRequest::fromUserCode(*UserCode::parse(text("WDJB-MJHT")),
                                              *profile().authorizationServer(AsIdentifier(text("health"))));
}

AuthorizationRequest withoutDemands()
{
    return *AuthorizationRequest::parse(
        with(with(with(requestPairs(), "max_age", QString()), "acr_values", QString()), "prompt", QString()),
        profile());
}

Enrolment enrolment()
{
    Enrolment e;
    e.id = EnrolmentId(text("e1"));
    e.as = AsIdentifier(text("health"));
    e.asIssuer = AsIssuer(asUrl);
    e.walletIssuer = text("https://operator.example/i/abc");
    e.account = AccountId(text("client-2"));
    return e;
}

Answer granted(const AuthorizationRequest &request, const char *details)
{
    static const auto key = *jose::PrivateKey::generate(jose::Algorithm::ES256);
    static const FakeRandom random;
    const auto read = *TicketDetails::fromJson(exampleOf(details).json());
    const bool isProtect = read.purpose == Purpose::Protect;
    const Grant grant{false, isProtect ? QList<PermissionId>() : QList{PermissionId(text("p1"))}};
    return *grantAnswer(request, read, enrolment(), key, grant, now, random);
}

jose::UnverifiedToken idToken(const AuthorizationRequest &request, const char *details)
{
    return *jose::peekUnverified(granted(request, details).fields.first().second.toLatin1());
}

Answer refused(AnswerError error)
{
    return errorAnswer(requestOfTheExample(), error, text("https://operator.example"));
}

AuthorizationRequest completedDeviceRequest()
{
    return *deviceRequest().complete(
        exampleOf("ticket-details-device").json().value(text("authorization_request")).toObject(), profile());
}

struct Connected : World {
    std::shared_ptr<AsClient> client = std::make_shared<AsClient>(context(), *enrolNow());
    Connected() { http->requests.clear(); }
};

http::Request ticketRequest(bool byCode)
{
    Connected world;
    if (byCode)
        (void)wait(world.client->readTicket(*UserCode::parse(text("wdjb mjht")), {}));
    else
        (void)wait(world.client->readTicket(Ticket(text("ticket-1")), {}));
    return world.sent(Method::Post, text("/ticket")).first();
}

QByteArray ticketAnswer(const http::Response &response, bool byCode)
{
    Connected world;
    world.http->answer(Method::Post, asUrl + text("/ticket"), response);
    if (byCode)
        return code(wait(world.client->readTicket(*UserCode::parse(text("WDJBMJHT")), {})));
    return code(wait(world.client->readTicket(Ticket(text("ticket-1")), {})));
}

http::Request delivery()
{
    Connected world;
    (void)wait(world.client->deliver(granted(completedDeviceRequest(), "ticket-details-device"), {}));
    return world.sent(Method::Post, text("/cb")).first();
}

/// The lines of a block of links, each in turn as it is and with an exclamation mark at its end or before its query.
Check readsLinks(const std::function<QByteArray(const QString &)> &read)
{
    return [=](const Example &example) -> QString {
        const QString link = QString::fromLatin1(messageOf(example).target());
        if (const QByteArray code = read(link); code != "accepted")
            return link + text(" is refused: ") + QString::fromLatin1(code);
        return read(link + u'!') == "accepted" ? text("accepted with a ! at its end") : QString();
    };
}

void addFormChecks(Checks &checks)
{
    checks[text("authorization-request")] =
        readsPairs([](const Pairs &pairs) { return code(AuthorizationRequest::parse(pairs, profile())); },
                   {text("acr_values"), text("ui_locales")}); // unknown levels and languages are ignored
    checks[text("authorization-request-by-reference")] = readsLinks([](const QString &target) {
        const QStringList parts = target.split(u'/');
        return code(AuthorizationRequest::parseReference(parts.value(2), parts.value(3), profile()));
    });
    const auto byLink = [](const QString &link) { return code(AuthorizationRequest::parseLink(link, profile())); };
    checks[text("authorization-link")] = readsLinks(byLink);
    checks[text("authorization-link-by-reference")] = readsLinks(byLink);
    checks[text("device-link")] =
        readsLinks([](const QString &link) { return code(parseDeviceLink(link, profile())); });
    checks[text("authorization-request-with-object")] = readsPairs([](Pairs pairs) {
        const auto object = exampleOf("request-object-claims").json();
        static const auto key = *jose::PrivateKey::generate(jose::Algorithm::ES256);
        if (const auto &request = pairs.last(); request.first == text("request") && request.second != text("!"))
            pairs.last().second =
                QString::fromLatin1(*jose::sign({{text("typ"), text("oauth-authz-req+jwt")}}, object, key));
        return code(AuthorizationRequest::parse(pairs, profile()));
    });
    checks[text("request-object-header")] = reads(
        [](const QJsonObject &header) { return readRequestObject(header, exampleOf("request-object-claims").json()); });
    checks[text("request-object-claims")] = reads(
        [](const QJsonObject &claims) { return readRequestObject(exampleOf("request-object-header").json(), claims); });
}

void addTicketChecks(Checks &checks)
{
    checks[text("ticket-request")] = sends([] { return ticketRequest(false); });
    checks[text("ticket-request-by-code")] = sends([] { return ticketRequest(true); });
    checks[text("ticket-details")] =
        reads([](const QJsonObject &details) { return readDetails(details, requestOfTheExample()); });
    checks[text("ticket-details-protect")] =
        reads([](const QJsonObject &details) { return readDetails(details, withoutDemands()); });
    checks[text("ticket-details-device")] =
        reads([](const QJsonObject &details) { return readDetails(details, deviceRequest()); });
    const auto byTicket = [](const http::Response &response) { return ticketAnswer(response, false); };
    const auto byCode = [](const http::Response &response) { return ticketAnswer(response, true); };
    checks[text("ticket-bound")] = readsError(byTicket, "ticket_bound");
    checks[text("ticket-invalid")] = readsError(byTicket, "invalid_ticket");
    checks[text("ticket-expired")] = readsError(byTicket, "expired_ticket");
    checks[text("too-many-codes")] = readsError(byCode, "too_many_codes");
    // What a client asks for becomes the ticket's details (11.1).
    checks[text("client-permission-request")] = reads([](const QJsonObject &asked) {
        QJsonObject details = exampleOf("ticket-details").json();
        for (auto it = asked.begin(); it != asked.end(); ++it)
            details.insert(it.key(), *it);
        return readDetails(details, requestOfTheExample());
    });
}

void addAnswerChecks(Checks &checks)
{
    const auto header = [] { return idToken(requestOfTheExample(), "ticket-details").header; };
    checks[text("id-token-header")] = makes(header);
    checks[text("id-token-claims")] = makes([] { return idToken(requestOfTheExample(), "ticket-details").claims; });
    checks[text("id-token-claims-protect")] =
        makes([] { return idToken(withoutDemands(), "ticket-details-protect").claims; });
    checks[text("answer-form-post")] =
        makesPairs([] { return granted(requestOfTheExample(), "ticket-details").fields; });
    checks[text("answer-fragment")] = [](const Example &example) -> QString {
        const QUrl url = granted(requestOfTheExample(), "ticket-details").fragmentUrl();
        const QUrl page(QString::fromLatin1(messageOf(example).headers.value("Location")));
        const bool same = url.adjusted(QUrl::RemoveFragment) == page.adjusted(QUrl::RemoveFragment) &&
                          shapeOf(pairsOf(url.fragment(QUrl::FullyEncoded).toLatin1())) ==
                              shapeOf(pairsOf(page.fragment(QUrl::FullyEncoded).toLatin1()));
        return same ? QString() : text("the wallet redirects to ") + url.toString();
    };
    checks[text("answer-declined")] = makesPairs([] { return refused(AnswerError::AccessDenied).fields; });
    checks[text("answer-expired")] = makesPairs([] { return refused(AnswerError::Expired).fields; });
    checks[text("answer-login-required")] = makesPairs([] { return refused(AnswerError::LoginRequired).fields; });
    checks[text("answer-interaction-required")] =
        makesPairs([] { return refused(AnswerError::InteractionRequired).fields; });
    checks[text("answer-invalid-request")] = makesPairs([] { return refused(AnswerError::InvalidRequest).fields; });
    checks[text("answer-temporarily-unavailable")] =
        makesPairs([] { return refused(AnswerError::TemporarilyUnavailable).fields; });
    checks[text("device-answer")] = sends(delivery);
}

} // namespace

void addRequestChecks(Checks &checks)
{
    addFormChecks(checks);
    addTicketChecks(checks);
    addAnswerChecks(checks);
}

} // namespace examples
