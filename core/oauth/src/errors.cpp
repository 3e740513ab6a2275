#include <fpx/base/json.h>
#include <fpx/oauth/errors.h>

#include "words.h"

namespace fpx::oauth {

namespace {

constexpr qsizetype maxErrorBody = 64 * 1024;
constexpr qsizetype maxQuoted = 200;

// Worth another try: by status (RFC 6585, RFC 8470), or by name where the status says something else.
bool isForTheMoment(int status, const QString &error)
{
    return status >= 500 || status == 408 || status == 425 || status == 429 ||
           error == QStringLiteral("temporarily_unavailable") || error == QStringLiteral("server_error") ||
           error == QStringLiteral("slow_down");
}

} // namespace

QString quoted(const QString &foreign)
{
    QString text;
    for (const QChar c : foreign.left(maxQuoted)) {
        // isPrint() is false for control, formatting (bidirectional) and surrogate characters.
        if (c.isPrint() && c != u'"')
            text.append(c);
    }
    return u'"' + text + (foreign.size() > maxQuoted ? QStringLiteral("…\"") : QStringLiteral("\""));
}

Error errorOf(const http::Response &response)
{
    QString error;
    QString description;
    if (const auto json = http::readJson(response, maxErrorBody, Reading::Lenient)) {
        error = json->value(QStringLiteral("error")).toString();
        description = json->value(QStringLiteral("error_description")).toString();
    }
    QString detail = QStringLiteral("HTTP %1").arg(response.status);
    for (const QString &part : {error, description}) {
        if (!part.isEmpty())
            detail += u' ' + quoted(part);
    }
    if (isForTheMoment(response.status, error))
        return {"token_request_refused", Words::tr("The other side has a problem at the moment. Try again later."),
                detail, Retry::Later};
    if (error == QStringLiteral("invalid_grant"))
        return {"invalid_grant", Words::tr("The other side has ended this connection. Please sign in there again."),
                detail};
    for (const char *code : {"invalid_client", "invalid_scope"}) {
        if (error == QLatin1String(code))
            return {code, Words::tr("The other side no longer accepts this connection."), detail};
    }
    return {"token_request_refused", Words::tr("The other side refused the connection."), detail};
}

Error idTokenTooLarge(const QString &detail)
{
    return {"id_token_too_large",
            Words::tr("Your provider sent more about you than this wallet can take, as it does for people in very many "
                      "groups. You were not signed in. Whoever runs the provider can have it send less."),
            detail};
}

} // namespace fpx::oauth
