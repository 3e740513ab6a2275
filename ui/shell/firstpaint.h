// What a person need not wait for.
#pragma once

#include <QObject>

#include <functional>

class QWidget;

namespace fpx::ui {

/// Calls `then` once, when `window` (shown, top level) is on the screen with its contents, or after half a second where
/// the desktop does not show it: minimized, or on another workspace. Not after the window has been destroyed.
void afterFirstPaint(QWidget *window, std::function<void()> then);

} // namespace fpx::ui
