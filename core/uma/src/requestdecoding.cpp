// From characters of a link to decoded parameters. The listener decodes its own; links come from the desktop.
#include "requestparameters.h"

#include "words.h"

#include <QStringDecoder>

namespace fpx::uma {

namespace {

int hexValue(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

Result<QString> decode(const QString &text, bool plusIsBlank)
{
    QByteArray bytes;
    const QByteArray raw = text.toUtf8();
    for (qsizetype i = 0; i < raw.size(); ++i) {
        const char c = raw[i];
        if (c <= 0x20 || c >= 0x7f) // the other half of char is negative
            return badLink(QStringLiteral("a character that must be percent-encoded"));
        if (c == '+' && plusIsBlank) {
            bytes += ' ';
        } else if (c == '%') {
            const int high = i + 2 < raw.size() ? hexValue(raw[i + 1]) : -1;
            const int low = i + 2 < raw.size() ? hexValue(raw[i + 2]) : -1;
            if (high < 0 || low < 0)
                return badLink(QStringLiteral("a broken percent escape"));
            bytes += static_cast<char>(high * 16 + low);
            i += 2;
        } else {
            bytes += c;
        }
    }
    QStringDecoder utf8(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString result = utf8(bytes);
    if (utf8.hasError() || result.contains(QChar(u'\0')))
        return badLink(QStringLiteral("not UTF-8"));
    return result;
}

} // namespace

Failure badLink(const QString &detail)
{
    return fail("bad_link",
                Words::tr("The wallet was opened by a link that it does not understand. Nothing was shared."), detail);
}

Result<QString> linkAction(const QString &link, const op::OperatorProfile &profile)
{
    if (link.size() > 16 * 1024)
        return badLink(QStringLiteral("longer than 16 KiB"));
    const qsizetype colon = link.indexOf(u':');
    if (colon < 0 || link.left(colon).compare(profile.uriScheme(), Qt::CaseInsensitive) != 0)
        return badLink(QStringLiteral("another scheme"));
    const QString rest = link.mid(colon + 1);
    if (rest.contains(u'#'))
        return badLink(QStringLiteral("a fragment"));
    return rest;
}

Result<QString> decodeSegment(const QString &segment)
{
    return decode(segment, false);
}

Result<QList<QPair<QString, QString>>> decodeQuery(const QString &query)
{
    QList<QPair<QString, QString>> result;
    const QStringList parts = query.split(u'&', Qt::SkipEmptyParts);
    if (parts.size() > 64)
        return badLink(QStringLiteral("too many parameters"));
    for (const QString &part : parts) {
        const qsizetype equals = part.indexOf(u'=');
        FPX_TRY(name, decode(equals < 0 ? part : part.left(equals), true));
        FPX_TRY(value, decode(equals < 0 ? QString() : part.mid(equals + 1), true));
        result.append({name, value});
    }
    return result;
}

} // namespace fpx::uma
