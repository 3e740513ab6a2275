#include "as/jwtrules.h"

#include <QRegularExpression>

#include <cmath>

using namespace Qt::StringLiterals;

namespace fpx::sandbox {

Refusal checkJwt(const QString &compact, const QList<Key> &keys, const JwtRules &rules, Jwt &out)
{
    const auto no = [&rules](const QString &why) {
        return refuse(rules.status, rules.error, rules.typ + u": "_s + why);
    };
    const auto jwt = peekJwt(compact);
    if (!jwt)
        return no(u"not a compact JWT of at most 16 KiB"_s);
    if (jwt->header.value(u"typ"_s).toString() != rules.typ)
        return no(u"typ must be exactly %1, not %2"_s.arg(rules.typ, jwt->header.value(u"typ"_s).toString()));
    const QString header = memberProblem(jwt->header, {u"alg"_s, u"typ"_s}, {u"kid"_s}, u"header"_s);
    if (!header.isEmpty())
        return no(header);
    const QString kid = jwt->header.value(u"kid"_s).toString();
    bool verified = false;
    for (const Key &key : keys) {
        if (jwt->header.contains(u"kid"_s) && key.kid() != kid && key.thumbprint() != kid)
            continue;
        verified = verified || key.verifies(compact);
    }
    if (!verified)
        return no(u"the signature is not by a registered key (%1 known, kid '%2')"_s.arg(keys.size()).arg(kid));
    const QString claims = memberProblem(jwt->claims, rules.required, rules.optional, u"claims"_s);
    if (!claims.isEmpty())
        return no(claims);
    out = *jwt;
    return {};
}

QString timeProblem(const QJsonObject &claims, qint64 now, qint64 lifetime)
{
    for (const QString &name : {u"iat"_s, u"exp"_s}) {
        const QJsonValue value = claims.value(name);
        if (!value.isDouble() || value.toDouble() != std::floor(value.toDouble()))
            return name + u" must be a whole number of seconds"_s;
    }
    const qint64 iat = claims.value(u"iat"_s).toInteger();
    const qint64 exp = claims.value(u"exp"_s).toInteger();
    if (exp <= iat || exp > iat + lifetime)
        return u"exp must be later than iat, by at most %1 s"_s.arg(lifetime);
    if (iat > now + 10)
        return u"iat lies %1 s in the future"_s.arg(iat - now);
    if (exp <= now)
        return u"expired %1 s ago"_s.arg(now - exp);
    return {};
}

QString memberProblem(const QJsonObject &object, const QStringList &required, const QStringList &optional,
                      const QString &what)
{
    for (const QString &name : required) {
        if (!object.contains(name))
            return u"%1: %2 is missing"_s.arg(what, name);
    }
    for (const QString &name : object.keys()) {
        if (!required.contains(name) && !optional.contains(name))
            return u"%1: %2 does not belong here"_s.arg(what, name);
    }
    return {};
}

bool isUuidV4(const QString &text)
{
    static const QRegularExpression pattern(
        u"\\A[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\\z"_s);
    return pattern.match(text).hasMatch();
}

QStringList toStrings(const QJsonValue &array)
{
    QStringList list;
    for (const QJsonValue &value : array.toArray())
        list.append(value.toString());
    return list;
}

} // namespace fpx::sandbox
