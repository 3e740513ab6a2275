"""The real application."""
import os
import subprocess

from .desktop import Desktop
from .process import Process


class Wallet:
    """Starts `build`/bin/fpx-wallet against a sandbox, with its data in `folder`/data. Pressing and reading goes through
    `desktop`, which sees this application only."""

    def __init__(self, build, folder, sandbox, journal, arguments=(), env=None):
        self.data = os.path.join(folder, "data")
        self._command = [
            os.path.join(build, "bin", "fpx-wallet"), "--data-dir", self.data,
            "--operator-profile", os.path.join(sandbox.folder, "operator.jws"),
            "--operator-keys", os.path.join(sandbox.folder, "operator-keys.json"), *arguments]
        self._log = os.path.join(folder, "wallet.log")
        self._env = env
        self._journal = journal
        self.desktop = Desktop(journal)
        self.process = None
        os.makedirs(folder, exist_ok=True)
        self.start()

    def start(self):
        """Also after a crash: same data."""
        self.process = Process(self._command, self._log, self._env)
        self._journal.line("start", " ".join(os.path.basename(word) for word in self._command[:1]))

    def program(self):
        """The command that starts it."""
        return list(self._command)

    def open_link(self, link):
        """As the desktop does with a link: a second start, which hands it to this one and ends."""
        self._journal.line("link", link.split("?")[0])
        handed = Process([*self._command, link], self._log, self._env)
        if handed.wait_ended() != 0:
            raise AssertionError(f"the link was not taken:\n{handed.output()[-2000:]}")

    def command(self, *words):
        """Runs the command line against this wallet and answers what it prints."""
        command = [self._command[0], "--data-dir", self.data, *words]
        return subprocess.run(command, check=True, timeout=30, capture_output=True, text=True).stdout

    def kill(self):
        self._journal.line("kill", "fpx-wallet")
        self.process.kill()

    def stop(self):
        self.process.stop()
