#include <fpx/uma/asclient.h>

#include "clientcalls.h"
#include "clienttoken.h"
#include "serverclock.h"
#include "statuserror.h"
#include "words.h"

#include <fpx/uma/registration.h>

namespace fpx::uma {

namespace {

constexpr qint64 kMetadataMilliseconds = 3'600'000;
constexpr qint64 kTokenMargin = 10;          // seconds before its end at which a token counts as over
constexpr qint64 kUnknownTokenLifetime = 60; // seconds, where the AS does not say
constexpr qint64 kSameTime = 2;              // seconds by which two readings of one clock may differ

http::Request deletion()
{
    http::Request request;
    request.method = http::Method::Delete;
    return request;
}

} // namespace

struct AsClient::Tokens {
    struct Held {
        Secret token;
        qint64 endsAt = 0; ///< steady milliseconds
    };
    std::shared_ptr<ServerClock> http;
    QHash<QString, Held> byScope;
    std::optional<AsMetadata> metadata;
    qint64 metadataEndsAt = 0; ///< steady milliseconds
};

AsClient::AsClient(AsContext context, Enrolment enrolment)
    : m_context(std::move(context)), m_enrolment(std::move(enrolment)), m_tokens(std::make_unique<Tokens>())
{
    m_tokens->http = std::make_shared<ServerClock>(m_context.http, m_context.clock);
}

AsClient::~AsClient() = default;

Result<qint64> AsClient::clockOffset() const
{
    return m_tokens->http->offset();
}

qint64 AsClient::shownTime() const
{
    return m_tokens->http->measuredNow();
}

std::optional<qint64> AsClient::confirmedTime() const
{
    const auto now = m_tokens->http->now();
    return m_tokens->http->isMeasured() && now ? std::optional(*now) : std::nullopt;
}

Async<qint64> AsClient::serverTime(CancelToken cancel)
{
    const auto self = shared_from_this();
    FPX_CO_CHECK(co_await metadata(cancel));
    FPX_CO_CHECK(cancel.check());
    if (m_tokens->http->isDoubtful() || !m_tokens->http->now())
        FPX_CO_CHECK(co_await askAgain(cancel));
    co_return m_tokens->http->now();
}

Async<AsMetadata> AsClient::askAgain(CancelToken cancel)
{
    m_tokens->http->startAgain();
    m_tokens->metadata.reset();
    return metadata(cancel);
}

Async<AsMetadata> AsClient::metadata(CancelToken cancel)
{
    const auto self = shared_from_this();
    if (m_tokens->metadata && m_context.clock->steadyMilliseconds() < m_tokens->metadataEndsAt) {
        const AsMetadata known = *m_tokens->metadata; // QCoro moves out of what co_return names
        co_return known;
    }
    FPX_CO_TRY(found, co_await AsMetadata::discover(m_tokens->http, m_enrolment.asIssuer, cancel));
    m_tokens->metadata = found;
    m_tokens->metadataEndsAt = m_context.clock->steadyMilliseconds() + kMetadataMilliseconds;
    co_return found;
}

Async<Secret> AsClient::accessToken(QString scope, bool withAnyClock, CancelToken cancel)
{
    const auto self = shared_from_this();
    const auto held = m_tokens->byScope.constFind(scope);
    if (held != m_tokens->byScope.constEnd() && m_context.clock->steadyMilliseconds() < held->endsAt)
        co_return held->token;

    FPX_CO_TRY(endpoints, co_await metadata(cancel));
    FPX_CO_CHECK(cancel.check());
    const bool asAccount = scope == QStringLiteral("user");
    ClientTokenDemand demand;
    demand.tokenEndpoint = endpoints.tokenEndpoint;
    demand.issuer = m_enrolment.asIssuer;
    demand.clientId = asAccount ? m_enrolment.account.value() : m_enrolment.walletClientId;
    const QString keyName = asAccount ? QStringLiteral("/account-client") : QStringLiteral("/wallet-client");
    demand.key = SecretName{SecretPurpose::AsKeys, m_enrolment.id.value() + keyName};
    demand.scope = scope;
    demand.withAnyClock = withAnyClock;
    const auto lead = [this] { return m_tokens->http->measuredNow() - m_context.clock->steadyMilliseconds() / 1000; };
    if (m_tokens->http->isDoubtful())
        FPX_CO_CHECK(co_await askAgain(cancel));
    const qint64 assumed = lead();
    auto fresh = co_await fetchClientToken(m_tokens->http, m_context, demand, cancel);
    // Between two sets of keys nobody knows which of them the AS takes: that it refuses one says nothing of the profile.
    if (!fresh && fresh.error().code == "account_gone" &&
        isRotationUnfinished(m_context, m_enrolment.id).value_or(false))
        co_return fail("key_rotation_unfinished",
                       Words::tr("The keys of this profile are being exchanged, and the network has not confirmed it "
                                 "yet. Nothing was shared. Try again in a moment."),
                       fresh.error().detail, Retry::Later);
    if (!fresh && fresh.error().retry == Retry::No) { // the endpoint may have moved, or the time was a wrong one
        FPX_CO_CHECK(cancel.check());
        FPX_CO_TRY(now, co_await askAgain(cancel));
        if (now.tokenEndpoint == demand.tokenEndpoint && std::abs(lead() - assumed) <= kSameTime)
            co_return fail(fresh.error());
        demand.tokenEndpoint = now.tokenEndpoint;
        fresh = co_await fetchClientToken(m_tokens->http, m_context, demand, cancel);
    }
    if (!fresh)
        co_return fail(fresh.error());
    const qint64 lifetime = fresh->expiresIn > 0 ? fresh->expiresIn : kUnknownTokenLifetime;
    m_tokens->byScope.insert(scope,
                             {fresh->token, m_context.clock->steadyMilliseconds() + (lifetime - kTokenMargin) * 1000});
    co_return fresh->token;
}

Async<http::Response> AsClient::call(Call what, CancelToken cancel)
{
    const auto self = shared_from_this();
    for (int attempt = 1;; ++attempt) {
        FPX_CO_TRY(endpoints, co_await metadata(cancel));
        FPX_CO_TRY(token, co_await accessToken(what.scope, what.withAnyClock, cancel));
        FPX_CO_CHECK(cancel.check());
        if (!what.withAnyClock)
            FPX_CO_CHECK(co_await serverTime(cancel));
        http::Request request = what.request;
        request.url = what.locate(endpoints);
        request.bearer = token;
        FPX_CO_TRY(response, co_await m_tokens->http->send(request, cancel));
        FPX_CO_CHECK(cancel.check());
        noteQuiet(response);
        if (attempt == 1 && response.status == 401) {
            m_tokens->byScope.remove(what.scope); // expired early, or withdrawn: one fresh one is tried
            continue;
        }
        if (attempt == 1 && response.status == 404) { // the endpoint may have moved
            m_tokens->metadata.reset();
            FPX_CO_TRY(now, co_await metadata(cancel));
            if (what.locate(now) != request.url)
                continue;
        }
        co_return response;
    }
}

void AsClient::noteQuiet(const http::Response &response)
{
    const auto asked = response.retryAfterSeconds(m_context.clock->now());
    m_quietUntil = isTemporary(response.status) && asked ? m_context.clock->steadyMilliseconds() + *asked * 1000 : 0;
}

qint64 AsClient::quietSeconds() const
{
    return std::max<qint64>(0, (m_quietUntil - m_context.clock->steadyMilliseconds() + 999) / 1000);
}

AsClient::Call AsClient::permissionCall(const QString &below, const http::Request &request)
{
    Call what;
    what.scope = QStringLiteral("user");
    what.request = request;
    what.locate = [below](const AsMetadata &endpoints) {
        return below.isEmpty() ? endpoints.permissionEndpoint : permissionUrl(endpoints.permissionEndpoint, below);
    };
    return what;
}

Async<void> AsClient::readPages(QString below, Pages *pages, CancelToken cancel)
{
    const auto self = shared_from_this();
    while (!pages->complete()) {
        Call what = permissionCall(below, http::Request());
        what.locate = [first = what.locate, token = pages->nextToken()](const AsMetadata &endpoints) {
            return pageUrl(first(endpoints), token);
        };
        FPX_CO_TRY(response, co_await call(what, cancel));
        FPX_CO_CHECK(pages->add(response));
    }
    co_return {};
}

Async<http::Response> AsClient::ticketCall(http::Request request, CancelToken cancel)
{
    const auto self = shared_from_this();
    Call what;
    what.scope = QStringLiteral("uma_protection");
    what.request = request;
    what.locate = [](const AsMetadata &endpoints) { return endpoints.ticketEndpoint; };
    auto response = co_await call(what, cancel);
    if (!response)
        co_return ticketTransportFailure(response.error());
    co_return response;
}

Async<TicketDetails> AsClient::readTicket(Ticket ticket, CancelToken cancel)
{
    FPX_CO_TRY(response, co_await ticketCall(ticketRequest(ticket), cancel));
    co_return readTicketResponse(response);
}

Async<TicketDetails> AsClient::readTicket(UserCode code, CancelToken cancel)
{
    FPX_CO_TRY(response, co_await ticketCall(codeRequest(code), cancel));
    co_return readCodeResponse(response);
}

Async<void> AsClient::deliver(Answer answer, CancelToken cancel)
{
    const auto self = shared_from_this();
    FPX_CO_TRY(response, co_await m_tokens->http->send(http::formRequest(answer.redirectUri, answer.fields), cancel));
    FPX_CO_CHECK(cancel.check());
    noteQuiet(response);
    co_return readDelivery(response);
}

Async<PostedPermission> AsClient::postPermission(PermissionId id, QByteArray body, CancelToken cancel)
{
    const auto self = shared_from_this();
    const Call what = permissionCall(QString(), permissionRequest(id, body));
    FPX_CO_TRY(response, co_await call(what, cancel));
    co_return readPostedPermission(response, id);
}

Async<QList<ListedPermission>> AsClient::listPermissions(CancelToken cancel)
{
    const auto self = shared_from_this();
    PermissionPages pages;
    const QString below;
    FPX_CO_CHECK(co_await readPages(below, &pages, cancel));
    co_return pages.permissions();
}

Async<ListedPermission> AsClient::readPermission(PermissionId id, CancelToken cancel)
{
    const auto self = shared_from_this();
    FPX_CO_CHECK(checkPermissionId(id));
    const Call what = permissionCall(id.value(), http::Request());
    FPX_CO_TRY(response, co_await call(what, cancel));
    co_return readOnePermission(response, id);
}

Async<ListedPermission> AsClient::changeStatus(PermissionId id, PermissionStatus status, QString version,
                                               CancelToken cancel)
{
    const auto self = shared_from_this();
    FPX_CO_CHECK(checkPermissionId(id));
    FPX_CO_TRY(request, statusRequest(status, version));
    Call what = permissionCall(id.value(), request);
    what.withAnyClock = status == PermissionStatus::Disabled;
    FPX_CO_TRY(response, co_await call(what, cancel));
    co_return readOnePermission(response, id);
}

Async<void> AsClient::deletePermission(PermissionId id, CancelToken cancel)
{
    const auto self = shared_from_this();
    FPX_CO_CHECK(checkPermissionId(id));
    Call what = permissionCall(id.value(), deletion());
    what.withAnyClock = true;
    FPX_CO_TRY(response, co_await call(what, cancel));
    co_return readDeletion(response);
}

Async<QList<Protection>> AsClient::listProtections(CancelToken cancel)
{
    const auto self = shared_from_this();
    ProtectionPages pages;
    const QString below = QStringLiteral("protections");
    FPX_CO_CHECK(co_await readPages(below, &pages, cancel));
    co_return pages.protections();
}

Async<void> AsClient::endProtection(RsIdentifier resourceServer, CancelToken cancel)
{
    const auto self = shared_from_this();
    FPX_CO_CHECK(checkResourceServer(resourceServer));
    const QString below = QStringLiteral("protections/") + resourceServer.value();
    Call what = permissionCall(below, deletion());
    what.withAnyClock = true;
    FPX_CO_TRY(response, co_await call(what, cancel));
    co_return readDeletion(response);
}

} // namespace fpx::uma
