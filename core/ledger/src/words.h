// Sentences for people that the ledger says.
#pragma once

#include <QCoreApplication>

namespace fpx::ledger {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Ledger)
};

} // namespace fpx::ledger
