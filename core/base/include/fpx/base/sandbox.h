// Where this program runs, as far as that changes what it may do.
#pragma once

namespace fpx {

/// In a sandbox of the desktop (Flatpak, Snap), where portals are the only way to the person's files. Never changes while
/// the program runs. False elsewhere than on Linux.
[[nodiscard]] bool isSandboxed();

} // namespace fpx
