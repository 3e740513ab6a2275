// Sentences for people that the listener says.
#pragma once

#include <QCoreApplication>

namespace fpx::listener {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Listener)
};

} // namespace fpx::listener
