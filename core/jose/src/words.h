// What this module says to people.
#pragma once

#include <QCoreApplication>

namespace fpx::jose {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Jose)
};

} // namespace fpx::jose
