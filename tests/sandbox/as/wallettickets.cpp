// fpx_ticket_endpoint (profile sections 4.3 and 4.6), and what time does to tickets and permissions.
#include "as/server.h"

using namespace Qt::StringLiterals;

namespace fpx::sandbox {

namespace {

/// Compared without case, hyphen and blanks (profile 4.6).
QString normalizedCode(const QString &code)
{
    QString letters;
    for (const QChar c : code.toUpper()) {
        if (c != u'-' && !c.isSpace())
            letters += c;
    }
    return letters.size() == 8 ? letters.left(4) + u'-' + letters.mid(4) : letters;
}

} // namespace

Response AuthorizationServer::ticketDetails(const Request &request)
{
    Refusal refusal;
    WalletClient *enrolment = bearerOf(request, u"uma_protection"_s, refusal);
    if (!enrolment)
        return refusal.response();
    const auto form = request.form();
    if (!form || form->size() != 1 || !(form->contains(u"ticket"_s) || form->contains(u"user_code"_s)))
        return Response::error(400, u"invalid_request"_s,
                               u"a form with exactly one of ticket and user_code is needed"_s);
    TransactionPtr transaction;
    if (form->contains(u"user_code"_s)) {
        transaction = transactionByCode(*enrolment, form->value(u"user_code"_s), refusal);
        if (!transaction)
            return refusal.response();
    } else {
        transaction = m_state.byTicket.value(form->value(u"ticket"_s));
        if (!transaction || transaction->device || transaction->state.isEmpty())
            return Response::error(400, u"invalid_ticket"_s, u"this server knows no such ticket"_s);
    }
    if (transaction->outcome != Outcome::Open)
        return Response::error(400, u"invalid_ticket"_s, u"this ticket has been answered"_s);
    if (transaction->expiresAt <= now())
        return Response::error(400, u"expired_ticket"_s, u"this ticket has expired"_s);
    if (!transaction->enrolment.isEmpty() && transaction->enrolment != enrolment->id)
        return Response::error(409, u"ticket_bound"_s, u"another enrolment has read this ticket"_s);
    transaction->enrolment = enrolment->id;
    m_state.belongsTo.insert(transaction->state, enrolment->id);

    QJsonObject details{{u"ticket"_s, transaction->ticket},
                        {u"transaction_id"_s, transaction->id},
                        {u"purpose"_s, transaction->purpose},
                        {u"expires_at"_s, transaction->expiresAt},
                        {u"authorization_request"_s, transaction->parameters},
                        {u"requested_resources"_s, transaction->resources}};
    if (transaction->purpose == "protect"_L1) {
        details.insert(u"resource_server"_s, transaction->resourceServer);
    } else {
        details.insert(u"client"_s, QJsonObject{{u"client_id"_s, transaction->client}});
        details.insert(u"reason"_s, transaction->reason);
        details.insert(u"usage"_s, transaction->usage);
        details.insert(u"duration"_s, transaction->duration);
    }
    return Response::json(details);
}

TransactionPtr AuthorizationServer::transactionByCode(WalletClient &enrolment, const QString &code, Refusal &refusal)
{
    enrolment.wrongCodes.removeIf([this](qint64 at) { return at <= now() - 600; });
    if (enrolment.wrongCodes.size() >= 5) {
        refusal = refuse(429, u"too_many_codes"_s, u"5 wrong codes in 10 minutes; wait"_s);
        return {};
    }
    const TransactionPtr transaction = m_state.byUserCode.value(normalizedCode(code));
    if (!transaction) {
        enrolment.wrongCodes.append(now());
        refusal = refuse(400, u"invalid_ticket"_s, u"this server knows no such code"_s);
    }
    return transaction;
}

void AuthorizationServer::sweep()
{
    const qint64 time = now();
    if (m_state.sweptAt == time)
        return;
    m_state.sweptAt = time;
    m_state.jtis.removeIf([time](auto it) { return it.value() + 120 < time; });
    m_state.tombstones.removeIf([time](auto it) { return it.value() < time; });
    m_state.idempotency.removeIf([time](auto it) { return it.value().expiresAt < time; });
    m_state.permissions.removeIf([this, time](const PermissionPtr &permission) {
        if (permission->status == "pending"_L1) {
            const Transaction &transaction = *permission->transaction;
            const bool over = transaction.expiresAt <= time || transaction.outcome != Outcome::Open;
            if (over)
                m_state.permissionById.remove(permissionKey(permission->account, permission->id));
            return over;
        }
        const bool live = permission->status == "active"_L1 || permission->status == "disabled"_L1;
        if (live && permission->claims.value(u"exp"_s).toInteger() <= time)
            setStatus(*permission, u"expired"_s);
        else if (live && permission->usedAfter != 0 && permission->usedAfter <= time)
            setStatus(*permission, u"used"_s);
        return false;
    });
}

} // namespace fpx::sandbox
