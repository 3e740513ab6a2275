// Port: where identity, uma and sources keep tokens and private keys. The vault implements it (design.md section 3).
#pragma once

#include <fpx/base/async.h>
#include <fpx/base/secret.h>

#include <QHash>
#include <QString>

namespace fpx {

/// What a secret is for. Each purpose has a wrapping key of its own.
enum class SecretPurpose { SignIn, AsKeys, AsTokens, SourceTokens, RotMaterial, Ledger };

struct SecretName {
    SecretPurpose purpose;
    QString id; ///< `[A-Za-z0-9._/-]{1,128}`, unique within the purpose.
    [[nodiscard]] bool operator==(const SecretName &) const = default;
};
inline size_t qHash(const SecretName &name, size_t seed = 0)
{
    return qHashMulti(seed, static_cast<int>(name.purpose), name.id);
}

class SecretStore
{
public:
    virtual ~SecretStore() = default;
    /// Stores or replaces; durable when it resolves. Up to 64 KiB.
    /// Errors: `vault_locked`, `keychain_locked`, `keychain_missing`, `keychain_timeout`, `disk_full`, `storage_failed`.
    [[nodiscard]] virtual Async<void> put(SecretName name, Secret value) = 0;
    /// Errors: as put(), and `secret_not_found` (only when the store is open and truly has none), `secret_damaged`.
    [[nodiscard]] virtual Async<Secret> get(SecretName name) = 0;
    /// Removing what is not there succeeds.
    [[nodiscard]] virtual Async<void> remove(SecretName name) = 0;
};

/// For tests.
class FakeSecretStore final : public SecretStore
{
public:
    [[nodiscard]] Async<void> put(SecretName name, Secret value) override;
    [[nodiscard]] Async<Secret> get(SecretName name) override;
    [[nodiscard]] Async<void> remove(SecretName name) override;

    QHash<SecretName, Secret> values;
    Result<void> failWith; ///< Every call answers this error while it is one.
};

} // namespace fpx
