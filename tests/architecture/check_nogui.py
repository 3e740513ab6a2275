#!/usr/bin/env python3
"""check_nogui.py PROGRAM…: none of them loads QtGui or QtWidgets, directly or through another library."""
import os
import re
import subprocess
import sys

_GUI = re.compile(r"libQt\d+(?:Gui|Widgets|Svg|PrintSupport)\b\S*")


def main(programs):
    faults = []
    built = [program for program in programs if os.path.exists(program)]
    for program in built:
        loaded = subprocess.run(["ldd", program], stdout=subprocess.PIPE, text=True, check=False).stdout
        faults += [f"{os.path.basename(program)} loads {name}" for name in sorted(set(_GUI.findall(loaded)))]
    print(f"{len(built)} programs, {len(faults)} faults", *faults, sep="\n")
    return 1 if faults or not built else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
