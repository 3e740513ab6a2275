"""The network goes away at each step of a request: it is said, nothing is granted, nothing hangs, trying again works."""
import person
import scenario
import wire
from harness.waiting import until

NETWORK = "ontario"


def before_the_details(scene, browser):
    scene.journal.step("Away before it says what the request is about")
    desktop = scene.wallet.desktop
    person.ask(scene, browser)
    scene.sandbox.control(NETWORK, fault="down")
    desktop.press("Open", timeout=20)
    desktop.find("Try again", timeout=40)
    scene.journal.screenshot("before-details")
    assert not desktop.shows("Allow")
    scene.sandbox.control(NETWORK, fault="none")
    desktop.press("Try again")
    desktop.find("Allow")
    finish(scene, browser)


def while_permissions_are_posted(scene, browser, **fault):
    scene.journal.step(f"Trouble while the permission is posted: {fault}")
    desktop = scene.wallet.desktop
    person.ask(scene, browser)
    person.open_request(scene)
    desktop.press("Once")  # else what is in force is used again, and nothing is posted
    before = len(wire.active_permissions(scene))
    scene.sandbox.control(NETWORK, path="/fpx/permissions", method="POST", **fault)
    desktop.press("Allow")
    if "times" not in fault:
        desktop.find("Try again", timeout=60)
        scene.journal.screenshot("permissions-refused")
        assert len(wire.active_permissions(scene)) == before
        scene.sandbox.control(NETWORK, fault="none")
        desktop.press("Try again")
    browser.wait_for_text("Tetanus, diphtheria", timeout=40)
    desktop.press("Close")
    assert len(wire.active_permissions(scene)) == before + 1


def before_the_answer(scene, browser):
    scene.journal.step("Away when the answer is on its way: it is in the browser's hands, and nothing becomes active")
    desktop = scene.wallet.desktop
    person.ask(scene, browser)
    person.open_request(scene)
    desktop.press("Once")
    before = len(wire.active_permissions(scene))
    first = scene.sandbox.record(NETWORK)["next"]
    scene.sandbox.control(NETWORK, fault="status500", path="/wallet/", status=503)
    desktop.press("Allow")
    until(lambda: wire.answers(scene, first), "the answer arrives at a network that cannot take it", 30)
    desktop.press("Close")
    assert len(wire.active_permissions(scene)) == before
    scene.sandbox.control(NETWORK, fault="none")


def finish(scene, browser):
    scene.wallet.desktop.press("Allow")
    browser.wait_for_text("Tetanus, diphtheria", timeout=30)
    scene.wallet.desktop.press("Close")


def play(scene):
    browser = person.settle(scene)
    before_the_details(scene, browser)
    while_permissions_are_posted(scene, browser, fault="status500", status=500)
    while_permissions_are_posted(scene, browser, fault="reset", after=True, times=1)  # the lost answer
    before_the_answer(scene, browser)


if __name__ == "__main__":
    scenario.run(play)
