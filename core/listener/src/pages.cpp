#include "pagemaker.h"

#include <QCryptographicHash>
#include <QRegularExpression>

namespace fpx::listener {

namespace {

/// The one script there is. Its hash is in the answer page's policy: change both together (the hash is computed).
const QByteArray SubmitScript = "document.forms[0].submit()";

/// For element content and double-quoted attributes. Control characters other than line breaks and tabs are not
/// allowed in HTML at all; bidirectional overrides could make a text read as another one.
QString escaped(const QString &text)
{
    QString out;
    out.reserve(text.size());
    for (const QChar c : text) {
        const char16_t u = c.unicode();
        const bool control = (u < 0x20 && u != '\n' && u != '\t') || (u >= 0x7f && u < 0xa0);
        const bool bidirectional = (u >= 0x202a && u <= 0x202e) || (u >= 0x2066 && u <= 0x2069);
        if (!control && !bidirectional)
            out += c;
    }
    return out.toHtmlEscaped().replace(u'\'', QStringLiteral("&#39;"));
}

/// Values of a form are data of a protocol: everything that HTML can carry is kept as it is.
QString escapedValue(const QString &value)
{
    QString out = value;
    out.remove(QChar(0));
    out = out.toHtmlEscaped();
    out.replace(u'\'', QStringLiteral("&#39;"));
    out.replace(u'\r', QStringLiteral("&#13;"));
    out.replace(u'\n', QStringLiteral("&#10;"));
    return out;
}

QString document(const PageText &text, const QString &afterText)
{
    static const QRegularExpression tag(QStringLiteral("\\A[A-Za-z0-9]{1,8}(-[A-Za-z0-9]{1,8}){0,7}\\z"));
    QString html = QStringLiteral("<!DOCTYPE html>\n<html");
    if (tag.match(text.language).hasMatch())
        html += QStringLiteral(" lang=\"") + text.language + u'"';
    html += QStringLiteral(" dir=\"") + (text.rightToLeft ? QStringLiteral("rtl") : QStringLiteral("ltr"));
    html += QStringLiteral("\">\n<head>\n<meta charset=\"utf-8\">\n"
                           "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                           "<meta name=\"color-scheme\" content=\"light dark\">\n<title>");
    // The policy of profile 4.1 allows no style; what HTML itself can say about looks is all there is.
    html += escaped(text.title) + QStringLiteral("</title>\n</head>\n<body marginwidth=\"48\" marginheight=\"32\">\n"
                                                 "<font face=\"system-ui, sans-serif\">\n<main>\n<h1>");
    html += escaped(text.title) + QStringLiteral("</h1>\n");
    for (const QString &paragraph : text.paragraphs)
        html += QStringLiteral("<p>") + escaped(paragraph) + QStringLiteral("</p>\n");
    return html + afterText + QStringLiteral("</main>\n</font>\n</body>\n</html>\n");
}

bool isWebUrl(const QUrl &url)
{
    return url.isValid() && !url.host().isEmpty() && url.userInfo().isEmpty() &&
           (url.scheme() == QLatin1String("https") || url.scheme() == QLatin1String("http"));
}

} // namespace

Response textPage(const PageText &text, int refreshSeconds)
{
    Response response;
    response.status = 200;
    response.html = document(text, QString()).toUtf8();
    response.refreshSeconds = refreshSeconds > 0 ? qBound(1, refreshSeconds, 60) : 0;
    return response;
}

Response formPage(const FormPost &form)
{
    if (!isWebUrl(form.action))
        return Response::empty(503);
    QString html = QStringLiteral("<form method=\"post\" action=\"") +
                   escapedValue(form.action.toString(QUrl::FullyEncoded)) + QStringLiteral("\">\n");
    for (const auto &field : form.fields) {
        html += QStringLiteral("<input type=\"hidden\" name=\"") + escapedValue(field.name) +
                QStringLiteral("\" value=\"") + escapedValue(field.value) + QStringLiteral("\">\n");
    }
    // Neither the button nor a field may be called "submit": it would hide the form's function of that name.
    html += QStringLiteral("<button type=\"submit\">") + escaped(form.button) +
            QStringLiteral("</button>\n</form>\n<script>") + QString::fromLatin1(SubmitScript) +
            QStringLiteral("</script>\n");
    Response response;
    response.status = 200;
    response.html = document(form.text, html).toUtf8();
    response.contentSecurityPolicy = "default-src 'none'; script-src 'sha256-" +
                                     QCryptographicHash::hash(SubmitScript, QCryptographicHash::Sha256).toBase64() +
                                     "'; base-uri 'none'; frame-ancestors 'none'";
    return response;
}

Response redirect(const QUrl &location)
{
    const bool ownPath = location.isValid() && location.isRelative() && location.host().isEmpty() &&
                         location.path().startsWith(u'/') && !location.path().startsWith(QLatin1String("//"));
    if (!ownPath && !isWebUrl(location))
        return Response::empty(503);
    Response response;
    response.status = 303;
    response.location = location.toEncoded(QUrl::FullyEncoded);
    return response;
}

} // namespace fpx::listener
