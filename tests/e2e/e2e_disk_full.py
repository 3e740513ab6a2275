"""Nothing more can be written when the person allows: it is said, nothing is granted, it goes on once there is room."""
import os
import re
import resource

import person
import scenario
import wire


def fill_the_disk(scene):
    """No file of the wallet's may grow any more, as on a full disk."""
    sizes = [os.path.getsize(os.path.join(where, name)) for where, _, names in os.walk(scene.wallet.data) for name in names]
    largest = resource.prlimit(scene.wallet.process.pid, resource.RLIMIT_FSIZE)[1]
    resource.prlimit(scene.wallet.process.pid, resource.RLIMIT_FSIZE, (min(sizes), largest))


def make_room(scene):
    largest = resource.prlimit(scene.wallet.process.pid, resource.RLIMIT_FSIZE)[1]
    resource.prlimit(scene.wallet.process.pid, resource.RLIMIT_FSIZE, (largest, largest))


def play(scene):
    browser = person.settle(scene)
    desktop = scene.wallet.desktop
    first = scene.sandbox.record("ontario")["next"]
    person.ask(scene, browser)
    person.open_request(scene)
    scene.journal.step("There is no room left, and the person allows")
    fill_the_disk(scene)
    desktop.press("Allow")
    desktop.find(re.compile("^The wallet could not save"), timeout=30)
    scene.journal.screenshot("disk-full")
    assert not wire.answers(scene, first) and not wire.active_permissions(scene)
    scene.journal.step("There is room again")
    make_room(scene)
    desktop.press("Try again")
    browser.wait_for_text("Tetanus, diphtheria", timeout=30)
    assert len(wire.answers(scene, first)) == len(wire.active_permissions(scene)) == 1


if __name__ == "__main__":
    scenario.run(play)
