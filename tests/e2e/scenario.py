"""How every scenario is run: run(play) with play(scene)."""
import argparse
import sys

from harness import session
from harness.scene import Scene


def run(play):
    session.enter()
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", default="build/dev")
    parser.add_argument("--record", help="a folder for the journal and the screenshots")
    arguments = parser.parse_args()
    with Scene(arguments.build, arguments.record) as scene:
        play(scene)
    sys.exit(0)
