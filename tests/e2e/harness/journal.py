"""What happened, one line each: steps, keys, clicks, HTTP lines. `./dev demo --record DIR` leaves it in DIR/journal.log."""
import os
import subprocess
import sys
import threading
import time


class Journal:
    """Writes to `folder`/journal.log; steps are printed too. Thread-safe. `illustrated`: with pictures of the pages in
    the browser beside those of the screen."""

    def __init__(self, folder, illustrated=False):
        self.folder = folder
        self.illustrated = illustrated
        os.makedirs(folder, exist_ok=True)
        self._file = open(os.path.join(folder, "journal.log"), "w", encoding="utf-8", buffering=1)
        self._start = time.monotonic()
        self._start_wall = time.time()
        self._lock = threading.Lock()
        self._pictures = 0
        self._pages = 0
        self._step = 0

    def line(self, kind, text, at=None):
        """`at`: seconds since 1970, for what is learnt afterwards; close() puts it in its place."""
        seconds = time.monotonic() - self._start if at is None else at - self._start_wall
        text = text.replace("\n", " ")
        with self._lock:
            if not self._file.closed:
                self._file.write(f"{seconds:9.3f} {kind:<7} {text}\n")

    def close(self):
        """Everything in the order in which it happened."""
        with self._lock:
            self._file.close()
            with open(self._file.name, encoding="utf-8") as file:
                lines = file.readlines()
            with open(self._file.name, "w", encoding="utf-8") as file:
                file.writelines(sorted(lines, key=lambda line: float(line.split(maxsplit=1)[0])))

    def step(self, text):
        """One step of the story, in words for a person."""
        self._step += 1
        self.line("step", f"{self._step}. {text}")
        print(f"{self._step:3}. {text}", flush=True)

    def screenshot(self, name):
        """The whole screen as `folder`/NN-name.png; answers the path. Under Xvfb only."""
        self._pictures += 1
        self._pages = 0
        path = os.path.join(self.folder, f"{self._pictures:02}-{name}.png")
        done = subprocess.run(["import", "-silent", "-window", "root", path], stderr=subprocess.PIPE, check=False)
        self.line("picture", os.path.basename(path) if done.returncode == 0 else f"{name}: {done.stderr!r}")
        return path

    def next_page(self, name):
        """The path for a picture of a page in the browser: `folder`/NNa-name.png, after the screen's picture NN."""
        self._pages += 1
        path = os.path.join(self.folder, f"{self._pictures:02}{chr(ord('a') + self._pages - 1)}-{name}.png")
        self.line("picture", os.path.basename(path))
        return path

    def failed(self, error):
        """Keeps what a person needs to see why."""
        self.line("FAILED", str(error))
        self.screenshot("failed")
        print(f"FAILED: {error}\n  journal and screenshots: {self.folder}", file=sys.stderr, flush=True)
