// The wallet's own record of every permission that it ever signed.
#pragma once

#include <fpx/base/recordstore.h>
#include <fpx/consent/offer.h>
#include <fpx/uma/asclient.h>

#include <QHash>
#include <QObject>
#include <QSet>

#include <algorithm>
#include <array>
#include <memory>

namespace fpx::consent {

enum class PermissionState {
    Draft,   ///< Signed and stored; may or may not have reached the AS.
    Pending, ///< At the AS; authorises nothing.
    Active,
    Disabled,
    Disabling, ///< The person paused it; the AS has not confirmed yet.
    Enabling,  ///< The person lets it go on; the AS has not confirmed yet.
    Revoking,  ///< The person revoked it; the AS has not confirmed yet.
    Used,
    Expired,
    Revoked,
    Replaced, ///< A new permission with other terms took its place (profile 5, `replaces`).
    Dropped   ///< Never became active.
};

/// As the registry called them when the person decided.
struct PermissionNames {
    QString clientName;
    QByteArray clientLogo;
    QString clientOrganization; ///< identifier
    QString clientPolicyUri;
    QString clientTermsUri;
    QString clientLanguage; ///< In which the registry was read; empty: that and the three before it were not kept yet.
    QString networkName;
    QString definitionName;
    QString sourceName;
    QString subjectName;
    QStringList scopeNames;
    QString definitionType; ///< `resource_type`; empty: none, or not kept yet.
    QStringList
        scopeSensitivities; ///< Of each scope, as the registry says it; empty: this and the type were not kept yet.
    [[nodiscard]] bool operator==(const PermissionNames &) const = default;
};

/// Names that never change, since thousands of permissions name few parties and things: copies share them.
class SharedNames
{
public:
    SharedNames() : SharedNames(PermissionNames()) {}
    SharedNames(PermissionNames names) : m_names(std::make_shared<const PermissionNames>(std::move(names))) {}
    [[nodiscard]] const PermissionNames *operator->() const { return m_names.get(); }
    [[nodiscard]] const PermissionNames &operator*() const { return *m_names; }
    [[nodiscard]] bool operator==(const SharedNames &other) const
    {
        return m_names == other.m_names || *m_names == *other.m_names;
    }

private:
    std::shared_ptr<const PermissionNames> m_names;
};
[[nodiscard]] size_t qHash(const SharedNames &names, size_t seed = 0);

/// SHA-256 of a permission's JWS: what the wallet recognises its own by. All zero: none was signed.
using PermissionHash = std::array<char, 32>;
[[nodiscard]] PermissionHash hashOfPermission(const QByteArray &jws);

/// What is signed and sent. Too large to be in memory for thousands of permissions: PermissionBook::papers() reads it.
struct PermissionPapers {
    QByteArray permission; ///< The JWS.
    QByteArray body;       ///< Exactly what is posted; erased once the AS has answered for good.
};

struct PermissionRecord {
    PermissionId id;
    PermissionState state = PermissionState::Draft;
    EnrolmentId enrolment;
    AsIdentifier as;
    RequestKey request;
    QString requestId;
    ClientId client;
    DefinitionId definition;
    QString resourceId; ///< Null: the ticket named none.
    SourceIdentifier source;
    QString sourceAccount; ///< Whose login at the source (SourceAccount::subject); empty: not kept yet.
    RsIdentifier resourceServer;
    QString subject;
    QStringList scopes;
    bool once = false;
    bool untilRevoked = false;
    qint64 grantedAt = 0;  ///< seconds; of the first one where this replaces another
    qint64 signedAt = 0;   ///< seconds
    qint64 expires = 0;    ///< seconds
    qint64 lastUsedAt = 0; ///< seconds; 0: never, or unknown
    /// How many requests it answers, with those that reused it (profile 5), and when the last of them was answered.
    int timesShared = 1;
    qint64 lastSharedAt = 0; ///< seconds; 0: when it was granted
    /// The end that the request allowed, in seconds: `noLatestEnd` where it named none, 0 where that is not known.
    qint64 latestEnd = 0;
    /// What the person has decided since and the AS does not know yet: PermissionDesk replaces it. `Once`: nothing.
    Duration wished;
    PermissionId replaces;   ///< Empty: none.
    PermissionId replacedBy; ///< Set from the moment at which the replacement is signed; empty: none.
    QString version;         ///< The AS's
    PermissionHash hash{};   ///< Of its papers.
    SharedNames names;

