#!/usr/bin/env python3
"""For each pair of modules with an arrow a generated include compiles, for each without one it does not."""
import os
import sys

from architecture import arguments, compile_include, headers, in_parallel, include_name, read_arrows, read_views, visible


def main():
    options = arguments(__doc__)
    arrows = read_arrows(os.path.join(os.path.dirname(os.path.abspath(__file__)), "arrows.txt"))
    views = read_views(options.views)
    faults = [f"{module} is in the build but not in arrows.txt" for module in views if module not in arrows]
    order = list(arrows)
    for module, (public, private) in arrows.items():
        faults += [f"{module} → {below} does not point down" for below in public | private
                   if order.index(below) >= order.index(module)]
    pairs = [(module, other) for module in views for other in views
             if module in arrows and other in arrows and module != other and headers(options.root, other)]

    def attempt(module, other):
        header = include_name(headers(options.root, other)[0])
        compiles, message = compile_include(options.compiler, views[module], header, "-E")
        allowed = other in visible(arrows, module)
        if compiles and not allowed:
            return f"{module} can include <{header}>, but has no arrow to {other}"
        if allowed and not compiles:
            return f"{module} has an arrow to {other}, but cannot include <{header}>: {message}"
        return None

    faults += [fault for fault in in_parallel(attempt, pairs) if fault]
    print(f"{len(views)} modules, {len(pairs)} pairs, {len(faults)} faults", *faults, sep="\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
