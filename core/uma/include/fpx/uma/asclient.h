// The AS's API as one enrolment uses it: tokens, tickets, permissions (profile 3, 4.3, 5).
#pragma once

#include <fpx/uma/answer.h>
#include <fpx/uma/enrolment.h>
#include <fpx/uma/ticketdetails.h>

#include <functional>

namespace fpx::uma {

class Pages;

enum class PermissionStatus { Pending, Active, Disabled, Used, Expired, Revoked };

/// A permission as the AS lists it.
struct ListedPermission {
    PermissionId id;
    QByteArray permission; ///< The compact JWS; compared with the bytes that were signed.
    PermissionStatus status = PermissionStatus::Pending;
    QString version;
    std::optional<qint64> lastUsedAt; ///< seconds
};

struct PostedPermission {
    PermissionId id;
    PermissionStatus status = PermissionStatus::Pending;
    QString version;
};

/// That an RS may ask the AS about this person's resources (profile 5, `protect`).
struct Protection {
    RsIdentifier resourceServer;
    qint64 grantedAt = 0;             ///< seconds
    std::optional<qint64> lastUsedAt; ///< seconds
};

/// Lives as long as its shared_ptr and the frames that hold it. Tokens are kept in memory only and fetched again.
class AsClient : public std::enable_shared_from_this<AsClient>
{
public:
    AsClient(AsContext context, Enrolment enrolment);
    ~AsClient();

    [[nodiscard]] const Enrolment &enrolment() const { return m_enrolment; }
    /// Fetched once, again after an hour or after a 404.
    [[nodiscard]] Async<AsMetadata> metadata(CancelToken cancel);
    /// Seconds to add to the local clock to get AS time: the median of the `Date` offsets seen. Error: `clock_wrong`
    /// beyond 10 minutes (profile 9).
    [[nodiscard]] Result<qint64> clockOffset() const;
    /// AS time in seconds since the epoch, for what is to be signed: asks the AS first where the wall clock was set since
    /// its last answer, or seems to be wrong. Errors: `clock_wrong`, those of metadata().
    [[nodiscard]] Async<qint64> serverTime(CancelToken cancel);
    /// AS time as far as it is known, whatever the offset is; the local time before the first answer. Only to be shown.
    [[nodiscard]] qint64 shownTime() const;
    /// AS time in seconds, where an answer of the AS has told it since the wall clock was last set and the two agree
    /// within 10 minutes; else none.
    [[nodiscard]] std::optional<qint64> confirmedTime() const;

    /// How much longer the AS asked to be left alone (`Retry-After` of its last 429 or 5xx), in seconds; 0: it did not.
    [[nodiscard]] qint64 quietSeconds() const;

    // Every call may end with the errors of the transport, of SecretStore and of discover(), with `account_gone` (401
    // invalid_client: stop, tell the person, keep everything), `clock_wrong` (nothing was signed; never from what
    // revokes, ends or pauses), `as_unavailable`
    // (429 or 5xx, Retry::Later), the others of oauth::requestTokens(), and `cancelled`.

    /// Binds the ticket to this enrolment. Errors: `invalid_ticket`, `expired_ticket`, `ticket_bound`, `ticket_refused`,
    /// `bad_ticket_details`.
    [[nodiscard]] Async<TicketDetails> readTicket(Ticket ticket, CancelToken cancel);

    /// As readTicket(), for a code that the person typed (profile 4.6). Errors: `wrong_code`, `expired_code`,
    /// `too_many_codes` (five wrong ones in ten minutes), `ticket_bound`, `ticket_refused`, `bad_ticket_details`.
    [[nodiscard]] Async<TicketDetails> readTicket(UserCode code, CancelToken cancel);
    /// Posts an answer of `direct_post`: the same bytes each time, without any authentication. Success is 2xx.
    /// Errors: `answer_refused` (4xx: for good), `answer_not_taken` (another status, Retry::Later).
    [[nodiscard]] Async<void> deliver(Answer answer, CancelToken cancel);

    /// Sends `body` as stored, with `Idempotency-Key: id`. The status is what the AS says; an `active` without
    /// `replaces` is the caller's fault to handle. Errors: `permission_refused`, `permission_gone` (410),
    /// `idempotency_conflict` (422), `replace_refused` (409: what it should replace is no longer live; nothing changed),
    /// `bad_permission_response`.
    [[nodiscard]] Async<PostedPermission> postPermission(PermissionId id, QByteArray body, CancelToken cancel);
    /// One permission as it is now. Errors: `permission_gone` (410), `permission_not_there` (404), `permission_refused`,
    /// `bad_permission_response`.
    [[nodiscard]] Async<ListedPermission> readPermission(PermissionId id, CancelToken cancel);
    /// Disabled or Active, with `If-Match: "version"`; `version` as the AS last told it, never empty. What the AS answers
    /// is returned. Errors: `permission_changed` (412, 428: read it again), `wrong_status` (409: it is in none that can
    /// become this), those of readPermission().
    [[nodiscard]] Async<ListedPermission> changeStatus(PermissionId id, PermissionStatus status, QString version,
                                                       CancelToken cancel);
    /// Every page. Errors: `bad_permission_list`, `permission_refused`, `permission_list_too_long` (more than 20,000 items,
    /// or 64 MiB).
    [[nodiscard]] Async<QList<ListedPermission>> listPermissions(CancelToken cancel);
    /// Succeeds only on 204 and 410 `revoked`. Everything else the AS answers is `revocation_unconfirmed`, with
    /// Retry::Later.
    [[nodiscard]] Async<void> deletePermission(PermissionId id, CancelToken cancel);

    /// Every page. Errors: `bad_protection_list`, `permission_refused`.
    [[nodiscard]] Async<QList<Protection>> listProtections(CancelToken cancel);
    /// As deletePermission(). Error besides: `bad_registry_entry` for what is no identifier.
    [[nodiscard]] Async<void> endProtection(RsIdentifier resourceServer, CancelToken cancel);

private:
    struct Tokens;
    /// One authorised call; the URL is found once the metadata is known.
    struct Call {
        QString scope;
        http::Request request;
        std::function<QUrl(const AsMetadata &)> locate;
        bool withAnyClock = false; ///< It only ends or narrows something: it leaves whatever the offset is.
    };
    Async<Secret> accessToken(QString scope, bool withAnyClock, CancelToken cancel);
    /// Asks the AS anew for its metadata, and with them for the time.
    Async<AsMetadata> askAgain(CancelToken cancel);
    Async<http::Response> call(Call what, CancelToken cancel);
    void noteQuiet(const http::Response &response);
    Async<http::Response> ticketCall(http::Request request, CancelToken cancel);
    /// A call of scope `user` at the permission endpoint, or `below` it: segments known to be harmless in a path.
    static Call permissionCall(const QString &below, const http::Request &request);
    /// `pages` is the caller's, which awaits this.
    Async<void> readPages(QString below, Pages *pages, CancelToken cancel);

    AsContext m_context;
    Enrolment m_enrolment;
    std::unique_ptr<Tokens> m_tokens;
    qint64 m_quietUntil = 0; ///< steady milliseconds
};

} // namespace fpx::uma
