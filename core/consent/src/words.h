// What this module says to people.
#pragma once

#include <QCoreApplication>

namespace fpx::consent {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Consent)
};

} // namespace fpx::consent
