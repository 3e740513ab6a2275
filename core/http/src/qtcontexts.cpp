#include <fpx/http/qtcontexts.h>

#include "exchange.h"
#include "proxies.h"
#include "words.h"

#include <QAuthenticator>
#include <QBuffer>
#include <QHash>
#include <QNetworkCookie>
#include <QNetworkCookieJar>
#include <QNetworkProxyFactory>
#include <QSslConfiguration>

namespace fpx::http {

namespace {

/// Keeps nothing, gives nothing. Requests ask for that by attribute too; this is for what Qt does on its own.
class NoCookies final : public QNetworkCookieJar
{
public:
    QList<QNetworkCookie> cookiesForUrl(const QUrl &) const override { return {}; }
    bool setCookiesFromUrl(const QList<QNetworkCookie> &, const QUrl &) override { return false; }
    bool insertCookie(const QNetworkCookie &) override { return false; }
};

QString nameOf(const QNetworkProxy &proxy)
{
    return QStringLiteral("%1:%2").arg(proxy.hostName().toLower()).arg(proxy.port());
}

/// What was found before the request began; Qt asks in the thread that sends. A login goes with the proxy that it is for,
/// not as an answer to Qt's question, which Qt repeats for as long as it is answered.
class FoundProxies final : public QNetworkProxyFactory
{
public:
    FoundProxies(std::shared_ptr<const Proxies> proxies, std::shared_ptr<const ProxyLogins> logins)
        : m_proxies(std::move(proxies)), m_logins(std::move(logins))
    {
    }
    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery &query) override
    {
        QList<QNetworkProxy> found = m_proxies->known(query.url());
        for (QNetworkProxy &proxy : found) {
            const auto login =
                m_logins && proxy.type() != QNetworkProxy::NoProxy ? m_logins->find(nameOf(proxy)) : std::nullopt;
            if (!login)
                continue;
            proxy.setUser(login->user);
            proxy.setPassword(QString::fromUtf8(login->password.view()));
        }
        return found;
    }

private:
    std::shared_ptr<const Proxies> m_proxies;
    std::shared_ptr<const ProxyLogins> m_logins;
};

/// Qt sends a request again by itself when the connection ends before the answer begins, a POST too. It cannot when the
/// body can only be read once, so that a code or a client assertion leaves at most once for each send().
class OnceReadable final : public QIODevice
{
public:
    explicit OnceReadable(QByteArray bytes) : m_bytes(std::move(bytes)) { open(ReadOnly); }
    bool isSequential() const override { return true; }
    qint64 bytesAvailable() const override { return m_bytes.size() - m_read + QIODevice::bytesAvailable(); }

protected:
    qint64 readData(char *data, qint64 maxSize) override
    {
        const qint64 count = std::min<qint64>(maxSize, m_bytes.size() - m_read);
        if (count <= 0)
            return -1;
        memcpy(data, m_bytes.constData() + m_read, static_cast<size_t>(count));
        m_read += count;
        return count;
    }
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    QByteArray m_bytes;
    qint64 m_read = 0;
};

bool isToken(const QByteArray &text)
{
    static const QByteArray allowed = "!#$%&'*+-.^_`|~";
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || allowed.contains(c);
    });
}

bool isFieldValue(const QByteArray &text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return (c >= 0x20 && c < 0x7f) || c == '\t'; });
}

/// Everything that one context owns. Requests under way keep it, so that its end cannot surprise them.
struct Network {
    NetworkPolicy policy;
    QNetworkAccessManager *manager = new QNetworkAccessManager;
    std::shared_ptr<Proxies> proxies = std::make_shared<Proxies>();
    QList<std::weak_ptr<Exchange>> exchanges;

    explicit Network(NetworkPolicy p) : policy(std::move(p))
    {
        manager->setCookieJar(new NoCookies);
        manager->setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
        if (policy.systemProxy)
            manager->setProxyFactory(new FoundProxies(proxies, policy.proxyLogins));
        else
            manager->setProxy(QNetworkProxy(QNetworkProxy::NoProxy));
        if (ProxyLogins *logins = policy.proxyLogins.get()) {
            QObject::connect(
                manager, &QNetworkAccessManager::proxyAuthenticationRequired, logins,
                [logins](const QNetworkProxy &proxy) { Q_EMIT logins->wanted(nameOf(proxy), proxy.user()); });
            // Qt would go on with the password of before.
            QObject::connect(logins, &ProxyLogins::changed, manager, &QNetworkAccessManager::clearAccessCache);
        }
    }
    // Later: this may run inside a signal of one of the manager's replies.
    ~Network() { manager->deleteLater(); }
    Network(const Network &) = delete;
    Network &operator=(const Network &) = delete;

    [[nodiscard]] bool usesProxy(const QUrl &url) const
    {
        return policy.systemProxy && proxies->known(url).constFirst().type() != QNetworkProxy::NoProxy;
    }

    void cancelAll()
    {
        for (const auto &exchange : std::exchange(exchanges, {})) {
            if (const auto alive = exchange.lock())
                alive->cancel();
        }
    }
};

