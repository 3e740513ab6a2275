// An AS's permission endpoint as profile 5 has it, with troubles on demand.
#pragma once

#include "../uma/fakeas.h"
#include "as/permissiontimes.h"

#include <fpx/jose/jws.h>

#include <optional>

namespace consenttest {

using namespace fpx;
using umatest::asUrl;
using umatest::errorResponse;
using umatest::text;

/// What goes wrong with one exchange.
enum class Trouble {
    None,
    Down,
    Slow,            ///< Times out; what was asked takes effect later, when delayed() is called.
    Error500,        ///< Without effect.
    Dies,            ///< Takes effect, and the connection is lost.
    Dies500,         ///< Takes effect, and the answer is a 500.
    TooMany,         ///< 429 with Retry-After.
    NotFound,        ///< 404 although it is there.
    Precondition412, ///< Says that the version is outdated.
    Precondition428
};
constexpr int troubles = 10;

struct HeldPermission {
    QByteArray permission;
    QByteArray body;
    QString status = QStringLiteral("active");
    int version = 2;
    std::optional<qint64> lastUsedAt;
    qint64 made = 0; ///< `iat` of the first in a row of replacements.
};

class ScriptedAs final : public http::HttpClient
{
public:
    /// Everything but permissions: metadata, tokens, registry.
    std::shared_ptr<http::FakeHttpClient> rest;
    /// The AS's own time goes on as the steady clock of the wallet's does: whoever sets the wall clock does not set it.
    const Clock *clock = nullptr;
    qint64 ahead = 0;       ///< Seconds that the AS's time is ahead of the steady clock.
    bool tellsTime = true;  ///< Its answers have a `Date`.
    QString max;            ///< `duration.max` of the ticket that permissions are of.
    QStringList timeFaults; ///< What it refused for its times.
    QMap<QString, HeldPermission> permissions;
    QList<QString> tombstones;
    /// Asked before each exchange of the permission endpoint.
    std::function<Trouble(const http::Request &)> trouble = [](const http::Request &) { return Trouble::None; };
    int retryAfter = 120;
    bool endless = false;          ///< Its list goes on and on.
    bool liesAboutStatus = false;  ///< Answers a change with 200, and has not made it.
    QList<http::Request> requests; ///< Of the permission endpoint.

