#!/usr/bin/env python3
"""Plays a conforming wallet, and a number of breaking ones, against fpx-sandbox.
Usage: selfcheck.py path/to/fpx-sandbox [check…]"""
import sys, traceback

sys.dont_write_bytecode = True

try:
    import walletkit as kit
except ImportError as missing:
    print("SKIP:", missing)
    sys.exit(77)

from checks import parties, refusals, transactions  # noqa: F401 (each registers its checks)
from checks.world import CHECKS, World


def main():
    world = World(sys.argv[1])
    failed = 0
    try:
        for function in CHECKS:
            if len(sys.argv) > 2 and function.__name__ not in sys.argv[2:]:
                continue
            kit.send("POST", world.wallet.network["reset_all"])
            try:
                function(world)
                print("ok  ", function.__name__)
            except Exception:
                failed += 1
                print("FAIL", function.__name__)
                traceback.print_exc(limit=-3)
    finally:
        world.process.terminate()
        world.process.wait(10)
    print(f"{failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
