#include "http/record.h"

#include <QDateTime>

using namespace Qt::StringLiterals;

namespace fpx::sandbox {

namespace {
constexpr qsizetype maxEntries = 100'000;
}

qint64 Recorder::add(const RawMessage &request, quint16 peerPort, qint64 connection, const QString &fault)
{
    if (m_entries.size() >= maxEntries)
        m_entries.removeFirst();
    m_entries.append({m_next, QDateTime::currentMSecsSinceEpoch(), request, peerPort, connection, fault});
    return m_next++;
}

void Recorder::setStatus(qint64 number, int status)
{
    if (m_entries.isEmpty())
        return;
    const qint64 index = number - m_entries.first().number;
    if (index >= 0 && index < m_entries.size())
        m_entries[index].status = status;
}

QJsonObject Recorder::toJson(qint64 from) const
{
    QJsonArray list;
    for (const Entry &entry : m_entries) {
        if (entry.number < from)
            continue;
        QJsonArray headers;
        for (const auto &[name, value] : entry.request.headers)
            headers.append(QJsonArray{QString::fromLatin1(name), QString::fromLatin1(value)});
        const QList<QByteArray> start = entry.request.startLine.split(' ');
        const QString target = QString::fromLatin1(start.value(1));
        list.append(QJsonObject{{u"number"_s, entry.number},
                                {u"at_ms"_s, entry.atMs},
                                {u"method"_s, QString::fromLatin1(start.value(0))},
                                {u"target"_s, target},
                                {u"path"_s, target.section(u'?', 0, 0)},
                                {u"headers"_s, headers},
                                {u"body"_s, QString::fromUtf8(entry.request.body)},
                                {u"body_base64"_s, QString::fromLatin1(entry.request.body.toBase64())},
                                {u"peer_port"_s, entry.peerPort},
                                {u"connection"_s, entry.connection},
                                {u"status"_s, entry.status},
                                {u"fault"_s, entry.fault}});
    }
    return {{u"requests"_s, list}, {u"next"_s, m_next}};
}

void Recorder::clear()
{
    m_entries.clear();
}

} // namespace fpx::sandbox
