// Every enrolment of this wallet, and the clients that speak for each (profile 3).
#pragma once

#include <fpx/base/deferred.h>
#include <fpx/http/httpclient.h>
#include <fpx/jose/jwk.h>
#include <fpx/operator/operatorprofile.h>
#include <fpx/uma/asclient.h>
#include <fpx/uma/registry.h>

#include <QHash>
#include <QObject>
#include <QSet>

namespace fpx::uma {

struct AccountsContext {
    http::NetworkContexts *contexts = nullptr; ///< One context for each enrolment, named by its id.
    SecretStore *secrets = nullptr;
    RecordStore *records = nullptr; ///< Tables `enrolments` and `networks_left`.
    const Clock *clock = nullptr;
    const RandomSource *random = nullptr;
    QString language; ///< One primary tag for registries, e.g. "en".
};

/// Lives in the GUI thread; its coroutines hold a shared_ptr to it. The pointers of the context outlive it.
class AsAccounts : public QObject, public std::enable_shared_from_this<AsAccounts>
{
    Q_OBJECT

public:
    AsAccounts(AccountsContext context, op::OperatorProfile profile);
    ~AsAccounts() override;

    /// Errors: those of RecordStore.
    [[nodiscard]] Result<void> load();
    void clear(); ///< When the vault locks.

    /// Accounts that can be used: the default one, then oldest first.
    [[nodiscard]] QList<Enrolment> at(const AsIdentifier &as) const;
    [[nodiscard]] QList<Enrolment> all() const; ///< At every AS.
    [[nodiscard]] std::optional<Enrolment> find(const EnrolmentId &id) const;

    /// Enrols and creates an account; goes on with one that was begun and not finished. Errors: those of enrol(),
    /// `unknown_as`, `operator_profile_stale`.
    [[nodiscard]] Async<Enrolment> join(AsIdentifier as, CancelToken cancel);
    /// Whether the person has left this network for good; join() takes it back.
    [[nodiscard]] bool hasLeft(const AsIdentifier &as) const { return m_left.contains(as); }
    [[nodiscard]] Result<void> setOpenDirectly(const EnrolmentId &id, bool direct);
    /// The person's own name for a profile, never sent; the first 64 characters that can be shown.
    [[nodiscard]] Result<void> setDisplayName(const EnrolmentId &id, const QString &name);
    /// As the person reads it: their own name for it, or one that tells it from the other nameless ones there.
    [[nodiscard]] QString nameOf(const Enrolment &enrolment) const;
    /// The one that is offered first at its network.
    [[nodiscard]] Result<void> setDefault(const EnrolmentId &id);
    /// Exchanges all keys of a profile; a second call waits for the first. Errors: those of rotateKeys(), `unknown_as`, `operator_profile_stale`, and
    /// `key_in_use` while an id_token by the present key may still be on its way (five minutes, profile 3 and 4.5).
    [[nodiscard]] Async<void> rotate(EnrolmentId id, CancelToken cancel);
    /// Goes on with exchanges of keys whose answers were lost, for all profiles. What does not work is tried again the next
    /// time, or when such a key is to sign.
    static QCoro::Task<> finishRotations(std::shared_ptr<AsAccounts> self, CancelToken cancel);
    /// Ends a profile at the AS, then forgets it here. The caller has revoked its permissions. Errors: those of
    /// endRegistrations() and of the stores; the profile stays then.
    [[nodiscard]] Async<void> leave(EnrolmentId id, CancelToken cancel);

    /// The one client of this enrolment. Null for an unknown one.
    [[nodiscard]] std::shared_ptr<AsClient> client(const EnrolmentId &id);
    [[nodiscard]] Async<std::shared_ptr<Registry>> registry(EnrolmentId id, CancelToken cancel);
    /// The key that signs id_tokens to this AS. While the keys are being exchanged it waits for the end, so that nothing is
    /// signed with a key that the AS is about to forget. Errors: those of SecretStore and RecordStore,
    /// `key_rotation_unfinished` (Retry::Later: the AS has not said yet which key it takes).
    [[nodiscard]] Async<jose::PrivateKey> providerKey(EnrolmentId id);

Q_SIGNALS:
    void changed();

private:
    /// Runs rotateKeys() or, with `onlyBegun`, finishRotation(), one at a time for each profile.
    static Async<void> exchangeKeys(std::shared_ptr<AsAccounts> self, EnrolmentId id, bool onlyBegun,
                                    CancelToken cancel);
    [[nodiscard]] AsContext contextFor(const EnrolmentId &id) const;
    [[nodiscard]] Result<void> store(const Enrolment &enrolment);

    AccountsContext m_context;
    op::OperatorProfile m_profile;
    QHash<EnrolmentId, Enrolment> m_enrolments;
    QSet<AsIdentifier> m_left;
    /// Exchanges of keys under way, and who waits for the end of each.
    QHash<EnrolmentId, QList<Deferred<Result<void>>>> m_rotating;
    QHash<EnrolmentId, std::shared_ptr<AsClient>> m_clients;
    QHash<EnrolmentId, std::shared_ptr<Registry>> m_registries;
};

} // namespace fpx::uma
