"""What happened, one line each: steps, keys, clicks, HTTP lines. `./dev demo --record DIR` leaves it in DIR/journal.log."""
import os
import subprocess
import sys
import threading
import time


class Journal:
    """Writes to `folder`/journal.log; steps are printed too. Thread-safe."""

    def __init__(self, folder):
        self.folder = folder
        os.makedirs(folder, exist_ok=True)
        self._file = open(os.path.join(folder, "journal.log"), "w", encoding="utf-8", buffering=1)
        self._start = time.monotonic()
        self._lock = threading.Lock()
        self._pictures = 0
        self._step = 0

    def line(self, kind, text):
        with self._lock:
            self._file.write(f"{time.monotonic() - self._start:9.3f} {kind:<7} {text}\n")

    def step(self, text):
        """One step of the story, in words for a person."""
        self._step += 1
        self.line("step", f"{self._step}. {text}")
        print(f"{self._step:3}. {text}", flush=True)

    def screenshot(self, name):
        """The whole screen as `folder`/NN-name.png; answers the path. Under Xvfb only."""
        self._pictures += 1
        path = os.path.join(self.folder, f"{self._pictures:02}-{name}.png")
        done = subprocess.run(["import", "-silent", "-window", "root", path], stderr=subprocess.PIPE, check=False)
        self.line("picture", os.path.basename(path) if done.returncode == 0 else f"{name}: {done.stderr!r}")
        return path

    def failed(self, error):
        """Keeps what a person needs to see why."""
        self.line("FAILED", str(error).replace("\n", " "))
        self.screenshot("failed")
        print(f"FAILED: {error}\n  journal and screenshots: {self.folder}", file=sys.stderr, flush=True)
