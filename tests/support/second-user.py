#!/usr/bin/env python3
"""Lets a test have a program run by a second ordinary user of the machine.

    second-user.py serve SOCKET FIRST SECOND    as root: answers FIRST only, runs commands as SECOND
    second-user.py run COMMAND [ARGS...]        in a test: runs it as the other user; 77 (skipped) without one

Access checks between users (a socket, a file mode, /proc/PID/cmdline) can be tested in no other way. The server is
started by `./dev test` when root runs it, and ends with it.
"""
import json
import os
import pwd
import socket
import struct
import subprocess
import sys


def serve(path, first, second):
    first, second = pwd.getpwnam(first), pwd.getpwnam(second)
    os.chmod(os.path.dirname(path), 0o711)
    server = socket.socket(socket.AF_UNIX)
    server.bind(path)
    os.chown(path, first.pw_uid, first.pw_gid)
    os.chmod(path, 0o600)
    server.listen(8)
    while True:
        connection, _ = server.accept()
        with connection:
            credentials = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
            if struct.unpack("3i", credentials)[1] != first.pw_uid:
                continue
            command = json.loads(connection.makefile().readline())
            try:
                done = subprocess.run(
                    command, user=second.pw_uid, group=second.pw_gid, extra_groups=[], cwd="/", timeout=60,
                    env={"PATH": os.environ["PATH"], "HOME": second.pw_dir, "LANG": "C.UTF-8"},
                    stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
                answer = {"code": done.returncode, "output": done.stdout.decode("utf-8", "replace")}
            except (OSError, subprocess.TimeoutExpired) as error:
                answer = {"code": 126, "output": str(error)}
            connection.sendall(json.dumps(answer).encode() + b"\n")


def run(command):
    path = os.environ.get("FPX_SECOND_USER_SOCKET")
    if not path:
        print("SKIP: no second user (./dev test makes one when root runs it)", file=sys.stderr)
        return 77
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(path)
        connection.sendall(json.dumps(command).encode() + b"\n")
        answer = json.loads(connection.makefile().readline())
    sys.stdout.write(answer["output"])
    return answer["code"]


if __name__ == "__main__":
    if len(sys.argv) == 5 and sys.argv[1] == "serve":
        serve(*sys.argv[2:])
    elif len(sys.argv) > 2 and sys.argv[1] == "run":
        sys.exit(run(sys.argv[2:]))
    else:
        sys.exit(__doc__)
