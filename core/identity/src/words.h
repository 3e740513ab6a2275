// What this module says to people.
#pragma once

#include <QCoreApplication>

namespace fpx::identity {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Identity)
};

} // namespace fpx::identity
