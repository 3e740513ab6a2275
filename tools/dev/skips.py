#!/usr/bin/env python3
"""Refuses skips that nobody expects: skips.py EXPECTED RESULTS.xml

A whole test is skipped when CTest says so (exit code 77); a function of a Qt Test by its line `SKIP   : Class::f() why`.
EXPECTED has one line a skip, `test-name [Class::function()]`, after # comments; a line that begins with `?` may skip or
not (it depends on the machine). An expected skip of a test that ran without skipping is reported too: the list is exact.
"""
import re
import sys
import xml.etree.ElementTree as ElementTree


def expectations(path):
    exact, optional = set(), set()
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            line = line.split("#", 1)[0].strip()
            if line.startswith("?"):
                optional.add(line[1:].strip())
            elif line:
                exact.add(line)
    return exact, optional


def skips(path):
    ran, skipped = set(), {}
    for case in ElementTree.parse(path).getroot().iter("testcase"):
        name = case.get("name")
        ran.add(name)
        output = case.findtext("system-out") or ""
        if case.get("status") == "disabled" or case.find("skipped") is not None:
            reason = re.search(r"^SKIP: (.*)$", output, re.M)
            skipped[name] = reason.group(1) if reason else "skipped"
        for function, why in re.findall(r"^SKIP\s+: (\S+\(.*?\))\s*(.*)$", output, re.M):
            skipped[f"{name} {function}"] = why
    return ran, skipped


def main(expected_path, results_path):
    exact, optional = expectations(expected_path)
    ran, skipped = skips(results_path)
    unexpected = {name: why for name, why in skipped.items() if name not in exact | optional}
    absent = [name for name in exact if name.split(" ")[0] in ran and name not in skipped]
    for name, why in sorted(unexpected.items()):
        print(f"SKIP that tests/expected-skips.txt does not list: {name}: {why}")
    for name in sorted(absent):
        print(f"tests/expected-skips.txt lists a skip that did not happen: {name}")
    return 1 if unexpected or absent else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
