// What must still be told to an AS: revocations that the person decided, and permissions of requests that were not
// granted (profile 5). Durable; retried until confirmed.
#pragma once

#include <fpx/consent/permissionbook.h>
#include <fpx/ledger/ledger.h>
#include <fpx/sources/sourceservice.h>
#include <fpx/uma/asaccounts.h>

#include <QObject>
#include <QTimer>

namespace fpx::consent {

enum class OutboxKind {
    Revoke, ///< The person's decision; shown as "revoking…" until the AS has confirmed.
    Discard ///< A draft or pending permission of a request that ended otherwise.
};

struct OutboxEntry {
    PermissionId permission;
    OutboxKind kind = OutboxKind::Revoke;
    int attempts = 0;
    qint64 notBefore = 0; ///< local seconds

    [[nodiscard]] QJsonObject toJson() const;
    [[nodiscard]] static Result<OutboxEntry> fromJson(const QJsonObject &json);
};

/// Seconds until attempt number `attempts` + 1: doubling from 1 s to 1 h, with `jitter` in [0, 1) adding up to a fifth.
[[nodiscard]] qint64 outboxDelay(int attempts, double jitter);

struct OutboxContext {
    RecordStore *records = nullptr; ///< Table `outbox`.
    PermissionBook *permissions = nullptr;
    ledger::Ledger *ledger = nullptr;
    std::shared_ptr<uma::AsAccounts> accounts;
    std::shared_ptr<sources::SourceService> sources;
    const Clock *clock = nullptr;
    const RandomSource *random = nullptr;
};

class Outbox : public QObject, public std::enable_shared_from_this<Outbox>
{
    Q_OBJECT

public:
    explicit Outbox(OutboxContext context);
    ~Outbox() override;

    [[nodiscard]] Result<void> load();
    void stop(); ///< Before the vault locks; entries stay.

    /// Records the wish and marks the permission, within the caller's transaction. Nothing is sent before wake().
    [[nodiscard]] Result<void> add(const PermissionId &permission, OutboxKind kind);
    /// Sends what is due, now and later.
    void wake();
    [[nodiscard]] qsizetype pending() const { return m_entries.size(); }

Q_SIGNALS:
    void changed();
    /// A permission was confirmed as gone.
    void delivered(const fpx::PermissionId &permission);

private:
    static QCoro::Task<> deliver(std::shared_ptr<Outbox> self, OutboxEntry entry);
    [[nodiscard]] Result<void> confirm(const OutboxEntry &entry);
    void postpone(OutboxEntry entry);
    void schedule();

    OutboxContext m_context;
    QHash<PermissionId, OutboxEntry> m_entries;
    QSet<PermissionId> m_sending;
    QTimer m_timer;
    CancelSource m_cancel;
};

} // namespace fpx::consent
