// Sentences for people that base itself says. Each module has such a context of its own for QObject-less translation.
#pragma once

#include <QCoreApplication>

namespace fpx {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Base)
};

} // namespace fpx
