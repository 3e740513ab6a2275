// What this module says to people.
#pragma once

#include <QCoreApplication>

namespace fpx::sources {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Sources)
};

} // namespace fpx::sources
