// Numbers and texts as bytes: LEB128, zigzag for what may be negative, UTF-8 with its length before it.
#pragma once

#include <QByteArray>
#include <QString>

namespace fpx::policy {

[[nodiscard]] inline quint64 zigzag(qint64 value)
{
    return (static_cast<quint64>(value) << 1U) ^ static_cast<quint64>(value >> 63);
}

[[nodiscard]] inline qint64 unzigzag(quint64 value)
{
    return static_cast<qint64>(value >> 1U) ^ -static_cast<qint64>(value & 1U);
}

inline void writeNumber(QByteArray &bytes, quint64 value)
{
    for (; value >= 0x80; value >>= 7U)
        bytes.append(static_cast<char>((value & 0x7fU) | 0x80U));
    bytes.append(static_cast<char>(value));
}

inline void writeBytes(QByteArray &bytes, const QByteArray &more)
{
    writeNumber(bytes, static_cast<quint64>(more.size()));
    bytes += more;
}

/// Reads on after a mistake with zeros, and remembers it: one check at the end is enough. Refers to the bytes.
class ByteReader
{
public:
    explicit ByteReader(QByteArrayView bytes) : m_at(bytes.data()), m_end(m_at + bytes.size()) {}

    [[nodiscard]] quint64 number()
    {
        quint64 value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            if (m_at == m_end)
                break;
            const auto byte = static_cast<quint8>(*m_at++);
            value |= static_cast<quint64>(byte & 0x7fU) << shift;
            if (byte < 0x80)
                return value;
        }
        m_bad = true;
        return 0;
    }
    [[nodiscard]] int below(quint64 limit)
    {
        const quint64 value = number();
        m_bad = m_bad || value >= limit;
        return m_bad ? 0 : static_cast<int>(value);
    }
    /// A count of things that take a byte each at least: no block makes its reader reserve more than its own size.
    [[nodiscard]] qsizetype count() { return below(static_cast<quint64>(m_end - m_at) + 1); }
    [[nodiscard]] QByteArrayView bytes()
    {
        const qsizetype size = count();
        if (m_bad || m_end - m_at < size) {
            m_bad = true;
            return {};
        }
        const QByteArrayView result(m_at, size);
        m_at += size;
        return result;
    }
    [[nodiscard]] QString text() { return QString::fromUtf8(bytes()); }
    [[nodiscard]] bool bad() const { return m_bad; }
    [[nodiscard]] bool atEnd() const { return m_at == m_end; }

private:
    const char *m_at;
    const char *m_end;
    bool m_bad = false;
};

} // namespace fpx::policy
