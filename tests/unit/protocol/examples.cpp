#include "examples.h"

#include <fpx/base/json.h>

#include <QSet>

namespace examples {

namespace {

using namespace fpx;

// Members whose values are words of the profile, or of a standard.
bool isFixed(const QString &name)
{
    static const QSet<QString> names{
        QStringLiteral("typ"),
        QStringLiteral("alg"),
        QStringLiteral("enc"),
        QStringLiteral("kty"),
        QStringLiteral("crv"),
        QStringLiteral("use"),
        QStringLiteral("scope"),
        QStringLiteral("status"),
        QStringLiteral("usage"),
        QStringLiteral("error"),
        QStringLiteral("error_description"),
        QStringLiteral("grant_type"),
        QStringLiteral("response_type"),
        QStringLiteral("code_challenge_method"),
        QStringLiteral("client_assertion_type"),
        QStringLiteral("token_type_hint"),
        QStringLiteral("token_endpoint_auth_method"),
        QStringLiteral("token_endpoint_auth_signing_alg"),
        QStringLiteral("fpx_purpose"),
        QStringLiteral("fpx_decision"),
        QStringLiteral("schema_version"),
        QStringLiteral("lawful_basis"),
    };
    return names.contains(name);
}

QString typeOf(const QJsonValue &value)
{
    switch (value.type()) {
    case QJsonValue::Null: return QStringLiteral("null");
    case QJsonValue::Bool: return QStringLiteral("bool");
    case QJsonValue::Double: return QStringLiteral("number");
    case QJsonValue::String: return QStringLiteral("string");
    default: return QStringLiteral("nothing");
    }
}

QJsonValue ofAnotherType(const QJsonValue &value)
{
    return value.isArray() ? QJsonValue(7) : QJsonValue(QJsonArray{7});
}

struct Broken {
    QString path;
    QJsonValue whole;
};

/// `value` with each of its members broken in turn, and of each list the first element.
QList<Broken> brokenFormsOf(const QJsonValue &value, const QString &path)
{
    QList<Broken> result;
    const auto add = [&result](const QString &name, const QJsonValue &inner, const auto &put) {
        result.append({name, put(ofAnotherType(inner))});
        for (const Broken &below : brokenFormsOf(inner, name))
            result.append({below.path, put(below.whole)});
    };
    const QJsonObject object = value.toObject();
    for (auto it = object.begin(); it != object.end(); ++it) {
        const QString name = path.isEmpty() ? it.key() : path + u'.' + it.key();
        add(name, *it, [object, key = it.key()](const QJsonValue &changed) {
            QJsonObject copy = object;
            copy.insert(key, changed);
            return QJsonValue(copy);
        });
    }
    const QJsonArray array = value.toArray();
    if (!array.isEmpty())
        add(path + QStringLiteral("[]"), array.first(), [array](const QJsonValue &changed) {
            QJsonArray copy = array;
            copy[0] = changed;
            return QJsonValue(copy);
        });
    return result;
}

/// What is wrong with the answers to broken forms: `free` alone may be broken, and all of it.
class Verdict
{
public:
    explicit Verdict(QStringList free) : m_free(std::move(free)) {}
    void note(const QString &path, const QByteArray &code)
    {
        const bool isFree = m_free.contains(path);
        m_seen.insert(path);
        if (isFree != (code == "accepted"))
            m_wrong.append(path + (isFree ? QStringLiteral(" is refused when broken: ") + QString::fromLatin1(code)
                                          : QStringLiteral(" may be broken and nobody notices")));
    }
    [[nodiscard]] QString text() const
    {
        QStringList wrong = m_wrong;
        for (const QString &path : m_free) {
            if (!m_seen.contains(path))
                wrong.append(path + QStringLiteral(" is no member of the example"));
        }
        return wrong.join(QStringLiteral("; "));
    }

private:
    QStringList m_free;
    QStringList m_wrong;
    QSet<QString> m_seen;
};

QString refusedAsItIs(const QByteArray &code)
{
    return code == "accepted" ? QString() : QStringLiteral("refused: ") + QString::fromLatin1(code);
}

QString readAndBreak(const QJsonObject &object, const ReadObject &read, const QStringList &free)
{
    if (const QString refused = refusedAsItIs(read(object)); !refused.isEmpty())
        return refused;
    Verdict verdict(free);
    for (const Broken &broken : brokenFormsOf(object, {}))
        verdict.note(broken.path, read(broken.whole.toObject()));
    return verdict.text();
}

QString differs(const char *what, const QString &example, const QString &code)
{
    if (example == code)
        return {};
    return QStringLiteral("%1: the page says %2, the code %3").arg(QLatin1String(what), example, code);
}

QString headerNames(const http::Headers &headers)
{
    QStringList names;
    for (const auto &[name, value] : headers.fields()) {
        if (name.compare("Host", Qt::CaseInsensitive) != 0)
            names.append(QString::fromLatin1(name).toLower());
    }
    names.sort();
    return names.join(u' ');
}

QString headerNames(const http::Request &request)
{
    http::Headers headers = request.headers;
    if (!request.bearer.isEmpty())
        headers.append("Authorization", {});
    if (!request.contentType.isEmpty())
        headers.append("Content-Type", {});
    if (!request.acceptLanguage.isEmpty())
        headers.append("Accept-Language", {});
    if (!request.ifNoneMatch.isEmpty())
        headers.append("If-None-Match", {});
    return headerNames(headers);
}

QString bodyShape(const QByteArray &body, bool isForm)
{
    if (body.trimmed().isEmpty())
        return QStringLiteral("nothing");
    if (isForm)
        return shapeOf(pairsOf(body));
    const auto object = parseJsonObject(body);
    return object ? shapeOf(*object) : QStringLiteral("no JSON object");
}

} // namespace

QString shapeOf(const QJsonValue &value)
{
    if (value.isObject()) {
        QStringList members;
        const QJsonObject object = value.toObject();
        for (auto it = object.begin(); it != object.end(); ++it)
            members.append(it.key() + u':' +
                           (isFixed(it.key()) && it->isString() ? u'=' + it->toString() : shapeOf(*it)));
        return u'{' + members.join(u' ') + u'}';
    }
    if (value.isArray()) {
        QStringList shapes;
        for (const QJsonValue &element : value.toArray())
            shapes.append(shapeOf(element));
        shapes.removeDuplicates();
        shapes.sort();
        return u'[' + shapes.join(u'|') + u']';
    }
    return typeOf(value);
}

QString shapeOf(const Pairs &pairs)
{
    QStringList parts;
    for (const auto &[name, value] : pairs)
        parts.append(isFixed(name) ? name + u'=' + value : name);
    parts.sort();
    return parts.join(u' ');
}

Check reads(const ReadObject &read, const QStringList &free)
{
    return [=](const Example &example) { return readAndBreak(example.json(), read, free); };
}

Check readsResponse(const ReadResponse &read, const QStringList &free)
{
    return [=](const Example &example) -> QString {
        const Message message = messageOf(example);
        const http::Response response = responseOf(message);
        if (message.body.isEmpty())
            return refusedAsItIs(read(response));
        const auto object = parseJsonObject(message.body);
        if (!object)
            return object.error().detail;
        return readAndBreak(
            *object,
            [&](const QJsonObject &changed) {
                http::Response other = response;
                other.body = toCompactJson(changed);
                return read(other);
            },
            free);
    };
}

Check readsPairs(const ReadPairs &read, const QStringList &free)
{
    return [=](const Example &example) -> QString {
        const Message message = messageOf(example);
        const Pairs pairs = message.hasForm() ? message.form() : message.query();
        if (const QString refused = refusedAsItIs(read(pairs)); !refused.isEmpty())
            return refused;
        Verdict verdict(free);
        for (qsizetype i = 0; i < pairs.size(); ++i) {
            Pairs broken = pairs;
            broken[i].second = QStringLiteral("!");
            verdict.note(pairs[i].first, read(broken));
        }
        return verdict.text();
    };
}

Check readsError(const ReadResponse &read, const char *code)
{
    return [=](const Example &example) {
        return differs("code", QLatin1String(code), QString::fromLatin1(read(responseOf(messageOf(example)))));
    };
}

Check makes(const std::function<QJsonObject()> &make)
{
    return [=](const Example &example) { return differs("members", shapeOf(example.json()), shapeOf(make())); };
}

Check makesPairs(const std::function<Pairs()> &make)
{
    return [=](const Example &example) {
        const Message message = messageOf(example);
        return differs("parameters", shapeOf(message.hasForm() ? message.form() : message.query()), shapeOf(make()));
    };
}

Check sends(const std::function<http::Request()> &make)
{
    return [=](const Example &example) {
        const Message message = messageOf(example);
        const http::Request request = make();
        const QByteArray query = request.url.query(QUrl::FullyEncoded).toLatin1();
        const bool isForm = request.contentType.startsWith("application/x-www-form-urlencoded");
        QStringList wrong{
            differs("method", QString::fromLatin1(message.method()), QString::fromLatin1(http::name(request.method))),
            differs("path", QString::fromLatin1(message.path()), request.url.path(QUrl::FullyEncoded)),
            differs("query", shapeOf(message.query()), shapeOf(pairsOf(query))),
            differs("headers", headerNames(message.headers), headerNames(request)),
            differs("body", bodyShape(message.body, message.hasForm()), bodyShape(request.body, isForm))};
        wrong.removeAll(QString());
        return wrong.join(QStringLiteral("; "));
    };
}

} // namespace examples
