// What a command that works on files says.
#pragma once

#include <QByteArray>

namespace fpx::cli {

struct Printed {
    int exitCode = 0; ///< 0 done, 1 refused or failed.
    QByteArray out;
    QByteArray err;
};

} // namespace fpx::cli
