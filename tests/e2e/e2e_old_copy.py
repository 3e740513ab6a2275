"""An old copy of the data is put back: the keychain remembers more, and the wallet says so. Quitting loses nothing."""
import os
import re
import shutil

import person
import scenario
from harness.keyring import Keyring
from harness.waiting import until


def quit_and_copy(scene, name):
    scene.wallet.command("quit")
    assert scene.wallet.process.wait_ended() == 0
    kept = os.path.join(os.path.dirname(scene.wallet.data), name)
    shutil.copytree(scene.wallet.data, kept)
    return kept


def head_in_keychain():
    [head] = [value for name, value in Keyring().items().items() if name.endswith("anchor/ledger-head")]
    return head


def play(scene):
    browser = person.settle(scene)
    scene.wallet.desktop.find("City Hospital. Connected")
    scene.journal.step("The wallet is quit, and a copy of its data is taken")
    old = quit_and_copy(scene, "old")
    assert not os.path.exists(os.path.join(old, "vault.db-wal")), "a quit closes the data"
    scene.wallet.start()
    desktop = scene.wallet.desktop
    person.ask(scene, browser)
    person.open_request(scene)
    before = head_in_keychain()
    desktop.press("Decline")
    desktop.press("Close")
    desktop.press("History")
    desktop.find("A request from Immunize Me was declined.", "list item")
    until(lambda: head_in_keychain() != before, "the keychain has been told")
    scene.wallet.process.stop()
    assert scene.wallet.process.returncode == 0, "a desktop that ends its session ends the wallet in good order"

    scene.journal.step("The old copy is put back, and the wallet starts")
    shutil.rmtree(scene.wallet.data)
    shutil.copytree(old, scene.wallet.data)
    scene.wallet.start()
    desktop.find(re.compile("^The wallet's data is older than what your keychain remembers"), timeout=40)
    scene.journal.screenshot("old-copy")
    desktop.press("History")
    desktop.find(re.compile("^Entries before this one are missing"), "list item")
    assert not desktop.shows("A request from Immunize Me was declined.", "list item")


if __name__ == "__main__":
    scenario.run(play)
