#!/usr/bin/env python3
"""The real program on data directories of its own: its socket, a second start, and starts that find something in the way.

    start.py FPX-WALLET
"""
import fcntl
import hashlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest

PROGRAM = sys.argv.pop(1)


def wait_for(condition, what, seconds=30):
    end = time.monotonic() + seconds
    while not (value := condition()):
        if time.monotonic() > end:
            raise AssertionError("waited in vain for " + what)
        time.sleep(0.02)
    return value


class Start(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.data = os.path.join(os.path.realpath(self.folder.name), "data")
        os.mkdir(self.data, 0o700)
        self.environment = dict(os.environ)

    def name(self):
        return "fpx-wallet-" + hashlib.sha256(self.data.encode()).hexdigest()[:16]

    def begin(self, *arguments):
        log = open(os.path.join(self.folder.name, "log"), "ab")
        process = subprocess.Popen([PROGRAM, "--data-dir", self.data, *arguments], env=self.environment,
                                   stdout=log, stderr=log)
        log.close()

        def end():
            if process.poll() is None:
                process.kill()
            process.wait()
        self.addCleanup(end)
        return process

    def log(self):
        with open(os.path.join(self.folder.name, "log"), encoding="utf-8", errors="replace") as log:
            return log.read()

    def status(self):
        done = subprocess.run([PROGRAM, "--data-dir", self.data, "status", "--json"], env=self.environment,
                              capture_output=True, text=True, timeout=30)
        return json.loads(done.stdout) if done.returncode == 0 else None

    def quit(self, process):
        subprocess.run([PROGRAM, "--data-dir", self.data, "quit"], env=self.environment, check=True, timeout=30)
        self.assertEqual(process.wait(30), 0)

    def take_the_lock(self):
        """As another instance does that has not come to its socket yet."""
        lock = os.open(os.path.join(self.data, "instance.lock"), os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return lock

    def test_a_data_directory_with_a_name_too_long_for_a_socket(self):
        del self.environment["XDG_RUNTIME_DIR"]
        self.data = os.path.join(os.path.dirname(self.data), "d" * 120)
        os.mkdir(self.data, 0o700)
        process = self.begin()
        self.assertIn("phase", wait_for(self.status, "the instance"))
        self.quit(process)

    def test_without_any_socket_the_wallet_goes_on(self):
        del self.environment["XDG_RUNTIME_DIR"]
        private = f"/tmp/fpx-wallet-{os.getuid()}"
        os.makedirs(private, 0o700, exist_ok=True)
        in_the_way = [os.path.join(self.data, "control"), os.path.join(private, self.name())]
        for path in in_the_way:
            os.makedirs(os.path.join(path, "something"))
        self.addCleanup(lambda: [os.rmdir(os.path.join(in_the_way[1], "something")), os.rmdir(in_the_way[1])])
        process = self.begin()
        wait_for(lambda: "control:" in self.log(), "the message that there is no socket")
        wait_for(lambda: os.path.exists(os.path.join(self.data, "windows.json")) or process.poll() is not None
                 or os.path.exists(os.path.join(self.data, "vault.lock")), "the wallet behind it")
        self.assertIsNone(process.poll(), "it ended: " + self.log())
        self.assertIsNone(self.status())
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(30), 0)

    def test_a_link_reaches_an_instance_that_is_just_starting(self):
        self.take_the_lock()
        second = self.begin("maple-wallet:authorize?request=" + "r" * 16_384)  # a scheme of the operator's
        heard = []

        def instance():
            time.sleep(0.5)
            with socket.socket(socket.AF_UNIX) as server:
                server.bind(os.path.join(self.environment["XDG_RUNTIME_DIR"], self.name()))
                server.listen()
                connection, _ = server.accept()
                with connection, connection.makefile("rwb") as lines:
                    heard.append(json.loads(lines.readline()))
                    lines.write(b"{}\n")
                    lines.flush()
                    lines.read()

        serving = threading.Thread(target=instance, daemon=True)
        serving.start()
        self.assertEqual(second.wait(30), 0, self.log())
        serving.join(10)
        self.assertEqual(heard[0]["command"], "open")
        self.assertTrue(heard[0]["link"].startswith("maple-wallet:authorize?request=rrr"))

    def test_a_start_takes_the_place_of_an_instance_that_ends(self):
        lock = self.take_the_lock()
        second = self.begin()
        time.sleep(0.3)
        os.close(lock)
        self.assertIn("phase", wait_for(self.status, "the second start"))
        self.quit(second)

    def test_an_instance_that_does_not_answer_is_told(self):
        self.take_the_lock()
        second = self.begin()
        self.assertEqual(second.wait(30), 1)
        self.assertIn("does not answer", self.log())


if __name__ == "__main__":
    unittest.main(verbosity=2)
