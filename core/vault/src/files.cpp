#include "files.h"

#include "errors.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStorageInfo>

#include <algorithm>

#ifdef Q_OS_UNIX
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
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

/// Removes a lock file that no process of this computer holds. QLockFile believes what is written in it (a process id
/// that may have been given out again, a computer whose name or id has changed since); the kernel knows.
bool removeIfDead(const QString &path)
{
#ifdef Q_OS_UNIX
    const QByteArray name = QFile::encodeName(path);
    const int file = ::open(name.constData(), O_RDWR | O_CLOEXEC | O_NOFOLLOW);
    if (file < 0)
        return false;
    // Still the file of that name, and not one that somebody else has removed and made anew meanwhile.
    struct stat held = {};
    struct stat named = {};
    const bool dead = ::flock(file, LOCK_EX | LOCK_NB) == 0 && ::fstat(file, &held) == 0 &&
                      ::stat(name.constData(), &named) == 0 && held.st_dev == named.st_dev &&
                      held.st_ino == named.st_ino && ::unlink(name.constData()) == 0;
    ::close(file);
    return dead;
#else
    Q_UNUSED(path)
    return false; // an open file cannot be removed there, and QLockFile tries
#endif
}

/// Another computer's name in a lock file that a person has to judge; empty: none.
QString hostOf(const QLockFile &lock)
{
    qint64 process = 0;
    QString host;
    QString program;
    return lock.getLockInfo(&process, &host, &program) && host != QSysInfo::machineHostName() ? host : QString();
}

} // namespace

bool isOnNetwork(const QString &directory)
{
    // As /proc/mounts names them; FUSE says what is behind it after a dot.
    static const QByteArrayList kinds{"nfs",   "nfs4", "cifs",        "smb3",      "smbfs",      "9p",
                                      "afs",   "coda", "ceph",        "lustre",    "fuse.sshfs", "fuse.glusterfs",
                                      "ncpfs", "gpfs", "fuse.rclone", "fuse.s3fs", "fuse.ceph",  "webdav"};
    return kinds.contains(QStorageInfo(directory).fileSystemType());
}

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

Result<std::unique_ptr<QLockFile>> claim(const QString &path, bool onNetwork)
{
    auto lock = std::make_unique<QLockFile>(path);
    lock->setStaleLockTime(0); // only a dead owner makes it stale, never time
    if (lock->tryLock(0))
        return lock;
    if (lock->error() == QLockFile::LockFailedError) {
        const QString host = onNetwork ? hostOf(*lock) : QString();
        if (!host.isEmpty())
            return errors::vaultInUseElsewhere(host, path);
        if (!removeIfDead(path) || !lock->tryLock(0))
            return errors::vaultInUse(QStringLiteral("lock file"));
        return lock;
    }
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
