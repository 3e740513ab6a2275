// The X screen as a stopwatch: when does a window's first picture appear?
#pragma once

#include <QtGlobal>

#include <memory>

namespace fpx::bench {

/// Fills the root window with a colour that no application uses, then tells when something else is seen there.
class Screen
{
public:
    Screen();
    ~Screen();
    Screen(const Screen &) = delete;
    Screen &operator=(const Screen &) = delete;

    [[nodiscard]] bool isOpen() const;
    /// Waits up to `milliseconds` until the screen is bare again.
    bool waitBare(int milliseconds);
    /// Waits until a window has painted: the middle of the screen shows at least two colours besides the
    /// bare one, since a window that is mapped and not yet painted has only one, its background. False: time is up.
    bool waitPainted(int milliseconds);

private:
    [[nodiscard]] int foreignColours() const;
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace fpx::bench
