// Adapter: the person's own browser, opened through the desktop.
#pragma once

#include <fpx/base/desktop.h>

namespace fpx::app {

/// Linux: `xdg-open`, which honours the desktop's choice and $BROWSER. Elsewhere: QDesktopServices.
class DesktopBrowser final : public Browser
{
public:
    [[nodiscard]] Result<void> open(const QUrl &url) override;
};

} // namespace fpx::app
