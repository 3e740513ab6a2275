#include "statuserror.h"

#include "words.h"

#include <QRegularExpression>

namespace fpx::uma {

QString errorCodeOf(const http::Response &response)
{
    static const QRegularExpression pattern(QStringLiteral("\\A[a-z_]{1,64}\\z"));
    const auto json = http::readJson(response, 64 * 1024);
    const QString code = json ? json->value(QStringLiteral("error")).toString() : QString();
    return pattern.match(code).hasMatch() ? code : QString();
}

bool isTemporary(int status)
{
    return status == 429 || status >= 500;
}

Failure statusFailure(const http::Response &response, const char *refusedCode, const QString &refusedMessage)
{
    const QString detail = QStringLiteral("status %1 %2").arg(response.status).arg(errorCodeOf(response)).trimmed();
    if (isTemporary(response.status))
        return fail("as_unavailable", Words::tr("The network is not available at the moment."), detail, Retry::Later);
    return fail(refusedCode, refusedMessage, detail);
}

} // namespace fpx::uma
