#!/usr/bin/env python3
"""Every public header compiles on its own. One that a source file includes before all others has been proven so by the
build; the rest are compiled here."""
import glob
import os
import re
import sys

from architecture import arguments, compile_include, headers, in_parallel, include_name, read_views

_FIRST = re.compile(r"^#\s*include\s*<(fpx/[^>]+)>", re.M)


def proven(root):
    """Headers that are the first include of some source of core, which has no precompiled header to hide behind."""
    found = set()
    for source in glob.glob(os.path.join(root, "core", "*", "src", "*.cpp")):
        with open(source, encoding="utf-8") as file:
            first = re.search(r"^#\s*include.*$", file.read(), re.M)
        match = _FIRST.match(first.group(0)) if first else None
        if match:
            found.add(match.group(1))
    return found


def main():
    options = arguments(__doc__)
    views = read_views(options.views)
    known = proven(options.root)
    names = [(module, include_name(header)) for module in views for header in headers(options.root, module)]

    def attempt(module, header):
        compiles, message = compile_include(options.compiler, views[module], header, "-fsyntax-only")
        return None if compiles else f"<{header}> does not compile on its own: {message}"

    rest = [(module, header) for module, header in names if header not in known]
    faults = [fault for fault in in_parallel(attempt, rest) if fault]
    print(f"{len(names)} public headers: {len(names) - len(rest)} proven by the build, {len(rest)} compiled, "
          f"{len(faults)} faults", *faults, sep="\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
