"""How every scenario is run: run(play) with play(scene)."""
import argparse
import os
import shutil
import sys

from harness import session
from harness.scene import Scene


def kept_folder(build):
    """build/<preset>/e2e/<name>, emptied; nothing where this user may not write."""
    name = os.path.splitext(os.path.basename(sys.argv[0]))[0].removeprefix("e2e_")
    folder = os.path.join(os.path.abspath(build), "e2e", name)
    try:
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(folder)
    except OSError:
        return None
    return folder


def run(play):
    session.enter()
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", default="build/dev")
    parser.add_argument("--record", help="a folder for the journal and the screenshots, with the pages of the browser")
    arguments = parser.parse_args()
    folder = arguments.record or kept_folder(arguments.build)
    with Scene(arguments.build, folder, illustrated=bool(arguments.record)) as scene:
        play(scene)
    sys.exit(0)
