#!/usr/bin/env python3
"""docs/protocol/rules.md leads from each rule of the profile to its code and its test: ruleindex.py ROOT

Refused are: a row whose section is not in docs/protocol; a file that is not there; a name in the code column that its file
does not have; a test function that its file does not define, or a row of its data that it does not have; and a section of
docs/protocol without a rule here.
"""
import os
import re
import sys

INDEX = "docs/protocol/rules.md"
HEADING = re.compile(r"^#+ (\d+(?:\.\d+)?) ", re.M)
ROW = re.compile(r"^\| (\d+(?:\.\d+)?) \| (.+) \| (\[.+?) \| (\[.+?) \|$")
# [name](../../path) `name` `row of the test's data`
PLACE = re.compile(r"\[([^\]]+)\]\(\.\./\.\./([^)]+)\)((?: `[^`]+`)*)")


def read(root, name):
    try:
        with open(os.path.join(root, name), encoding="utf-8") as file:
            return file.read()
    except OSError:
        return None


def sections(root):
    found = set()
    for name in os.listdir(os.path.join(root, "docs/protocol")):
        if name.endswith(".md"):
            found.update(HEADING.findall(read(root, "docs/protocol/" + name)))
    return found


def tests_in(path, text):
    """The functions of a Python file, or those that Qt Test calls: the private slots of its class."""
    if path.endswith(".py"):
        return set(re.findall(r"^def (\w+)\(", text, re.M))
    found, slots = set(), False
    for line in text.splitlines():
        if re.match(r"(class|struct|private|protected|public)\b", line):
            slots = line.startswith("private Q_SLOTS:")
        elif slots:
            found.update(re.findall(r"^    void (\w+)\(\)", line))
    return found


def check_place(root, cell, is_test):
    place = PLACE.fullmatch(cell)
    if not place:
        return f"cannot be read: {cell}"
    title, path, rest = place.groups()
    names = re.findall(r"`([^`]+)`", rest)
    text = read(root, path)
    if text is None:
        return f"there is no {path}"
    if title != os.path.basename(path):
        return f"{title} is not the name of {path}"
    if is_test and not names:
        return f"{path}: which test?"
    for number, name in enumerate(names):
        function = number == 0 and is_test
        if name not in tests_in(path, text) if function else not re.search(rf"\b{re.escape(name)}\b", text):
            return f"{path} has no {'test ' if function else ''}{name}"
    return None


def check(root):
    text = read(root, INDEX)
    known = sections(root)
    indexed = set()
    for number, line in enumerate(text.splitlines(), 1):
        if not re.match(r"\| *\d", line):
            continue
        row = ROW.match(line)
        if not row:
            yield f"{INDEX}:{number}: no row of section, rule, code and test"
            continue
        section, _, code, test = row.groups()
        indexed.add(section)
        if section not in known:
            yield f"{INDEX}:{number}: docs/protocol has no section {section}"
        for cell, is_test in ((code, False), (test, True)):
            problem = check_place(root, cell, is_test)
            if problem:
                yield f"{INDEX}:{number}: {problem}"
    for section in sorted(known, key=lambda name: [int(part) for part in name.split(".")]):
        if not any(each == section or each.startswith(section + ".") for each in indexed):
            yield f"{INDEX}: no rule of section {section}"


def main(root):
    problems = list(check(root))
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(os.path.abspath(sys.argv[1])))
