// An enrolment on its way: what must be durable before something is sent (table `enrolments_pending`).
#pragma once

#include <fpx/uma/enrolment.h>

namespace fpx::uma {

/// One registration: the bytes that are sent, again and again until an answer comes, and what was answered.
struct RegistrationDraft {
    QString idempotencyKey; ///< Empty: not begun.
    QByteArray body;
    QString clientId; ///< Empty: not answered.
    QUrl registrationUri;

    [[nodiscard]] bool isBegun() const { return !idempotencyKey.isEmpty(); }
    [[nodiscard]] bool isAnswered() const { return !clientId.isEmpty(); }
};

struct EnrolmentDraft {
    QString walletIssuer;
    RegistrationDraft wallet;
    RegistrationDraft account;

    /// An empty draft when there is none.
    [[nodiscard]] static Result<EnrolmentDraft> load(RecordStore &records, const EnrolmentId &id);
    [[nodiscard]] Result<void> store(RecordStore &records, const EnrolmentId &id) const;
    [[nodiscard]] static Result<void> forget(RecordStore &records, const EnrolmentId &id);
};

/// What a 201 of the registration endpoint says.
struct RegistrationAnswer {
    QString clientId;
    QUrl registrationUri;
    Secret registrationToken;
};
/// The answer to `sent`, the metadata as they left. What the AS says it has registered must be what was asked for: it may
/// leave members out, but not put others in their place (RFC 7591 section 3.2.1 lets it; a wallet whose keys or scope were
/// exchanged would vouch for somebody else).
/// Errors: `bad_registration_response`, `registration_uri_elsewhere`, `registration_differs`.
[[nodiscard]] Result<RegistrationAnswer> parseRegistration(const http::Response &response, const QUrl &endpoint,
                                                           const QByteArray &sent);

/// Metadata of profile section 3, as bytes to be sent.
[[nodiscard]] QByteArray walletMetadata(const QByteArray &softwareStatement, const QJsonObject &walletKey,
                                        const QJsonObject &providerKey, const QString &walletIssuer);
[[nodiscard]] QByteArray accountMetadata(const QJsonObject &accountKey);

} // namespace fpx::uma
