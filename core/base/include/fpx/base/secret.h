// Bytes that must not stay behind: keys, tokens, passphrases.
#pragma once

#include <QByteArray>

#include <cstddef>
#include <memory>
#include <span>

namespace fpx {

/// Owns bytes in locked, guarded memory (sodium_malloc) that is zeroed when the last copy goes. Copies share the bytes.
/// Qt copies what passes through JSON, headers and line edits, so this is best effort: see docs/threat-model.md.
/// Empty by default. Thread-safe as an immutable value.
class Secret
{
public:
    Secret() = default;
    explicit Secret(std::span<const std::byte> bytes);
    explicit Secret(const QByteArray &bytes); ///< Copies; wiping `bytes` stays with the caller: see take().
    /// Copies `bytes` and overwrites the caller's array.
    [[nodiscard]] static Secret take(QByteArray &bytes);

    [[nodiscard]] bool isEmpty() const { return size() == 0; }
    [[nodiscard]] std::size_t size() const { return m_size; }
    [[nodiscard]] std::span<const std::byte> bytes() const { return {m_bytes.get(), m_size}; }
    /// A QByteArray that shares the locked memory without copying: valid only while this Secret lives.
    [[nodiscard]] QByteArray view() const;

    /// Constant time in the contents.
    [[nodiscard]] bool operator==(const Secret &other) const;

private:
    std::shared_ptr<std::byte[]> m_bytes;
    std::size_t m_size = 0;
};

/// Compares in a time that depends on the lengths only.
[[nodiscard]] bool constantTimeEqual(const QByteArray &a, const QByteArray &b);
/// Overwrites the bytes in a way that the compiler keeps, then clears the array.
void wipe(QByteArray &bytes);

} // namespace fpx
