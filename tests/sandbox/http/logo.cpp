// PNG by hand (no QtGui in the sandbox): 8-bit RGBA, one IDAT, shapes as distance functions with 4 × 4 samples.
#include "http/page.h"

#include <QtEndian>

#include <algorithm>
#include <cmath>

namespace fpx::sandbox {

namespace {

constexpr int size = 128;

quint32 crc32(const QByteArray &data)
{
    quint32 crc = 0xffffffffU;
    for (const char c : data) {
        crc ^= static_cast<quint8>(c);
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc >> 1) ^ (0xedb88320U & (0U - (crc & 1U)));
    }
    return ~crc;
}

QByteArray bigEndian(quint32 value)
{
    const quint32 swapped = qToBigEndian(value);
    return QByteArray(reinterpret_cast<const char *>(&swapped), 4);
}

QByteArray chunk(const QByteArray &type, const QByteArray &data)
{
    return bigEndian(static_cast<quint32>(data.size())) + type + data + bigEndian(crc32(type + data));
}

bool inBox(double x, double y, double cx, double cy, double w, double h)
{
    return std::abs(x - cx) <= w / 2 && std::abs(y - cy) <= h / 2;
}

bool inCircle(double x, double y, double cx, double cy, double r)
{
    return std::hypot(x - cx, y - cy) <= r;
}

/// x and y in 0…1, the glyph in the middle.
bool inGlyph(Glyph glyph, double x, double y)
{
    switch (glyph) {
    case Glyph::Dot: return inCircle(x, y, .5, .5, .2);
    case Glyph::Cross: return inBox(x, y, .5, .5, .16, .5) || inBox(x, y, .5, .5, .5, .16);
    case Glyph::Drop: return inCircle(x, y, .5, .58, .19) || (y < .5 && y > .2 && std::abs(x - .5) < (y - .2) * .55);
    case Glyph::Columns:
        return (y > .24 && y < .38 && std::abs(x - .5) < (y - .24) * 2.0) || inBox(x, y, .5, .75, .56, .07) ||
               inBox(x, y, .32, .55, .08, .24) || inBox(x, y, .5, .55, .08, .24) || inBox(x, y, .68, .55, .08, .24);
    case Glyph::Shield: return y > .22 && y < .8 && std::abs(x - .5) < (y < .5 ? .24 : .24 * std::sqrt((.8 - y) / .3));
    case Glyph::Key:
        return (inCircle(x, y, .36, .5, .15) && !inCircle(x, y, .36, .5, .065)) || inBox(x, y, .64, .5, .3, .08) ||
               inBox(x, y, .74, .57, .07, .14);
    case Glyph::Heart:
        return inCircle(x, y, .39, .42, .14) || inCircle(x, y, .61, .42, .14) ||
               (y > .42 && y < .76 && std::abs(x - .5) < (.76 - y) * .73);
    case Glyph::Pulse: {
        const double line = x < .36   ? .55
                            : x < .46 ? .55 - (x - .36) * 3
                            : x < .58 ? .25 + (x - .46) * 4
                            : x < .66 ? .73 - (x - .58) * 2.2
                                      : .55;
        return x > .18 && x < .82 && std::abs(y - line) < (x > .36 && x < .66 ? .09 : .04);
    }
    case Glyph::Ring: return inCircle(x, y, .5, .5, .26) && !inCircle(x, y, .5, .5, .16);
    }
    return false;
}

bool inTile(double x, double y)
{
    constexpr double r = .22;
    const double dx = std::max({r - x, x - (1 - r), 0.0});
    const double dy = std::max({r - y, y - (1 - r), 0.0});
    return std::hypot(dx, dy) <= r;
}

} // namespace

QByteArray logoPng(const QString &accent, Glyph glyph)
{
    const QByteArray rgb = QByteArray::fromHex(accent.mid(1).toLatin1()).leftJustified(3, 0);
    QByteArray rows;
    for (int py = 0; py < size; ++py) {
        rows += '\0'; // filter: none
        for (int px = 0; px < size; ++px) {
            int tile = 0;
            int white = 0;
            for (int s = 0; s < 16; ++s) {
                const double x = (px + (s % 4 + .5) / 4) / size;
                const int row = s / 4;
                const double y = (py + (row + .5) / 4) / size;
                if (!inTile(x, y))
                    continue;
                ++tile;
                white += inGlyph(glyph, x, y) ? 1 : 0;
            }
            for (int c = 0; c < 3; ++c) {
                const int base = static_cast<quint8>(rgb.at(c));
                rows += static_cast<char>(tile == 0 ? base : base + (255 - base) * white / tile);
            }
            rows += static_cast<char>(tile * 255 / 16);
        }
    }
    const QByteArray header = bigEndian(size) + bigEndian(size) + QByteArray::fromHex("0806000000");
    return QByteArray::fromHex("89504e470d0a1a0a") + chunk("IHDR", header) + chunk("IDAT", qCompress(rows).mid(4)) +
           chunk("IEND", {});
}

} // namespace fpx::sandbox
