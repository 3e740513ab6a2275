#include "query.h"

#include "words.h"

#include <fpx/base/reading.h>

#include <QStringDecoder>

namespace fpx::listener {

namespace {

constexpr qsizetype MaxParameters = 64;

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

std::optional<QString> decode(const QByteArray &text, bool plusIsSpace)
{
    QByteArray bytes;
    bytes.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        char c = text.at(i);
        if (c == '%') {
            if (i + 2 >= text.size())
                return std::nullopt;
            const int first = hexDigit(text.at(i + 1));
            const int second = hexDigit(text.at(i + 2));
            if (first < 0 || second < 0)
                return std::nullopt;
            c = static_cast<char>(first * 16 + second);
            i += 2;
        } else if (c == '+' && plusIsSpace) {
            c = ' ';
        }
        // Nothing in this protocol has control characters in it; a NUL or a line break is an attack on someone.
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
            return std::nullopt;
        bytes += c;
    }
    QStringDecoder decoder(QStringDecoder::Utf8,
                           QStringConverter::Flag::Stateless | QStringConverter::Flag::ConvertInitialBom);
    QString decoded = decoder.decode(bytes);
    if (decoder.hasError())
        return std::nullopt;
    return decoded;
}

Failure badEncoding(const char *why)
{
    return fail("bad_query_encoding", Words::tr("The request that came from the browser is damaged."),
                QString::fromLatin1(why));
}

Result<QList<QByteArray>> piecesOf(const QByteArray &query)
{
    if (query.isEmpty())
        return QList<QByteArray>();
    QList<QByteArray> pieces = query.split('&');
    if (pieces.size() > MaxParameters)
        return fail("too_many_parameters", Words::tr("The request that came from the browser is damaged."),
                    QStringLiteral("%1 parameters").arg(pieces.size()));
    return pieces;
}

struct Piece {
    std::optional<QString> name; // nothing: not decodable
    std::optional<QString> value;
};

Piece decoded(const QByteArray &piece)
{
    const qsizetype equals = piece.indexOf('=');
    return {decode(equals < 0 ? piece : piece.left(equals), true),
            decode(equals < 0 ? QByteArray() : piece.mid(equals + 1), true)};
}

// What a flow is matched by, decided by or ended by.
bool matters(const QString &name)
{
    return name == QStringLiteral("state") || name == QStringLiteral("code") || name == QStringLiteral("iss") ||
           name == QStringLiteral("error");
}

} // namespace

Result<QList<Parameter>> parseQuery(const QByteArray &query)
{
    FPX_TRY(pieces, piecesOf(query));
    QList<Parameter> parameters;
    for (const QByteArray &piece : std::as_const(pieces)) {
        const auto [name, value] = decoded(piece);
        if (!name || !value)
            return badEncoding("a name or value is not valid percent-encoded UTF-8");
        if (name->isEmpty())
            return badEncoding("a parameter has no name");
        parameters.append({*name, *value});
    }
    return parameters;
}

Result<QList<Parameter>> parseCallbackQuery(const QByteArray &query)
{
    FPX_TRY(pieces, piecesOf(query));
    QList<Parameter> parameters;
    for (const QByteArray &piece : std::as_const(pieces)) {
        const auto [name, value] = decoded(piece);
        if (name && !value && matters(*name))
            return badEncoding("a value that the answer depends on is not valid percent-encoded UTF-8");
        if (name && value && !name->isEmpty())
            parameters.append({*name, *value});
        else
            noteDeviation(QStringLiteral("a callback with a piece that cannot be read, left out"));
    }
    return parameters;
}

std::optional<QString> decodeSegment(const QByteArray &segment)
{
    return decode(segment, false);
}

} // namespace fpx::listener
