#include <fpx/http/message.h>

#include "words.h"

#include <QHostAddress>

namespace fpx::http {

namespace {

constexpr int maxUrlLength = 8192;

Failure refused(const QString &why)
{
    return fail("url_refused", Words::tr("This address is not safe to open. Nothing was sent."), why);
}

} // namespace

bool isLoopbackHttp(const QUrl &url)
{
    if (url.scheme() != QStringLiteral("http"))
        return false;
    const QString host = url.host();
    if (host == QStringLiteral("::1"))
        return true;
    const auto parts = host.split(u'.');
    const QHostAddress address(host);
    // Four parts: QHostAddress also reads "127.1".
    return parts.size() == 4 && address.protocol() == QAbstractSocket::IPv4Protocol &&
           (address.toIPv4Address() >> 24) == 127;
}

Result<void> checkUrl(const QUrl &url, LoopbackHttp loopback)
{
    if (!url.isValid() || url.isRelative() || url.host().isEmpty())
        return refused(QStringLiteral("not an absolute URL with a host"));
    if (!url.userInfo().isEmpty() || url.authority().contains(u'@'))
        return refused(QStringLiteral("userinfo"));
    if (url.hasFragment())
        return refused(QStringLiteral("fragment"));
    if (url.toEncoded().size() > maxUrlLength)
        return refused(QStringLiteral("longer than %1 characters").arg(maxUrlLength));
    if (url.port() == 0)
        return refused(QStringLiteral("port 0"));
    if (url.scheme() == QStringLiteral("https"))
        return {};
    if (loopback == LoopbackHttp::Allowed && isLoopbackHttp(url))
        return {};
    return refused(QStringLiteral("scheme %1 to %2").arg(url.scheme().left(20), url.host().left(100)));
}

bool sameOrigin(const QUrl &a, const QUrl &b)
{
    const auto port = [](const QUrl &url) { return url.port(url.scheme() == QStringLiteral("https") ? 443 : 80); };
    return a.scheme() == b.scheme() && a.host() == b.host() && port(a) == port(b);
}

} // namespace fpx::http
