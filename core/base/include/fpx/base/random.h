// Port: randomness.
#pragma once

#include <QByteArray>
#include <QString>

namespace fpx {

class RandomSource
{
public:
    virtual ~RandomSource() = default;
    /// `count` cryptographically secure bytes, 0 ≤ count ≤ 65,536.
    [[nodiscard]] virtual QByteArray bytes(int count) const = 0;

    /// base64url without padding of `count` random bytes: state, nonce, verifier, page tokens (32 → 43 characters).
    [[nodiscard]] QByteArray token(int count = 32) const;
    /// A random UUIDv4 in lower case without braces.
    [[nodiscard]] QString uuid() const;
};

/// libsodium's generator.
class SystemRandom final : public RandomSource
{
public:
    [[nodiscard]] QByteArray bytes(int count) const override;
};

/// For tests: a sequence that repeats in every run, and never repeats within one.
class FakeRandom final : public RandomSource
{
public:
    [[nodiscard]] QByteArray bytes(int count) const override;

private:
    mutable quint64 m_counter = 0;
};

} // namespace fpx
