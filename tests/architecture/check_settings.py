#!/usr/bin/env python3
"""Every setting that people are shown is read by something: a switch with nothing behind it is a lie. Compares the table of
settings (core/operator) with what the product's sources name outside of it and of the Settings place."""
import os
import re
import sys

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
TABLE = os.path.join("core", "operator")
SHOWN = [os.path.join("ui", "settings"), os.path.join("ui", "onboarding")]


def sources(*folders):
    for folder in folders:
        for path, _, names in os.walk(os.path.join(ROOT, folder)):
            for name in names:
                if name.endswith((".cpp", ".h")):
                    with open(os.path.join(path, name), encoding="utf-8") as file:
                        yield os.path.relpath(os.path.join(path, name), ROOT), file.read()


def settings():
    with open(os.path.join(ROOT, TABLE, "include/fpx/operator/settings.h"), encoding="utf-8") as file:
        return re.findall(r'inline constexpr char (\w+)\[\] = "(\w+)"', file.read())


def names(text, constant, name):
    return re.search(rf"\bsetting::{constant}\b", text) or f'"{name}"' in text


def main():
    found = settings()
    assert len(found) >= 10, "the table of settings was not understood"
    everything = list(sources("core", "ui", "app", "cli"))
    faults = []
    for constant, name in found:
        shown = any(names(text, constant, name) for path, text in everything if path.startswith(tuple(SHOWN)))
        read = any(names(text, constant, name) for path, text in everything
                   if not path.startswith((TABLE, *SHOWN)))
        if shown and not read:
            faults.append(f"{name}: people can set it, and nothing reads it")
        print(f"{name}: {'shown' if shown else 'not shown'}, {'read' if read else 'not read'}")
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
