// A data source made of scripted answers, and the world of a wallet that connects it.
#pragma once

#include <fpx/base/json.h>
#include <fpx/http/fakehttpclient.h>
#include <fpx/jose/jwe.h>
#include <fpx/jose/jws.h>
#include <fpx/sources/sourceservice.h>

#include <QCoroTask>
#include <QTest>
#include <QUrlQuery>

#include <utility>

namespace sourcetest {

using namespace fpx;
using namespace fpx::sources;
using http::FakeHttpClient;
using http::Method;

inline QString text(const char *value)
{
    return QString::fromLatin1(value);
}

/// JSON with ' for ": moc 6.4 does not read raw strings inside the arguments of a macro.
inline QJsonObject json(const char *value)
{
    return *parseJsonObject(QByteArray(value).replace('\'', '"'));
}

template <class T>
QByteArray code(const Result<T> &result)
{
    return result ? QByteArray("accepted") : result.error().code;
}

template <class T>
Result<T> wait(QCoro::Task<Result<T>> task)
{
    return QCoro::waitFor(std::move(task));
}

inline QMap<QString, QString> form(const http::Request &request)
{
    QMap<QString, QString> fields;
    const QUrlQuery query(QString::fromLatin1(request.body));
    for (const auto &[name, value] : query.queryItems(QUrl::FullyDecoded))
        fields.insert(name, value);
    return fields;
}

inline http::Response errorResponse(int status, const char *error)
{
    return FakeHttpClient::json({{text("error"), text(error)}}, status);
}

inline const QString base = QStringLiteral("https://clinic.example");

/// A secret store whose reads can be kept waiting, as a keychain's are.
class SlowSecretStore final : public SecretStore
{
public:
    [[nodiscard]] Async<void> put(SecretName name, Secret value) override { co_return co_await inner.put(name, value); }
    [[nodiscard]] Async<Secret> get(SecretName name) override
    {
        auto result = co_await inner.get(name); // what the keychain held when it was asked
        if (const auto hook = std::exchange(onGet, nullptr); hook && name.purpose == SecretPurpose::RotMaterial)
            hook();
        co_return result;
    }
    [[nodiscard]] Async<void> remove(SecretName name) override { co_return co_await inner.remove(name); }

    FakeSecretStore inner;
    std::function<void()> onGet; ///< Once, after the next read.
};

struct World {
    std::shared_ptr<FakeHttpClient> http = std::make_shared<FakeHttpClient>();
    oauth::FakeRedirectReceiver receiver;
    SlowSecretStore secrets;
    FakeRecordStore records;
    FakeClock clock;
    FakeRandom random;
    jose::PrivateKey encryption = *jose::PrivateKey::generateAgreement(jose::Curve::P256);
    QStringList contexts;
    int tokens = 0;
    int materials = 0;
    op::DataSource source;
    std::shared_ptr<SourceService> service;

    explicit World(op::RotStrategy strategy = op::RotStrategy::HmacJwt)
    {
        source.identifier = SourceIdentifier(text("clinic"));
        source.displayName = op::LocalizedText(text("Clinic"));
        source.issuer = base;
        source.clientId = text("wallet");
        source.scope = text("records fpx_rot");
        source.rot = op::RotOffer{base + text("/rot"), strategy};
        source.userinfo = base + text("/userinfo");
        QJsonObject metadata = json("{'code_challenge_methods_supported':['S256']}");
        metadata.insert(text("issuer"), base);
        for (const char *name : {"authorization", "token", "revocation"})
            metadata.insert(text(name) + text("_endpoint"), base + text("/") + text(name));
        metadata.insert(text("jwks_uri"), base + text("/jwks"));
        http->answer(Method::Get, base + text("/.well-known/openid-configuration"), FakeHttpClient::json(metadata));
        http->on(Method::Get, base + text("/jwks"),
                 [this](const http::Request &) -> Result<http::Response> { return FakeHttpClient::json(jwks()); });
        http->on(Method::Post, base + text("/token"), [this](const http::Request &) -> Result<http::Response> {
            const QString number = QString::number(++tokens);
            return FakeHttpClient::json({{text("access_token"), text("access-") + number},
                                         {text("refresh_token"), text("refresh-") + number},
                                         {text("token_type"), text("Bearer")},
                                         {text("expires_in"), 600}});
        });
        http->answer(Method::Get, source.userinfo, FakeHttpClient::json(userinfo()));
        http->on(Method::Post, base + text("/rot"), [this](const http::Request &) -> Result<http::Response> {
            return FakeHttpClient::json(material(++materials));
        });
        receiver.answer = [](const oauth::BrowserFlow &) -> Result<oauth::CallbackParameters> {
            return oauth::CallbackParameters{{QStringLiteral("code"), QStringLiteral("c/o+d=e")}};
        };
        restart();
    }

