#include "rowcontent.h"

#include <QtEndian>

namespace fpx::vault {

namespace {

void addNumber(QByteArray &out, qsizetype number)
{
    char bytes[2];
    qToBigEndian(static_cast<quint16>(number), bytes);
    out.append(bytes, sizeof bytes);
}

std::optional<quint16> takeNumber(const QByteArray &bytes, qsizetype &at)
{
    if (bytes.size() - at < 2)
        return std::nullopt;
    const auto number = qFromBigEndian<quint16>(bytes.constData() + at);
    at += 2;
    return number;
}

std::optional<QString> takeText(const QByteArray &bytes, qsizetype &at)
{
    const auto size = takeNumber(bytes, at);
    if (!size || bytes.size() - at < *size)
        return std::nullopt;
    const QString text = QString::fromUtf8(bytes.constData() + at, *size);
    at += *size;
    return text;
}

} // namespace

QByteArray encodeRow(const RowContent &content)
{
    QByteArray out;
    const auto addText = [&out](const QString &text) {
        const QByteArray bytes = text.toUtf8();
        addNumber(out, bytes.size());
        out.append(bytes);
    };
    addText(content.id);
    addNumber(out, content.tags.size());
    for (const QString &tag : content.tags)
        addText(tag);
    return out.append(content.value);
}

std::optional<RowContent> decodeRow(const QByteArray &bytes)
{
    qsizetype at = 0;
    RowContent content;
    const auto id = takeText(bytes, at);
    const auto tags = id ? takeNumber(bytes, at) : std::nullopt;
    if (!tags)
        return std::nullopt;
    content.id = *id;
    for (int i = 0; i < *tags; ++i) {
        const auto tag = takeText(bytes, at);
        if (!tag)
            return std::nullopt;
        content.tags.append(*tag);
    }
    content.value = bytes.sliced(at);
    return content;
}

} // namespace fpx::vault
