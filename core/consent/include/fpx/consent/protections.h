// What lets a data source ask a network who has access (profile 5, `protect`): shown, and ended.
#pragma once

#include <fpx/consent/outbox.h>

#include <QObject>
#include <QTimer>

namespace fpx::consent {

struct ProtectionsContext {
    std::shared_ptr<uma::AsAccounts> accounts;
    RecordStore *records = nullptr; ///< Table `protection_ends`: what must still be told to an AS.
    ledger::Ledger *ledger = nullptr;
    const Clock *clock = nullptr;
    const RandomSource *random = nullptr;
    std::function<QString(const AsIdentifier &)> networkName;
};

/// A protection as the AS listed it last.
struct HeldProtection {
    EnrolmentId enrolment;
    AsIdentifier as;
    uma::Protection protection;
    bool ending = false; ///< The person ended it; the AS has not confirmed yet.
};

/// Lives in the GUI thread; its coroutines hold a shared_ptr to it. The AS is the only one who knows which protections
/// there are, so the list is kept in memory; an end that was decided is durable and retried until confirmed.
class Protections : public QObject, public std::enable_shared_from_this<Protections>
{
    Q_OBJECT

public:
    explicit Protections(ProtectionsContext context);

    /// Reads what is still to be told. Errors: those of RecordStore.
    [[nodiscard]] Result<void> load();
    void stop();
    /// Asks that account's AS, and no other, since coincidences link accounts; one that cannot be reached keeps its last
    /// list.
    void refresh(const EnrolmentId &enrolment);

    [[nodiscard]] QList<HeldProtection> all() const;
    /// `sourceName` is for the history. Errors: `protection_unknown`, those of RecordStore.
    [[nodiscard]] Result<void> end(const AsIdentifier &as, const RsIdentifier &resourceServer,
                                   const QString &sourceName);

Q_SIGNALS:
    void changed();

private:
    using Self = std::shared_ptr<Protections>;
    struct End {
        EnrolmentId enrolment;
        RsIdentifier resourceServer;
        QString networkName;
        QString sourceName;
        int attempts = 0;
        qint64 dueAt = 0; ///< steady milliseconds
        bool sending = false;
    };
    static QCoro::Task<> list(Self self, EnrolmentId enrolment);
    static QCoro::Task<> tell(Self self, QString id);
    [[nodiscard]] Result<void> confirm(const QString &id);
    void wake();

    ProtectionsContext m_context;
    QHash<EnrolmentId, QList<uma::Protection>> m_listed;
    QHash<QString, End> m_ends;
    QTimer m_timer;
    CancelSource m_cancel;
};

} // namespace fpx::consent
