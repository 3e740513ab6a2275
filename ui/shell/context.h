// What every part of the front end is given.
#pragma once

#include <fpx/base/clock.h>
#include <fpx/wallet/facade.h>

namespace fpx::ui {

struct Context {
    wallet::Facade *facade; ///< outlives every widget
    const Clock *clock;     ///< outlives every widget
};

} // namespace fpx::ui
