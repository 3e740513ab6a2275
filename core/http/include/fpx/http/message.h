// What is sent and what comes back: plain values.
#pragma once

#include <fpx/base/reading.h>
#include <fpx/base/result.h>
#include <fpx/base/secret.h>

#include <QByteArray>
#include <QDateTime>
#include <QJsonObject>
#include <QList>
#include <QPair>
#include <QUrl>

#include <optional>

namespace fpx::http {

enum class Method { Get, Post, Put, Patch, Delete };

/// "GET", "POST", …
[[nodiscard]] QByteArray name(Method method);

/// Header fields in order; names compare without case (RFC 9110 section 5.1).
class Headers
{
public:
    Headers() = default;
    Headers(std::initializer_list<QPair<QByteArray, QByteArray>> fields) : m_fields(fields) {}
    /// Replaces every field of that name.
    void set(const QByteArray &name, const QByteArray &value);
    void append(const QByteArray &name, const QByteArray &value) { m_fields.append({name, value}); }
    [[nodiscard]] bool has(const QByteArray &name) const;
    /// The values of all fields of that name, joined by ", " (RFC 9110 section 5.3); empty when there is none.
    [[nodiscard]] QByteArray value(const QByteArray &name) const;
    [[nodiscard]] const QList<QPair<QByteArray, QByteArray>> &fields() const { return m_fields; }

private:
    QList<QPair<QByteArray, QByteArray>> m_fields;
};

struct Request {
    Method method = Method::Get;
    QUrl url;        ///< See checkUrl().
    Headers headers; ///< Further fields, e.g. If-Match, Idempotency-Key. Control characters are refused.
    QByteArray body;
    QByteArray contentType; ///< Of `body`; empty: none.
    Secret bearer;          ///< Sent as `Authorization: Bearer …` when not empty.
    QByteArray accept = "application/json";
    QByteArray acceptLanguage;        ///< Empty: `*`, so that the person's languages are not told.
    QByteArray ifNoneMatch;           ///< An ETag, quotes included; empty: none.
    qint64 maxBody = 1024 * 1024;     ///< Of the answer, in bytes.
    Reading reading = Reading::Exact; ///< Of the answer: Lenient inflates a body that came compressed.
    bool idempotent = false; ///< A POST or PATCH that may be repeated (it carries an idempotency key). The other
                             ///< methods always may.
};

struct Response {
    int status = 0; ///< 200–299, 304, 400–599
    Headers headers;
    QByteArray body;

    [[nodiscard]] bool ok() const { return status >= 200 && status < 300; }
    /// The `Date` header; nothing when it is absent or malformed.
    [[nodiscard]] std::optional<QDateTime> date() const;
    /// `Retry-After` in seconds from the answer's `Date` (or `now`), never negative; nothing when absent or malformed.
    [[nodiscard]] std::optional<qint64> retryAfterSeconds(const QDateTime &now) const;
};

/// IMF-fixdate of RFC 9110 section 5.6.7, the only form that servers may generate.
[[nodiscard]] std::optional<QDateTime> parseHttpDate(const QByteArray &text);

/// The body as a JSON object. Lenient: a byte-order mark is skipped, and equal Content-Types count once.
/// Errors: `not_json` (another Content-Type), and those of parseJsonObject().
[[nodiscard]] Result<QJsonObject> readJson(const Response &response, qsizetype maxBytes = 1024 * 1024,
                                           Reading reading = Reading::Exact);
/// UTF-8's mark at the beginning is left out; noted.
[[nodiscard]] QByteArray withoutByteOrderMark(const QByteArray &body);

using FormFields = QList<QPair<QString, QString>>;
/// application/x-www-form-urlencoded in UTF-8.
[[nodiscard]] QByteArray encodeForm(const FormFields &fields);
/// A POST of a form to `url`.
[[nodiscard]] Request formRequest(const QUrl &url, const FormFields &fields);
/// A request with a JSON body.
[[nodiscard]] Request jsonRequest(Method method, const QUrl &url, const QJsonObject &body);

/// Whether http (without TLS) may be spoken to loopback literals: only where the operator profile is a sandbox's
/// (profile section 2).
enum class LoopbackHttp { Refused, Allowed };

/// `http` on 127.0.0.0/8 or [::1], spelled as an address.
[[nodiscard]] bool isLoopbackHttp(const QUrl &url);
/// Absolute https URL with a host, without userinfo and fragment, ≤ 8,192 characters; http only for loopback literals
/// and only where allowed. Error: `url_refused`.
[[nodiscard]] Result<void> checkUrl(const QUrl &url, LoopbackHttp loopback);
/// Same scheme, host and port (RFC 6454).
[[nodiscard]] bool sameOrigin(const QUrl &a, const QUrl &b);

} // namespace fpx::http
