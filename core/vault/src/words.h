// Sentences for people that the vault says.
#pragma once

#include <QCoreApplication>

namespace fpx::vault {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Vault)
};

} // namespace fpx::vault
