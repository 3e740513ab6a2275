#!/usr/bin/env python3
"""House rules that no general tool knows: houserules.py ROOT

- product code (app, cli, core, ui) runs no nested event loop: re-entrancy is what crashes desktop applications of this
  kind, and a re-entered request would break the invariants of the state machine
- settings are read in one place, so nobody includes QSettings
- core and cli include no QtGui or QtWidgets header (the link would refuse most of them; this names the line)
- no braces and no lambda that owns what it captures among the arguments of an awaited call: GCC 12 destroys such a
  temporary twice
- a file has one purpose: above 400 lines it is refused in product code and reported in tests
- every sentence with a number has its English plural forms (translations/fpx_en.ts)
- every link in Markdown to a file of the tree leads somewhere
- every section of the FPX profile and every page that a comment or page names is there
- no pipe in tools/dev ends in a reader that stops early: to `pipefail` the writer's broken pipe is a failure, now and then
"""
import html
import os
import re
import subprocess
import sys

PRODUCT = ("app/", "cli/", "core/", "ui/")
MAX_LINES = 400
NESTED = re.compile(r"\bQEventLoop\b|\bprocessEvents\s*\(|\bQDialog::exec\b|(?:->|\.)exec\s*\(\s*\)")
# QSqlQuery::exec() runs a statement and the application's own loop is the outermost one: neither nests.
NOT_NESTED = re.compile(r"(?:quer(?:y|ies)\w*|statement\w*|insert\w*|select\w*|update\w*|remove\w*|sql\w*|m_q\w*)(?:->|\.)"
                        r"exec\s*\(|Q(?:Core|Gui)?Application::exec\s*\(|\bapp(?:lication)?(?:->|\.)exec\s*\(", re.I)
SETTINGS = re.compile(r"#\s*include\s*<QSettings>")
GUI = re.compile(r"#\s*include\s*<(?:QtGui|QtWidgets|QWidget|QApplication|QGuiApplication|QIcon|QPixmap|QImage|QColor|QFont)\b")
AWAITED = re.compile(r"\bco_await\s[\w:.>*()\s-]*?\w\s*\(")
CAPTURES = re.compile(r"(?<=[(,\s])\[([^\[\]]*)\]\s*[({]")
LAMBDA = re.compile(r"\][^,]*$")
TRANSLATED = re.compile(r'\btr\(\s*((?:"(?:[^"\\]|\\.)*"\s*)+)')
# "profile 4.1", "profile sections 4.2 and 8": sections of docs/protocol.
SECTIONS = re.compile(r"\bprofile (?:sections? )?(\d+(?:\.\d+)?(?:(?:, | and )\d+(?:\.\d+)?)*)")
HEADING = re.compile(r"^#+ (\d+(?:\.\d+)?) ", re.M)
PAGE = re.compile(r"(?<![\w./-])((?:docs/)?[\w-]+(?:/[\w-]+)*\.md)\b")
STOPS_EARLY = re.compile(r"\|\s*(?:grep -\w*q|head -n? ?\d)")
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")


def tree(root):
    git = ["git", "-c", f"safe.directory={root}", "-C", root, "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(git, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False)
    if listed.returncode == 0:
        return [name for name in listed.stdout.splitlines() if os.path.isfile(os.path.join(root, name))]
    found = []
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name not in (".git", "build", "node_modules")]
        found += [os.path.relpath(os.path.join(folder, name), root) for name in names]
    return found


def code_lines(text):
    """(number, line) without // comments and string contents, so that a word in prose is no violation."""
    for number, line in enumerate(text.splitlines(), 1):
        yield number, re.sub(r'"(?:[^"\\]|\\.)*"', '""', line).split("//", 1)[0]


def check_code(name, text):
    for number, line in code_lines(text):
        if NESTED.search(line) and not NOT_NESTED.search(line):
            yield f"{name}:{number}: a nested event loop: use a coroutine, open() or a signal"
        if SETTINGS.search(line):
            yield f"{name}:{number}: QSettings: settings come through core/wallet"
        if name.startswith(("core/", "cli/")) and GUI.search(line):
            yield f"{name}:{number}: a GUI header below ui/"
    for number in awaited_temporaries(text):
        yield f"{name}:{number}: a temporary in an awaited call: name the value first, GCC 12 destroys it twice"


