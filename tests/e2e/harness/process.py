"""A child process that the harness started, and that ends with it."""
import atexit
import os
import signal
import subprocess

from .waiting import until


class Process:
    """Runs `command` with its output in `log`."""

    def __init__(self, command, log, env=None):
        self.name = os.path.basename(command[0])
        self.log = log
        with open(log, "ab") as output:
            # A file that may grow no more is an error to a program, as on a full disk, and not its end (SIGXFSZ).
            self._child = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
                                           restore_signals=False,
                                           env={**os.environ, **(env or {})})
        atexit.register(self.stop)

    @property
    def pid(self):
        return self._child.pid

    @property
    def returncode(self):
        """None while it runs."""
        return self._child.returncode

    def running(self):
        return self._child.poll() is None

    def output(self):
        with open(self.log, encoding="utf-8", errors="replace") as file:
            return file.read()

    def wait_for_line(self, text, timeout=30):
        """Answers the first line of output that contains `text`."""
        def line():
            for each in self.output().splitlines():
                if text in each:
                    return each
            if not self.running():
                raise AssertionError(f"{self.name} ended with {self._child.returncode}:\n{self.output()[-2000:]}")
            return None
        return until(line, f"{self.name} says {text!r}", timeout)

    def wait_ended(self, timeout=20):
        until(lambda: not self.running(), f"{self.name} ends", timeout)
        return self._child.returncode

    def kill(self):
        """As a crash: no chance to clean up."""
        self._child.send_signal(signal.SIGKILL)
        self._child.wait()

    def stop(self):
        if not self.running():
            return
        self._child.terminate()
        try:
            self._child.wait(10)
        except subprocess.TimeoutExpired:
            self.kill()