    [[nodiscard]] Async<http::Response> send(http::Request request, CancelToken token) override
    {
        const QString path = request.url.toString(QUrl::RemoveQuery);
        if (!path.startsWith(asUrl + text("/permissions"))) {
            if (request.url.path() == text("/token") && !inTime(request))
                co_return dated(errorResponse(401, "invalid_client"));
            auto answer = co_await rest->send(request, token);
            if (answer)
                co_return dated(*answer);
            co_return answer;
        }
        FPX_CO_CHECK(token.check());
        requests.append(request);
        auto answer = exchange(request);
        if (answer)
            co_return dated(*answer);
        co_return answer;
    }
    [[nodiscard]] qint64 now() const { return clock->steadyMilliseconds() / 1000 + ahead; }
    /// What was slow takes effect now.
    void delayed()
    {
        const auto waiting = std::exchange(m_slow, {});
        for (const http::Request &request : waiting) [[maybe_unused]]
            const auto late = answer(request);
    }
    [[nodiscard]] QString statusOf(const PermissionId &id) const
    {
        const auto found = permissions.constFind(id.value());
        if (found != permissions.constEnd())
            return found->status;
        return tombstones.contains(id.value()) ? text("revoked") : QString();
    }
    [[nodiscard]] int count(http::Method method) const
    {
        return static_cast<int>(
            std::ranges::count_if(requests, [method](const http::Request &one) { return one.method == method; }));
    }

private:
    [[nodiscard]] http::Response dated(http::Response response) const
    {
        return tellsTime && !response.headers.has("Date") ? umatest::dated(response, now()) : response;
    }
    /// As the sandbox takes a client assertion.
    [[nodiscard]] bool inTime(const http::Request &request)
    {
        const auto jwt = jose::peekUnverified(umatest::form(request).value(text("client_assertion")).toLatin1());
        const qint64 iat = jwt ? jwt->claims.value(text("iat")).toInteger() : 0;
        const qint64 exp = jwt ? jwt->claims.value(text("exp")).toInteger() : 0;
        const bool fine = iat <= now() + 10 && exp > now() && exp <= iat + 60;
        if (!fine)
            timeFaults.append(text("assertion of %1 at %2").arg(iat).arg(now()));
        return fine;
    }
    Result<http::Response> exchange(const http::Request &request)
    {
        switch (trouble(request)) {
        case Trouble::None: break;
        case Trouble::Down: return fail("connect_failed", QString(), QString(), Retry::Later);
        case Trouble::Slow: m_slow.append(request); return fail("timed_out", QString(), QString(), Retry::Later);
        case Trouble::Error500: return errorResponse(500, "server_error");
        case Trouble::Dies: (void)answer(request); return fail("connection_lost", QString(), QString(), Retry::Later);
        case Trouble::Dies500: (void)answer(request); return errorResponse(500, "server_error");
        case Trouble::TooMany: {
            auto busy = errorResponse(429, "slow_down");
            busy.headers.set("Retry-After", QByteArray::number(retryAfter));
            return busy;
        }
        case Trouble::NotFound: return errorResponse(404, "not_found");
        case Trouble::Precondition412: return errorResponse(412, "precondition_failed");
        case Trouble::Precondition428: return errorResponse(428, "precondition_required");
        }
        return answer(request);
    }
    [[nodiscard]] static QJsonObject stateOf(const QString &id, const HeldPermission &held)
    {
        return {{text("permission_id"), id},
                {text("permission"), QString::fromLatin1(held.permission)},
                {text("status"), held.status},
                {text("version"), QString::number(held.version)},
                {text("last_used_at"), held.lastUsedAt ? QJsonValue(*held.lastUsedAt) : QJsonValue()}};
    }
    http::Response answer(const http::Request &request)
    {
        const QString id = request.url.path().section(u'/', 2);
        if (request.method == http::Method::Post)
            return post(request);
        if (id.isEmpty())
            return list();
        const auto held = permissions.find(id);
        const bool gone = tombstones.contains(id) || (held != permissions.end() && held->status == text("revoked"));
        if (gone)
            return errorResponse(410, "revoked");
        if (request.method == http::Method::Delete) {
            if (held == permissions.end())
                tombstones.append(id);
            else
                change(*held, text("revoked"));
            return http::FakeHttpClient::text({}, 204);
        }
        if (held == permissions.end())
            return errorResponse(404, "not_found");
        if (request.method == http::Method::Patch) {
            const QString wanted = parseJsonObject(request.body)->value(text("status")).toString();
            if (held->status == wanted)
                return http::FakeHttpClient::json(stateOf(id, *held));
            if (held->status != text("active") && held->status != text("disabled"))
                return errorResponse(409, "wrong_status");
            const QByteArray match = request.headers.value("If-Match");
            if (match.isEmpty())
                return errorResponse(428, "precondition_required");
            if (match != '"' + QByteArray::number(held->version) + '"')
                return errorResponse(412, "precondition_failed");
            if (!liesAboutStatus)
                change(*held, wanted);
        }
        return http::FakeHttpClient::json(stateOf(id, *held));
    }
    static void change(HeldPermission &held, const QString &status)
    {
        held.status = status;
        ++held.version;
    }
    http::Response post(const http::Request &request)
    {
        const QString id = QString::fromLatin1(request.headers.value("Idempotency-Key"));
        const auto created = [this, &id] {
            const HeldPermission &held = permissions[id];
            return http::FakeHttpClient::json({{text("permission_id"), id},
                                               {text("status"), held.status},
                                               {text("version"), QString::number(held.version)}},
                                              201);
        };
        if (tombstones.contains(id) || (permissions.contains(id) && permissions[id].status == text("revoked")))
            return errorResponse(410, "revoked");
        if (permissions.contains(id))
            return permissions[id].body == request.body ? created() : errorResponse(422, "idempotency_mismatch");
        const QByteArray jws = parseJsonObject(request.body)->value(text("permission")).toString().toLatin1();
        const QJsonObject claims = jose::peekUnverified(jws)->claims;
        const QString replaces = claims.value(text("replaces")).toString();
        const qint64 iat = claims.value(text("iat")).toInteger();
        const qint64 made = permissions.contains(replaces) ? permissions[replaces].made : iat;
        QString fault = sandbox::permissionTimeProblem(claims, now());
        if (fault.isEmpty() && made > 0 && sandbox::isBeyondMax(claims, max, made))
            fault = text("beyond the maximum");
        if (!fault.isEmpty()) {
            timeFaults.append(fault);
            return errorResponse(400, "invalid_permission");
        }
        if (replaces.isEmpty()) { // of a request: nothing counts before its answer
            permissions.insert(id, {jws, request.body, text("pending"), 1, {}, iat});
            return created();
        }
        const auto old = permissions.find(replaces);
        if (old == permissions.end() || (old->status != text("active") && old->status != text("disabled")))
            return errorResponse(409, "replace_refused");
        const HeldPermission fresh{jws, request.body, old->status, 1, {}, made};
        change(*old, text("revoked"));
        permissions.insert(id, fresh);
        return created();
    }
    http::Response list()
    {
        QJsonArray all;
        if (endless) {
            for (int i = 0; i < 1000; ++i)
                all.append(stateOf(QString::number(++m_listed), HeldPermission{"p", {}, text("active"), 1, {}}));
            return http::FakeHttpClient::json(
                {{text("permissions"), all}, {text("next_page_token"), QString::number(m_listed)}});
        }
        for (auto it = permissions.constBegin(); it != permissions.constEnd(); ++it)
            all.append(stateOf(it.key(), *it));
        return http::FakeHttpClient::json({{text("permissions"), all}, {text("next_page_token"), QJsonValue()}});
    }

    QList<http::Request> m_slow;
    int m_listed = 0;
};

} // namespace consenttest
