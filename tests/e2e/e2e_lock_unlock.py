"""Locking and unlocking, over and over, without and with a request that waits: each network keeps its one account and hears
nothing, and the history gains nothing but the lockings themselves. Twenty times each, a hundred with ./dev test --full."""
import os
import re

import person
import scenario
import wire
from harness.notifications import Notifications
from harness.waiting import until

TIMES = 100 if os.environ.get("FPX_TEST_FULL") else 20


def networks(scene):
    return [name for name, party in scene.sandbox.network["parties"].items() if party["kind"] == "as"]


def registrations(scene):
    """What each network was asked to register, change or delete."""
    return {name: [(each["method"], each["status"]) for each in wire.received(scene, "/register", party=name)]
            for name in networks(scene)}


def history(scene, rounds):
    """The history's sentences once all lockings and unlockings are among them, and without those."""
    desktop = scene.wallet.desktop
    desktop.press("History")

    def others():
        rows = [row.name for row in desktop.find("History", "list").children()]
        rest = [row for row in rows if not re.search(r"The wallet was (un)?locked", row)]
        return rest if rest and len(rows) - len(rest) == 2 * rounds else None

    return until(others, f"the history tells of {rounds} lockings")


def lock_and_unlock(scene):
    desktop = scene.wallet.desktop
    desktop.press("Settings")
    for _ in range(TIMES):
        desktop.press("Lock now")
        desktop.press("Unlock")
        desktop.find("Lock now", "push button")


def play(scene):
    notifications = Notifications(scene.journal)
    browser = person.settle(scene)
    desktop = scene.wallet.desktop
    before, told = registrations(scene), history(scene, 0)
    assert all(asked == [("POST", 201), ("POST", 201)] for asked in before.values()), before

    scene.journal.step(f"The person locks and unlocks the wallet {TIMES} times")
    lock_and_unlock(scene)
    assert registrations(scene) == before
    assert history(scene, TIMES) == told

    scene.journal.step(f"And {TIMES} times while a request waits")
    person.ask(scene, browser)
    note = notifications.find("Nothing is shared before you decide.")
    assert note.title == "Ontario Health Exchange has a request", note.title
    desktop.find("Open", "push button")
    told = history(scene, TIMES)
    lock_and_unlock(scene)
    assert registrations(scene) == before
    assert history(scene, 2 * TIMES) == told

    scene.journal.step("Behind the lock nothing is left to read but that a request waits")
    desktop.press("Settings")
    desktop.press("Lock now")
    desktop.find("1 request waiting")
    scene.journal.screenshot("locked")
    hidden = desktop.tree()
    for name in ("Ontario", "City Hospital", "Aïcha", "Immunize", "NorthBank"):
        assert name not in hidden, f"the locked wallet still holds “{name}”:\n{hidden}"
    assert not notifications.shown(), "no note names anybody over the lock"
    person.ask(scene, browser)
    note = notifications.find("Unlock the wallet to see what is asked.")
    assert note.title == "2 requests waiting", note.title
    desktop.press("Unlock")

    scene.journal.step("The requests go on, the older first")
    person.open_request(scene)
    desktop.press("Allow")
    until(lambda: len(wire.active_permissions(scene)) == 1, "one permission")
    desktop.press("Next request", timeout=30)
    person.open_request(scene)
    desktop.press("Decline")
    until(lambda: not notifications.shown(), "no note is left of what has been dealt with")


if __name__ == "__main__":
    scenario.run(play)
