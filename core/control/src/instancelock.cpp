#include <fpx/control/instancelock.h>

#include "words.h"

#include <QDir>
#include <QFileInfo>
#include <QLockFile>

#ifdef Q_OS_UNIX
#include <unistd.h>
#endif

namespace fpx::control {

namespace {

constexpr auto OwnerOnly = QFile::ReadOwner | QFile::WriteOwner;

/// A directory that is there, this user's, and closed to everybody else.
bool makePrivate(const QString &directory)
{
    if (!QDir().mkpath(directory))
        return false;
#ifdef Q_OS_UNIX
    if (QFileInfo(directory).ownerId() != ::geteuid())
        return false;
    return QFile::setPermissions(directory, OwnerOnly | QFile::ExeOwner);
#else
    return true;
#endif
}

Failure unusable(const QString &directory)
{
    return fail("data_directory_unusable", Words::tr("The wallet cannot use its folder for data."), directory);
}

} // namespace

struct InstanceLock::Lock {
    explicit Lock(const QString &path) : directory(path), file(path + QStringLiteral("/instance.lock")) {}
    QString directory;
    QLockFile file;
};

InstanceLock::InstanceLock(QString dataDirectory)
    : m_lock(std::make_unique<Lock>(QDir::cleanPath(QFileInfo(dataDirectory).absoluteFilePath())))
{
    // A lock does not grow old: its process lives, or it does not.
    m_lock->file.setStaleLockTime(0);
}

InstanceLock::~InstanceLock() = default;

Result<void> InstanceLock::acquire()
{
    if (isHeld())
        return {};
    if (!makePrivate(m_lock->directory))
        return unusable(m_lock->directory);
    if (m_lock->file.tryLock(0)) {
        QFile::setPermissions(m_lock->file.fileName(), OwnerOnly);
        return {};
    }
    if (m_lock->file.error() != QLockFile::LockFailedError)
        return unusable(m_lock->directory);
    return fail("already_running", Words::tr("The wallet is running already."), m_lock->directory);
}

bool InstanceLock::isHeld() const
{
    return m_lock->file.isLocked();
}

const QString &InstanceLock::dataDirectory() const
{
    return m_lock->directory;
}

} // namespace fpx::control
