#include "desktopbrowser.h"

#include <QCoreApplication>
#include <QDesktopServices>
#include <QProcess>
#include <QStandardPaths>

namespace fpx::app {

namespace {

bool start(const QUrl &url)
{
#if defined(Q_OS_LINUX)
    const QString program = QStandardPaths::findExecutable(QStringLiteral("xdg-open"));
    if (program.isEmpty())
        return QDesktopServices::openUrl(url);
    QProcess process;
    process.setProgram(program);
    process.setArguments({url.toString(QUrl::FullyEncoded)});
    process.setStandardInputFile(QProcess::nullDevice());
    process.setStandardOutputFile(QProcess::nullDevice());
    return process.startDetached();
#else
    return QDesktopServices::openUrl(url);
#endif
}

} // namespace

Result<void> DesktopBrowser::open(const QUrl &url)
{
    if ((url.scheme() != QStringLiteral("http") && url.scheme() != QStringLiteral("https")) || !start(url))
        return fail("browser_not_opened",
                    QCoreApplication::translate(
                        "Browser", "Your browser could not be opened. Copy the link and open it yourself."));
    return {};
}

} // namespace fpx::app
