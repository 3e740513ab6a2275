// What this module says to people.
#pragma once

#include <QCoreApplication>

namespace fpx::wallet {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Wallet)
};

} // namespace fpx::wallet
