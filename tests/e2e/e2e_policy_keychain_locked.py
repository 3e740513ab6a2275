"""A rule would allow, but the wallet and its keychain are locked: nothing is answered until they are open."""
import re

import person
import rules
import scenario
import wire
from harness.desktop import Desktop
from harness.keyring import Keyring


def play(scene):
    browser = person.settle(scene)
    desktop = scene.wallet.desktop
    rules.open_directly(scene)
    rules.allow_once_and_remember(scene, browser)
    scene.journal.step("The wallet is locked, and the keychain with it")
    desktop.press("Settings")
    desktop.press("Lock now", "push button")
    desktop.find("Unlock", timeout=20)
    keyring = Keyring()
    keyring.lock()
    first = scene.sandbox.record("ontario")["next"]
    person.begin(scene, browser)
    browser.run("document.querySelector('#wallet-open').click()")
    scene.journal.step("A request arrives, and then somebody presses Unlock with the keychain still locked")
    desktop.press("Unlock", "push button")
    prompter = Desktop(scene.journal, "gcr-prompter")  # the keyring's own question
    prompter.find(role="password text", timeout=40)
    scene.journal.screenshot("keyring-asks")
    prompter.press("Cancel")
    desktop.find(re.compile("^Your keychain is locked"), timeout=40)
    scene.journal.screenshot("locked")
    assert not wire.received(scene, "/fpx/", first), "a locked wallet sends nothing to a network"
    assert not wire.answers(scene, first)

    scene.journal.step("Unlock again, and the keyring's password: the rule answers what waited")
    desktop.press("Unlock", "push button")
    prompter.find(role="password text", timeout=40).type("test-password", secret=True)
    prompter.press("Unlock")
    browser.wait_for_text("Tetanus, diphtheria", timeout=40)
    assert not desktop.shows("Allow"), "nobody was asked"
    wire.check_reused(scene, first, wire.answers(scene, first)[-1])


if __name__ == "__main__":
    scenario.run(play)
