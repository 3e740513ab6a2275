#!/usr/bin/env python3
"""Merges what the bench programs print: benchmerge.py LINES [FILE.json]

In: lines with one JSON object each (other lines are passed over). Out: a table, and FILE.json with a list of
{"name","value","unit","floor","ratio","bar","holds"}. `holds` compares the ratio to the floor with the bar; without a
floor the value itself; without a bar it is null. Exit code 1 when a bar does not hold, or nothing was measured.
"""
import json
import sys


def entry(measured):
    value, floor, bar = measured["value"], measured.get("floor"), measured.get("bar")
    ratio = round(value / floor, 3) if floor else None
    # `at_least`: the bar is a least ratio (how many times faster than the floor), not a greatest.
    compared = ratio if ratio is not None else value
    holds = None if bar is None else (compared >= bar if measured.get("at_least") else compared <= bar)
    return {"name": measured["name"], "value": value, "unit": measured.get("unit", ""), "floor": floor, "ratio": ratio,
            "bar": bar, "holds": holds}


def main(lines_path, json_path=None):
    entries = []
    with open(lines_path, encoding="utf-8") as lines:
        for line in lines:
            if line.lstrip().startswith("{"):
                entries.append(entry(json.loads(line)))
    for each in entries:
        verdict = {True: "holds", False: "MISSED", None: ""}[each["holds"]]
        print(f"{each['name']:<40} {each['value']:>12.4g} {each['unit']:<5} floor {each['floor'] or '–':>10} "
              f"ratio {each['ratio'] or '–':>7} bar {each['bar'] or '–':>6}  {verdict}")
    if json_path:
        with open(json_path, "w", encoding="utf-8") as out:
            json.dump(entries, out, indent=2)
            out.write("\n")
    return 1 if not entries or any(each["holds"] is False for each in entries) else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
