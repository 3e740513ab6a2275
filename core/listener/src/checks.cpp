#include "checks.h"

#include "query.h"
#include "words.h"

#include <algorithm>

namespace fpx::listener {

namespace {

bool isLetterOrDigit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

template <class Allowed>
bool consistsOf(const QByteArray &text, qsizetype maxSize, Allowed allowed)
{
    return !text.isEmpty() && text.size() <= maxSize && std::all_of(text.begin(), text.end(), allowed);
}

bool isToken(const QByteArray &text)
{
    return consistsOf(text, 128, [](char c) { return isLetterOrDigit(c) || c == '-' || c == '_'; });
}

bool isIdentifier(const QByteArray &text)
{
    return consistsOf(text, 64, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

bool isTicket(const QByteArray &text)
{
    return consistsOf(text, 1024,
                      [](char c) { return isLetterOrDigit(c) || c == '-' || c == '.' || c == '_' || c == '~'; });
}

/// Every field of that name must have exactly that value; none is fine.
bool onlyIfPresent(const Head &head, const QByteArray &name, const QByteArray &value)
{
    const auto values = head.values(name);
    return std::all_of(values.begin(), values.end(), [&](const QByteArray &one) { return one == value; });
}

bool hasBody(const Head &head)
{
    if (!head.values("transfer-encoding").isEmpty())
        return true;
    return !onlyIfPresent(head, "content-length", "0");
}

/// `prefetch`, with or without `;prerender` (Fetch standard), and the older names of the same thing.
bool isPrefetch(const Head &head)
{
    for (const QByteArray &name :
         {QByteArray("sec-purpose"), QByteArray("purpose"), QByteArray("x-purpose"), QByteArray("x-moz")}) {
        for (const QByteArray &value : head.values(name)) {
            const QByteArray lower = value.toLower();
            if (lower.contains("prefetch") || lower.contains("preview") || lower.contains("prerender"))
                return true;
        }
    }
    return false;
}

Result<QList<Parameter>> badReference(const char *why)
{
    return fail("bad_reference", Words::tr("The request that came from the browser is damaged."),
                QString::fromLatin1(why));
}

void readReference(const QByteArray &clientId, const QByteArray &ticket, bool hasQuery, Request &request)
{
    const auto decoded = decodeSegment(clientId);
    if (!decoded || decoded->isEmpty() || decoded->toUtf8().size() > 2048)
        request.parameters = badReference("the client id is not valid");
    else if (!isTicket(ticket))
        request.parameters = badReference("the ticket is not valid");
    else if (hasQuery)
        request.parameters = badReference("a request by reference has a query");
    else
        request.reference = Reference{*decoded, QString::fromLatin1(ticket)};
}

/// Nothing for a path that is not served.
std::optional<Request> route(const QByteArray &pathAndQuery, Serves serves)
{
    const qsizetype mark = pathAndQuery.indexOf('?');
    const QByteArray path = mark < 0 ? pathAndQuery : pathAndQuery.left(mark);
    const bool hasQuery = mark >= 0;
    const QByteArray query = hasQuery ? pathAndQuery.mid(mark + 1) : QByteArray();
    const QList<QByteArray> parts = path.mid(1).split('/');
    const QByteArray first = parts.first();

    Request request;
    if (serves == Serves::Everything && first == "authorize" && parts.size() == 1) {
        request.route = Route::Authorize;
        request.parameters = parseQuery(query);
        return request;
    }
    if (serves == Serves::Everything && first == "authorize") { // whatever follows: always the same answer
        request.route = Route::Authorize;
        if (parts.size() == 3)
            readReference(parts.at(1), parts.at(2), hasQuery, request);
        else
            request.parameters = badReference("not a client id and a ticket");
        return request;
    }
    if (parts.size() != 2)
        return std::nullopt;
    const QByteArray second = parts.at(1);
    if (first == "callback" && isIdentifier(second)) {
        request.route = Route::Callback;
        request.parameters = parseCallbackQuery(query);
    } else if (first == "start" && isToken(second) && !hasQuery) {
        request.route = Route::Start;
    } else if (serves == Serves::Everything && first == "requests" && isToken(second) && !hasQuery) {
        request.route = Route::WaitingPage;
    } else {
        return std::nullopt;
    }
    request.segment = QString::fromLatin1(second);
    return request;
}

} // namespace

Verdict check(const Head &head, quint16 port, Serves serves)
{
    const QByteArray authority = "127.0.0.1:" + QByteArray::number(port);
    if (head.folded || head.values("host") != QList<QByteArray>{authority})
        return 403;
    QByteArray target = head.target;
    if (target.contains("://") && !target.startsWith('/')) { // absolute-form, RFC 9112 section 3.2.2
        const QByteArray own = "http://" + authority;
        if (!target.startsWith(own + '/') && !target.startsWith(own + '?') && target != own)
            return 403;
        target.remove(0, own.size());
        if (!target.startsWith('/'))
            target.prepend('/');
    }
    const bool isHead = head.method == "HEAD";
    if (!isHead && head.method != "GET")
        return 405;
    const bool visible =
        std::all_of(target.begin(), target.end(), [](char c) { return c > 0x20 && c < 0x7f && c != '#'; });
    if (!target.startsWith('/') || !visible || hasBody(head))
        return 400;
    const auto serviceWorker = head.values("service-worker");
    if (!serviceWorker.isEmpty())
        return 404;
    if (!onlyIfPresent(head, "sec-fetch-mode", "navigate") || !onlyIfPresent(head, "sec-fetch-dest", "document"))
        return 403;
    auto request = route(target, serves);
    if (!request)
        return 404;
    if (isHead)
        return 200;
    if (isPrefetch(head))
        return 503;
    return *std::move(request);
}

} // namespace fpx::listener