QSslConfiguration tlsFor(const QUrl &url, const NetworkPolicy &policy)
{
    auto tls = QSslConfiguration::defaultConfiguration();
    tls.setProtocol(QSsl::TlsV1_2OrLater);
    tls.setPeerVerifyMode(QSslSocket::VerifyPeer);
    const QString host = QString::fromLatin1(QUrl::toAce(url.host())).toLower();
    QList<QSslCertificate> extra;
    for (const ExtraRoots &roots : policy.extraRoots) {
        if (roots.hosts.contains(host))
            extra += QSslCertificate::fromData(roots.pem, QSsl::Pem);
    }
    if (!extra.isEmpty())
        tls.setCaCertificates(QSslConfiguration::systemCaCertificates() + extra);
    return tls;
}

Result<QNetworkRequest> translate(const Request &request, const NetworkPolicy &policy)
{
    FPX_CHECK(checkUrl(request.url, policy.loopbackHttp));
    QNetworkRequest out(request.url);
    out.setSslConfiguration(tlsFor(request.url, policy));
    out.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    out.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    out.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    out.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    out.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    out.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    out.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    out.setAttribute(QNetworkRequest::HttpPipeliningAllowedAttribute, false);
    out.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true); // see OnceReadable

    auto fields = request.headers.fields();
    fields.emplace_back("User-Agent", "fpx-wallet");
    fields.emplace_back("Accept", request.accept);
    // Qt would add the languages of the desktop, which two accounts of one person share.
    fields.emplace_back("Accept-Language", request.acceptLanguage.isEmpty() ? QByteArray("*") : request.acceptLanguage);
    // Naming it keeps Qt from asking for gzip, and so from inflating without a bound what a hostile server packed.
    fields.emplace_back("Accept-Encoding", "identity");
    if (!request.contentType.isEmpty())
        fields.emplace_back("Content-Type", request.contentType);
    if (!request.ifNoneMatch.isEmpty())
        fields.emplace_back("If-None-Match", request.ifNoneMatch);
    if (!request.bearer.isEmpty())
        fields.emplace_back("Authorization", QByteArray("Bearer ") + request.bearer.view());
    for (const auto &[name, value] : fields) {
        if (!isToken(name) || !isFieldValue(value))
            return fail("request_refused", Words::tr("The request is malformed. Nothing was sent."),
                        QStringLiteral("header %1").arg(QString::fromLatin1(name.left(40))));
        out.setRawHeader(name, value);
    }
    return out;
}

Async<Response> perform(std::shared_ptr<Network> network, Request request, CancelToken token)
{
    FPX_CO_CHECK(token.check());
    FPX_CO_TRY(out, translate(request, network->policy));
    if (network->policy.systemProxy && !Proxies::isDirect(request.url))
        FPX_CO_CHECK(co_await Proxies::find(network->proxies, request.url, network->policy.connectTimeout, token));
    // deleteLater: it may go while one of its own signals is being delivered.
    const std::shared_ptr<Exchange> exchange(new Exchange(network->policy, request, network->usesProxy(request.url)),
                                             [](Exchange *e) { e->deleteLater(); });
    const std::weak_ptr<Exchange> weak = exchange;
    network->exchanges.removeIf([](const std::weak_ptr<Exchange> &e) { return e.expired(); });
    network->exchanges.append(weak);
    QNetworkReply *reply = nullptr;
    if (request.body.isEmpty() && (request.method == Method::Get || request.method == Method::Delete)) {
        reply = network->manager->sendCustomRequest(out, name(request.method));
    } else {
        out.setHeader(QNetworkRequest::ContentLengthHeader, request.body.size());
        auto *body = new OnceReadable(request.body);
        reply = network->manager->sendCustomRequest(out, name(request.method), body);
        body->setParent(reply);
    }
    exchange->watch(reply);
    token.onCancelled([weak] {
        if (const auto alive = weak.lock())
            alive->cancel();
    });
    const Deferred<Result<Response>> done = exchange->done();
    co_return co_await done;
}

class QtHttpClient final : public HttpClient
{
public:
    explicit QtHttpClient(NetworkPolicy policy) : m_network(std::make_shared<Network>(std::move(policy))) {}
    ~QtHttpClient() override { m_network->cancelAll(); }
    QtHttpClient(const QtHttpClient &) = delete;
    QtHttpClient &operator=(const QtHttpClient &) = delete;

    void cancelAll() { m_network->cancelAll(); }
    [[nodiscard]] Async<Response> send(Request request, CancelToken token) override
    {
        return perform(m_network, std::move(request), std::move(token));
    }

private:
    std::shared_ptr<Network> m_network;
};

} // namespace

struct QtNetworkContexts::Private {
    NetworkPolicy policy;
    QHash<QString, std::shared_ptr<QtHttpClient>> clients;
};

QtNetworkContexts::QtNetworkContexts(NetworkPolicy policy) : d(std::make_unique<Private>())
{
    d->policy = std::move(policy);
}

QtNetworkContexts::~QtNetworkContexts()
{
    for (const auto &client : std::as_const(d->clients))
        client->cancelAll();
}

std::shared_ptr<HttpClient> QtNetworkContexts::context(const QString &name)
{
    auto &client = d->clients[name];
    if (!client)
        client = std::make_shared<QtHttpClient>(d->policy);
    return client;
}

void QtNetworkContexts::forget(const QString &name)
{
    if (const auto client = d->clients.take(name))
        client->cancelAll();
}

} // namespace fpx::http
