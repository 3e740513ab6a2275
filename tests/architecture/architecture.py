"""What the checks of the architecture share: the picture as a table, and what each target of the build sees."""
import argparse
import glob
import os
import subprocess
from concurrent.futures import ThreadPoolExecutor


def arguments(description):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--root", required=True)
    parser.add_argument("--views", required=True, help="lines of module, tab, include directories")
    parser.add_argument("--compiler", required=True)
    return parser.parse_args()


def read_views(path):
    """{module: [include directory]} for the modules of this build."""
    views = {}
    with open(path, encoding="utf-8") as file:
        for line in file:
            if line.strip():
                module, directories = line.rstrip("\n").split("\t")
                views[module] = list(dict.fromkeys(directories.split()))
    return views


def read_arrows(path):
    """{module: (public, private)} as sets."""
    arrows = {}
    with open(path, encoding="utf-8") as file:
        for line in file:
            line = line.split("#", 1)[0].strip()
            if line:
                module, rest = line.split(":", 1)
                public, private = rest.split("|", 1)
                arrows[module.strip()] = (set(public.split()), set(private.split()))
    return arrows


def visible(arrows, module):
    """Every module whose headers `module` may include: its own arrows, and what those hand on."""
    found = {module}
    queue = sorted(arrows[module][0] | arrows[module][1])
    while queue:
        below = queue.pop()
        if below not in found:
            found.add(below)
            queue += sorted(arrows[below][0])
    return found


def headers(root, module):
    folder = "." if module in ("cli", "ui") else "core"
    return sorted(glob.glob(os.path.join(root, folder, module, "include", "fpx", module, "*.h")))


def include_name(header):
    return "fpx/" + header.split("/include/fpx/", 1)[1]


def compile_include(compiler, directories, header, mode):
    """Whether `#include <header>` compiles (`mode` -fsyntax-only) or can be preprocessed (-E); and the first message."""
    command = [compiler, "-x", "c++", "-std=c++20", "-fPIC", *(["-fcoroutines"] if "g++" in compiler or "c++" in compiler else []),
               "-DQT_NO_KEYWORDS", "-DQT_NO_CAST_FROM_ASCII", mode, *(f"-I{each}" for each in directories),
               "-o", os.devnull, "-"]
    done = subprocess.run(command, input=f"#include <{header}>\n", text=True, stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE, check=False)
    return done.returncode == 0, next((line for line in done.stderr.splitlines() if "error" in line), "")


def in_parallel(work, items):
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(lambda item: work(*item), items))
