#include "http/framer.h"

using namespace Qt::StringLiterals;

namespace fpx::sandbox {

Framing takeMessage(QByteArray &buffer, RawMessage &message)
{
    const qsizetype end = buffer.indexOf("\r\n\r\n");
    if (end < 0)
        return buffer.size() > 64 * 1024 ? Framing::Unsupported : Framing::Incomplete;
    RawMessage found;
    qsizetype length = 0;
    const QList<QByteArray> lines = buffer.left(end).split('\n');
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const QByteArray line = lines.at(i).trimmed();
        if (i == 0) {
            found.startLine = line;
            continue;
        }
        const qsizetype colon = line.indexOf(':');
        if (colon < 0)
            return Framing::Unsupported;
        const QByteArray name = line.left(colon);
        const QByteArray value = line.mid(colon + 1).trimmed();
        found.headers.append({name, value});
        if (name.compare("content-length", Qt::CaseInsensitive) == 0)
            length = value.toLongLong();
        if (name.compare("transfer-encoding", Qt::CaseInsensitive) == 0)
            return Framing::Unsupported;
    }
    if (length < 0 || length > 8 * 1024 * 1024)
        return Framing::Unsupported;
    if (buffer.size() < end + 4 + length)
        return Framing::Incomplete;
    found.bytes = buffer.left(end + 4 + length);
    found.body = buffer.mid(end + 4, length);
    buffer.remove(0, end + 4 + length);
    message = found;
    return Framing::Complete;
}

} // namespace fpx::sandbox
