#include "hardening.h"

#include <fpx/base/sandbox.h>

#include <QtGlobal>

#ifdef Q_OS_UNIX
#include <sys/resource.h>
#endif
#ifdef Q_OS_LINUX
#include <sys/prctl.h>
#endif

namespace fpx::app {

void hardenProcess()
{
#ifdef Q_OS_UNIX
    constexpr rlimit none{0, 0};
    setrlimit(RLIMIT_CORE, &none);
#endif
#if defined(Q_OS_LINUX) && defined(NDEBUG)
    if (!isSandboxed()) // there portals have to look into this process, and the sandbox keeps others out
        prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
}

} // namespace fpx::app
