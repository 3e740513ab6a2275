// What goes back to the AS, through the browser or from the wallet itself (profile 4.5, 4.6).
#pragma once

#include <fpx/jose/jwk.h>
#include <fpx/uma/authorizationrequest.h>
#include <fpx/uma/enrolment.h>
#include <fpx/uma/ticketdetails.h>

namespace fpx::uma {

enum class AnswerError {
    AccessDenied,
    Expired,
    LoginRequired,
    InteractionRequired,
    InvalidRequest,
    TemporarilyUnavailable
};

/// The one answer of a request: where to, how, and the fields in order.
struct Answer {
    QUrl redirectUri;
    ResponseMode mode = ResponseMode::Fragment;
    QList<QPair<QString, QString>> fields;

    /// redirect_uri with the fields in the fragment, application/x-www-form-urlencoded (Fragment only).
    [[nodiscard]] QUrl fragmentUrl() const;
    [[nodiscard]] QJsonObject toJson() const;
    [[nodiscard]] static Result<Answer> fromJson(const QJsonObject &json);
};

struct Grant {
    bool partial = false;
    QList<PermissionId> permissions; ///< Empty with Purpose::Protect.
};

/// Exactly the claims of profile 4.5, no other. `now` is AS time in seconds. `request.canAnswer()` must hold.
[[nodiscard]] Result<Answer> grantAnswer(const AuthorizationRequest &request, const TicketDetails &details,
                                         const Enrolment &enrolment, const jose::PrivateKey &providerKey,
                                         const Grant &grant, qint64 now, const RandomSource &random);
/// An error names no account: its `iss` is the operator's.
[[nodiscard]] Answer errorAnswer(const AuthorizationRequest &request, AnswerError error, const QString &operatorIssuer);

} // namespace fpx::uma
