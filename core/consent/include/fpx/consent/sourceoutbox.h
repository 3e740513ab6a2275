// What must still be told to a data source: that a permission has ended, so that revoking does not rest on the AS alone
// (profile 5). Durable; retried until the source has answered, whatever the AS says.
#pragma once

#include <fpx/base/random.h>
#include <fpx/base/recordstore.h>
#include <fpx/sources/sourceservice.h>

#include <QHash>
#include <QObject>
#include <QTimer>

namespace fpx::consent {

struct SourceOutboxContext {
    RecordStore *records = nullptr; ///< Table `source_outbox`.
    std::shared_ptr<sources::SourceService> sources;
    const Clock *clock = nullptr;
    const RandomSource *random = nullptr;
};

/// Lives in the GUI thread; its coroutines hold a shared_ptr to it. A source that does not offer it, or of which this
/// wallet has no account any more, is told nothing.
class SourceOutbox : public QObject, public std::enable_shared_from_this<SourceOutbox>
{
    Q_OBJECT

public:
    explicit SourceOutbox(SourceOutboxContext context);

    /// Everything that is stored is due. Errors: those of RecordStore, `row_damaged`.
    [[nodiscard]] Result<void> load();
    void stop(); ///< Before the vault locks; entries stay.

    /// Within the caller's transaction; nothing is sent before wake(). `expires` (seconds, AS time) is when the permission
    /// ends by itself.
    [[nodiscard]] Result<void> add(const PermissionId &permission, const SourceIdentifier &source, qint64 expires);
    /// Sends what is due, now and later.
    void wake();
    /// Forgets what has ended by itself at `now`, a time that is sure.
    [[nodiscard]] Result<void> forgetEnded(qint64 now);

    /// How much that source must still be told.
    [[nodiscard]] qsizetype pending(const SourceIdentifier &source) const;
    /// Resolves when nothing is left to tell that source, or after `patience`.
    [[nodiscard]] QCoro::Task<> told(SourceIdentifier source, std::chrono::milliseconds patience,
                                     CancelToken cancel = {});

Q_SIGNALS:
    void changed();

private:
    struct Entry {
        PermissionId permission;
        SourceIdentifier source;
        qint64 expires = 0;
        int attempts = 0;
        qint64 dueAt = 0; ///< steady milliseconds
        bool sending = false;
    };
    using Self = std::shared_ptr<SourceOutbox>;
    static QCoro::Task<> tell(Self self, Entry entry);
    void postpone(const PermissionId &permission);
    void schedule();
    [[nodiscard]] Result<void> store(const Entry &entry);
    [[nodiscard]] qsizetype sendingTo(const SourceIdentifier &source) const;

    SourceOutboxContext m_context;
    QHash<PermissionId, Entry> m_entries;
    QTimer m_timer;
    CancelSource m_cancel;
};

} // namespace fpx::consent
