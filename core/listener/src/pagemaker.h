// Makes every page and redirect. All HTML of the listener is in pages.cpp.
#pragma once

#include "response.h"

#include <fpx/listener/pages.h>

namespace fpx::listener {

/// 200 with text; `refreshSeconds` 0 for none.
[[nodiscard]] Response textPage(const PageText &text, int refreshSeconds);
/// 200 with one self-submitting form; an empty 503 if `action` is not an absolute http or https URL.
[[nodiscard]] Response formPage(const FormPost &form);
/// 303; an empty 503 if `location` is neither an absolute http or https URL nor a path of this listener.
[[nodiscard]] Response redirect(const QUrl &location);

} // namespace fpx::listener
