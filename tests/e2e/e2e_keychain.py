"""The keychain is locked when the wallet starts, or goes away: it is said, nothing is lost, and trying again works."""
import re

import person
import scenario
import wire
from harness.keyring import Keyring


def play(scene):
    browser = person.settle(scene)
    scene.wallet.desktop.find("City Hospital. Connected")
    scene.wallet.stop()
    scene.journal.step("The keychain is locked, and the wallet starts")
    keyring = Keyring()
    keyring.lock()
    scene.wallet.start()
    desktop = scene.wallet.desktop
    desktop.find(re.compile("^Your keychain is locked"), timeout=40)
    scene.journal.screenshot("keychain-locked")
    assert not desktop.shows("Get started"), "a locked keychain is no new wallet"
    assert not desktop.shows("Sources")

    scene.journal.step("A request arrives meanwhile: it waits, and no network hears anything")
    first = scene.sandbox.record("ontario")["next"]
    person.begin(scene, browser)
    browser.run("document.querySelector('#wallet-open').click()")
    assert not wire.received(scene, "/fpx/", first)

    scene.journal.step("The person unlocks it, and tries again")
    keyring.unlock()
    desktop.press("Try again")
    desktop.press("Sources", timeout=40)
    desktop.find("City Hospital. Connected")
    person.ask(scene, browser)
    person.open_request(scene)
    desktop.press("Allow")
    browser.wait_for_text("Tetanus, diphtheria", timeout=30)
    assert len(wire.active_permissions(scene)) == 1


if __name__ == "__main__":
    scenario.run(play)
