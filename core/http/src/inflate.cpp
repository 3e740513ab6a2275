#include "inflate.h"

#include "words.h"

#include <zlib.h>

namespace fpx::http {

namespace {

constexpr int window = 15;          // the largest, for zlib's own form (RFC 1950)
constexpr int gzipWindow = 15 + 16; // RFC 1952
constexpr int rawWindow = -15;      // RFC 1951 alone
constexpr qsizetype piece = 16 * 1024;

Failure damaged(const QString &detail)
{
    return fail("body_damaged", Words::tr("The answer could not be understood."), detail);
}

// RFC 9110 section 8.4.1.2 says zlib's form; as many servers send the bare stream under that name.
bool hasZlibHeader(const QByteArray &packed)
{
    if (packed.size() < 2)
        return false;
    const auto first = static_cast<unsigned char>(packed[0]);
    const auto second = static_cast<unsigned char>(packed[1]);
    return (first & 0x0f) == Z_DEFLATED && (first * 256 + second) % 31 == 0;
}

int windowFor(const QByteArray &encoding, const QByteArray &packed)
{
    if (encoding != "deflate")
        return gzipWindow;
    return hasZlibHeader(packed) ? window : rawWindow;
}

struct Inflater {
    z_stream stream{};
    bool ready;

    explicit Inflater(int windowBits) : ready(inflateInit2(&stream, windowBits) == Z_OK) {}
    ~Inflater()
    {
        if (ready)
            inflateEnd(&stream);
    }
    Inflater(const Inflater &) = delete;
    Inflater &operator=(const Inflater &) = delete;
};

} // namespace

bool canInflate(const QByteArray &encoding)
{
    return encoding == "gzip" || encoding == "x-gzip" || encoding == "deflate";
}

Result<QByteArray> inflated(const QByteArray &packed, const QByteArray &encoding, qint64 maxBytes)
{
    if (packed.isEmpty())
        return packed;
    Inflater inflater(windowFor(encoding, packed));
    if (!inflater.ready)
        return damaged(QStringLiteral("zlib"));
    QByteArray in = packed; // zlib wants a writable pointer and does not write
    z_stream &stream = inflater.stream;
    stream.next_in = reinterpret_cast<Bytef *>(in.data());
    stream.avail_in = static_cast<uInt>(in.size());
    QByteArray result;
    int state = Z_OK;
    while (state == Z_OK) {
        // One byte more than is allowed shows that there is more.
        const qsizetype room = std::min<qsizetype>(piece, maxBytes + 1 - result.size());
        const qsizetype had = result.size();
        result.resize(had + room);
        stream.next_out = reinterpret_cast<Bytef *>(result.data() + had);
        stream.avail_out = static_cast<uInt>(room);
        state = inflate(&stream, Z_NO_FLUSH);
        result.resize(had + room - static_cast<qsizetype>(stream.avail_out));
        if (result.size() > maxBytes)
            return fail("body_too_large", Words::tr("The answer is too large."),
                        QStringLiteral("more than %1 bytes, inflated").arg(maxBytes));
    }
    if (state != Z_STREAM_END || stream.avail_in > 0)
        return damaged(QStringLiteral("%1: %2").arg(QString::fromLatin1(encoding)).arg(state));
    return result;
}

} // namespace fpx::http
