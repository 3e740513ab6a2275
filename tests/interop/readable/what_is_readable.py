#!/usr/bin/env python3
"""What was approved is readable, and nothing else: each row of docs/what-is-readable.md played at the sandbox's network,
data sources and clients by an independent wallet, once for each kind of data source. A case without a row fails, and so
does a row without a case.
Usage: what_is_readable.py path/to/fpx-sandbox [case…]"""
import os
import re
import sys
import traceback

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, "..", "..", "..")
sys.path.insert(0, os.path.join(ROOT, "tests", "sandbox"))

try:
    import walletkit as kit
except ImportError as missing:
    print("SKIP:", missing)
    sys.exit(77)

from cases import CASES  # noqa: E402  the path comes first
from checks.world import World  # noqa: E402
from scene import KINDS, Scene  # noqa: E402

ROW = re.compile(r"^\| `(\w+)` \| ([^|]+) \| (\d{3}) `(\w+)` \| ([^|]+) \| ([^|]+) \|")


def expectations():
    """{case: {strategy: (status, code, reason)}} of the tables."""
    rows = {}
    with open(os.path.join(ROOT, "docs", "what-is-readable.md"), encoding="utf-8") as page:
        for row in filter(None, map(ROW.match, page)):
            name, _, status, code, hmac, simple = (cell.strip() for cell in row.groups())
            assert name not in rows, f"two rows for {name}"
            rows[name] = {"hmac-jwt": (int(status), code, hmac),
                          "simple": (int(status), code, hmac if simple == "the same" else simple)}
    return rows


def main():
    expected, names = expectations(), {each.__name__ for each in CASES}
    assert names == set(expected), f"cases and rows differ: {sorted(names ^ set(expected))}"
    world, failed, played = World(sys.argv[1]), 0, 0
    try:
        for kind in KINDS:
            for case in CASES:
                if len(sys.argv) > 2 and case.__name__ not in sys.argv[2:]:
                    continue
                kit.send("POST", world.wallet.network["reset_all"])
                played += 1
                try:
                    answer = case(Scene(world, kind))
                    got = (answer.status, answer.error, answer.json.get("error_description"))
                    assert got == expected[case.__name__][kind.strategy], got
                    print("ok  ", kind.name, case.__name__)
                except Exception:
                    failed += 1
                    print("FAIL", kind.name, case.__name__)
                    traceback.print_exc(limit=-2)
    finally:
        world.process.terminate()
        world.process.wait(10)
    print(f"{played} played, {failed} failed")
    return 1 if failed or not played else 0


if __name__ == "__main__":
    sys.exit(main())
