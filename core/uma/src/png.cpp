#include "png.h"

#include <QtEndian>

namespace fpx::uma {

std::optional<QSize> pngSize(const QByteArray &bytes)
{
    static const QByteArray start("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16); // signature, length 13, type
    constexpr qsizetype headerBytes = 16 + 13 + 4;
    if (bytes.size() < headerBytes || !bytes.startsWith(start))
        return std::nullopt;
    const auto width = qFromBigEndian<quint32>(bytes.constData() + 16);
    const auto height = qFromBigEndian<quint32>(bytes.constData() + 20);
    constexpr quint32 largest = 0x7fffffff;
    if (width == 0 || height == 0 || width > largest || height > largest)
        return std::nullopt;
    return QSize(static_cast<int>(width), static_cast<int>(height));
}

} // namespace fpx::uma
