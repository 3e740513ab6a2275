// What this module says to people.
#pragma once

#include <QCoreApplication>

namespace fpx::op {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Operator)
};

} // namespace fpx::op
