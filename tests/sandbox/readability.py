#!/usr/bin/env python3
"""Tries to read what must not be readable, and compares who refuses it, and how, with the table.
Usage: readability.py path/to/fpx-sandbox path/to/docs/what-can-be-read.md [case…]"""
import os, re, sys, traceback

sys.dont_write_bytecode = True

try:
    import walletkit as kit
except ImportError as missing:
    print("SKIP:", missing)
    sys.exit(77)

from checks.world import World
from readable import bounds, lies  # noqa: F401 (each registers its cases)
from readable.scene import CASES

ROW = re.compile(r"^\| `(\w+)` \| (.*) \|$")


def table(path):
    """Case → the cells after its name; of the rows that name no case, what they point at."""
    rows, elsewhere = {}, {}
    for line in open(path, encoding="utf-8"):
        row = ROW.match(line.rstrip("\n"))
        if not row:
            continue
        cells = [cell.strip() for cell in row[2].split(" | ")]
        into = rows if len(cells) == 5 else elsewhere
        assert row[1] not in rows and row[1] not in elsewhere, f"two rows of {row[1]}"
        into[row[1]] = cells
    return rows, elsewhere


def problem(world, name, row):
    """What is wrong with a case; None: all as the table says."""
    kit.send("POST", world.wallet.network["reset_all"])
    try:
        who, answer = CASES[name](world)
        said = [who, str(answer.status), f"`{answer.error}`", answer.json["error_description"]]
    except Exception:
        return traceback.format_exc(limit=-3)
    if not row:
        return "no row; it would be\n| `%s` | %s | … |" % (name, " | ".join(said))
    return None if said == row[:4] else f"answered {said}\nexpected {row[:4]}"


def not_there(elsewhere, root):
    """The rows that point at a test which is not there."""
    for name, cells in elsewhere.items():
        path, _, within = cells[0].strip("`").partition(": ")
        file = os.path.join(root, path)
        if not os.path.isfile(file) or within not in open(file, encoding="utf-8").read():
            yield name


def main():
    binary, page, *only = sys.argv[1:]
    rows, elsewhere = table(page)
    failed = [f"{name}: a row without a case" for name in sorted(set(rows) - set(CASES))]
    failed += [f"{name}: points at nothing" for name in not_there(elsewhere, os.path.dirname(os.path.dirname(page)))]
    world = World(binary)
    try:
        for name in only or CASES:
            wrong = problem(world, name, rows.get(name))
            print("FAIL" if wrong else "ok  ", name, flush=True)
            failed += [f"{name}: {wrong}"] if wrong else []
    finally:
        world.process.terminate()
        world.process.wait(10)
    print("\n".join(failed))
    print(f"{len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
