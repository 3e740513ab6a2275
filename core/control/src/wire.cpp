#include <fpx/control/wire.h>

#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>

#ifdef Q_OS_UNIX
#include <sys/stat.h>
#include <unistd.h>
#endif

namespace fpx::control {

namespace {

#ifdef Q_OS_UNIX
/// A directory, no link to one, of this user and closed to everybody else.
bool isPrivate(const QString &path)
{
    struct stat found = {};
    return ::lstat(QFile::encodeName(path).constData(), &found) == 0 && S_ISDIR(found.st_mode) &&
           found.st_uid == ::geteuid() && (found.st_mode & 077) == 0;
}

/// The directory that the session keeps for this user (XDG Base Directory specification), or empty.
QString runtimeDirectory()
{
    const QString path = qEnvironmentVariable("XDG_RUNTIME_DIR");
    const QString canonical = QDir::isAbsolutePath(path) ? QFileInfo(path).canonicalFilePath() : QString();
    return !canonical.isEmpty() && isPrivate(canonical) ? canonical : QString();
}

/// One with a short name for this user, made if need be, or empty. Not $TMPDIR: both sides have to find it.
QString shortDirectory()
{
    const QString path = QStringLiteral("/tmp/fpx-wallet-%1").arg(::geteuid());
    ::mkdir(QFile::encodeName(path).constData(), S_IRWXU); // whatever comes of it, the next line decides
    return isPrivate(path) ? path : QString();
}
#endif

} // namespace

QString socketPath(const QString &dataDirectory)
{
    return socketPaths(dataDirectory).constFirst();
}

QStringList socketPaths(const QString &dataDirectory)
{
    const QFileInfo info(dataDirectory);
    const QString directory = info.exists() ? info.canonicalFilePath() : QDir::cleanPath(info.absoluteFilePath());
    const QByteArray hash = QCryptographicHash::hash(directory.toUtf8(), QCryptographicHash::Sha256).toHex().left(16);
    const QString name = QStringLiteral("fpx-wallet-") + QString::fromLatin1(hash);
#ifdef Q_OS_UNIX
    QStringList paths;
    if (const QString runtime = runtimeDirectory(); !runtime.isEmpty())
        paths.append(runtime + u'/' + name);
    paths.append(directory + QStringLiteral("/control"));
    if (const QString brief = shortDirectory(); !brief.isEmpty())
        paths.append(brief + u'/' + name);
    return paths;
#else
    return {name};
#endif
}

} // namespace fpx::control
