// What this module says to people.
#pragma once

#include <QCoreApplication>

namespace fpx::receipt {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Receipt)
};

} // namespace fpx::receipt
