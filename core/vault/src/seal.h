// The only place that calls libsodium: sealing (XChaCha20-Poly1305), keyed hashes and subkeys (BLAKE2b).
#pragma once

#include <fpx/base/random.h>
#include <fpx/base/secret.h>

#include <optional>

namespace fpx::vault {

inline constexpr int keySize = 32;
inline constexpr int hashSize = 16; ///< Of keyed hashes in the file: collisions at 2^64 rows.

/// Joins fields so that no two lists of fields give the same bytes: each is led by its length.
class Fields
{
public:
    explicit Fields(const char *purpose) { add(QByteArray(purpose)); }
    Fields &add(const QByteArray &bytes);
    Fields &add(const QString &text) { return add(text.toUtf8()); }
    Fields &add(qint64 number);
    [[nodiscard]] const QByteArray &bytes() const { return m_bytes; }

private:
    QByteArray m_bytes;
};

/// A subkey for one job: BLAKE2b-256 of `job` under `key`.
[[nodiscard]] Secret subkey(const Secret &key, const Fields &job);
/// A keyed hash of `hashSize` bytes: equal for equal fields, says nothing without the key.
[[nodiscard]] QByteArray keyedHash(const Secret &key, const Fields &fields);
[[nodiscard]] QByteArray keyedHash(const Secret &key, const Secret &message); ///< Leaves no copy of `message`.

/// Format byte, random nonce of 24 bytes, ciphertext, tag: `plain.size() + 41` bytes.
[[nodiscard]] QByteArray seal(const Secret &key, const QByteArray &plain, const Fields &associated,
                              const RandomSource &random);
/// Nothing unless `sealed` is exactly what seal() gave for this key and associated data.
[[nodiscard]] std::optional<QByteArray> unseal(const Secret &key, const QByteArray &sealed, const Fields &associated);

} // namespace fpx::vault
