// What must still be told to an AS: what the person decided about a permission, and permissions of requests that were not
// granted (profile 5). Durable; retried until confirmed.
#pragma once

#include <fpx/consent/permissionbook.h>
#include <fpx/consent/sourceoutbox.h>
#include <fpx/ledger/ledger.h>
#include <fpx/sources/sourceservice.h>
#include <fpx/uma/asaccounts.h>

#include <QObject>
#include <QTimer>

namespace fpx::consent {

enum class OutboxKind {
    Revoke,  ///< The person's decision; shown as "revoking…" until the AS has confirmed. Nothing takes it back.
    Discard, ///< A draft or pending permission of a request that ended otherwise. Nothing takes it back.
    Disable, ///< "Pausing…" until confirmed.
    Enable,  ///< "Going on…" until confirmed.
    Replace ///< A draft that `replaces` a live one: its body is posted byte for byte until the AS has answered for good.
};

struct OutboxEntry {
    PermissionId permission;
    OutboxKind kind = OutboxKind::Revoke;
    EnrolmentId enrolment; ///< Empty in entries of version 0.1: the record's.
    int attempts = 0;
    qint64 dueAt = 0;   ///< Steady milliseconds, of this run: what is read from the store is due.
    quint64 serial = 0; ///< Of this run: tells a wish from one that took its place while it was being sent.

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

/// At most one entry for a permission: a later wish takes the place of an earlier one. What is sent for one permission is
/// sent one after the other, so that a late answer is never taken for that of a later wish. Lives in the GUI thread.
class Outbox : public QObject, public std::enable_shared_from_this<Outbox>
{
    Q_OBJECT

public:
    explicit Outbox(OutboxContext context);
    ~Outbox() override;

    [[nodiscard]] Result<void> load();
    void stop(); ///< Before the vault locks; entries stay.

    /// All of `body` or none of it; after a failure the books in memory are what is stored.
    Result<void> transact(const std::function<Result<void>()> &body);
    /// Records the wish and marks the permission, within the caller's transaction. Nothing is sent before wake(). Ignored
    /// where a wish that nothing takes back is on its way. Revoking or discarding takes a replacement that is on its way
    /// with it, so that nothing stays behind.
    [[nodiscard]] Result<void> add(const PermissionId &permission, OutboxKind kind);
    /// Revokes what this wallet has no record of (an AS lists it), within the caller's transaction.
    [[nodiscard]] Result<void> expel(const PermissionId &permission, const EnrolmentId &enrolment);
    /// Sends what is due, now and later; the sources too.
    void wake();
    /// Records what has ended by itself: permissions that are past their end at `now` (seconds, AS time), which must be
    /// sure, by more than ten minutes. What was still to be told about them is dropped; one that was being revoked has
    /// ended, and nobody has confirmed it. Errors: those of RecordStore.
    [[nodiscard]] Result<void> closeEnded(qint64 now);
    /// What the data sources must still be told.
    [[nodiscard]] const std::shared_ptr<SourceOutbox> &toSources() const { return m_toSources; }
    [[nodiscard]] qsizetype pending() const { return m_entries.size(); }
    [[nodiscard]] bool holds(const PermissionId &permission) const { return m_entries.contains(permission); }

Q_SIGNALS:
    void changed();
    /// What was wished is so at the AS.
    void delivered(const fpx::PermissionId &permission);
    /// A wish that the AS refused for good: nothing changed.
    void refused(const fpx::PermissionId &permission, const fpx::Error &error);

private:
    /// How a permission stands after its entry was delivered.
    struct Outcome {
        PermissionState state;
        QString version;
        const char *code = nullptr;   ///< Of the line in the history; null: none.
        std::optional<Error> refusal; ///< A replacement that will not be.
        bool discard = false;         ///< The AS may hold it all the same.
    };
    using Self = std::shared_ptr<Outbox>;
    using Client = std::shared_ptr<uma::AsClient>;

    static QCoro::Task<> deliver(Self self, OutboxEntry entry);
    Async<Outcome> tell(Self self, Client client, OutboxEntry entry, CancelToken cancel);
    Async<Outcome> remove(Self self, Client client, OutboxEntry entry, CancelToken cancel) const;
    Async<Outcome> switchTo(Self self, Client client, OutboxEntry entry, uma::PermissionStatus wanted,
                            CancelToken cancel) const;
    Async<Outcome> replace(Self self, Client client, OutboxEntry entry, CancelToken cancel) const;
    [[nodiscard]] Result<void> settle(const OutboxEntry &entry, const Outcome &outcome);
    [[nodiscard]] Result<void> settleReplacement(const PermissionRecord &replacement, const Outcome &outcome);
    [[nodiscard]] Result<void> store(OutboxEntry entry);
    /// `quiet`: seconds for which the AS asked to be left alone.
    void postpone(OutboxEntry entry, qint64 quiet);
    [[nodiscard]] Result<void> close(const PermissionRecord &ended);
    void schedule();
    [[nodiscard]] EnrolmentId enrolmentOf(const OutboxEntry &entry) const;

    OutboxContext m_context;
    std::shared_ptr<SourceOutbox> m_toSources;
    QHash<PermissionId, OutboxEntry> m_entries;
    QHash<PermissionId, EnrolmentId> m_sending;
    quint64 m_serial = 0;
    QTimer m_timer;
    CancelSource m_cancel;
};

/// What the AS's word means in the wallet's records.
[[nodiscard]] PermissionState stateOf(uma::PermissionStatus status);

} // namespace fpx::consent