    static constexpr qint64 noLatestEnd = -1;
    /// Active or disabled at the AS, as far as it has confirmed.
    [[nodiscard]] bool isLive() const
    {
        return state == PermissionState::Active || state == PermissionState::Disabled ||
               state == PermissionState::Disabling || state == PermissionState::Enabling;
    }
    /// The person gave it and the network took it, whatever has become of it since. What was only prepared, or waited for
    /// an answer that never arrived, was not given.
    [[nodiscard]] bool wasGiven() const
    {
        return state != PermissionState::Draft && state != PermissionState::Pending &&
               state != PermissionState::Dropped;
    }
    /// Past its end at `now` (seconds, AS time), whatever the AS has said of it.
    [[nodiscard]] bool hasEnded(qint64 now) const { return expires <= now && !isOver(); }
    /// seconds
    [[nodiscard]] qint64 lastShared() const { return std::max(grantedAt, lastSharedAt); }
    /// Nothing that happens at the AS can make it count again.
    [[nodiscard]] bool isOver() const;
    [[nodiscard]] QJsonObject toJson() const;
    [[nodiscard]] static Result<PermissionRecord> fromJson(const QJsonObject &json);
};

[[nodiscard]] QString permissionStateName(PermissionState state);

/// Keeps all records in memory, without their papers, and writes each change through. One thread.
class PermissionBook : public QObject
{
    Q_OBJECT

public:
    explicit PermissionBook(RecordStore &records, QObject *parent = nullptr);

    /// Errors: those of RecordStore.
    [[nodiscard]] Result<void> load();
    void clear(); ///< When the vault locks.

    [[nodiscard]] const QHash<PermissionId, PermissionRecord> &all() const { return m_records; }
    [[nodiscard]] const PermissionRecord *find(const PermissionId &id) const;
    [[nodiscard]] QList<PermissionRecord> ofRequest(const RequestKey &request) const;
    [[nodiscard]] QList<PermissionRecord> liveAt(const SourceIdentifier &source) const;
    /// The newest permission that this client was ever given with this profile; null: none. A profile is at one network,
    /// and what one did is nothing to another.
    [[nodiscard]] const PermissionRecord *newestOf(const EnrolmentId &profile, const ClientId &client) const;
    /// Whether this client was ever granted anything with this profile.
    [[nodiscard]] bool knowsClient(const EnrolmentId &profile, const ClientId &client) const;
    /// Whether it was ever granted this with this profile; then it is known.
    [[nodiscard]] bool wasGivenTo(const EnrolmentId &profile, const ClientId &client,
                                  const DefinitionId &definition) const;
    /// The newest permission for this definition, to whichever client, with this profile; null: none.
    [[nodiscard]] const PermissionRecord *newestOf(const EnrolmentId &profile, const DefinitionId &definition) const;

    /// Reads what was signed and what is posted. Errors: `permission_unknown`, those of RecordStore.
    [[nodiscard]] Result<PermissionPapers> papers(const PermissionId &id) const;

    /// Inserts or replaces, within the caller's transaction if there is one; the hash becomes that of the papers.
    [[nodiscard]] Result<void> put(PermissionRecord record, const PermissionPapers &papers);
    enum class Body { Keep, Erase };
    /// Replaces what is known of a permission and leaves its papers, or all of them but the body. Errors: as papers().
    [[nodiscard]] Result<void> put(const PermissionRecord &record, Body body = Body::Keep);

Q_SIGNALS:
    void changed();

private:
    /// What is equal in thousands of records is kept once.
    class Shared
    {
    public:
        void share(PermissionRecord &record);
        void clear() { *this = {}; }

    private:
        void share(QString &text) { text = *m_texts.insert(text); }
        void share(QStringList &texts);
        template <class Id>
        void shareId(Id &id)
        {
            id = Id(*m_texts.insert(id.value()));
        }
        QSet<QString> m_texts;
        QSet<QByteArray> m_logos;
        QSet<SharedNames> m_names;
        QSet<QStringList> m_lists;
    };

    [[nodiscard]] Result<void> write(PermissionRecord record, const PermissionPapers &papers);
    template <class Holds>
    [[nodiscard]] const PermissionRecord *newestGiven(const Holds &holds) const;

    RecordStore &m_store;
    Shared m_shared;
    QHash<PermissionId, PermissionRecord> m_records;
};

} // namespace fpx::consent
