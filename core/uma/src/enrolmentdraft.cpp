#include "enrolmentdraft.h"

#include "words.h"

#include <fpx/base/json.h>
#include <fpx/jose/jwk.h>

#include <QRegularExpression>
#include <QSet>

namespace fpx::uma {

namespace {

constexpr QLatin1String kTable("enrolments_pending");

QJsonObject toJson(const RegistrationDraft &draft)
{
    return {{QStringLiteral("idempotency_key"), draft.idempotencyKey},
            {QStringLiteral("body"), QString::fromUtf8(draft.body)},
            {QStringLiteral("client_id"), draft.clientId},
            {QStringLiteral("registration_uri"), QString::fromLatin1(draft.registrationUri.toEncoded())}};
}

RegistrationDraft registrationFrom(const QJsonObject &json)
{
    RegistrationDraft draft;
    draft.idempotencyKey = json.value(QStringLiteral("idempotency_key")).toString();
    draft.body = json.value(QStringLiteral("body")).toString().toUtf8();
    draft.clientId = json.value(QStringLiteral("client_id")).toString();
    draft.registrationUri = QUrl::fromEncoded(json.value(QStringLiteral("registration_uri")).toString().toLatin1());
    return draft;
}

QJsonObject keySet(const QJsonObject &key)
{
    return {{QStringLiteral("keys"), QJsonArray{key}}};
}

QJsonObject commonMetadata(const QString &scope, const QJsonObject &clientKey)
{
    return {{QStringLiteral("token_endpoint_auth_method"), QStringLiteral("private_key_jwt")},
            {QStringLiteral("token_endpoint_auth_signing_alg"), QStringLiteral("ES256")},
            {QStringLiteral("grant_types"), QJsonArray{QStringLiteral("client_credentials")}},
            {QStringLiteral("response_types"), QJsonArray{}},
            {QStringLiteral("scope"), scope},
            {QStringLiteral("jwks"), keySet(clientKey)}};
}

bool isClientId(const QString &text)
{
    static const QRegularExpression pattern(QStringLiteral("\\A[\\x21-\\x7e]{1,255}\\z")); // also a `sub` (OIDC Core 2)
    return pattern.match(text).hasMatch();
}

/// Thumbprints of a JWK set; nothing where a key cannot be read. A kid or a `use` more or less is the same key.
std::optional<QSet<QString>> thumbprints(const QJsonValue &jwks)
{
    QSet<QString> result;
    for (const QJsonValue &key : jwks.toObject().value(QStringLiteral("keys")).toArray()) {
        const auto read = jose::PublicKey::parse(key.toObject());
        if (!read)
            return std::nullopt;
        result.insert(read->thumbprint());
    }
    return result;
}

bool sameKeys(const QJsonValue &registered, const QJsonValue &asked)
{
    const auto keys = thumbprints(registered);
    return keys && keys == thumbprints(asked);
}

/// The first member that the AS has registered otherwise than it was asked to; empty: none.
QString differingMember(const QJsonObject &registered, const QJsonObject &asked)
{
    for (const char *name : {"grant_types", "response_types", "scope", "fpx_account"}) {
        const QString member = QString::fromLatin1(name);
        if (registered.contains(member) && registered.value(member) != asked.value(member))
            return member;
    }
    const QString jwks = QStringLiteral("jwks");
    if (registered.contains(jwks) && !sameKeys(registered.value(jwks), asked.value(jwks)))
        return jwks;
    const QString wallet = QStringLiteral("fpx_wallet");
    const QString issuer = QStringLiteral("issuer");
    const QJsonObject provider = registered.value(wallet).toObject();
    const QJsonObject askedProvider = asked.value(wallet).toObject();
    if (registered.contains(wallet) && (provider.value(issuer) != askedProvider.value(issuer) ||
                                        !sameKeys(provider.value(jwks), askedProvider.value(jwks))))
        return wallet;
    return {};
}

} // namespace

Result<EnrolmentDraft> EnrolmentDraft::load(RecordStore &records, const EnrolmentId &id)
{
    FPX_TRY(record, records.get(kTable, id.value()));
    EnrolmentDraft draft;
    if (!record)
        return draft;
    draft.walletIssuer = record->value(QStringLiteral("wallet_issuer")).toString();
    draft.wallet = registrationFrom(record->value(QStringLiteral("wallet")).toObject());
    draft.account = registrationFrom(record->value(QStringLiteral("account")).toObject());
    return draft;
}

Result<void> EnrolmentDraft::store(RecordStore &records, const EnrolmentId &id) const
{
    return records.put(kTable, id.value(),
                       {{QStringLiteral("wallet_issuer"), walletIssuer},
                        {QStringLiteral("wallet"), toJson(wallet)},
                        {QStringLiteral("account"), toJson(account)}});
}

Result<void> EnrolmentDraft::forget(RecordStore &records, const EnrolmentId &id)
{
    return records.remove(kTable, id.value());
}

Result<RegistrationAnswer> parseRegistration(const http::Response &response, const QUrl &endpoint,
                                             const QByteArray &sent)
{
    const auto bad = [](const QString &detail) {
        return fail("bad_registration_response", Words::tr("The network's answer could not be understood."), detail);
    };
    const auto json = http::readJson(response, 64 * 1024);
    if (!json)
        return bad(QString::fromLatin1(json.error().code) + u' ' + json.error().detail);
    JsonReader reader(*json, QStringLiteral("registration response"));
    RegistrationAnswer answer;
    answer.clientId = reader.string(QStringLiteral("client_id"));
    answer.registrationUri = QUrl(reader.string(QStringLiteral("registration_client_uri")), QUrl::StrictMode);
    QByteArray token = reader.string(QStringLiteral("registration_access_token")).toUtf8();
    answer.registrationToken = Secret::take(token);
    // RFC 7591 section 3.2.1: the server may have replaced what was asked for; nothing weaker is accepted.
    const QString method = QStringLiteral("private_key_jwt");
    if (reader.string(QStringLiteral("token_endpoint_auth_method"), method) != method)
        reader.refuse(QStringLiteral("token_endpoint_auth_method"), QStringLiteral("must be private_key_jwt"));
    if (!isClientId(answer.clientId))
        reader.refuse(QStringLiteral("client_id"), QStringLiteral("1 to 255 printable ASCII characters are required"));
    if (!reader.finish())
        return bad(reader.finish().error().detail);
    if (!http::sameOrigin(answer.registrationUri, endpoint))
        return fail("registration_uri_elsewhere",
                    Words::tr("The network wanted this wallet to manage its profile at another address. Nothing was "
                              "created in the wallet."));
    FPX_TRY(asked, parseJsonObject(sent));
    if (const QString member = differingMember(*json, asked); !member.isEmpty())
        return fail("registration_differs",
                    Words::tr("The network registered something else than this wallet had asked for. Nothing was "
                              "created in the wallet."),
                    member);
    return answer;
}

QByteArray walletMetadata(const QByteArray &softwareStatement, const QJsonObject &walletKey,
                          const QJsonObject &providerKey, const QString &walletIssuer)
{
    QJsonObject metadata = commonMetadata(QStringLiteral("register uma_protection"), walletKey);
    metadata.insert(QStringLiteral("software_statement"), QString::fromLatin1(softwareStatement));
    metadata.insert(QStringLiteral("fpx_wallet"), QJsonObject{{QStringLiteral("issuer"), walletIssuer},
                                                              {QStringLiteral("jwks"), keySet(providerKey)}});
    return toCompactJson(metadata);
}

QByteArray accountMetadata(const QJsonObject &accountKey)
{
    QJsonObject metadata = commonMetadata(QStringLiteral("user"), accountKey);
    metadata.insert(QStringLiteral("fpx_account"), true);
    return toCompactJson(metadata);
}

} // namespace fpx::uma
