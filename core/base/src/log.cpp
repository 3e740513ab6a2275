#include <fpx/base/log.h>

#include <QDateTime>
#include <QRegularExpression>

#include <cstdio>

namespace fpx {

QString redacted(const QString &text)
{
    static const QRegularExpression jwt(QStringLiteral(R"(eyJ[A-Za-z0-9_-]{5,}(?:\.[A-Za-z0-9_-]*){1,4})"));
    static const QRegularExpression bearer(QStringLiteral(R"(\b(Bearer|Basic|DPoP)\s+[A-Za-z0-9._~+/=-]+)"),
                                           QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression parameter(
        QStringLiteral(
            R"(\b(code|state|nonce|ticket|access_token|refresh_token|id_token|code_verifier|client_assertion|)"
            R"(registration_access_token|user_code|rot|proof)(["']?\s*[=:]\s*["']?)[^\s&"',}]+)"),
        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression longToken(QStringLiteral(R"([A-Za-z0-9_-]{40,})"));
    const QString removed = QStringLiteral("‹removed›");
    QString result = text;
    result.replace(jwt, removed);
    result.replace(bearer, QStringLiteral("\\1 ") + removed);
    result.replace(parameter, QStringLiteral("\\1\\2") + removed);
    result.replace(longToken, removed);
    return result;
}

namespace {

void writeLine(QtMsgType type, const QMessageLogContext &context, const QString &text)
{
    static constexpr const char *levels[] = {"debug", "warning", "critical", "fatal", "info"};
    const QByteArray line = QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs).toUtf8() + ' ' +
                            levels[static_cast<int>(type)] + ' ' + (context.category ? context.category : "default") +
                            ": " + redacted(text).toUtf8() + '\n';
    std::fwrite(line.constData(), 1, static_cast<std::size_t>(line.size()), stderr);
    std::fflush(stderr);
}

} // namespace

void installRedactingLogHandler()
{
    qInstallMessageHandler(writeLine);
}

} // namespace fpx
