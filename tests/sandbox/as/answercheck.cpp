// Every check that profile section 4.5 asks of an AS before it accepts an answer.
#include "as/jwtrules.h"
#include "as/server.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace fpx::sandbox {

namespace {

Refusal badAnswer(const QString &error, const QString &why)
{
    return refuse(400, error, why);
}

/// The recognised values of `acr_values`: `ial` before `aal`.
QString recognisedAcr(const QString &asked)
{
    QString ial;
    QString aal;
    static const QRegularExpression pattern(u"\\A(ial|aal)[1-3]\\z"_s);
    for (const QString &value : asked.split(u' ', Qt::SkipEmptyParts)) {
        if (pattern.match(value).hasMatch())
            (value.startsWith("ial"_L1) ? ial : aal) = value;
    }
    return (ial + u' ' + aal).trimmed();
}

} // namespace

Refusal AuthorizationServer::checkAnswer(const Fields &fields, const TransactionPtr &transaction, Jwt &idToken)
{
    const bool isError = fields.contains(u"error"_s);
    QSet<QString> allowed{u"state"_s, u"iss"_s, isError ? u"error"_s : u"id_token"_s};
    if (isError)
        allowed.insert(u"error_description"_s);
    for (const QString &name : fields.keys()) {
        if (!allowed.contains(name))
            return badAnswer(u"invalid_request"_s, u"the parameter %1 does not belong here"_s.arg(name));
    }
    if (!fields.contains(u"iss"_s))
        return badAnswer(u"wrong_issuer"_s, u"iss is missing (RFC 9207)"_s);
    if (isError) {
        static const QSet<QString> known{u"access_denied"_s, u"login_required"_s, u"interaction_required"_s,
                                         u"invalid_request"_s, u"temporarily_unavailable"_s};
        if (!known.contains(fields.value(u"error"_s)))
            return badAnswer(u"invalid_request"_s, u"not an error of this profile: "_s + fields.value(u"error"_s));
        if (fields.contains(u"error_description"_s) && fields.value(u"error_description"_s) != "expired"_L1)
            return badAnswer(u"invalid_request"_s, u"error_description may only say 'expired'"_s);
        if (fields.value(u"iss"_s) != m_config.trust.issuer)
            return badAnswer(u"wrong_issuer"_s, u"with an error, iss is the operator's: an error names no account"_s);
        return {};
    }
    if (transaction->expiresAt <= now())
        return badAnswer(u"expired_ticket"_s, u"the ticket has expired"_s);
    if (const Refusal no = checkIdToken(fields.value(u"id_token"_s), fields.value(u"iss"_s), *transaction, idToken))
        return no;

    QHash<QString, PermissionPtr> places;
    if (const Refusal no = placePermissions(idToken.claims, transaction, places))
        return no;
    return checkCoverage(idToken.claims, *transaction, places);
}

