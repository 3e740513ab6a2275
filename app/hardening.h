// What keeps other programs of this user from reading the wallet's memory.
#pragma once

namespace fpx::app {

/// No core dumps, and in release builds no reading or tracing by processes of the same user (Linux:
/// PR_SET_DUMPABLE, but for Flatpak and Snap: docs/decisions/0007-memory-and-portals.md). Best effort; debug builds stay debuggable.
void hardenProcess();

} // namespace fpx::app
