#include <fpx/control/wire.h>

#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>

#ifdef Q_OS_UNIX
#include <unistd.h>
#endif

namespace fpx::control {

namespace {

#ifdef Q_OS_UNIX
/// The directory that the session keeps for this user (XDG Base Directory specification), or empty.
QString runtimeDirectory()
{
    const QString path = qEnvironmentVariable("XDG_RUNTIME_DIR");
    const QFileInfo info(path);
    constexpr auto others =
        QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;
    const bool ours =
        QDir::isAbsolutePath(path) && info.isDir() && info.ownerId() == ::geteuid() && !(info.permissions() & others);
    return ours ? info.canonicalFilePath() : QString();
}
#endif

} // namespace

QString socketPath(const QString &dataDirectory)
{
    const QFileInfo info(dataDirectory);
    const QString directory = info.exists() ? info.canonicalFilePath() : QDir::cleanPath(info.absoluteFilePath());
    const QByteArray hash = QCryptographicHash::hash(directory.toUtf8(), QCryptographicHash::Sha256).toHex().left(16);
    const QString name = QStringLiteral("fpx-wallet-") + QString::fromLatin1(hash);
#ifdef Q_OS_UNIX
    const QString runtime = runtimeDirectory();
    return runtime.isEmpty() ? directory + QStringLiteral("/control") : runtime + u'/' + name;
#else
    return name;
#endif
}

} // namespace fpx::control
