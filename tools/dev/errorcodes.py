#!/usr/bin/env python3
"""docs/error-codes.md from the code: errorcodes.py ROOT [--check]

Every error has a stable code, a sentence for a person, and says whether the same call may succeed later. This collects
each pair of a code and a translated sentence from the product code, by module. --check: refuses a page that is not what the
code says.
"""
import os
import re
import subprocess
import sys

PAGE = "docs/error-codes.md"
STRING = r'"((?:[^"\\]|\\.)*)"'
# "some_code", Words::tr("A sentence." " It goes on.")…: what fail() and Error{} take.
PAIR = re.compile(rf'{STRING}\s*,\s*(?:\w+(?:::\w+)*::)?tr\(\s*((?:{STRING}\s*)+)')
CODE = re.compile(r"^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$")
HEAD = """# Error codes
Made from the code by `./dev lint --fix`, and checked by `./dev lint`. A code is stable: tests, support and translations of protocols rely on it. The sentence is for the person and says what to do where the person can do something; `%1` stands for a name. *Again* says whether the same call may succeed later without the person changing anything: the application then offers to try again.
"""


def files(root):
    git = ["git", "-c", f"safe.directory={root}", "-C", root, "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(git, stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines()
    return sorted(name for name in listed if re.match(r"(core|app|cli)/.*\.(cpp|h)$", name))


def module(name):
    parts = name.split("/")
    return parts[1] if parts[0] == "core" else parts[0]


def arguments_after(text, start):
    """The rest of the call or braced list that `start` lies in."""
    depth = 0
    for offset in range(start, len(text)):
        if text[offset] in "({":
            depth += 1
        elif text[offset] in ")}":
            depth -= 1
            if depth < 0:
                return text[start:offset]
    return text[start:]


def collect(root):
    found = {}
    for name in files(root):
        with open(os.path.join(root, name), encoding="utf-8") as file:
            text = re.sub(r"^\s*//.*$", "", file.read(), flags=re.M)
        for match in PAIR.finditer(text):
            code = match.group(1)
            if not CODE.match(code):
                continue
            sentence = "".join(re.findall(STRING, match.group(2))).replace('\\"', '"').replace("|", "\\|")
            again = "Retry::Later" in arguments_after(text, match.end())
            found.setdefault(module(name), {}).setdefault(code, {}).setdefault(sentence, again)
    return found


def page(root):
    lines = [HEAD]
    for name, codes in sorted(collect(root).items()):
        lines.append(f"## {name}\n| code | sentence | again |\n|---|---|---|")
        for code, sentences in sorted(codes.items()):
            for sentence, again in sorted(sentences.items()):
                lines.append(f"| `{code}` | {sentence} | {'yes' if again else ''} |")
        lines.append("")
    return "\n".join(lines)


def main(root, check):
    path = os.path.join(root, PAGE)
    wanted = page(root)
    if not check:
        with open(path, "w", encoding="utf-8") as file:
            file.write(wanted)
        return 0
    try:
        with open(path, encoding="utf-8") as file:
            same = file.read() == wanted
    except OSError:
        same = False
    if not same:
        print(f"{PAGE} is not what the code says: ./dev lint --fix")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main(os.path.abspath(sys.argv[1]), "--check" in sys.argv))
