"""Makes a fixture of this version: fixture.py --build DIR --record OUT (then copy OUT/fixture to tests/fixtures/VERSION).

A person who signs in, connects a source, allows once with a rule and declines once; then what lies in the data directory,
in the keychain, and what the command line exports. Later versions must open it: tests/integration/fixtures.
"""
import base64
import concurrent.futures
import json
import os
import shutil

import person
import scenario
from harness.keyring import Keyring

def export_history(scene):
    with concurrent.futures.ThreadPoolExecutor() as pool:
        exported = pool.submit(scene.wallet.command, "history", "export", "--json")
        scene.wallet.desktop.press("Export")
        return exported.result()


def play(scene):
    browser = person.settle(scene)
    desktop = scene.wallet.desktop
    person.ask(scene, browser)
    person.open_request(scene)
    desktop.press("Do the same next time")
    desktop.press("Allow")
    browser.wait_for_text("Tetanus, diphtheria", timeout=30)
    desktop.press("Close")
    person.ask(scene, browser, "offer=checkup")
    person.open_request(scene)
    desktop.press("Decline")
    browser.wait_for_text("Access was declined", timeout=30)
    desktop.press("Close")
    exported = export_history(scene)
    scene.wallet.command("quit")
    scene.wallet.process.wait_ended()

    folder = os.path.join(scene.folder, "fixture")
    os.makedirs(folder)
    with open(os.path.join(folder, "history.json"), "w", encoding="utf-8") as file:
        file.write(exported)
    with open(os.path.join(folder, "keychain.json"), "w", encoding="utf-8") as file:
        items = {name: base64.b64encode(value).decode() for name, value in Keyring().items().items()}
        json.dump(items, file, indent=1, sort_keys=True)
    assert sorted(name for name in os.listdir(scene.wallet.data) if name.startswith("vault.db")) == ["vault.db"]
    shutil.copy(os.path.join(scene.wallet.data, "vault.db"), folder)
    for name in ("operator.jws", "operator-keys.json"):
        shutil.copy(os.path.join(scene.sandbox.folder, name), folder)


if __name__ == "__main__":
    scenario.run(play)
