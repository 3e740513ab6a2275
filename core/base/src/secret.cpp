#include <fpx/base/secret.h>

#include <sodium.h>

#include <cstring>
#include <new>

namespace fpx {

namespace {

std::shared_ptr<std::byte[]> allocate(std::size_t size)
{
    if (sodium_init() < 0)
        throw std::bad_alloc();
    auto *memory = static_cast<std::byte *>(sodium_malloc(size));
    if (memory == nullptr)
        throw std::bad_alloc();
    return {memory, [](std::byte *bytes) { sodium_free(bytes); }};
}

} // namespace

Secret::Secret(std::span<const std::byte> bytes) : m_size(bytes.size())
{
    if (bytes.empty())
        return;
    m_bytes = allocate(bytes.size());
    std::memcpy(m_bytes.get(), bytes.data(), bytes.size());
}

Secret::Secret(const QByteArray &bytes)
    : Secret(std::as_bytes(std::span(bytes.constData(), static_cast<std::size_t>(bytes.size()))))
{
}

Secret Secret::take(QByteArray &bytes)
{
    Secret secret(bytes);
    wipe(bytes);
    return secret;
}

QByteArray Secret::view() const
{
    return QByteArray::fromRawData(reinterpret_cast<const char *>(m_bytes.get()), static_cast<qsizetype>(m_size));
}

bool Secret::operator==(const Secret &other) const
{
    return m_size == other.m_size && (m_size == 0 || sodium_memcmp(m_bytes.get(), other.m_bytes.get(), m_size) == 0);
}

bool constantTimeEqual(const QByteArray &a, const QByteArray &b)
{
    return a.size() == b.size() && sodium_memcmp(a.constData(), b.constData(), static_cast<std::size_t>(a.size())) == 0;
}

void wipe(QByteArray &bytes)
{
    if (!bytes.isEmpty())
        sodium_memzero(bytes.data(), static_cast<std::size_t>(bytes.size()));
    bytes.clear();
}

} // namespace fpx
