#include "signinkit.h"

#include <fpx/jose/jws.h>

namespace interop {

namespace {

http::NetworkPolicy policy(std::chrono::milliseconds total)
{
    http::NetworkPolicy policy;
    policy.loopbackHttp = http::LoopbackHttp::Allowed;
    policy.systemProxy = false;
    policy.totalTimeout = total;
    return policy;
}

QJsonObject json(const Provider &provider)
{
    QJsonObject json{
        {QStringLiteral("identifier"), provider.identifier}, {QStringLiteral("display_name"), provider.identifier},
        {QStringLiteral("issuer"), provider.issuer},         {QStringLiteral("client_id"), provider.clientId},
        {QStringLiteral("scope"), provider.scope},           {QStringLiteral("assurance"), provider.assurance}};
    if (!provider.clientSecret.isEmpty())
        json.insert(QStringLiteral("client_secret"), provider.clientSecret);
    if (provider.idTokenAtLogout)
        json.insert(QStringLiteral("id_token_at_logout"), true);
    return json;
}

} // namespace

QJsonObject operatorPayload(const QList<Provider> &providers, qint64 now)
{
    QJsonArray list;
    for (const Provider &provider : providers)
        list.append(json(provider));
    return {{QStringLiteral("iss"), QStringLiteral("http://127.0.0.1:28900")},
            {QStringLiteral("iat"), now},
            {QStringLiteral("exp"), now + 86400 * 30},
            {QStringLiteral("profile_version"), 1},
            {QStringLiteral("product"), QJsonObject{{QStringLiteral("name"), QStringLiteral("Test")}}},
            {QStringLiteral("identity_providers"), list},
            {QStringLiteral("authorization_servers"), QJsonArray()},
            {QStringLiteral("data_sources"), QJsonArray()}};
}

QByteArray signedProfile(const QJsonObject &payload, const jose::PrivateKey &key)
{
    const QJsonObject header{{QStringLiteral("typ"), QStringLiteral("fpx-operator-profile+jwt")},
                             {QStringLiteral("kid"), key.keyId()}};
    return *jose::sign(header, payload, key);
}

op::OperatorProfile operatorProfile(const QList<Provider> &providers, qint64 now)
{
    const auto key = *jose::PrivateKey::generate(jose::Algorithm::ES256);
    const auto verified = op::OperatorProfile::verify(signedProfile(operatorPayload(providers, now), key),
                                                      jose::JwkSet({key.publicKey()}), {}, now);
    if (!verified)
        qFatal("%s %s", verified.error().code.constData(), qPrintable(verified.error().detail));
    return *verified;
}

SwitchedContexts::SwitchedContexts()
    : m_patient(policy(http::NetworkPolicy().totalTimeout)), m_hasty(policy(std::chrono::milliseconds(500)))
{
}

std::shared_ptr<http::HttpClient> SwitchedContexts::context(const QString &name)
{
    return (hasty ? m_hasty : m_patient).context(name);
}

void SwitchedContexts::forget(const QString &name)
{
    m_patient.forget(name);
    m_hasty.forget(name);
}

SignInKit::SignInKit(std::shared_ptr<const Clock> clock, std::shared_ptr<const RandomSource> random, Browser &browser,
                     const QList<Provider> &providers)
    : m_gateway(clock, random), m_receiver(m_gateway, browser)
{
    if (const auto listening = m_gateway.listen(0); !listening)
        qFatal("%s", listening.error().code.constData());
    identity::IdentityContext context;
    context.contexts = &contexts;
    context.receiver = &m_receiver;
    context.secrets = &secrets;
    context.records = &records;
    context.clock = clock.get();
    context.random = random.get();
    m_identity = std::make_shared<identity::IdentityService>(context, operatorProfile(providers, clock->nowSeconds()));
}

QByteArray SignInKit::storedRefreshToken(const QString &provider) const
{
    const Secret secret = secrets.values.value({SecretPurpose::SignIn, provider + QStringLiteral("/refresh")});
    return QByteArray(secret.view().constData(), secret.view().size());
}

} // namespace interop
