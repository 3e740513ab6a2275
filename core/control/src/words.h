// Sentences for people that the local socket says.
#pragma once

#include <QCoreApplication>

namespace fpx::control {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Control)
};

} // namespace fpx::control
