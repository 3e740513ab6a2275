#include "http/message.h"

#include <QUrl>

using namespace Qt::StringLiterals;

namespace fpx::sandbox {

namespace {

QString decodeFormPart(QByteArray part)
{
    part.replace('+', ' ');
    return QString::fromUtf8(QByteArray::fromPercentEncoding(part));
}

bool sameName(const QByteArray &a, const QByteArray &b)
{
    return a.compare(b, Qt::CaseInsensitive) == 0;
}

} // namespace

std::optional<Fields> parseForm(const QByteArray &text)
{
    Fields fields;
    if (text.isEmpty())
        return fields;
    for (const QByteArray &pair : text.split('&')) {
        const qsizetype equals = pair.indexOf('=');
        const QString name = decodeFormPart(equals < 0 ? pair : pair.left(equals));
        if (fields.contains(name))
            return std::nullopt;
        fields.insert(name, equals < 0 ? QString() : decodeFormPart(pair.mid(equals + 1)));
    }
    return fields;
}

QByteArray toForm(const QList<QPair<QString, QString>> &fields)
{
    QByteArray form;
    for (const auto &[name, value] : fields) {
        if (!form.isEmpty())
            form += '&';
        form += QUrl::toPercentEncoding(name) + '=' + QUrl::toPercentEncoding(value);
    }
    return form;
}

QString withQuery(const QString &url, const QList<QPair<QString, QString>> &fields)
{
    return url + (url.contains(u'?') ? u'&' : u'?') + QString::fromLatin1(toForm(fields));
}

QString Request::header(const QByteArray &name) const
{
    for (const auto &[key, value] : headers) {
        if (sameName(key, name))
            return QString::fromUtf8(value).trimmed();
    }
    return {};
}

QString Request::cookie(const QString &name) const
{
    for (const QString &part : header("Cookie"_ba).split(u';')) {
        const QString pair = part.trimmed();
        if (pair.startsWith(name + u'='))
            return pair.mid(name.size() + 1);
    }
    return {};
}

QString Request::bearer() const
{
    const QString value = header("Authorization"_ba);
    return value.startsWith("Bearer "_L1, Qt::CaseInsensitive) ? value.mid(7).trimmed() : QString();
}

std::optional<QPair<QString, QString>> Request::basic() const
{
    const QString value = header("Authorization"_ba);
    if (!value.startsWith("Basic "_L1, Qt::CaseInsensitive))
        return std::nullopt;
    const QByteArray pair = QByteArray::fromBase64(value.mid(6).toLatin1());
    const qsizetype colon = pair.indexOf(':');
    if (colon < 0)
        return std::nullopt;
    return qMakePair(decodeFormPart(pair.left(colon)), decodeFormPart(pair.mid(colon + 1)));
}

std::optional<Fields> Request::form() const
{
    if (!header("Content-Type"_ba).startsWith("application/x-www-form-urlencoded"_L1))
        return std::nullopt;
    return parseForm(body);
}

std::optional<QJsonObject> Request::json() const
{
    if (!header("Content-Type"_ba).startsWith("application/json"_L1))
        return std::nullopt;
    auto object = parseJsonObject(body);
    return object ? std::optional(*object) : std::nullopt;
}

QByteArray Response::header(const QByteArray &name) const
{
    for (const auto &[key, value] : headers) {
        if (sameName(key, name))
            return value;
    }
    return {};
}

Response Response::json(const QJsonObject &object, int status)
{
    return Response{status,
                    {{"Content-Type"_ba, "application/json"_ba}, {"Cache-Control"_ba, "no-store"_ba}},
                    toCompactJson(object)};
}

Response Response::error(int status, const QString &code, const QString &description)
{
    return json({{u"error"_s, code}, {u"error_description"_s, description}}, status);
}

Response Response::html(const QByteArray &page, int status)
{
    return Response{status,
                    {{"Content-Type"_ba, "text/html; charset=utf-8"_ba},
                     {"Cache-Control"_ba, "no-store"_ba},
                     {"Referrer-Policy"_ba, "no-referrer"_ba},
                     {"X-Content-Type-Options"_ba, "nosniff"_ba},
                     {"X-Frame-Options"_ba, "DENY"_ba}},
                    page};
}

Response Response::redirect(const QString &url)
{
    return Response{
        303,
        {{"Location"_ba, url.toUtf8()}, {"Cache-Control"_ba, "no-store"_ba}, {"Referrer-Policy"_ba, "no-referrer"_ba}},
        {}};
}

Response Response::empty(int status)
{
    return Response{status, {{"Cache-Control"_ba, "no-store"_ba}}, {}};
}

} // namespace fpx::sandbox