Refusal AuthorizationServer::checkIdToken(const QString &compact, const QString &iss, const Transaction &transaction,
                                          Jwt &out)
{
    const auto no = [](const QString &why) { return badAnswer(u"invalid_id_token"_s, why); };
    const WalletClient *enrolment = nullptr;
    for (const WalletClient &candidate : std::as_const(m_state.walletClients)) {
        if (!candidate.isAccount && candidate.issuer == iss)
            enrolment = &candidate;
    }
    if (!enrolment)
        return badAnswer(u"wrong_issuer"_s, u"iss is the issuer of no enrolment here"_s);
    const JwtRules rules{u"JWT"_s,
                         {u"iss"_s, u"sub"_s, u"aud"_s, u"nonce"_s, u"iat"_s, u"exp"_s, u"jti"_s, u"fpx_ticket_hash"_s,
                          u"fpx_purpose"_s, u"fpx_decision"_s, u"fpx_permissions"_s},
                         {u"auth_time"_s, u"acr"_s},
                         u"invalid_id_token"_s};
    if (const Refusal refusal = checkJwt(compact, enrolment->providerKeys, rules, out))
        return refusal;
    const QJsonObject &claims = out.claims;
    if (claims.value(u"iss"_s).toString() != iss)
        return badAnswer(u"wrong_issuer"_s, u"the id_token's iss is not the one beside it"_s);
    const auto account = m_state.walletClients.constFind(claims.value(u"sub"_s).toString());
    if (account == m_state.walletClients.constEnd() || !account->isAccount || account->enrolment != enrolment->id)
        return no(u"sub is not an account that was registered through this enrolment"_s);
    if (transaction.enrolment != enrolment->id)
        return no(u"this enrolment has not read the ticket"_s);
    if (!claims.value(u"aud"_s).isString() || claims.value(u"aud"_s).toString() != m_config.clientId)
        return no(u"aud must be one string: this server's client_id"_s);
    if (claims.value(u"nonce"_s).toString() != transaction.nonce)
        return no(u"nonce is not the one sent"_s);
    if (claims.value(u"fpx_ticket_hash"_s).toString() != hashOf(transaction.ticket))
        return no(u"fpx_ticket_hash is not that of the ticket"_s);
    if (claims.value(u"fpx_purpose"_s).toString() != transaction.purpose)
        return no(u"fpx_purpose is not the ticket's"_s);
    const QString decision = claims.value(u"fpx_decision"_s).toString();
    if (decision != "granted"_L1 && decision != "partial"_L1)
        return no(u"fpx_decision must be granted or partial"_s);
    if (!claims.value(u"fpx_permissions"_s).isArray())
        return no(u"fpx_permissions must be an array"_s);
    const QString time = timeProblem(claims, now(), 300);
    if (!time.isEmpty())
        return no(time);
    if (const Refusal refusal = checkFreshness(claims, transaction))
        return refusal;
    return useJti(u"id_token/"_s + enrolment->id, claims.value(u"jti"_s).toString(),
                  claims.value(u"exp"_s).toInteger());
}

Refusal AuthorizationServer::checkFreshness(const QJsonObject &claims, const Transaction &transaction) const
{
    const auto no = [](const QString &why) { return badAnswer(u"invalid_id_token"_s, why); };
    const QJsonValue maxAge = transaction.parameters.value(u"max_age"_s);
    if (maxAge.isUndefined() == claims.contains(u"auth_time"_s))
        return no(u"auth_time must be there exactly when max_age was asked"_s);
    if (!maxAge.isUndefined()) {
        // Compared with iat, never with this server's clock.
        const qint64 expected = claims.value(u"iat"_s).toInteger() - maxAge.toString().toLongLong();
        if (claims.value(u"auth_time"_s).toInteger() != expected)
            return no(u"auth_time must be iat - max_age"_s);
    }
    const QString acr = recognisedAcr(transaction.parameters.value(u"acr_values"_s).toString());
    if (acr.isEmpty() == claims.contains(u"acr"_s))
        return no(u"acr must be there exactly when acr_values was asked"_s);
    if (!acr.isEmpty() && claims.value(u"acr"_s).toString() != acr)
        return no(u"acr must be '%1'"_s.arg(acr));
    return {};
}

Refusal AuthorizationServer::checkCoverage(const QJsonObject &claims, const Transaction &transaction,
                                           const QHash<QString, PermissionPtr> &places) const
{
    const auto no = [](const QString &why) { return badAnswer(u"invalid_id_token"_s, why); };
    bool partial = false;
    for (const QJsonValue &value : transaction.resources) {
        const QJsonObject resource = value.toObject();
        const PermissionPtr permission = places.value(resource.value(u"request_id"_s).toString());
        if (!permission && resource.value(u"required"_s).toBool())
            return no(u"no permission for the required %1"_s.arg(resource.value(u"request_id"_s).toString()));
        const QJsonArray granted = permission ? permission->claims.value(u"resource_scopes"_s).toArray() : QJsonArray();
        for (const QJsonValue &scope : resource.value(u"scopes"_s).toArray())
            partial = partial || !granted.contains(scope.toObject().value(u"scope"_s));
    }
    if ((claims.value(u"fpx_decision"_s).toString() == "partial"_L1) != partial)
        return no(partial ? u"fpx_decision must be partial: an optional part was not granted"_s
                          : u"fpx_decision must be granted: everything was granted"_s);
    return {};
}

} // namespace fpx::sandbox
