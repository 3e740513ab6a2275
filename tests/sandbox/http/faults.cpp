#include "http/faults.h"

#include <QSet>

using namespace Qt::StringLiterals;

namespace fpx::sandbox {

namespace {

bool applies(const QString &wantedMethod, const QString &wantedPath, const QString &method, const QString &path)
{
    return (wantedMethod.isEmpty() || wantedMethod == method) && path.startsWith(wantedPath);
}

template <class T, class Match>
std::optional<T> takeFirst(QList<T> &list, Match matches)
{
    for (qsizetype i = 0; i < list.size(); ++i) {
        if (!matches(list[i]))
            continue;
        T found = list[i];
        if (found.times == 1)
            list.removeAt(i);
        else if (found.times > 1)
            list[i].times -= 1;
        return found;
    }
    return std::nullopt;
}

} // namespace

QJsonObject mergePatch(QJsonObject target, const QJsonObject &patch)
{
    for (auto it = patch.begin(); it != patch.end(); ++it) {
        if (it->isNull())
            target.remove(it.key());
        else if (it->isObject())
            target.insert(it.key(), mergePatch(target.value(it.key()).toObject(), it->toObject()));
        else
            target.insert(it.key(), *it);
    }
    return target;
}

QString Faults::apply(const QJsonObject &control)
{
    static const QSet<QString> kinds{u"slow"_s, u"status500"_s, u"reset"_s, u"half"_s, u"down"_s, u"none"_s};
    if (control.contains(u"fault"_s)) {
        Fault fault;
        fault.kind = control.value(u"fault"_s).toString();
        if (!kinds.contains(fault.kind))
            return u"unknown fault; known are slow, status500, reset, half, down, none"_s;
        if (fault.kind == "none"_L1) {
            m_faults.clear();
            m_down = false;
        } else if (fault.kind == "down"_L1) {
            m_down = true;
        } else {
            fault.path = control.value(u"path"_s).toString();
            fault.method = control.value(u"method"_s).toString();
            fault.times = control.value(u"times"_s).toInt(-1);
            fault.delayMs = control.value(u"delay_ms"_s).toInt(3000);
            fault.after = control.value(u"after"_s).toBool();
            fault.status = control.value(u"status"_s).toInt(500);
            fault.retryAfter = control.value(u"retry_after"_s).toString();
            m_faults.append(fault);
        }
    }
    if (control.contains(u"tamper"_s)) {
        const QJsonObject o = control.value(u"tamper"_s).toObject();
        Tamper tamper{o.value(u"path"_s).toString(),
                      o.value(u"method"_s).toString(),
                      o.value(u"times"_s).toInt(-1),
                      o.value(u"status"_s).toInt(),
                      o.value(u"merge"_s).toObject(),
                      o.value(u"headers"_s).toObject(),
                      {}};
        if (o.contains(u"body"_s))
            tamper.body = o.value(u"body"_s).toString().toUtf8();
        m_tampers.append(tamper);
    }
    if (control.contains(u"tamper_jwt"_s)) {
        const QJsonObject o = control.value(u"tamper_jwt"_s).toObject();
        m_jwtTampers.append({o.value(u"typ"_s).toString(), o.value(u"times"_s).toInt(-1),
                             o.value(u"header"_s).toObject(), o.value(u"claims"_s).toObject(),
                             o.value(u"sign"_s).toString()});
    }
    return {};
}

void Faults::clear()
{
    *this = {};
}

std::optional<Fault> Faults::takeFault(const QString &method, const QString &path)
{
    return takeFirst(m_faults, [&](const Fault &f) { return applies(f.method, f.path, method, path); });
}

std::optional<Tamper> Faults::takeTamper(const QString &method, const QString &path)
{
    return takeFirst(m_tampers, [&](const Tamper &t) { return applies(t.method, t.path, method, path); });
}

std::optional<JwtTamper> Faults::takeJwtTamper(const QString &typ)
{
    return takeFirst(m_jwtTampers, [&](const JwtTamper &t) { return t.typ.isEmpty() || t.typ == typ; });
}

} // namespace fpx::sandbox
