#include <fpx/base/base64url.h>
#include <fpx/base/recordstore.h>

namespace fpx {

QString recordId(const QStringList &parts)
{
    QByteArray bytes;
    for (const QString &part : parts) {
        const QByteArray text = part.toUtf8();
        bytes += QByteArray::number(text.size()) + ':' + text; // so that no two lists read alike
    }
    return QString::fromLatin1(sha256Base64Url(bytes));
}

} // namespace fpx
