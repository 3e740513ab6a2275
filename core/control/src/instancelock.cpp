#include <fpx/control/instancelock.h>

#include "words.h"

#include <QDir>
#include <QFileInfo>
#include <optional>

#ifdef Q_OS_UNIX
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#else
#include <QLockFile>
#endif

namespace fpx::control {

namespace {

/// A directory that is there, this user's, and closed to everybody else.
bool makePrivate(const QString &directory)
{
    if (!QDir().mkpath(directory))
        return false;
#ifdef Q_OS_UNIX
    if (QFileInfo(directory).ownerId() != ::geteuid())
        return false;
    return QFile::setPermissions(directory, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
#else
    return true;
#endif
}

Failure unusable(const QString &directory)
{
    return fail("data_directory_unusable", Words::tr("The wallet cannot use its folder for data."), directory);
}

} // namespace

#ifdef Q_OS_UNIX
// The kernel's lock, which ends with its process and so is never stale. QLockFile would also write the file to the disk
// before it returns: the longest single step of a start.
struct InstanceLock::Lock {
    explicit Lock(const QString &path) : directory(path) {}
    ~Lock()
    {
        if (descriptor >= 0)
            ::close(descriptor);
    }
    Lock(const Lock &) = delete;
    Lock &operator=(const Lock &) = delete;

    [[nodiscard]] bool isHeld() const { return descriptor >= 0; }
    /// Whether another process has it; nothing: it cannot be had or asked.
    [[nodiscard]] std::optional<bool> takenByAnother()
    {
        const QByteArray path = QFile::encodeName(directory + QStringLiteral("/instance.lock"));
        const int file = ::open(path.constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);
        if (file < 0)
            return std::nullopt;
        int result = -1;
        do {
            result = ::flock(file, LOCK_EX | LOCK_NB);
        } while (result != 0 && errno == EINTR);
        if (result == 0) {
            descriptor = file;
            return false;
        }
        const bool taken = errno == EWOULDBLOCK;
        ::close(file);
        return taken ? std::optional(true) : std::nullopt;
    }

    QString directory;
    int descriptor = -1;
};
#else
struct InstanceLock::Lock {
    explicit Lock(const QString &path) : directory(path), file(path + QStringLiteral("/instance.lock"))
    {
        // A lock does not grow old: its process lives, or it does not.
        file.setStaleLockTime(0);
    }

    [[nodiscard]] bool isHeld() const { return file.isLocked(); }
    [[nodiscard]] std::optional<bool> takenByAnother()
    {
        if (file.tryLock(0))
            return false;
        return file.error() == QLockFile::LockFailedError ? std::optional(true) : std::nullopt;
    }

    QString directory;
    QLockFile file;
};
#endif

InstanceLock::InstanceLock(QString dataDirectory)
    : m_lock(std::make_unique<Lock>(QDir::cleanPath(QFileInfo(dataDirectory).absoluteFilePath())))
{
}

InstanceLock::~InstanceLock() = default;

Result<void> InstanceLock::acquire()
{
    if (isHeld())
        return {};
    if (!makePrivate(m_lock->directory))
        return unusable(m_lock->directory);
    const std::optional<bool> taken = m_lock->takenByAnother();
    if (!taken)
        return unusable(m_lock->directory);
    if (*taken)
        return fail("already_running", Words::tr("The wallet is running already."), m_lock->directory);
    return {};
}

bool InstanceLock::isHeld() const
{
    return m_lock->isHeld();
}

const QString &InstanceLock::dataDirectory() const
{
    return m_lock->directory;
}

} // namespace fpx::control