    /// As after a start of the program: nothing but the stores survives.
    void restart()
    {
        SourceContext context;
        context.http = [this](const QString &name) -> std::shared_ptr<http::HttpClient> {
            contexts.append(name);
            return http;
        };
        context.receiver = &receiver;
        context.secrets = &secrets;
        context.records = &records;
        context.clock = &clock;
        context.random = &random;
        service = std::make_shared<SourceService>(context, QList<op::DataSource>{source});
        if (!service->load())
            qFatal("cannot load");
    }

    static QJsonObject userinfo()
    {
        return json(
            "{'sub':'user-7','name':'A\\u202eicha','resources':[{'resource_definition':'labs','resource_id':'r1',"
            "'display_name':'Labs'}],'related':[{'subject':'child-1','display_name':'Noor','relation':'child',"
            "'resources':[{'resource_definition':'labs','resource_id':'r2'}]}]}");
    }

    static QString pseudonym(int material, int number)
    {
        const QString digits = QString::number(material * 100 + number);
        return text("00000000-0000-4000-8000-") + QString(12 - digits.size(), QLatin1Char('0')) + digits;
    }

    static QByteArray proofOf(int material) { return QByteArray(32, static_cast<char>(material)); }

    static QJsonObject material(int number)
    {
        QJsonArray pseudonyms;
        for (int i = 0; i < 10; ++i)
            pseudonyms.append(pseudonym(number, i));
        const QByteArray proof =
            proofOf(number).toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
        return {
            {text("proof"), QString::fromLatin1(proof)}, {text("pseudonyms"), pseudonyms}, {text("expires_in"), 1800}};
    }

    QJsonObject jwks() const
    {
        QJsonObject key = encryption.publicKey().toJson();
        key.insert(text("use"), text("enc"));
        return {{text("keys"), QJsonArray{key}}};
    }
    QByteArray registry() const { return toCompactJson(jwks()); }

    SourceIdentifier id() const { return source.identifier; }
    Result<PendingConnection> connectNow(CancelToken cancel = {}) { return wait(service->connect(id(), {}, cancel)); }
    void connected()
    {
        auto pending = connectNow();
        if (!pending || !wait(service->confirm(*pending)))
            qFatal("cannot connect: %s", pending ? "confirm" : pending.error().code.constData());
        http->requests.clear();
    }

    RotDemand demand(const QString &subject = {}) const
    {
        return {PermissionId(text("6b5a2f0e-0000-4000-8000-000000000001")),
                text("thumbprint"),
                subject,
                AsIssuer(text("https://as.example")),
                RsIdentifier(text("Clinic_1")),
                ClientId(text("immunize-me")),
                1'797'000'000};
    }
    Result<SealedRot> rot(const QString &subject = {}, CancelToken cancel = {})
    {
        return wait(service->sealedRot(id(), demand(subject), registry(), cancel));
    }
    jose::DecryptedMessage opened(const SealedRot &sealed) const
    {
        const auto message = jose::decrypt(sealed.rotAsSent, encryption, text("fpx-rot+jwe"));
        if (!message)
            qFatal("cannot open: %s", message.error().code.constData());
        return *message;
    }
    /// The number of the material under whose proof the ROT is signed; 0: none.
    int proofUsed(const SealedRot &sealed) const;

    QList<http::Request> sent(Method method, const QString &path) const
    {
        QList<http::Request> result;
        for (const http::Request &request : http->requests) {
            if (request.method == method && request.url.toString() == base + path)
                result.append(request);
        }
        return result;
    }
};

} // namespace sourcetest
