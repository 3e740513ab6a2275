#include "loopback.h"
#include "words.h"

#ifdef Q_OS_LINUX
#include "procnet.h"

#include <QDir>

#include <unistd.h>
#endif

namespace fpx::listener {

#ifdef Q_OS_LINUX

namespace {

/// The program that holds a socket: readable for own processes only, which is all that is asked.
QString programOf(quint64 inode)
{
    const QByteArray wanted = "socket:[" + QByteArray::number(inode) + ']';
    const QStringList processes = QDir(QStringLiteral("/proc")).entryList({QStringLiteral("[0-9]*")}, QDir::Dirs);
    for (const QString &pid : processes) {
        const QString base = QStringLiteral("/proc/") + pid;
        const QStringList descriptors =
            QDir(base + QStringLiteral("/fd")).entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot);
        for (const QString &descriptor : descriptors) {
            char target[64];
            const QByteArray path = QFile::encodeName(base + QStringLiteral("/fd/") + descriptor);
            const ssize_t size = ::readlink(path.constData(), target, sizeof target);
            if (size <= 0 || QByteArray(target, size) != wanted)
                continue;
            QFile name(base + QStringLiteral("/comm"));
            if (!name.open(QIODevice::ReadOnly))
                return {};
            return QString::fromUtf8(name.read(64)).simplified();
        }
    }
    return {};
}

} // namespace

QString portOwner(quint16 port)
{
    const auto row = findTcpRow([&](const TcpRow &one) {
        return one.state == 10 && one.localPort == port && (one.localAddress == 0 || one.localAddress == 0x7f000001);
    });
    if (!row)
        return {};
    if (row->uid != ::geteuid())
        return Words::tr("another user of this computer");
    const QString program = programOf(row->inode);
    return program.isEmpty() ? Words::tr("another program of yours") : Words::tr("the program “%1”").arg(program);
}

#else

QString portOwner(quint16)
{
    return {};
}

#endif

} // namespace fpx::listener
