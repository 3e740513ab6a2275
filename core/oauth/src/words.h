// What this module says to people.
#pragma once

#include <QCoreApplication>

namespace fpx::oauth {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(OAuth)
};

} // namespace fpx::oauth
