#include "files.h"

#include "errors.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStorageInfo>

#ifdef Q_OS_UNIX
#include <fcntl.h>
#include <unistd.h>
#endif

namespace fpx::vault {

namespace {

constexpr auto onlyMe = QFileDevice::ReadOwner | QFileDevice::WriteOwner;

/// Qt tells neither ENOSPC nor EROFS from other failures: look at the volume.
Failure cannotWrite(const QString &directory, const QString &detail)
{
    const QStorageInfo volume(directory);
    if (volume.isValid() && !volume.isReadOnly() && volume.bytesAvailable() < 16 * 1024)
        return errors::diskFull(detail);
    if ((volume.isValid() && volume.isReadOnly()) || !QFileInfo(directory).isWritable())
        return errors::vaultReadOnly(detail);
    return errors::storageFailed(detail);
}

} // namespace

Result<void> makePrivateDirectory(const QString &path)
{
    if (!QFileInfo(path).isDir()) {
        const QString parent = QFileInfo(path).absolutePath();
        if (!QDir().mkpath(parent) || !QDir().mkdir(path, onlyMe | QFileDevice::ExeOwner))
            return cannotWrite(parent, QStringLiteral("mkdir"));
    }
    if (!QFile::setPermissions(path, onlyMe | QFileDevice::ExeOwner))
        return cannotWrite(path, QStringLiteral("chmod"));
    return {};
}

Result<std::unique_ptr<QLockFile>> claim(const QString &path)
{
    auto lock = std::make_unique<QLockFile>(path);
    lock->setStaleLockTime(0); // only a dead owner makes it stale, never time
    if (lock->tryLock(0))
        return lock;
    if (lock->error() == QLockFile::LockFailedError)
        return errors::vaultInUse(QStringLiteral("lock file"));
    return cannotWrite(QFileInfo(path).absolutePath(), QStringLiteral("lock file"));
}

Result<void> makePrivateFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly, onlyMe))
        return cannotWrite(QFileInfo(path).absolutePath(), file.errorString());
    return {};
}

Result<void> putInPlace(const QString &from, const QString &to)
{
    if (!QFile::rename(from, to))
        return cannotWrite(QFileInfo(to).absolutePath(), QStringLiteral("rename"));
#ifdef Q_OS_UNIX
    const int directory = ::open(QFile::encodeName(QFileInfo(to).absolutePath()).constData(), O_RDONLY | O_DIRECTORY);
    if (directory >= 0) {
        ::fsync(directory);
        ::close(directory);
    }
#endif
    return {};
}

} // namespace fpx::vault
