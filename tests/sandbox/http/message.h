// One HTTP request and one response, as the sandbox's parties see them.
#pragma once

#include <fpx/base/json.h>

#include <QHash>
#include <QList>
#include <QPair>
#include <QStringList>

#include <functional>
#include <optional>

namespace fpx::sandbox {

using Headers = QList<QPair<QByteArray, QByteArray>>;
using Fields = QHash<QString, QString>;

/// application/x-www-form-urlencoded. Nothing when a name occurs twice (RFC 6749 section 3.1).
[[nodiscard]] std::optional<Fields> parseForm(const QByteArray &text);
[[nodiscard]] QByteArray toForm(const QList<QPair<QString, QString>> &fields);
/// `url` with `fields` appended to its query.
[[nodiscard]] QString withQuery(const QString &url, const QList<QPair<QString, QString>> &fields);

struct Request {
    QString method;
    QString path;     ///< Still percent-encoded.
    QByteArray query; ///< As sent.
    Headers headers;
    QByteArray body;
    Fields params; ///< From `{name}` segments of the route, decoded.

    [[nodiscard]] QString header(const QByteArray &name) const;
    [[nodiscard]] QString cookie(const QString &name) const;
    /// The value behind `Authorization: Bearer`, else empty.
    [[nodiscard]] QString bearer() const;
    /// User and password behind `Authorization: Basic`, form-decoded (RFC 6749 section 2.3.1).
    [[nodiscard]] std::optional<QPair<QString, QString>> basic() const;
    /// Query parameters; empty when one occurs twice (see queryIsClean()).
    [[nodiscard]] Fields queryFields() const { return parseForm(query).value_or(Fields{}); }
    [[nodiscard]] bool queryIsClean() const { return parseForm(query).has_value(); }
    [[nodiscard]] QString arg(const QString &name) const { return queryFields().value(name); }
    /// Body as a form; nothing when the content type or the form is wrong.
    [[nodiscard]] std::optional<Fields> form() const;
    /// Body as a JSON object; nothing when the content type or the JSON is wrong.
    [[nodiscard]] std::optional<QJsonObject> json() const;
};

struct Response {
    int status = 200;
    Headers headers;
    QByteArray body;

    Response &with(const QByteArray &name, const QByteArray &value)
    {
        headers.append({name, value});
        return *this;
    }
    [[nodiscard]] QByteArray header(const QByteArray &name) const;

    [[nodiscard]] static Response json(const QJsonObject &object, int status = 200);
    /// {"error", "error_description"}: every refusal of the sandbox says why.
    [[nodiscard]] static Response error(int status, const QString &code, const QString &description);
    [[nodiscard]] static Response html(const QByteArray &page, int status = 200);
    [[nodiscard]] static Response redirect(const QString &url);
    [[nodiscard]] static Response empty(int status);
};

using Reply = std::function<void(Response)>;
using Handler = std::function<void(const Request &, const Reply &)>;
using SimpleHandler = std::function<Response(const Request &)>;

/// Reads `name` and refuses by writing into `problem` (kept if already set).
struct Refusal {
    int status = 0;
    QString error;
    QString description;
    [[nodiscard]] explicit operator bool() const { return status != 0; }
    [[nodiscard]] Response response() const { return Response::error(status, error, description); }
};
[[nodiscard]] inline Refusal refuse(int status, const QString &error, const QString &description)
{
    return {status, error, description};
}

} // namespace fpx::sandbox
