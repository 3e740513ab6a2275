#include <fpx/base/json.h>
#include <fpx/base/utc.h>
#include <fpx/http/message.h>

#include "words.h"

#include <QLocale>

#include <algorithm>

namespace fpx::http {

QByteArray name(Method method)
{
    switch (method) {
    case Method::Get: return "GET";
    case Method::Post: return "POST";
    case Method::Put: return "PUT";
    case Method::Patch: return "PATCH";
    case Method::Delete: return "DELETE";
    }
    return {};
}

void Headers::set(const QByteArray &name, const QByteArray &value)
{
    m_fields.removeIf([&](const auto &field) { return field.first.compare(name, Qt::CaseInsensitive) == 0; });
    m_fields.append({name, value});
}

bool Headers::has(const QByteArray &name) const
{
    for (const auto &field : m_fields) {
        if (field.first.compare(name, Qt::CaseInsensitive) == 0)
            return true;
    }
    return false;
}

QByteArray Headers::value(const QByteArray &name) const
{
    QByteArray all;
    bool first = true;
    for (const auto &field : m_fields) {
        if (field.first.compare(name, Qt::CaseInsensitive) != 0)
            continue;
        all += (first ? QByteArray() : QByteArray(", ")) + field.second;
        first = false;
    }
    return all;
}

std::optional<QDateTime> parseHttpDate(const QByteArray &text)
{
    if (text.size() != 29)
        return std::nullopt;
    auto time = QLocale::c().toDateTime(QString::fromLatin1(text), QStringLiteral("ddd, dd MMM yyyy hh:mm:ss 'GMT'"));
    if (!time.isValid())
        return std::nullopt;
    // The format has no zone, so Qt read local fields: give them their meaning without converting.
    return QDateTime(time.date(), time.time(), utc);
}

std::optional<QDateTime> Response::date() const
{
    return parseHttpDate(headers.value("Date"));
}

std::optional<qint64> Response::retryAfterSeconds(const QDateTime &now) const
{
    const QByteArray text = headers.value("Retry-After").trimmed();
    if (text.isEmpty())
        return std::nullopt;
    if (text.size() <= 9 && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }))
        return text.toLongLong();
    const auto until = parseHttpDate(text);
    if (!until)
        return std::nullopt;
    return std::max<qint64>(0, date().value_or(now).secsTo(*until));
}

namespace {

// The type without its parameters.
QByteArray mediaType(const QByteArray &field)
{
    return field.left(field.indexOf(';') < 0 ? field.size() : field.indexOf(';')).trimmed().toLower();
}

// A field that came twice with one value is joined by a comma (RFC 9110 section 5.3), here or by Qt.
QByteArray once(const QByteArray &joined)
{
    const QByteArrayList values = joined.split(',');
    const QByteArray first = values.constFirst().trimmed();
    if (values.size() == 1 || !std::ranges::all_of(values, [&](const QByteArray &v) { return v.trimmed() == first; }))
        return joined;
    noteDeviation(QStringLiteral("a header field that came %1 times").arg(values.size()));
    return first;
}

} // namespace

QByteArray withoutByteOrderMark(const QByteArray &body)
{
    if (!body.startsWith("\xef\xbb\xbf"))
        return body;
    noteDeviation(QStringLiteral("a byte-order mark"));
    return body.mid(3);
}

Result<QJsonObject> readJson(const Response &response, qsizetype maxBytes, Reading reading)
{
    const bool lenient = reading == Reading::Lenient;
    const QByteArray field = response.headers.value("Content-Type");
    const QByteArray type = mediaType(lenient ? once(field) : field);
    if (type != "application/json" && !(type.startsWith("application/") && type.endsWith("+json")))
        return fail("not_json",
                    Words::tr("The other side answered in a form that this application does not understand."),
                    QStringLiteral("Content-Type: %1").arg(QString::fromLatin1(type.left(80))));
    return parseJsonObject(lenient ? withoutByteOrderMark(response.body) : response.body, maxBytes);
}

QByteArray encodeForm(const FormFields &fields)
{
    QByteArray body;
    for (const auto &[key, value] : fields) {
        if (!body.isEmpty())
            body += '&';
        body += QUrl::toPercentEncoding(key) + '=' + QUrl::toPercentEncoding(value);
    }
    return body;
}

Request formRequest(const QUrl &url, const FormFields &fields)
{
    Request request;
    request.method = Method::Post;
    request.url = url;
    request.body = encodeForm(fields);
    request.contentType = "application/x-www-form-urlencoded";
    return request;
}

Request jsonRequest(Method method, const QUrl &url, const QJsonObject &body)
{
    Request request;
    request.method = method;
    request.url = url;
    request.body = toCompactJson(body);
    request.contentType = "application/json";
    return request;
}

} // namespace fpx::http
