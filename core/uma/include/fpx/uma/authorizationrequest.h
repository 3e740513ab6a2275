// The AS's claims-gathering request as it arrives at the wallet: an OIDC implicit authorization request (profile 4.1).
#pragma once

#include <fpx/base/id.h>
#include <fpx/base/result.h>
#include <fpx/operator/operatorprofile.h>
#include <fpx/uma/usercode.h>

#include <QJsonObject>
#include <QList>
#include <QMap>
#include <QPair>
#include <QStringList>
#include <QUrl>

#include <optional>

namespace fpx::uma {

/// DirectPost: the wallet itself posts the answer (profile 4.6); a request from another device has this mode and no other.
enum class ResponseMode { Fragment, FormPost, DirectPost };
enum class PromptMode { Default, None, Login };
/// How the request reached the wallet: the browser that holds the waiting page, a link that the desktop opened, or a code
/// that the person typed from another device.
enum class Arrival { Listener, Link, Device };

/// `acr_values` of the profile: at most one ial and one aal, 0 = not asked; higher satisfies lower.
struct AssuranceDemand {
    int ial = 0;
    int aal = 0;
    [[nodiscard]] bool isEmpty() const { return ial == 0 && aal == 0; }
    /// Exactly the recognised values, `ial` before `aal`, one space between: the `acr` of the id_token (profile 4.5).
    [[nodiscard]] QString acr() const;
};

/// A validated request. By reference (`/authorize/{client_id}/{ticket}`, or a code) only `as`, `arrival` and `ticket` or
/// `userCode` are set until complete() has seen the ticket details.
struct AuthorizationRequest {
    AsIdentifier as;
    AsIssuer asIssuer;
    Ticket ticket;
    Arrival arrival = Arrival::Listener;
    bool byReference = false;
    std::optional<UserCode> userCode; ///< Only with Arrival::Device; the ticket is known with its details.

    QString clientId; ///< Of the AS at the wallet: `aud` of the id_token.
    QUrl redirectUri; ///< Exactly one of the operator profile's.
    QString state;
    QString nonce;
    ResponseMode responseMode = ResponseMode::Fragment;
    PromptMode prompt = PromptMode::Default;
    std::optional<qint64> maxAge; ///< seconds
    AssuranceDemand assurance;
    QStringList uiLocales;
    QByteArray requestObject;      ///< RFC 9101, compact JWS, not verified yet; empty: none.
    QMap<QString, QString> asSent; ///< Parameters to be equal to `authorization_request` in the ticket details (4.3).

    /// From the query of `GET /authorize`, decoded, in order, duplicates kept. Enforces every row of profile 4.1.
    /// A request object is read here but not verified: verifyRequestObject() in requestobject.h does that, and nothing may
    /// be sent or answered before it has.
    /// Errors: `unknown_as`, `wrong_redirect_uri`, `parameter_repeated`, `parameter_missing`, `response_type_unsupported`,
    /// `response_mode_unsupported`, `scope_without_openid`, `bad_state`, `bad_nonce`, `bad_ticket`, `bad_prompt`,
    /// `bad_max_age`, `bad_acr_values`, `request_object_required`, `bad_request_object`, `request_uri_unsupported`. None
    /// of them is answered by a redirect.
    [[nodiscard]] static Result<AuthorizationRequest> parse(const QList<QPair<QString, QString>> &list,
                                                            const op::OperatorProfile &profile);
    /// From the two path segments of `GET /authorize/{AS client_id}/{ticket}`.
    [[nodiscard]] static Result<AuthorizationRequest> parseReference(const QString &clientId, const QString &ticket,
                                                                     const op::OperatorProfile &profile);
    /// From `fpx-wallet:authorize?…` or `fpx-wallet:authorize/{client_id}/{ticket}`; the scheme is the profile's.
    /// Also `bad_link`.
    [[nodiscard]] static Result<AuthorizationRequest> parseLink(const QString &link,
                                                                const op::OperatorProfile &profile);

    /// From a code that the person typed, for this network.
    [[nodiscard]] static AuthorizationRequest fromUserCode(const UserCode &code, const op::AuthorizationServer &server);

    /// Whether an answer can be delivered: redirect_uri and state are known.
    [[nodiscard]] bool canAnswer() const { return !redirectUri.isEmpty() && !state.isEmpty(); }

    /// Checks `authorization_request` of the ticket details against what the browser brought (profile 4.3), or, by
    /// reference, takes the parameters from it under the rules of parse(). Error: `request_mismatch`; the detail names
    /// the parameter, or by reference the code of parse().
    [[nodiscard]] Result<AuthorizationRequest> complete(const QJsonObject &authorizationRequest,
                                                        const op::OperatorProfile &profile) const;

    [[nodiscard]] QJsonObject toJson() const;
    [[nodiscard]] static Result<AuthorizationRequest> fromJson(const QJsonObject &json);
};

} // namespace fpx::uma
