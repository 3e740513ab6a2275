// Consent receipts: what a person agreed to, in a form that they can keep, hand over, and have checked by anyone. The
// members follow the groups of ISO/IEC TS 27560:2023 (header, processing, parties, events) and the names of the Kantara
// Consent Receipt 1.1 where that is older and better known; docs/receipts.md lists them.
//
// A receipt names the permission by its id and the person by the permission's pseudonym: who holds two receipts cannot
// tell from them that they belong to one person, unless the same profile signed both.
#pragma once

#include <fpx/base/result.h>
#include <fpx/jose/jwk.h>

#include <QJsonObject>
#include <QList>
#include <QStringList>

namespace fpx::receipt {

/// Someone who takes part.
struct Party {
    /// "pii_controller" (the client), "data_source", "authorization_server", "authority" (a regulator).
    QString role;
    QString identifier; ///< As the network or the operator calls it; may be empty.
    QString name;
    QString uri;     ///< Its terms, its page or its issuer; may be empty.
    QString contact; ///< Where to ask for erasure; may be empty.
};

struct Scope {
    QString scope;
    QString name; ///< For people.
};

struct Event {
    qint64 at = 0; ///< seconds
    QString state; ///< Stable: "given", "paused", "resumed", "replaced", "revoked", "used", "expired", …
    QString sentence;
};

struct Facts {
    QString receiptId;    ///< UUID, fresh for each receipt.
    QString permissionId; ///< UUID
    QString pseudonym;    ///< `iss` of the permission.
    QString language;     ///< BCP 47: of the names and sentences.
    QString privacyNotice;
    QString terms;
    QString definition;
    QString definitionName;
    QList<Scope> scopes;
    bool ofAnotherPerson = false; ///< A delegated resource; who that is stays out of the receipt.
    bool once = false;
    bool untilRevoked = false;
    qint64 givenAt = 0;     ///< seconds
    qint64 endsAt = 0;      ///< seconds
    QString state;          ///< As it is now.
    QString withdrawal;     ///< How to end it, in a sentence.
    QString permissionHash; ///< base64url(SHA-256) of the signed permission, so that a data source can be held to it.
    QList<Party> parties;
    QList<Event> events; ///< Oldest first.
    qint64 issuedAt = 0; ///< seconds
};

/// The members, without signature.
[[nodiscard]] QJsonObject content(const Facts &facts);

/// The file: one JSON object with the readable `receipt` and the same, signed, as `jws` (compact, ES256, `typ`
/// `fpx-consent-receipt+jwt`, the public key as `jwk` in the header). Errors: those of jose::sign().
[[nodiscard]] Result<QByteArray> seal(const QJsonObject &content, const jose::PrivateKey &key);

struct Checked {
    QJsonObject content;
    QString keyThumbprint; ///< RFC 7638: compare it with what the wallet shows.
};
/// Reads a file that seal() made. A good signature says that nobody changed it since the holder of that key made it; whose
/// key it is, only the thumbprint can tell. At most 256 KiB.
/// Errors: `bad_receipt` (not such a file), `receipt_altered` (what can be read is not what was signed),
/// `bad_signature` and the others of jose::verify().
[[nodiscard]] Result<Checked> check(const QByteArray &file);

} // namespace fpx::receipt
