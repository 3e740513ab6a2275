// Holding the wallet's records against what each AS lists (profile 5): an AS must not be able to add, alter, drop or
// re-enable a permission without being noticed.
#pragma once

#include <fpx/consent/outbox.h>

#include <QObject>
#include <QTimer>

#include <functional>

namespace fpx::consent {

enum class AlertKind {
    Added,      ///< Listed, and never signed by this wallet.
    Altered,    ///< Listed with other bytes than those that were signed.
    Removed,    ///< Live here, and the AS ended it or no longer lists it.
    Reenabled,  ///< Counts at the AS although it was paused, had ended, or was revoked here.
    More,       ///< Many more findings at this AS than are told one by one.
    ListTooLong ///< The AS lists more than is read; nothing was compared.
};

struct Alert {
    AlertKind kind = AlertKind::Added;
    PermissionId permission; ///< For More and ListTooLong, which are about no single one, only a name of the alert.
    EnrolmentId enrolment;
    QString networkName;
    QString clientName; ///< For Added: the identifier that the listed permission names; may be empty.
    QString definitionName;
    qint64 foundAt = 0; ///< seconds
    int count = 0;      ///< For More.

    /// What happened, what it means and what was done, for a person.
    [[nodiscard]] QString sentence() const;
    [[nodiscard]] QJsonObject toJson() const;
    [[nodiscard]] static Result<Alert> fromJson(const QJsonObject &json);
};

[[nodiscard]] QString alertKindName(AlertKind kind);

struct Finding {
    std::optional<AlertKind> alert;
    std::optional<PermissionState> state; ///< To be recorded; none: as it is.
};
/// What one line of the AS's list, or its absence (null), says about what is recorded (null: nothing is) at `now`, in
/// seconds, AS time. Pure.
[[nodiscard]] Finding compare(const PermissionRecord *record, const uma::ListedPermission *listed, qint64 now);

struct ReconcilerContext {
    std::shared_ptr<uma::AsAccounts> accounts;
    std::shared_ptr<Outbox> outbox;
    PermissionBook *permissions = nullptr;
    RecordStore *records = nullptr; ///< Table `alerts`.
    ledger::Ledger *ledger = nullptr;
    const Clock *clock = nullptr;
    const RandomSource *random = nullptr;
    /// Whether that request is still at work: its permissions are not looked at.
    std::function<bool(const RequestKey &)> working;
    std::function<QString(const AsIdentifier &)> networkName;
};

/// Lives in the GUI thread; its coroutines hold a shared_ptr to it. Each account is looked at by itself and at its own
/// times, so that an AS learns nothing from their coincidence: within 10 s after the start, and then every 15 minutes,
/// ± 20 %. What was revoked and counts again is revoked again, what was paused is paused again, without asking.
class Reconciler : public QObject, public std::enable_shared_from_this<Reconciler>
{
    Q_OBJECT

public:
    explicit Reconciler(ReconcilerContext context);

    /// Reads the alerts that stand. Errors: those of RecordStore.
    [[nodiscard]] Result<void> load();
    void stop();

    /// A request was answered: what is pending becomes active when the browser has arrived, so the list is read again
    /// soon, and a few times more.
    void expectActivation();
    /// Compares that account now, in steps between which others have their turn. Resolves when everything found is
    /// recorded. Beyond twenty alerts of an account the rest is one: an AS cannot fill the history.
    [[nodiscard]] Async<void> reconcile(EnrolmentId id, CancelToken cancel);

    [[nodiscard]] QList<Alert> alerts() const { return m_alerts.values(); }
    /// The person has seen it: it is not shown again unless it is found anew. What an unknown permission can do is ended
    /// at the AS first (Added).
    [[nodiscard]] Result<void> dismiss(const PermissionId &permission);

Q_SIGNALS:
    void alertsChanged();
    void compared(const fpx::EnrolmentId &enrolment); ///< By itself or on demand, and the AS answered.
    void found(const fpx::Error &notice);             ///< Once for each finding; code `permission_added` and so on.

private:
    using Self = std::shared_ptr<Reconciler>;
    struct Seen {
        EnrolmentId enrolment;
        PermissionState state = PermissionState::Draft;
        QString version;
    };
    using Snapshot = QHash<PermissionId, Seen>;
    void wake();
    void schedule();
    static QCoro::Task<> run(Self self, EnrolmentId enrolment);
    [[nodiscard]] bool settled(const PermissionId &permission, const Snapshot &before) const;
    /// What is to be recorded of one permission.
    struct Step {
        PermissionId permission;
        Finding finding;
        std::optional<PermissionRecord> changed;
        std::optional<Alert> alert; ///< One that is told or brought up to date by itself.
        bool known = false;         ///< The alert stands already.
        bool resolved = false;      ///< An alert that stands is no longer so.
    };
    [[nodiscard]] Step look(const uma::Enrolment &enrolment, const PermissionId &permission,
                            const uma::ListedPermission *listed, qint64 now) const;
    [[nodiscard]] Result<void> take(const uma::Enrolment &enrolment, QList<Step> steps, int &further);
    [[nodiscard]] Result<void> write(const Step &step);
    [[nodiscard]] Result<void> record(const PermissionRecord &now, const Finding &finding) const;
    [[nodiscard]] Result<void> tell(const Alert &alert) const;
    /// Raises, keeps or takes back the one alert of an account that is about no single permission.
    [[nodiscard]] Result<void> summarise(const uma::Enrolment &enrolment, AlertKind kind, int count);
    void settleAlert(const Step &step);
    [[nodiscard]] Result<void> forget(const PermissionId &permission, bool expel);
    [[nodiscard]] Alert alertOf(AlertKind kind, const uma::Enrolment &enrolment, const PermissionId &permission,
                                const uma::ListedPermission *listed) const;

    ReconcilerContext m_context;
    QHash<PermissionId, Alert> m_alerts;
    QHash<EnrolmentId, qint64> m_next; ///< steady milliseconds
    QSet<EnrolmentId> m_running;
    int m_quickChecks = 0;
    QTimer m_timer;
    CancelSource m_cancel;
};

} // namespace fpx::consent