def awaited_temporaries(text):
    """The numbers of the lines where a call is awaited that has braces among its arguments, outside lambda bodies, or a
    lambda that captures values."""
    plain = "\n".join(line for _, line in code_lines(text))
    for match in AWAITED.finditer(plain):
        depth = bodies = 0
        for offset in range(match.end() - 1, len(plain)):
            sign = plain[offset]
            bodies += {"{": 1, "}": -1}.get(sign, 0)
            if bodies > 1 or (bodies == 1 and sign != "{"):
                continue  # in the body of a lambda
            depth += {"(": 1, ")": -1}.get(sign, 0)
            captures = CAPTURES.match(plain, offset)
            owns = captures and any(one.strip() and one.strip() != "this" and not one.strip().startswith("&")
                                    for one in captures.group(1).split(","))
            if owns or (sign == "{" and not LAMBDA.search(plain[match.end():offset])):
                yield plain.count("\n", 0, match.start()) + 1
                break
            if depth == 0:
                break


def plurals_without_forms(text, known):
    """(line number, sentence) of each tr() with %n that `known` does not hold."""
    for match in TRANSLATED.finditer(text):
        sentence = "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', match.group(1)))
        if "%n" in sentence and sentence not in known:
            yield text.count("\n", 0, match.start()) + 1, sentence


def check_links(root, name, text):
    for target in LINK.findall(text):
        if not os.path.exists(os.path.join(root, os.path.dirname(name), target)):
            yield f"{name}: the link to {target} leads nowhere"


def sections_of_profile(root, names):
    found = set()
    for name in names:
        if name.startswith("docs/protocol/"):
            with open(os.path.join(root, name), encoding="utf-8") as file:
                found.update(HEADING.findall(file.read()))
    return found


def check_references(name, text, sections, pages):
    for number, line in enumerate(text.splitlines(), 1):
        for named in SECTIONS.findall(line):
            for section in re.findall(r"\d+(?:\.\d+)?", named):
                if section not in sections:
                    yield f"{name}:{number}: docs/protocol has no section {section}"
        if not name.endswith((".md", ".py")):
            for page in PAGE.findall(line):
                if page not in pages and f"docs/{page}" not in pages:
                    yield f"{name}:{number}: there is no {page}"


def main(root):
    refused, warned = [], []
    with open(os.path.join(root, "translations", "fpx_en.ts"), encoding="utf-8") as file:
        plurals = {html.unescape(each) for each in re.findall(r"<source>(.*?)</source>", file.read(), re.S)}
    names = tree(root)
    sections = sections_of_profile(root, names)
    pages = {name for name in names if name.endswith(".md")}
    for name in names:
        if not name.endswith((".cpp", ".h", ".md", ".py", ".sh")):
            continue
        with open(os.path.join(root, name), encoding="utf-8") as file:
            text = file.read()
        refused += check_references(name, text, sections, pages)
        if name.endswith(".md"):
            refused += check_links(root, name, text)
            continue
        if name.startswith("tools/dev/") and name.endswith(".sh"):
            refused += [f"{name}:{number}: this pipe may break" for number, line in enumerate(text.splitlines(), 1)
                        if STOPS_EARLY.search(line)]
        lines = text.count("\n")
        if lines > MAX_LINES:
            where = refused if name.startswith(PRODUCT) else warned
            where.append(f"{name}: {lines} lines (at most {MAX_LINES})")
        if name.startswith(PRODUCT) and name.endswith((".cpp", ".h")):
            refused += check_code(name, text)
            refused += [f"{name}:{number}: no plural forms in translations/fpx_en.ts: {sentence}"
                        for number, sentence in plurals_without_forms(text, plurals)]
    print(f"house rules: {len(names)} files, {len(refused)} refused, {len(warned)} reported")
    for line in warned:
        print(f"warning: {line}")
    for line in refused:
        print(line)
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main(os.path.abspath(sys.argv[1])))
