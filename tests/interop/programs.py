"""Programs that speak JSON, a line at a time, and end with the test."""
import json
import os
import queue
import subprocess
import sys
import threading

SKIPPED = 77
PATIENCE = 60  # seconds; for a machine that hangs


class Program:
    def __init__(self, *command, environment=None):
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                         env={**os.environ, **(environment or {})})
        self._lines = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self._process.stdout:
            self._lines.put(line)
        self._lines.put(None)

    def tell(self, line):
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def hear(self):
        """The next line."""
        line = self._lines.get(timeout=PATIENCE)
        assert line is not None, f"{self._process.args} ended with {self._process.wait()}"
        return json.loads(line)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.stdin.close()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


class Wallet(Program):
    """The sign-in of the wallet (signin/driver.cpp)."""

    def __init__(self, build, providers):
        super().__init__(os.path.join(build, "tests", "interop-signin"), json.dumps(providers))
        self.port = self.hear()["ready"]

    def do(self, command, person=None):
        """What the wallet says at the end; meanwhile `person` goes where the browser is sent."""
        self.tell(command)
        while True:
            said = self.hear()
            if "open" not in said:
                assert said["done"] == command, said
                return said
            assert person, f"{command} wants a browser"
            person.open(said["open"])


def node(build):
    """The pinned Node and the folder of the peers, which ./dev test puts there."""
    peers = os.path.join(build, "interop", "peers")
    program = os.path.join(peers, "node_modules", ".bin", "node")
    if not os.path.exists(program):
        print("SKIP: the npm packages of tests/interop/peers are not installed; ./dev test interop does that")
        sys.exit(SKIPPED)
    return program, peers


def expect(said, code="ok", **session):
    """Checks how a command ended, and what the session is like."""
    assert said["code"] == code, said
    for name, value in session.items():
        assert said["session"][name] == value, (name, value, said)
    return said
