// The wallet's standing at one authorization server: one enrolment with keys of its own for every account, so that two
// accounts cannot be linked (profile 3).
#pragma once

#include <fpx/base/async.h>
#include <fpx/base/clock.h>
#include <fpx/base/id.h>
#include <fpx/base/random.h>
#include <fpx/base/recordstore.h>
#include <fpx/base/secretstore.h>
#include <fpx/http/httpclient.h>
#include <fpx/operator/operatorprofile.h>

#include <QJsonObject>
#include <QUrl>

namespace fpx::uma {

/// The AS's endpoints, from `{issuer}/.well-known/uma2-configuration` or RFC 8414.
struct AsMetadata {
    AsIssuer issuer;
    QUrl tokenEndpoint;
    QUrl registrationEndpoint;
    QUrl jwksUri;
    QUrl ticketEndpoint;
    QUrl permissionEndpoint;
    QUrl registryEndpoint;

    /// Errors: those of oauth::discover().
    [[nodiscard]] static Async<AsMetadata> discover(std::shared_ptr<http::HttpClient> http, AsIssuer issuer,
                                                    CancelToken cancel);
};

/// What is remembered of an enrolment and its account. Keys and registration tokens are in the SecretStore under
/// purpose AsKeys, ids `{enrolment id}/provider`, `/wallet-client`, `/account-client`, `/registration`,
/// `/account-registration`.
struct Enrolment {
    EnrolmentId id;
    AsIdentifier as;
    AsIssuer asIssuer;
    QString displayName;  ///< The person's name for this profile.
    QString walletIssuer; ///< `{operator iss}/i/{thumbprint of the first provider key}`
    QString walletClientId;
    QUrl registrationUri;
    AccountId account; ///< `sub` of every id_token to this AS; empty until the account exists.
    QUrl accountRegistrationUri;
    qint64 createdAt = 0;
    qint64 keysSince = 0;      ///< seconds; when the present keys were made
    qint64 lastSigned = 0;     ///< seconds; when an id_token was last signed; 0: never
    bool isDefault = false;    ///< Offered first where this network has several profiles.
    bool openDirectly = false; ///< "open its requests directly" (profile 4.2)

    [[nodiscard]] bool isComplete() const { return !account.isEmpty(); }
    [[nodiscard]] QJsonObject toJson() const;
    [[nodiscard]] static Result<Enrolment> fromJson(const QJsonObject &json);
};

/// Everything the flows of this module need from outside.
struct AsContext {
    std::shared_ptr<http::HttpClient> http; ///< The enrolment's own network context.
    SecretStore *secrets = nullptr;
    RecordStore *records = nullptr;
    const Clock *clock = nullptr;
    const RandomSource *random = nullptr;
};

/// Enrols and creates the account. Resumable: keys, metadata bytes and Idempotency-Keys are durable (table
/// `enrolments_pending`) before the first send, so that a lost 201 leaves no orphan at the AS; calling again with the same
/// `id` goes on where it stopped. The result is not stored: that is the caller's, who then calls forgetEnrolmentDraft().
/// Errors: those of the transport, RecordStore and SecretStore, those of discover(), `enrolment_refused` (the next call
/// begins with fresh keys), `bad_registration_response`, `registration_uri_elsewhere`, `registration_differs` (something
/// else than asked for), `registration_repeated` (the account is the enrolment), `software_statement_missing`,
/// `as_unavailable`, `account_gone`, `clock_wrong`.
[[nodiscard]] Async<Enrolment> enrol(AsContext context, EnrolmentId id, op::AuthorizationServer as,
                                     QString operatorIssuer, CancelToken cancel);
/// Removes what enrol() kept in order to be resumable. For after its result has been stored. Errors: those of RecordStore.
[[nodiscard]] Result<void> forgetEnrolmentDraft(const AsContext &context, const EnrolmentId &id);

} // namespace fpx::uma
