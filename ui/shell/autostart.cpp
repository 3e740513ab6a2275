#include <fpx/ui/autostart.h>

#include <fpx/wallet/facade.h>

#include <QDir>
#include <QFile>
#include <QSaveFile>
#include <QStandardPaths>

namespace fpx::ui {

namespace {

const QByteArray ownMark = QByteArrayLiteral("X-FPX-Wallet=true\n");

// An argument of Exec: quoted, then escaped once more as every string of a desktop entry is (Desktop Entry 1.5).
QString quoted(QString argument)
{
    argument.replace(QLatin1Char('%'), QStringLiteral("%%"));
    QString inQuotes;
    for (const QChar c : std::as_const(argument)) {
        if (QStringLiteral("\"`$\\").contains(c))
            inQuotes += QLatin1Char('\\');
        inQuotes += c;
    }
    return QLatin1Char('"') + inQuotes.replace(QLatin1Char('\\'), QStringLiteral("\\\\")) + QLatin1Char('"');
}

QByteArray entry(const QString &product, const QStringList &command)
{
    QStringList words;
    for (const QString &argument : command)
        words.append(quoted(argument));
    QString name = product; // from a signed profile, but of one line
    name.replace(QLatin1Char('\n'), QLatin1Char(' ')).replace(QLatin1Char('\\'), QLatin1Char(' '));
    return QStringLiteral("[Desktop Entry]\nType=Application\nName=%1\nIcon=org.fpx.Wallet\nExec=%2\nTerminal=false\n")
               .arg(name, words.join(QLatin1Char(' ')))
               .toUtf8() +
           ownMark;
}

} // namespace

Autostart::Autostart(wallet::Facade &facade, QString folder, QStringList command, QObject *parent)
    : QObject(parent), m_facade(facade), m_folder(std::move(folder)), m_command(std::move(command))
{
    connect(&facade, &wallet::Facade::settingsChanged, this, &Autostart::follow);
    connect(&facade, &wallet::Facade::phaseChanged, this, &Autostart::follow);
    follow();
}

QString Autostart::folder()
{
#if defined(Q_OS_LINUX) || defined(Q_OS_FREEBSD)
    if (!qEnvironmentVariableIsSet("FLATPAK_ID") && !qEnvironmentVariableIsSet("SNAP"))
        return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) + QStringLiteral("/autostart");
#endif
    return {};
}

void Autostart::follow()
{
    const QVariant wanted = m_facade.setting(QStringLiteral("start_at_login"));
    if (m_folder.isEmpty() || !wanted.isValid()) // not known yet
        return;
    QFile present(m_folder + QStringLiteral("/org.fpx.Wallet.desktop"));
    QByteArray there;
    if (present.open(QIODevice::ReadOnly))
        there = present.readAll();
    present.close();
    if (!there.isEmpty() && !there.contains(ownMark))
        return; // the person's own
    if (!wanted.toBool()) {
        if (!there.isEmpty())
            present.remove();
        return;
    }
    const QByteArray content = entry(m_facade.product().name, m_command);
    if (there == content)
        return;
    QSaveFile file(present.fileName());
    if (!QDir().mkpath(m_folder) || !file.open(QIODevice::WriteOnly) || file.write(content) != content.size() ||
        !file.commit())
        Q_EMIT m_facade.notice(
            Error{"autostart_failed",
                  tr("The wallet could not be entered among the programs that start when you log in. It "
                     "goes on working; start it yourself."),
                  file.errorString(), Retry::No});
}

} // namespace fpx::ui
