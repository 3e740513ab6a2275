#include "rules.h"

#include <QByteArray>
#include <QRegularExpression>
#include <QSet>
#include <QUrl>

namespace fpx::op {

namespace {

bool matches(const char *pattern, const QString &text)
{
    const QRegularExpression expression(QRegularExpression::anchoredPattern(QLatin1String(pattern)));
    return expression.match(text).hasMatch();
}

QString unless(bool sound, const char *why)
{
    return sound ? QString() : QString::fromLatin1(why);
}

// The authority as written, without port.
QString hostOf(const QString &url)
{
    static const QRegularExpression authority(
        QStringLiteral("\\Ahttps?://(\\[[^\\]/?#]*\\]|[^:/?#\\[\\]]*)(:[0-9]{1,5})?(?=[/?#]|\\z)"));
    return authority.match(url).captured(1);
}

bool isLoopbackLiteral(const QString &host)
{
    if (host == QStringLiteral("[::1]"))
        return true;
    return matches("127(\\.(0|[1-9][0-9]?|1[0-9][0-9]|2[0-4][0-9]|25[0-5])){3}", host);
}

QString urlProblem(const QString &text, bool httpOnLoopback, bool issuer)
{
    if (!matches("https?://[!-~]{1,2000}", text) || matches(".*[\"<>\\\\^`{|}].*", text))
        return QStringLiteral("must be an absolute https URL");
    const QUrl url(text, QUrl::StrictMode);
    const QString host = hostOf(text);
    if (!url.isValid() || host.isEmpty() || url.port(443) < 1)
        return QStringLiteral("is not a valid URL");
    if (!url.userInfo().isEmpty() || host.contains(QLatin1Char('@')))
        return QStringLiteral("must not contain a user name");
    if (host != host.toLower())
        return QStringLiteral("must have its host in lower case");
    if (text.contains(QLatin1Char('#')))
        return QStringLiteral("must not contain a fragment");
    if (issuer && text.contains(QLatin1Char('?')))
        return QStringLiteral("must not contain a query");
    if (text.startsWith(QStringLiteral("https:")))
        return {};
    if (!httpOnLoopback)
        return QStringLiteral("must use https");
    return unless(isLoopbackLiteral(host), "may use http on 127.0.0.0/8 and [::1] only");
}

} // namespace

bool isLoopbackUrl(const QString &url)
{
    return isLoopbackLiteral(hostOf(url));
}

Rule urlRule(bool httpOnLoopback, bool issuer)
{
    return [httpOnLoopback, issuer](const QString &text) { return urlProblem(text, httpOnLoopback, issuer); };
}

Rule logoRule(bool httpOnLoopback)
{
    return [httpOnLoopback](const QString &text) {
        if (matches("[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}", text) ||
            matches("data:image/(png|svg\\+xml);base64,[A-Za-z0-9+/]+={0,2}", text))
            return QString();
        return unless(urlProblem(text, httpOnLoopback, false).isEmpty(),
                      "must be a file name, a data URI of a PNG or SVG, or an https URL");
    };
}

QString identifierRule(const QString &text)
{
    return unless(matches("[a-z0-9-]{1,64}", text), "must be 1 to 64 of a-z, 0-9 and -");
}

QString registryIdentifierRule(const QString &text)
{
    return unless(matches("[A-Za-z0-9._-]{1,128}", text), "must be 1 to 128 of A-Z, a-z, 0-9, dot, _ and -");
}

QString clientIdRule(const QString &text)
{
    return unless(matches("[ -~]{1,255}", text), "must be 1 to 255 printable ASCII characters");
}

QString clientSecretRule(const QString &text)
{
    return unless(matches("[ -~]{1,1024}", text), "must be 1 to 1024 printable ASCII characters");
}

QString asClientIdRule(const QString &text)
{
    return unless(matches("[A-Za-z0-9._~-]{1,255}", text), "must be 1 to 255 of A-Z, a-z, 0-9, dot, _, ~ and -");
}

QString scopeRule(const QString &text)
{
    return unless(matches("[!#-\\[\\]-~]+( [!#-\\[\\]-~]+)*", text) && text.size() <= 1024,
                  "must be scopes with one space between them");
}

QString colorRule(const QString &text)
{
    return unless(matches("#[0-9A-Fa-f]{6}", text), "must be a colour like #0a5fb4");
}

QString uriSchemeRule(const QString &text)
{
    // A scheme that something else owns would take its links, or never receive one.
    static const QSet<QString> taken{
        QStringLiteral("about"),  QStringLiteral("blob"),   QStringLiteral("data"),        QStringLiteral("file"),
        QStringLiteral("ftp"),    QStringLiteral("http"),   QStringLiteral("https"),       QStringLiteral("javascript"),
        QStringLiteral("mailto"), QStringLiteral("openid"), QStringLiteral("openid4vp"),   QStringLiteral("ssh"),
        QStringLiteral("tel"),    QStringLiteral("urn"),    QStringLiteral("view-source"), QStringLiteral("ws"),
        QStringLiteral("wss")};
    if (!matches("[a-z][a-z0-9+.-]{1,62}", text))
        return QStringLiteral("must be a URI scheme in lower case");
    return unless(!taken.contains(text), "is a scheme that belongs to something else");
}

QString pemRule(const QString &text)
{
    static const QRegularExpression block(
        QStringLiteral("-----BEGIN CERTIFICATE-----\\r?\\n([A-Za-z0-9+/=\\r\\n]+)-----END CERTIFICATE-----"));
    QString rest = text;
    auto found = block.globalMatch(text);
    bool any = false;
    while (found.hasNext()) {
        const QByteArray body = found.next().captured(1).toLatin1().replace('\r', "").replace('\n', "");
        const auto der = QByteArray::fromBase64Encoding(body, QByteArray::AbortOnBase64DecodingErrors);
        if (!der || der.decoded.isEmpty() || der.decoded.front() != '\x30') // an ASN.1 sequence
            return QStringLiteral("holds a certificate that cannot be read");
        any = true;
    }
    rest.remove(block);
    return unless(any && rest.trimmed().isEmpty(), "must be certificates in PEM, and nothing else");
}

QString hostRule(const QString &text)
{
    const bool name = text.size() <= 253 &&
                      matches("([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*", text);
    return unless(name || text == QStringLiteral("[::1]"), "must be an exact host name in lower case");
}

QString compactTokenRule(const QString &text)
{
    return unless(text.size() <= 16 * 1024 && matches("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+", text),
                  "must be a signed JWT of at most 16 KiB");
}

QString extraParameterRule(const QString &text)
{
    static const QSet<QString> protocol = [] {
        QSet<QString> names;
        for (const char *name : {"access_token",
                                 "acr_values",
                                 "authorization_details",
                                 "claims",
                                 "claims_locales",
                                 "client_assertion",
                                 "client_assertion_type",
                                 "client_id",
                                 "client_metadata",
                                 "client_secret",
                                 "code",
                                 "code_challenge",
                                 "code_challenge_method",
                                 "code_verifier",
                                 "display",
                                 "dpop_jkt",
                                 "error",
                                 "grant_type",
                                 "id_token",
                                 "id_token_hint",
                                 "iss",
                                 "login_hint",
                                 "max_age",
                                 "nonce",
                                 "password",
                                 "post_logout_redirect_uri",
                                 "prompt",
                                 "redirect_uri",
                                 "refresh_token",
                                 "registration",
                                 "request",
                                 "request_uri",
                                 "resource",
                                 "response_mode",
                                 "response_type",
                                 "scope",
                                 "state",
                                 "ticket",
                                 "token",
                                 "ui_locales",
                                 "username"})
            names.insert(QString::fromLatin1(name));
        return names;
    }();
    if (!matches("[A-Za-z0-9._~-]{1,64}", text))
        return QStringLiteral("is not the name of a query parameter");
    return unless(!protocol.contains(text.toLower()), "is a parameter of the protocol and may not be set here");
}

QString parameterValueRule(const QString &text)
{
    return unless(matches("[ -~]{0,512}", text), "must be at most 512 printable ASCII characters");
}

} // namespace fpx::op
