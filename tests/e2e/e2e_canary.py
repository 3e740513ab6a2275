"""After the main job: no network has received who the person is, and nothing on the disk can be read."""
import os

import person
import scenario
import wire
from privacy import canaries

NETWORKS = ("ontario", "nordic")
# A source's pseudonym is what a permission is issued under.
TOLD_TO_NETWORKS = ("pseudonym",)


def personal(scene, kinds):
    """[(what it is, value)] of everything that parties of these kinds know about people or have issued."""
    values = []
    for identifier, party in scene.sandbox.network["parties"].items():
        if party["kind"] not in kinds:
            continue
        secrets = scene.sandbox.secrets(identifier)
        values += [(f"{identifier}: {value}", value) for value in secrets.get("personal", [])
                   if len(value.encode()) >= canaries.LEAST]
        values += [(f"{identifier}: {each['kind']}", each["value"]) for each in secrets["issued"]
                   if each["kind"] not in TOLD_TO_NETWORKS]
    return values


def check_networks(scene):
    values = personal(scene, ("idp", "source"))
    assert len(values) > 20, "the sandbox tells what to look for"
    for network in NETWORKS:
        requests = scene.sandbox.record(network)["requests"]
        assert len(requests) > 10
        found = canaries.find(requests, values)
        assert not found, f"{network}: {found}"


def files_of(*folders):
    for folder in folders:
        for where, _, names in os.walk(folder):
            for name in names:
                path = os.path.join(where, name)
                if os.path.isfile(path) and not os.path.islink(path):
                    with open(path, "rb") as file:
                        yield path, file.read()


def check_disk(scene):
    values = personal(scene, ("idp", "source", "as"))
    values += [("who the person is", name) for name in ("Aïcha Benali", "aicha.north-bank-id")]
    folders = [scene.wallet.data] + [os.environ[name] for name in
                                     ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME")]
    found, size = set(), 0
    for path, content in files_of(*folders):
        if os.sep + "keyrings" + os.sep in path:
            continue  # the keychain is where secrets belong
        size += len(content)
        found |= {f"{path}: {name}" for name, text in values for form in canaries.forms(text) if form in content}
    assert size > 10_000, "the wallet keeps something"
    assert not found, "\n".join(sorted(found))


def play(scene):
    browser = person.settle(scene)
    person.ask(scene, browser)
    person.open_request(scene)
    scene.wallet.desktop.press("Allow")
    browser.wait_for_text("Tetanus, diphtheria", timeout=30)
    assert wire.active_permissions(scene)
    scene.journal.step("What the networks received says nothing about the person")
    check_networks(scene)
    scene.journal.step("What lies on the disk says nothing, while it runs and afterwards")
    check_disk(scene)
    scene.wallet.stop()
    check_disk(scene)


if __name__ == "__main__":
    scenario.run(play)
