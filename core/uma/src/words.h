// Sentences for people that this module says.
#pragma once

#include <QCoreApplication>

namespace fpx::uma {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Uma)
};

} // namespace fpx::uma
