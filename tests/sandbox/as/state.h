// What an authorization server knows, and what it remembers between requests.
#pragma once

#include "http/message.h"
#include "jose/key.h"

#include <QSet>

#include <memory>

namespace fpx::sandbox {

/// What the AS was told about the wallet operator at the onboarding of the wallet (profile section 3).
struct OperatorTrust {
    QString issuer;
    QString uriScheme = QStringLiteral("fpx-wallet");
    int walletPort = 28950;
    Key statementKey;
};

/// A service client, or a data source in its role as resource server. Both authenticate by `client_secret_basic`.
struct ServiceRecord {
    QString id;
    QString secret;
    QStringList redirectUris;
    QJsonObject entry; ///< Registry entry; display strings are objects keyed by language.
    QString logo;      ///< Accent for the logo that the registry serves.
    int glyph = 0;
};

struct AsConfig {
    QString identifier; ///< In the operator profile.
    QString organization;
    QString clientId;            ///< Of this AS at the wallet.
    bool requestObjects = false; ///< Sends request objects unless told otherwise; the operator profile requires them.
    OperatorTrust trust;
    QList<ServiceRecord> clients;
    QList<ServiceRecord> sources;
    QHash<QString, QJsonObject> definitions;
    QHash<QString, QJsonObject> organizations;
};

/// An enrolment, or an account created through one.
struct WalletClient {
    QString id;
    bool isAccount = false;
    QString enrolment; ///< Of an account.
    QString issuer;    ///< Of an enrolment's id_tokens.
    QList<Key> keys;
    QList<Key> providerKeys;
    QJsonObject metadata; ///< As registered.
    QString registrationToken;
    QString previousToken;    ///< Works until the newer one has been used.
    QList<qint64> wrongCodes; ///< Times of wrong user codes (profile 4.6).
};

struct AccessToken {
    QString client;
    QString scope;
    qint64 expiresAt = 0;
    QString protectionOf; ///< A user PAT: the resource server; `client` is then the account.
};

struct Idempotent {
    QString bodyHash;
    Response response;
    qint64 expiresAt = 0;
};

enum class Outcome { Open, Granted, Declined };

/// One claims gathering, from the ticket to the new ticket.
struct Transaction {
    QString id;
    QString ticket;
    QString client; ///< Empty until the interaction when a resource server asked for the ticket.
    QString purpose = QStringLiteral("access");
    QString resourceServer; ///< Purpose `protect`.
    QJsonArray resources;
    QString usage;
    QJsonObject duration;
    QJsonObject reason;
    qint64 expiresAt = 0;
    QJsonObject wishes; ///< Sandbox only: response_mode, by_reference, prompt, max_age, …

    QString session; ///< Browser session that began it.
    QString claimsRedirectUri;
    QString clientState;
    QString state;
    QString nonce;
    QJsonObject parameters; ///< `authorization_request`.
    bool byReference = false;

    bool device = false;
    QString userCode;

    QString enrolment; ///< The one that has read the ticket.
    Outcome outcome = Outcome::Open;
    QString error; ///< Of a declined one.
    QString account;
    QStringList permissions; ///< Activated.
    QString newTicket;
    bool newTicketUsed = false;
    QString directPostHash; ///< Bytes of the accepted direct_post, for repetitions.
};
using TransactionPtr = std::shared_ptr<Transaction>;

struct Permission {
    QString id;
    QString account;
    QString permission;
    QString rot;
    QJsonObject claims;
    QString bodyHash;
    QString status = QStringLiteral("pending");
    qint64 version = 1;
    qint64 lastUsedAt = 0;
    TransactionPtr transaction;
    bool issued = false;  ///< `once`: its one RPT has been issued.
    qint64 usedAfter = 0; ///< `once`: becomes `used` then.
    qint64 createdAt = 0;
    qint64 firstIssuedAt = 0; ///< `iat` of the first in a row of replacements.
    QString replacedBy;
};
using PermissionPtr = std::shared_ptr<Permission>;

struct Protection {
    QString account;
    QString resourceServer;
    qint64 grantedAt = 0;
    qint64 lastUsedAt = 0;
    bool ended = false;
};

/// A requesting party token, its refresh token's grant, and the tokens for single sources.
struct Rpt {
    QString client;
    QString account;
    QStringList permissions;
    qint64 expiresAt = 0;
};
struct RefreshGrant {
    QString client;
    QString account;
    QStringList permissions;
};

/// Everything that `POST /control/reset` forgets.
struct AsState {
    QHash<QString, WalletClient> walletClients;
    QHash<QString, QString> belongsTo; ///< Identifier, issuer, token or state → enrolment; for tests, never forgotten.
    QSet<QString> thumbprints;
    QHash<QString, Idempotent> idempotency;
    QHash<QString, AccessToken> tokens;
    QHash<QString, qint64> jtis;
    QSet<QString> pseudonyms;
    QHash<QString, TransactionPtr> byTicket;
    QHash<QString, TransactionPtr> byState;
    QHash<QString, TransactionPtr> byNewTicket;
    QHash<QString, TransactionPtr> byUserCode;
    QHash<QString, TransactionPtr> byTicketHash;
    QList<PermissionPtr> permissions;
    QHash<QString, PermissionPtr> permissionById; ///< Key: account + '/' + id.
    QHash<QString, qint64> tombstones;            ///< Same key → end.
    QList<Protection> protections;
    QHash<QString, Rpt> rpts;
    QHash<QString, RefreshGrant> refreshGrants;
    QHash<QString, QJsonObject> resources; ///< Resource registrations of data sources.
    QSet<QString> sessions;                ///< Browser sessions (cookies).
    qint64 sweptAt = 0;                    ///< 0: look again at what time has ended.
};

} // namespace fpx::sandbox
