// Enrolment as a record of the vault.
#include <fpx/uma/enrolment.h>

#include <fpx/base/json.h>

namespace fpx::uma {

namespace {

QString encoded(const QUrl &url)
{
    return QString::fromLatin1(url.toEncoded());
}

QUrl readUrl(JsonReader &reader, const QString &name)
{
    const QString text = reader.string(name, {});
    const QUrl url = text.isEmpty() ? QUrl() : QUrl::fromEncoded(text.toLatin1(), QUrl::StrictMode);
    if (!text.isEmpty() && !url.isValid())
        reader.refuse(name, QStringLiteral("no URL"));
    return url;
}

} // namespace

QJsonObject Enrolment::toJson() const
{
    return {
        {QStringLiteral("id"), id.value()},
        {QStringLiteral("as"), as.value()},
        {QStringLiteral("as_issuer"), asIssuer.value()},
        {QStringLiteral("display_name"), displayName},
        {QStringLiteral("wallet_issuer"), walletIssuer},
        {QStringLiteral("wallet_client_id"), walletClientId},
        {QStringLiteral("registration_uri"), encoded(registrationUri)},
        {QStringLiteral("account"), account.value()},
        {QStringLiteral("account_registration_uri"), encoded(accountRegistrationUri)},
        {QStringLiteral("created_at"), createdAt},
        {QStringLiteral("open_directly"), openDirectly},
        {QStringLiteral("keys_since"), keysSince},
        {QStringLiteral("last_signed"), lastSigned},
        {QStringLiteral("default"), isDefault},
    };
}

Result<Enrolment> Enrolment::fromJson(const QJsonObject &json)
{
    JsonReader reader(json, QStringLiteral("enrolment record"), "record_damaged");
    Enrolment enrolment;
    enrolment.id = EnrolmentId(reader.string(QStringLiteral("id")));
    enrolment.as = AsIdentifier(reader.string(QStringLiteral("as")));
    enrolment.asIssuer = AsIssuer(reader.string(QStringLiteral("as_issuer")));
    enrolment.displayName = reader.string(QStringLiteral("display_name"), {});
    enrolment.walletIssuer = reader.string(QStringLiteral("wallet_issuer"), {});
    enrolment.walletClientId = reader.string(QStringLiteral("wallet_client_id"), {});
    enrolment.registrationUri = readUrl(reader, QStringLiteral("registration_uri"));
    enrolment.account = AccountId(reader.string(QStringLiteral("account"), {}));
    enrolment.accountRegistrationUri = readUrl(reader, QStringLiteral("account_registration_uri"));
    enrolment.createdAt = reader.optionalInteger(QStringLiteral("created_at")).value_or(0);
    enrolment.openDirectly = reader.boolean(QStringLiteral("open_directly"), false);
    enrolment.keysSince = reader.optionalInteger(QStringLiteral("keys_since")).value_or(enrolment.createdAt);
    enrolment.lastSigned = reader.optionalInteger(QStringLiteral("last_signed")).value_or(0);
    enrolment.isDefault = reader.boolean(QStringLiteral("default"), false);
    FPX_CHECK(reader.finish());
    return enrolment;
}

} // namespace fpx::uma
