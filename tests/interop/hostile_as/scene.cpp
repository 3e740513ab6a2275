#include "scene.h"

#include "../../support/freeport.h"
#include "../support/signinkit.h"
#include "../support/waiting.h"

namespace interop {

using wallet::role;

namespace {

QString write(const QTemporaryDir &directory, const char *name, const QByteArray &content)
{
    QFile file(directory.filePath(q(name)));
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("cannot write");
    return file.fileName();
}

/// The keys of the data source: one to sign with, one to encrypt to.
QJsonObject keysOf(const HostileIdp &source, const jose::PrivateKey &encryption)
{
    QJsonObject key = encryption.publicKey().toJson();
    key.insert(q("use"), q("enc"));
    return {{q("keys"), QJsonArray{key, source.issuer.key.publicKey().toJson()}}};
}

} // namespace

Scene::Scene(std::shared_ptr<vault::Keychain> keychain)
    : bank(std::make_unique<HostileIdp>(*clock, q("person-1"))),
      clinic(std::make_unique<HostileIdp>(*clock, q("patient-7"))),
      m_operatorKey(*jose::PrivateKey::generate(jose::Algorithm::ES256)),
      m_port(test::freePort())
{
    const auto encryption = *jose::PrivateKey::generateAgreement(jose::Curve::P256);
    const QJsonObject clinicKeys = keysOf(*clinic, encryption);
    clinic->answer("/jwks", clinicKeys);
    clinic->answer("/userinfo", {{q("sub"), q("patient-7")},
                                 {q("resources"), QJsonArray{QJsonObject{{q("resource_definition"), q("labs")},
                                                                         {q("resource_id"), q("r1")}}}}});
    clinic->answer("/rot", {{q("rot"), q("opaque-rot")}});
    clinic->issuer.clientId = q("wallet-at-clinic");
    as = std::make_unique<HostileAs>(clock->nowSeconds(), clinicKeys);

    const QJsonObject assurance{{q("loa2"), QJsonObject{{q("ial"), 1}, {q("aal"), 1}}},
                                {q("loa3"), QJsonObject{{q("ial"), 2}, {q("aal"), 2}}}};
    const Provider provider{q("bank"), bank->issuer.issuer, bank->issuer.clientId, q("openid"), assurance};
    QJsonObject payload = operatorPayload({provider}, clock->nowSeconds());
    payload.insert(q("listener"), QJsonObject{{q("port"), m_port}});
    payload.insert(q("authorization_servers"),
                   QJsonArray{QJsonObject{{q("identifier"), q("health")},
                                          {q("issuer"), as->name()},
                                          {q("display_name"), q("Health")},
                                          {q("client_id"), q("as-health")},
                                          {q("redirect_uris"), QJsonArray{as->redirectUri()}},
                                          {q("software_statement"), q("eyJh.eyJi.AAAA")},
                                          {q("request_object"), q("optional")}}});
    payload.insert(q("data_sources"),
                   QJsonArray{QJsonObject{
                       {q("identifier"), q("clinic")},
                       {q("display_name"), q("Clinic")},
                       {q("issuer"), clinic->name()},
                       {q("client_id"), q("wallet-at-clinic")},
                       {q("scope"), q("records fpx_rot")},
                       {q("rot"), QJsonObject{{q("endpoint"), clinic->url("/rot")}, {q("strategy"), q("simple")}}},
                       {q("userinfo"), clinic->url("/userinfo")},
                       {q("authorization_servers"), QJsonArray{QJsonObject{{q("identifier"), q("health")},
                                                                           {q("resource_server"), q("clinic")}}}}}});
    m_profile = payload;
    wallet::WalletConfig config;
    config.dataDirectory = m_directory.filePath(q("data"));
    config.operatorProfileFile = write(m_directory, "operator.jws", signedProfile(payload, m_operatorKey));
    config.operatorKeysFile =
        write(m_directory, "keys.json", toCompactJson(jose::JwkSet({m_operatorKey.publicKey()}).toJson()));
    config.keychain = std::move(keychain);
    config.clock = clock;
    config.random = std::make_shared<SystemRandom>();
    config.browser = &m_browser;
    config.notifier = &m_notifier;
    config.locales = {q("en")};
    m_wallet = std::make_unique<wallet::Wallet>(config);
    QObject::connect(m_wallet.get(), &wallet::Facade::notice, [this](const Error &error) { notices.append(error); });
}

Scene::~Scene() = default;

bool Scene::start()
{
    m_wallet->start();
    return waitFor([this] { return m_wallet->phase() != wallet::Facade::Phase::Starting; }) &&
           m_wallet->phase() == wallet::Facade::Phase::FirstRun;
}

bool Scene::finish(wallet::BrowserStep *step)
{
    using State = wallet::BrowserStep::State;
    if (step == nullptr)
        return false;
    std::optional<State> end;
    QObject::connect(step, &wallet::BrowserStep::finished, [step, &end] { end = step->state(); });
    if (!waitFor([&] { return end || step->state() == State::Confirm; }))
        return false;
    if (!end) // someone whom the wallet knows already is not asked "Is this you?"
        step->confirm();
    return waitFor([&] { return end.has_value(); }) && end == State::Done;
}

bool Scene::signIn()
{
    return finish(m_wallet->signIn(IdpIdentifier(q("bank"))));
}

bool Scene::joined()
{
    return waitFor([this] { return standing().network == q("joined"); });
}

bool Scene::connectClinic()
{
    return finish(m_wallet->connectSource(SourceIdentifier(q("clinic"))));
}

bool Scene::renewProfile()
{
    const int version = m_profile.value(q("profile_version")).toInt() + 1;
    m_profile.insert(q("profile_version"), version);
    m_profile.insert(q("settings"), QJsonObject{{q("session_max"), 50000 + version}});
    write(m_directory, "operator.jws", signedProfile(m_profile, m_operatorKey));
    return waitFor([&] { return m_wallet->setting(q("session_max")).toInt() == 50000 + version; });
}

listener::Answer Scene::exchange(QByteArray bytes) const
{
    QTcpSocket socket;
    socket.connectToHost(q("127.0.0.1"), m_port);
    socket.write(bytes.replace("{port}", QByteArray::number(m_port)));
    bool closed = false;
    QObject::connect(&socket, &QTcpSocket::disconnected, [&closed] { closed = true; });
    return waitFor([&closed] { return closed; }) ? listener::parseAnswer(socket.readAll()) : listener::Answer();
}

listener::Answer Scene::navigate(const QByteArray &target) const
{
    return exchange("GET " + target +
                    " HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nSec-Fetch-Mode: navigate\r\n"
                    "Sec-Fetch-Dest: document\r\nSec-Fetch-Site: cross-site\r\n\r\n");
}

QByteArray Scene::arrive()
{
    return navigate("/authorize?" + http::encodeForm(as->query)).values("location").value(0);
}

Scene::Standing Scene::standing()
{
    Standing result{m_wallet->phase(), {}, {}, static_cast<int>(m_wallet->policies()->document().rules.size())};
    const auto *networks = m_wallet->networks();
    if (networks->rowCount() > 0)
        result.network = networks->index(0, 0).data(role(wallet::NetworkRole::Status)).toString();
    const auto *permissions = m_wallet->permissions();
    for (int row = 0; row < permissions->rowCount(); ++row) {
        const auto index = permissions->index(row, 0);
        result.permissions.append({index.data(role(wallet::PermissionRole::Id)).toString(),
                                   index.data(role(wallet::PermissionRole::Status)).toString()});
    }
    return result;
}

QStringList Scene::history()
{
    QStringList codes;
    const auto *model = m_wallet->history();
    for (int row = 0; row < model->rowCount(); ++row)
        codes.append(model->index(row, 0).data(role(wallet::HistoryRole::Code)).toString());
    return codes;
}

} // namespace interop
