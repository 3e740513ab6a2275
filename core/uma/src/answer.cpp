#include <fpx/uma/answer.h>

#include "responsemoderecord.h"
#include "words.h"

#include <fpx/base/json.h>
#include <fpx/jose/jws.h>

namespace fpx::uma {

namespace {

constexpr qint64 kLifetime = 300; // seconds (profile 4.5)

Failure cannotAnswer(const QString &detail)
{
    return fail("answer_impossible", Words::tr("The wallet could not write its answer. Nothing was shared."), detail);
}

QJsonObject claimsOf(const AuthorizationRequest &request, const TicketDetails &details, const Enrolment &enrolment,
                     const Grant &grant, qint64 now, const RandomSource &random)
{
    QJsonArray permissions;
    for (const PermissionId &id : grant.permissions)
        permissions.append(id.value());
    const bool isProtect = details.purpose == Purpose::Protect;
    QJsonObject claims{
        {QStringLiteral("iss"), enrolment.walletIssuer},
        {QStringLiteral("sub"), enrolment.account.value()},
        {QStringLiteral("aud"), request.clientId},
        {QStringLiteral("nonce"), request.nonce},
        {QStringLiteral("iat"), now},
        {QStringLiteral("exp"), now + kLifetime},
        {QStringLiteral("jti"), QString::fromLatin1(random.token(16))},
        {QStringLiteral("fpx_ticket_hash"), details.ticketHash()},
        {QStringLiteral("fpx_purpose"), isProtect ? QStringLiteral("protect") : QStringLiteral("access")},
        {QStringLiteral("fpx_decision"), grant.partial ? QStringLiteral("partial") : QStringLiteral("granted")},
        {QStringLiteral("fpx_permissions"), permissions},
    };
    if (request.maxAge) // true, and no more than asked: the real time of the sign-in would link accounts
        claims.insert(QStringLiteral("auth_time"), now - *request.maxAge);
    if (!request.assurance.isEmpty())
        claims.insert(QStringLiteral("acr"), request.assurance.acr());
    return claims;
}

Answer answerTo(const AuthorizationRequest &request)
{
    Answer answer;
    answer.redirectUri = request.redirectUri;
    answer.mode = request.responseMode;
    return answer;
}

QString errorName(AnswerError error)
{
    switch (error) {
    case AnswerError::AccessDenied:
    case AnswerError::Expired: return QStringLiteral("access_denied");
    case AnswerError::LoginRequired: return QStringLiteral("login_required");
    case AnswerError::InteractionRequired: return QStringLiteral("interaction_required");
    case AnswerError::InvalidRequest: return QStringLiteral("invalid_request");
    case AnswerError::TemporarilyUnavailable: break;
    }
    return QStringLiteral("temporarily_unavailable");
}

} // namespace

Result<Answer> grantAnswer(const AuthorizationRequest &request, const TicketDetails &details,
                           const Enrolment &enrolment, const jose::PrivateKey &providerKey, const Grant &grant,
                           qint64 now, const RandomSource &random)
{
    if (!request.canAnswer() || request.nonce.isEmpty() || request.clientId.isEmpty())
        return cannotAnswer(QStringLiteral("the request is not complete"));
    if (!enrolment.isComplete() || enrolment.walletIssuer.isEmpty() || enrolment.asIssuer != request.asIssuer)
        return cannotAnswer(QStringLiteral("the enrolment belongs to another network"));
    const bool isProtect = details.purpose == Purpose::Protect;
    if (isProtect != grant.permissions.isEmpty() || (isProtect && grant.partial))
        return cannotAnswer(QStringLiteral("the grant does not fit the purpose"));
    if (providerKey.algorithm() != jose::Algorithm::ES256)
        return cannotAnswer(QStringLiteral("the provider key is not for ES256"));

    const QJsonObject header{{QStringLiteral("typ"), QStringLiteral("JWT")},
                             {QStringLiteral("kid"), providerKey.keyId()}};
    FPX_TRY(token, jose::sign(header, claimsOf(request, details, enrolment, grant, now, random), providerKey));
    Answer answer = answerTo(request);
    answer.fields = {{QStringLiteral("id_token"), QString::fromLatin1(token)},
                     {QStringLiteral("state"), request.state},
                     {QStringLiteral("iss"), enrolment.walletIssuer}};
    return answer;
}

Answer errorAnswer(const AuthorizationRequest &request, AnswerError error, const QString &operatorIssuer)
{
    Answer answer = answerTo(request);
    answer.fields = {{QStringLiteral("error"), errorName(error)}};
    if (error == AnswerError::Expired)
        answer.fields.append({QStringLiteral("error_description"), QStringLiteral("expired")});
    answer.fields.append({QStringLiteral("state"), request.state});
    answer.fields.append({QStringLiteral("iss"), operatorIssuer});
    return answer;
}

QUrl Answer::fragmentUrl() const
{
    QByteArray fragment;
    for (const auto &[name, value] : fields) {
        if (!fragment.isEmpty())
            fragment += '&';
        fragment += QUrl::toPercentEncoding(name) + '=' + QUrl::toPercentEncoding(value);
    }
    return QUrl::fromEncoded(redirectUri.toEncoded(QUrl::RemoveFragment) + '#' + fragment, QUrl::StrictMode);
}

QJsonObject Answer::toJson() const
{
    QJsonArray list;
    for (const auto &[name, value] : fields)
        list.append(QJsonArray{name, value});
    return {{QStringLiteral("redirect_uri"), QString::fromLatin1(redirectUri.toEncoded())},
            {QStringLiteral("form_post"), mode == ResponseMode::FormPost},
            {QStringLiteral("direct_post"), mode == ResponseMode::DirectPost},
            {QStringLiteral("fields"), list}};
}

Result<Answer> Answer::fromJson(const QJsonObject &json)
{
    JsonReader reader(json, QStringLiteral("answer record"), "record_damaged");
    Answer answer;
    answer.redirectUri = QUrl::fromEncoded(reader.string(QStringLiteral("redirect_uri")).toLatin1(), QUrl::StrictMode);
    if (!answer.redirectUri.isValid())
        reader.refuse(QStringLiteral("redirect_uri"), QStringLiteral("no URL"));
    answer.mode = readResponseMode(reader);
    for (const QJsonValue &value : reader.array(QStringLiteral("fields"))) {
        const QJsonArray pair = value.toArray();
        if (pair.size() != 2 || !pair.at(0).isString() || !pair.at(1).isString())
            reader.refuse(QStringLiteral("fields"), QStringLiteral("pairs of strings are required"));
        answer.fields.append({pair.at(0).toString(), pair.at(1).toString()});
    }
    FPX_CHECK(reader.finish());
    return answer;
}

} // namespace fpx::uma
