// What a browser asked for, after the border: nothing here needs to be looked at again as HTTP.
#pragma once

#include <fpx/base/result.h>

#include <QList>
#include <QString>

#include <optional>

namespace fpx::listener {

/// The paths that the listener serves (profile section 4.1); any other path was answered 404 before.
enum class Route {
    Authorize,   ///< `/authorize?…` or, by reference, `/authorize/{client_id}/{ticket}`.
    WaitingPage, ///< `/requests/{page_token}`.
    Callback,    ///< `/callback/{identifier}?…`: redirect of an identity provider or a data source.
    Start,       ///< `/start/{token}`.
};

/// One query parameter, percent-decoded, valid UTF-8, without control characters. `value` may be empty, `name` not.
struct Parameter {
    QString name;
    QString value;
    [[nodiscard]] bool operator==(const Parameter &) const = default;
};

/// `/authorize/{client_id}/{ticket}` (profile section 4.1, by reference).
struct Reference {
    QString clientId; ///< 1–2,048 bytes of UTF-8.
    QString ticket;   ///< 1–1,024 unreserved characters (RFC 3986 section 2.3).
    [[nodiscard]] bool operator==(const Reference &) const = default;
};

/// One GET that may act. HEAD requests and prefetches never become a Request.
struct Request {
    Route route = Route::Authorize;
    /// WaitingPage and Start: the token, 1–128 characters of the base64url alphabet. Callback: the identifier,
    /// `[a-z0-9-]{1,64}`. Authorize: empty.
    QString segment;
    /// Authorize only, and only by reference.
    std::optional<Reference> reference;
    /// In the order of the query, duplicates kept so that the caller can refuse them; at most 64. Empty for WaitingPage,
    /// Start and by reference. An error where the query, or the reference, breaks the rules: /authorize is answered by
    /// the same redirect whether it is valid or not, so that the caller has to see it.
    /// Errors: `bad_query_encoding`, `too_many_parameters`, `bad_reference`.
    Result<QList<Parameter>> parameters;
};

} // namespace fpx::listener
