#include <fpx/uma/asaccounts.h>

#include "words.h"
#include <fpx/base/plaintext.h>

#include <fpx/uma/registration.h>

#include <algorithm>
#include <tuple>

namespace fpx::uma {

namespace {

constexpr QLatin1String table("enrolments");
constexpr QLatin1String leftTable("networks_left");
constexpr qint64 kIdTokenSeconds = 300; // longest life of an id_token (profile 4.5)
constexpr qsizetype kMaxName = 64;

Failure unknownNetwork()
{
    return fail("unknown_as", Words::tr("This wallet does not know that network."));
}

} // namespace

AsAccounts::AsAccounts(AccountsContext context, op::OperatorProfile profile)
    : m_context(std::move(context)), m_profile(std::move(profile))
{
}

AsAccounts::~AsAccounts() = default;

Result<void> AsAccounts::load()
{
    FPX_TRY(rows, m_context.records->all(table));
    m_enrolments.clear();
    for (const QJsonObject &row : std::as_const(rows)) {
        FPX_TRY(enrolment, Enrolment::fromJson(row));
        m_enrolments.insert(enrolment.id, enrolment);
    }
    FPX_TRY(left, m_context.records->all(leftTable));
    m_left.clear();
    for (auto it = left.constBegin(); it != left.constEnd(); ++it)
        m_left.insert(AsIdentifier(it.key()));
    Q_EMIT changed();
    return {};
}

void AsAccounts::clear()
{
    m_enrolments.clear();
    m_left.clear();
    m_clients.clear();
    m_registries.clear();
    Q_EMIT changed();
}

QList<Enrolment> AsAccounts::at(const AsIdentifier &as) const
{
    QList<Enrolment> result;
    for (const Enrolment &enrolment : m_enrolments) {
        if (enrolment.as == as && enrolment.isComplete())
            result.append(enrolment);
    }
    std::ranges::sort(result, {},
                      [](const Enrolment &one) { return std::tuple(!one.isDefault, one.createdAt, one.id.value()); });
    return result;
}

QList<Enrolment> AsAccounts::all() const
{
    QList<Enrolment> result = m_enrolments.values();
    result.removeIf([](const Enrolment &enrolment) { return !enrolment.isComplete(); });
    std::ranges::sort(result, {}, &Enrolment::createdAt);
    return result;
}

std::optional<Enrolment> AsAccounts::find(const EnrolmentId &id) const
{
    const auto found = m_enrolments.constFind(id);
    return found == m_enrolments.constEnd() ? std::nullopt : std::optional(*found);
}

Async<Enrolment> AsAccounts::join(AsIdentifier as, CancelToken cancel)
{
    const auto self = shared_from_this();
    const op::AuthorizationServer *server = m_profile.authorizationServer(as);
    if (server == nullptr)
        co_return unknownNetwork();
    FPX_CO_CHECK(m_profile.checkFresh(m_context.clock->nowSeconds()));

    const auto begun = std::ranges::find_if(
        m_enrolments, [&as](const Enrolment &enrolment) { return enrolment.as == as && !enrolment.isComplete(); });
    Enrolment draft;
    if (begun != m_enrolments.end()) {
        draft = *begun;
    } else {
        draft.id = EnrolmentId(m_context.random->uuid());
        draft.as = as;
        draft.asIssuer = server->issuer;
        draft.createdAt = m_context.clock->nowSeconds();
        draft.keysSince = draft.createdAt;
        FPX_CO_CHECK(store(draft)); // the id must survive, so that a second attempt goes on instead of enrolling again
    }
    FPX_CO_CHECK(m_context.records->remove(leftTable, as.value()));
    m_left.remove(as);
    const op::AuthorizationServer known = *server;
    FPX_CO_TRY(enrolment, co_await enrol(contextFor(draft.id), draft.id, known, m_profile.issuer(), cancel));
    enrolment.displayName = draft.displayName;
    enrolment.createdAt = draft.createdAt;
    enrolment.keysSince = m_context.clock->nowSeconds();
    enrolment.openDirectly = draft.openDirectly;
    FPX_CO_CHECK(store(enrolment));
    FPX_CO_CHECK(forgetEnrolmentDraft(contextFor(enrolment.id), enrolment.id));
    co_return enrolment;
}

Result<void> AsAccounts::setOpenDirectly(const EnrolmentId &id, bool direct)
{
    auto enrolment = find(id);
    if (!enrolment)
        return unknownNetwork();
    enrolment->openDirectly = direct;
    return store(*enrolment);
}

Result<void> AsAccounts::setDisplayName(const EnrolmentId &id, const QString &name)
{
    auto enrolment = find(id);
    if (!enrolment)
        return unknownNetwork();
    enrolment->displayName = plainText(name, kMaxName);
    return store(*enrolment);
}

QString AsAccounts::nameOf(const Enrolment &enrolment) const
{
    if (!enrolment.displayName.isEmpty())
        return enrolment.displayName;
    const auto older = std::ranges::count_if(m_enrolments, [&enrolment](const Enrolment &other) {
        return other.as == enrolment.as && other.isComplete() && other.displayName.isEmpty() &&
               std::tuple(other.createdAt, other.id.value()) < std::tuple(enrolment.createdAt, enrolment.id.value());
    });
    return older == 0 ? Words::tr("Private profile") : Words::tr("Private profile %1").arg(older + 1);
}

Result<void> AsAccounts::setDefault(const EnrolmentId &id)
{
    const auto chosen = find(id);
    if (!chosen)
        return unknownNetwork();
    return m_context.records->transaction([&]() -> Result<void> {
        const QList<Enrolment> profiles = at(chosen->as);
        for (Enrolment profile : profiles) {
            profile.isDefault = profile.id == id;
            FPX_CHECK(store(profile));
        }
        return {};
    });
}

Async<void> AsAccounts::rotate(EnrolmentId id, CancelToken cancel)
{
    const auto self = shared_from_this();
    const auto enrolment = find(id);
    const op::AuthorizationServer *server = enrolment ? m_profile.authorizationServer(enrolment->as) : nullptr;
    if (server == nullptr || !enrolment->isComplete())
        co_return unknownNetwork();
    const qint64 now = m_context.clock->nowSeconds();
    FPX_CO_CHECK(m_profile.checkFresh(now));
    if (now < enrolment->lastSigned + kIdTokenSeconds)
        co_return fail("key_in_use",
                       Words::tr("An answer under the present keys may still be on its way. Try again in five "
                                 "minutes."),
                       {}, Retry::Later);
    co_return co_await exchangeKeys(self, id, false, cancel);
}

Async<void> AsAccounts::exchangeKeys(std::shared_ptr<AsAccounts> self, EnrolmentId id, bool onlyBegun,
                                     CancelToken cancel)
{
    AsAccounts &a = *self;
    if (const auto running = a.m_rotating.find(id); running != a.m_rotating.end()) {
        const Deferred<Result<void>> mine;
        running->append(mine);
        co_return co_await mine;
    }
    const auto enrolment = a.find(id);
    const op::AuthorizationServer *server = enrolment ? a.m_profile.authorizationServer(enrolment->as) : nullptr;
    if (server == nullptr)
        co_return unknownNetwork();
    const op::AuthorizationServer known = *server;
    a.m_rotating.insert(id, {}); // before anything is awaited: from here on providerKey() waits
    const AsContext context = a.contextFor(id);
    Result<void> done;
    if (onlyBegun)
        done = co_await finishRotation(context, *enrolment, known, cancel);
    else
        done = co_await rotateKeys(context, *enrolment, known, cancel);
    if (auto renewed = a.find(id); done && renewed) {
        renewed->keysSince = a.m_context.clock->nowSeconds();
        a.m_clients.remove(id); // its tokens were issued to the old keys
        done = a.store(*renewed);
    }
    const auto waiting = a.m_rotating.take(id);
    for (const auto &other : waiting)
        other.resolve(done);
    co_return done;
}

QCoro::Task<> AsAccounts::finishRotations(std::shared_ptr<AsAccounts> self, CancelToken cancel)
{
    const QList<Enrolment> profiles = self->all();
    for (const Enrolment &profile : profiles) {
        const bool unfinished = isRotationUnfinished(self->contextFor(profile.id), profile.id).value_or(false);
        if (!unfinished || cancel.cancelled())
            continue;
        const auto done = co_await exchangeKeys(self, profile.id, true, cancel);
        if (!done)
            qWarning("keys: %s", done.error().code.constData());
    }
}

Async<void> AsAccounts::leave(EnrolmentId id, CancelToken cancel)
{
    const auto self = shared_from_this();
    const auto enrolment = find(id);
    if (!enrolment)
        co_return unknownNetwork();
    const AsContext context = contextFor(id);
    FPX_CO_CHECK(co_await endRegistrations(context, *enrolment, cancel));
    // Nobody answers for these keys any more: forgotten, cancelled or not.
    FPX_CO_CHECK(co_await forgetSecrets(context, id));
    const bool last = at(enrolment->as).size() == 1;
    FPX_CO_CHECK(m_context.records->transaction([&]() -> Result<void> {
        if (last)
            FPX_CHECK(m_context.records->put(leftTable, enrolment->as.value(), {}));
        return m_context.records->remove(table, id.value());
    }));
    if (last)
        m_left.insert(enrolment->as);
    m_enrolments.remove(id);
    m_clients.remove(id);
    m_registries.remove(id);
    m_context.contexts->forget(id.value());
    Q_EMIT changed();
    co_return {};
}

std::shared_ptr<AsClient> AsAccounts::client(const EnrolmentId &id)
{
    const auto enrolment = find(id);
    if (!enrolment || !enrolment->isComplete())
        return nullptr;
    auto &client = m_clients[id];
    if (!client)
        client = std::make_shared<AsClient>(contextFor(id), *enrolment);
    return client;
}

Async<std::shared_ptr<Registry>> AsAccounts::registry(EnrolmentId id, CancelToken cancel)
{
    const auto self = shared_from_this();
    const auto asClient = client(id);
    if (!asClient)
        co_return unknownNetwork();
    FPX_CO_TRY(metadata, co_await asClient->metadata(cancel));
    auto &registry = m_registries[id];
    if (!registry || registry->endpoint() != metadata.registryEndpoint)
        registry = std::make_shared<Registry>(m_context.contexts->context(id.value()), metadata.registryEndpoint,
                                              m_context.language);
    const std::shared_ptr<Registry> kept = registry; // QCoro moves out of what co_return names
    co_return kept;
}

Async<jose::PrivateKey> AsAccounts::providerKey(EnrolmentId id)
{
    const auto self = shared_from_this();
    const AsContext context = contextFor(id);
    FPX_CO_TRY(unfinished, isRotationUnfinished(context, id));
    if (unfinished || m_rotating.contains(id)) {
        const CancelToken nobody;
        [[maybe_unused]] const auto done = co_await exchangeKeys(self, id, true, nobody);
        FPX_CO_TRY(still, isRotationUnfinished(context, id));
        if (still)
            co_return fail("key_rotation_unfinished",
                           Words::tr("The keys of this profile are being exchanged, and the network has not confirmed "
                                     "it yet. Nothing was shared. Try again in a moment."),
                           {}, Retry::Later);
    }
    auto enrolment = find(id);
    if (!enrolment)
        co_return unknownNetwork();
    enrolment->lastSigned = m_context.clock->nowSeconds(); // durable before anything is signed: rotate() waits for it
    FPX_CO_CHECK(store(*enrolment));
    const SecretName name{SecretPurpose::AsKeys, id.value() + QStringLiteral("/provider")};
    FPX_CO_TRY(secret, co_await m_context.secrets->get(name));
    co_return jose::PrivateKey::fromSecret(secret);
}

AsContext AsAccounts::contextFor(const EnrolmentId &id) const
{
    return {m_context.contexts->context(id.value()), m_context.secrets, m_context.records, m_context.clock,
            m_context.random};
}

Result<void> AsAccounts::store(const Enrolment &enrolment)
{
    FPX_CHECK(m_context.records->put(table, enrolment.id.value(), enrolment.toJson()));
    m_enrolments.insert(enrolment.id, enrolment);
    Q_EMIT changed();
    return {};
}

} // namespace fpx::uma
