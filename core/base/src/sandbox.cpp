#include <fpx/base/sandbox.h>

#include <QFile>
#include <QtGlobal>

namespace fpx {

bool isSandboxed()
{
#ifdef Q_OS_LINUX
    static const bool sandboxed =
        QFile::exists(QStringLiteral("/.flatpak-info")) || qEnvironmentVariableIsSet("SNAP_NAME");
    return sandboxed;
#else
    return false;
#endif
}

} // namespace fpx
