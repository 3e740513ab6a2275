// Connecting, refreshing and leaving data sources, and obtaining ROTs from them.
#pragma once

#include <fpx/jose/jwkset.h>
#include <fpx/oauth/metadata.h>
#include <fpx/sources/rot.h>
#include <fpx/sources/source.h>

#include <QObject>

#include <functional>

namespace fpx::sources {

struct StoredTokens; // private to the module

struct SourceContext {
    std::function<std::shared_ptr<http::HttpClient>(QString)> http; ///< Network context by name, one for each source.
    oauth::RedirectReceiver *receiver = nullptr;
    SecretStore *secrets = nullptr;
    RecordStore *records = nullptr; ///< Tables `sources` (accounts) and `pseudonyms` (material and what is used up).
    const Clock *clock = nullptr;
    const RandomSource *random = nullptr;
};

/// Lives in the GUI thread; its coroutines hold a shared_ptr to it.
class SourceService : public QObject, public std::enable_shared_from_this<SourceService>
{
    Q_OBJECT

public:
    SourceService(SourceContext context, QList<op::DataSource> known);
    ~SourceService() override;

    /// Reads the stored accounts. Call once after the vault has opened. Where a lock or a crash came between an account's end
    /// and its tokens', those are forgotten and given back now. Errors: those of RecordStore.
    [[nodiscard]] Result<void> load();
    void clear(); ///< When the vault locks.

    [[nodiscard]] const QList<op::DataSource> &known() const { return m_known; }
    [[nodiscard]] std::optional<SourceAccount> account(const SourceIdentifier &source) const;

    /// Runs code + PKCE at the source's own AS in the browser, then reads userinfo. Nothing is stored before confirm().
    /// `onLink` receives a way to open again; see oauth::RedirectReceiver. Errors: those of oauth's code flow,
    /// `source_unknown`, `bad_userinfo`, `scope_widened`.
    [[nodiscard]] Async<PendingConnection> connect(SourceIdentifier source, oauth::BrowserOpened onLink,
                                                   CancelToken cancel);
    /// "This is me": stores tokens, then the account. What another account gave before is given back, and none of its ROT
    /// material is used again.
    [[nodiscard]] Async<void> confirm(PendingConnection connection);
    /// "This is not me": revokes what the source gave (RFC 7009), as far as it offers that and can be reached.
    void discard(const PendingConnection &connection);
    /// Resources again, own and delegated; refreshes the access token when needed. Errors: `source_needs_sign_in`,
    /// `source_offline`, those of the transport.
    [[nodiscard]] Async<SourceAccount> refresh(SourceIdentifier source, CancelToken cancel);
    /// Forgets the account, and with it what `also` does, in one transaction, before anything is awaited; then its ROT
    /// material and both tokens, which are revoked (RFC 7009) as far as the source can be reached. Pseudonyms stay remembered
    /// as used. Errors: `source_unknown`, those of `also` and of the stores.
    [[nodiscard]] Async<void> disconnect(SourceIdentifier source, std::function<Result<void>()> also = {});

    /// The key to which ROTs for this source are encrypted: from the source's own `jwks_uri` (profile 6). The caller
    /// compares it with the registry's copy through matchesRegistry().
    [[nodiscard]] Async<jose::JwkSet> encryptionKeys(SourceIdentifier source, CancelToken cancel);
    /// Error: `registry_key_differs` (an alert; stops the grant).
    [[nodiscard]] static Result<void> matchesRegistry(const jose::JwkSet &own, const QByteArray &registryJwks);

    /// A ROT by the source's strategy, encrypted to it. The pseudonym is durably marked as used before this resolves.
    /// Errors: `source_needs_sign_in`, `source_offline`, `rot_refused`, `bad_rot_material`, `registry_key_differs`.
    [[nodiscard]] Async<SealedRot> sealedRot(SourceIdentifier source, RotDemand demand, QByteArray registryJwks,
                                             CancelToken cancel);
    /// Tells the source that a permission was revoked, where it offers that: `DELETE {rot.endpoint}/{permission_id}`.
    [[nodiscard]] Async<void> forgetPermission(SourceIdentifier source, PermissionId permission, CancelToken cancel);

Q_SIGNALS:
    void changed(const fpx::SourceIdentifier &source);

private:
    struct State;
    using Self = std::shared_ptr<SourceService>;

    [[nodiscard]] const op::DataSource *find(const SourceIdentifier &source) const;
    [[nodiscard]] QString nameOf(const SourceIdentifier &source) const;
    void setHealth(const SourceIdentifier &source, SourceHealth health);
    [[nodiscard]] Failure giveUp(const SourceIdentifier &source);
    /// That the source did not answer, with its name (`source_offline`); any other error as it is.
    [[nodiscard]] Error nameTheSource(const SourceIdentifier &source, Error error);
    [[nodiscard]] Error troubled(const SourceIdentifier &source, const QString &detail);
    template <typename T>
    [[nodiscard]] Result<T> inItsName(const SourceIdentifier &source, const Result<T> &answer)
    {
        return answer.map_error([&](const Error &error) { return nameTheSource(source, error); });
    }

    Async<SourceAccount> accountBehind(Self self, op::DataSource known, QString subject, Secret accessToken,
                                       CancelToken cancel);
    static QCoro::Task<> forgetLeftovers(Self self, SourceIdentifier source);
    /// Tokens and ROT material of an account that is gone. Both of the tokens are given back.
    Async<void> forgetSecrets(Self self, SourceIdentifier source);
    static QCoro::Task<> storeUnsaved(Self self, SourceIdentifier source);
    Async<oauth::Metadata> metadataOf(Self self, SourceIdentifier source, CancelToken cancel);
    Async<Secret> accessToken(Self self, SourceIdentifier source, bool renew, CancelToken cancel);
    Async<Secret> renewTokens(Self self, SourceIdentifier source, StoredTokens old, CancelToken cancel);
    /// With a bearer token, renewed once where the source refuses it.
    Async<http::Response> send(Self self, SourceIdentifier source, http::Request request, CancelToken cancel);

    Async<QByteArray> simpleRot(Self self, SourceIdentifier source, QUrl endpoint, RotDemand demand,
                                CancelToken cancel);
    /// A pseudonym that nobody has used, and the proof that goes with it.
    struct Material {
        QString pseudonym;
        Secret proof;
    };
    Async<jose::PublicKey> recipientKey(Self self, SourceIdentifier source, QByteArray registryJwks,
                                        CancelToken cancel);
    Async<QJsonObject> askForRot(Self self, SourceIdentifier source, http::Request request, CancelToken cancel);
    Async<Material> takeMaterial(Self self, SourceIdentifier source, QUrl endpoint, QString subject,
                                 CancelToken cancel);
    [[nodiscard]] bool isUsable(const QJsonObject &material) const;
    [[nodiscard]] Result<QString> takeStoredPseudonym(const QString &id, const QString &generation);
    Async<void> fetchMaterial(Self self, SourceIdentifier source, QUrl endpoint, QString subject, CancelToken cancel);
    Async<void> forgetRotMaterial(Self self, SourceIdentifier source);

    QList<op::DataSource> m_known;
    std::unique_ptr<State> m_state;
};

} // namespace fpx::sources
