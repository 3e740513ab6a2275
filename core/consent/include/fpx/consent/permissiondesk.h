// What a person does with a permission after it was given: pause, go on, narrow, change its end, revoke (profile 5).
#pragma once

#include <fpx/consent/engine.h>
#include <fpx/consent/offer.h>
#include <fpx/consent/outbox.h>

#include <QObject>
#include <QTimer>

#include <functional>

namespace fpx::consent {

enum class Initiative;

struct DeskContext {
    std::shared_ptr<uma::AsAccounts> accounts;
    std::shared_ptr<sources::SourceService> sources;
    std::shared_ptr<Outbox> outbox;
    PermissionBook *permissions = nullptr;
    RecordStore *records = nullptr;
    ledger::Ledger *ledger = nullptr;
    const Clock *clock = nullptr;
    const RandomSource *random = nullptr;
    /// Whether the operator profile is fresh enough for a grant (profile 2). Empty: it is.
    std::function<Result<void>()> checkFresh;
    /// Those in force, and what they are told of the person's sign-in. Empty: there are no rules.
    std::function<policy::RuleSet()> rules;
    std::function<bool(const SignInDemand &)> signedIn;
    /// As EngineContext::confirmSignIn: before a renewal.
    std::function<Async<void>(CancelToken)> confirmSignIn;
};

/// What of a permission can be changed.
struct ChangeOffer {
    QStringList scopes; ///< Those it has; a change keeps some of them, at least one.
    QStringList scopeNames;
    Duration current;
    QDate earliest;            ///< Last days that can be chosen, UTC, from today on,
    QDate latest;              ///< to what the request allowed, at most a year ahead.
    qint64 notAfter = 0;       ///< Seconds, AS time: nothing ends later, so the latest day may end before it is over.
    bool untilRevoked = false; ///< The request named no end.
};

struct PermissionChange {
    QStringList scopes; ///< A part of ChangeOffer::scopes, or all.
    Duration duration;
};

/// Lives in the GUI thread; its coroutines hold a shared_ptr to it. Everything is stored before it is sent and goes
/// through the outbox, so that a status which says "…ing" is true, and a crash loses nothing.
class PermissionDesk : public QObject, public std::enable_shared_from_this<PermissionDesk>
{
    Q_OBJECT

public:
    explicit PermissionDesk(DeskContext context);

    void start(); ///< After the vault has opened: renews what is due, now and every hour.
    void stop();

    /// All of them or none, and with them what `also` does, in one transaction. Those that have ended already are passed
    /// over, unless there is no other.
    /// Errors: `permission_unknown`, `permission_not_live`, those of `also` and of RecordStore.
    [[nodiscard]] Result<void> revoke(const QList<PermissionId> &permissions,
                                      const std::function<Result<void>()> &also = {});
    /// Errors besides: `permission_changing` while a change of its terms is on its way.
    [[nodiscard]] Result<void> disable(const PermissionId &permission);
    [[nodiscard]] Result<void> enable(const PermissionId &permission);

    /// Errors: `permission_unknown`, `permission_not_live`, `permission_changing`, `permission_not_changeable` (once).
    [[nodiscard]] Result<ChangeOffer> offer(const PermissionId &permission) const;
    /// Signs a permission with the new terms under a key and a ROT of its own, and hands it to the outbox with the old
    /// one's mark, in one transaction; at the AS both change in one step, so that there is never a gap, nor more than was
    /// decided. Resolves when that is stored. Errors: those of offer(), `choice_incomplete`, `duration_too_long`, those
    /// of SourceService::sealedRot(), of Registry and of RecordStore; where it would last longer than it does now also
    /// `operator_profile_stale`, `client_disabled`, `client_unknown`, `denied_by_rule`. Then nothing has changed.
    [[nodiscard]] Async<void> change(PermissionId permission, PermissionChange change, CancelToken cancel);
    /// Records what has ended by itself, where a network has told the time, renews permissions "until revoked" of whose time
    /// three quarters are over, and gives those that were reused the end that the person chose then. A renewal is an
    /// automatic grant: it needs the person's sign-in, which the identity provider is asked about before (profile 8).
    void renewDue();
    /// What waited for a sign-in goes on, once there is one.
    void signInChanged();

Q_SIGNALS:
    /// A change or renewal that was under way came to nothing: what was, stays.
    void notice(const fpx::Error &error);

private:
    using Self = std::shared_ptr<PermissionDesk>;
    void closeEnded();
    [[nodiscard]] bool isDue(const PermissionRecord &record) const;
    /// Error: `renewal_needs_sign_in`.
    [[nodiscard]] Result<void> checkSignIn(const PermissionRecord &record, Initiative initiative) const;
    void renewNext();
    static QCoro::Task<> renew(Self self, PermissionId permission);
    Async<void> renewed(Self self, PermissionId permission, CancelToken cancel);
    /// Errors of what may not last longer; else the most days that the rules leave it, if they say so.
    Async<std::optional<int>> mayLastLonger(Self self, std::shared_ptr<uma::Registry> registry, PermissionRecord old,
                                            PermissionChange change, Initiative initiative, CancelToken cancel);
    Async<void> replace(Self self, PermissionId permission, PermissionChange change, Initiative initiative,
                        CancelToken cancel);
    Async<void> sign(Self self, PermissionRecord old, PermissionChange change, Initiative initiative,
                     CancelToken cancel);
    [[nodiscard]] Result<PermissionRecord> changeable(const PermissionId &permission) const;
    [[nodiscard]] Result<void> wish(const PermissionId &permission, OutboxKind kind, const char *code);

    DeskContext m_context;
    QTimer m_renewal;
    QSet<PermissionId> m_signing; ///< Between the wish and the outbox.
    QList<PermissionId> m_due;    ///< To be renewed, a few at a time.
    QSet<PermissionId> m_renewing;
    QSet<PermissionId> m_told; ///< Not renewed, and said so.
    CancelSource m_cancel;
};

} // namespace fpx::consent
