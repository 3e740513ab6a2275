#include <fpx/base/json.h>
#include <fpx/oauth/codeflow.h>

#include "state.h"
#include "userinfo.h"
#include "words.h"

#include <algorithm>

namespace fpx::sources {

SourceService::SourceService(SourceContext context, QList<op::DataSource> known)
    : m_known(std::move(known)), m_state(std::make_unique<State>())
{
    m_state->context = std::move(context);
    m_state->keys = std::make_shared<oauth::JwksCache>(*m_state->context.clock);
}

SourceService::~SourceService() = default;

Result<void> SourceService::load()
{
    FPX_TRY(rows, m_state->context.records->all(QStringLiteral("sources")));
    m_state->accounts.clear();
    for (const QJsonObject &row : std::as_const(rows)) {
        FPX_TRY(account, SourceAccount::fromJson(row));
        if (find(account.source) != nullptr)
            m_state->accounts.insert(account.source, account);
    }
    const QList<SourceIdentifier> unsaved = m_state->unsaved.keys();
    for (const SourceIdentifier &source : unsaved)
        spawn(storeUnsaved(shared_from_this(), source));
    for (const op::DataSource &known : std::as_const(m_known)) {
        if (!m_state->accounts.contains(known.identifier))
            spawn(forgetLeftovers(shared_from_this(), known.identifier));
    }
    return {};
}

QCoro::Task<> SourceService::forgetLeftovers(Self self, SourceIdentifier source)
{
    const int connection = self->m_state->connections.value(source);
    const SecretName name = tokensOf(source);
    const auto left = co_await self->m_state->context.secrets->get(name);
    if (left && connection == self->m_state->connections.value(source)) [[maybe_unused]]
        const auto done = co_await self->forgetSecrets(self, source);
}

QCoro::Task<> SourceService::storeUnsaved(Self self, SourceIdentifier source)
{
    // Not found is as good as stored: whoever disconnected meanwhile wants them gone.
    [[maybe_unused]] const auto stored = co_await self->m_state->loadTokens(source);
}

void SourceService::clear()
{
    m_state->accounts.clear();
}

std::optional<SourceAccount> SourceService::account(const SourceIdentifier &source) const
{
    const auto found = m_state->accounts.constFind(source);
    return found == m_state->accounts.constEnd() ? std::nullopt : std::optional(*found);
}

const op::DataSource *SourceService::find(const SourceIdentifier &source) const
{
    const auto found = std::ranges::find(m_known, source, &op::DataSource::identifier);
    return found == m_known.end() ? nullptr : &*found;
}

QString SourceService::nameOf(const SourceIdentifier &source) const
{
    const op::DataSource *known = find(source);
    return known ? known->displayName.text({}) : source.value();
}

Async<PendingConnection> SourceService::connect(SourceIdentifier source, oauth::BrowserOpened onLink,
                                                CancelToken cancel)
{
    const auto self = shared_from_this();
    const op::DataSource *found = find(source);
    if (found == nullptr)
        co_return sourceUnknown();
    const op::DataSource known = *found;
    oauth::CodeFlowRequest request;
    request.identifier = known.identifier.value();
    request.issuer = known.issuer;
    request.clientId = known.clientId;
    request.clientSecret = known.clientSecret;
    request.scope = known.scope.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    request.wantsIdToken = request.scope.contains(QStringLiteral("openid"));
    const oauth::CodeFlowContext context{m_state->http(source), m_state->context.receiver, m_state->keys,
                                         m_state->context.clock, m_state->context.random};
    FPX_CO_TRY(done, co_await oauth::runCodeFlow(context, request, onLink, cancel));
    m_state->metadata.insert(source, done.metadata);

    PendingConnection pending;
    pending.account.source = source;
    pending.accessToken = done.tokens.accessToken;
    pending.refreshToken = done.tokens.refreshToken;
    pending.accessTokenExpiresAt =
        done.tokens.expiresIn ? m_state->context.clock->nowSeconds() + *done.tokens.expiresIn : 0;
    pending.narrowed = done.narrowed;
    const QString subject = done.idToken ? done.idToken->subject : QString();
    const auto account = co_await accountBehind(self, known, subject, pending.accessToken, cancel);
    if (!account) {
        discard(pending);
        co_return fail(account.error());
    }
    pending.account = *account;
    co_return pending;
}

Async<SourceAccount> SourceService::accountBehind([[maybe_unused]] std::shared_ptr<SourceService> self,
                                                  op::DataSource known, QString subject, Secret accessToken,
                                                  CancelToken cancel)
{
    const SourceIdentifier source = known.identifier;
    http::Request ask;
    ask.url = QUrl(known.userinfo);
    ask.bearer = accessToken;
    ask.reading = Reading::Lenient;
    FPX_CO_TRY(response, co_await m_state->http(source)->send(ask, cancel));
    if (!response.ok())
        co_return fail("bad_userinfo",
                       Words::tr("%1 did not say what it holds about you. Try again.").arg(nameOf(source)),
                       QStringLiteral("HTTP %1").arg(response.status), Retry::Later);
    FPX_CO_TRY(info, readUserinfo(response, nameOf(source)));
    if (!subject.isEmpty() && subject != info.subject) // OIDC Core 5.3.2
        co_return fail("bad_userinfo",
                       Words::tr("%1 answered for two different people. The wallet stopped.").arg(nameOf(source)),
                       QStringLiteral("sub"));
    SourceAccount account;
    account.source = source;
    account.subject = info.subject;
    account.displayName = info.displayName.isEmpty() ? info.subject : info.displayName;
    account.connectedAt = m_state->context.clock->nowSeconds();
    account.refreshedAt = account.connectedAt;
    account.own = info.own;
    account.related = info.related;
    co_return account;
}

void SourceService::discard(const PendingConnection &connection)
{
    const op::DataSource *known = find(connection.account.source);
    const QUrl endpoint = m_state->metadata.value(connection.account.source).revocationEndpoint;
    if (known == nullptr)
        return;
    const oauth::Client client(known->clientId, known->clientSecret);
    spawn(oauth::discardTokens(m_state->http(known->identifier), endpoint, client, connection.accessToken,
                               connection.refreshToken));
}

Async<void> SourceService::confirm(PendingConnection connection)
{
    const auto self = shared_from_this();
    const StoredTokens tokens{connection.accessToken, connection.refreshToken, connection.accessTokenExpiresAt};
    const SourceIdentifier source = connection.account.source;
    // What another account gave goes back to it. One of the same account is only forgotten: a source may end with it all
    // that it gave this wallet for that account.
    PendingConnection before;
    if (const auto known = account(source); known && known->subject != connection.account.subject) {
        const auto given = co_await m_state->loadTokens(source);
        before.account.source = source;
        before.accessToken = given ? given->access : Secret();
        before.refreshToken = given ? given->refresh : Secret();
        FPX_CO_CHECK(co_await forgetRotMaterial(self, source)); // a ROT would be of who was connected before
    }
    ++m_state->connections[source];
    m_state->unsaved.remove(source);
    FPX_CO_CHECK(co_await m_state->storeTokens(source, tokens));
    FPX_CO_CHECK(m_state->store(connection.account));
    discard(before);
    Q_EMIT changed(source);
    co_return {};
}

Async<SourceAccount> SourceService::refresh(SourceIdentifier source, CancelToken cancel)
{
    const auto self = shared_from_this();
    const op::DataSource *known = find(source);
    if (known == nullptr)
        co_return sourceUnknown();
    http::Request request;
    request.url = QUrl(known->userinfo);
    FPX_CO_TRY(response, co_await send(self, source, request, cancel));
    FPX_CO_TRY(info, readUserinfo(response, nameOf(source)));
    auto current = account(source);
    if (!current)
        co_return needsSignIn(nameOf(source));
    if (info.subject != current->subject)
        co_return fail("bad_userinfo",
                       Words::tr("%1 answered for another person. Connect it again.").arg(nameOf(source)),
                       QStringLiteral("sub"));
    current->own = info.own;
    current->related = info.related;
    current->refreshedAt = m_state->context.clock->nowSeconds();
    FPX_CO_CHECK(m_state->store(*current));
    Q_EMIT changed(source);
    co_return *current;
}

Async<void> SourceService::disconnect(SourceIdentifier source, std::function<Result<void>()> also)
{
    const auto self = shared_from_this();
    if (find(source) == nullptr)
        co_return sourceUnknown();
    ++m_state->connections[source];
    FPX_CO_CHECK(m_state->context.records->transaction([&]() -> Result<void> {
        FPX_CHECK(m_state->context.records->remove(QStringLiteral("sources"), source.value()));
        return also ? also() : Result<void>();
    }));
    m_state->accounts.remove(source);
    Q_EMIT changed(source);
    co_return co_await forgetSecrets(self, source);
}

Async<void> SourceService::forgetSecrets([[maybe_unused]] Self self, SourceIdentifier source)
{
    const op::DataSource *known = find(source);
    if (known == nullptr)
        co_return sourceUnknown();
    const oauth::Client client(known->clientId, known->clientSecret);
    const auto tokens = co_await m_state->loadTokens(source);
    m_state->unsaved.remove(source);
    const auto material = co_await forgetRotMaterial(self, source);
    const SecretName name = tokensOf(source);
    const auto removed = co_await m_state->context.secrets->remove(name);
    // Revoking is a courtesy of the source's: all is forgotten here in any case.
    if (tokens) {
        const auto metadata = co_await metadataOf(self, source, CancelToken());
        if (metadata)
            co_await oauth::discardTokens(m_state->http(source), metadata->revocationEndpoint, client, tokens->access,
                                          tokens->refresh);
    }
    FPX_CO_CHECK(material);
    co_return removed;
}

Async<void> SourceService::forgetPermission(SourceIdentifier source, PermissionId permission, CancelToken cancel)
{
    const auto self = shared_from_this();
    const op::DataSource *known = find(source);
    if (known == nullptr || !known->rot || !account(source))
        co_return {};
    http::Request request;
    request.method = http::Method::Delete;
    request.url = QUrl(known->rot->endpoint + QLatin1Char('/') + permission.value());
    FPX_CO_CHECK(co_await send(self, source, request, cancel));
    co_return {};
}

} // namespace fpx::sources
