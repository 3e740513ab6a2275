"""A network changes while the wallet runs (profile 3): it signs its requests with a new key and moves its endpoints, which
the wallet follows without a word; when it says that it is somebody else, the wallet stops and grants nothing."""
import person
import scenario
import wire

NETWORK = "ontario"
REQUEST = "offer=immunizations&request_object=1"


def answered(scene, browser):
    first = scene.sandbox.record(NETWORK)["next"]
    person.ask(scene, browser, REQUEST)
    person.open_request(scene)
    scene.wallet.desktop.press("Allow")
    browser.wait_for_text("Tetanus, diphtheria", timeout=30)
    scene.wallet.desktop.press("Close")
    return [request["path"] for request in scene.sandbox.record(NETWORK, first)["requests"]]


def play(scene):
    browser = person.settle(scene)
    desktop = scene.wallet.desktop
    answered(scene, browser)
    scene.journal.step("The network has a new key and other endpoints")
    scene.sandbox.control(NETWORK, rotate_key=True, drop_tokens=True, set={"endpoints_at": "/moved"})
    paths = answered(scene, browser)
    for path in ("/jwks", "/moved/token", "/moved/fpx/ticket", "/moved/fpx/permissions"):
        assert path in paths, f"{path} was not asked: {paths}"
    assert any(path.startswith("/moved/registry/") for path in paths), paths

    scene.journal.step("It says that it is somebody else")
    before = len(wire.active_permissions(scene))
    first = scene.sandbox.record(NETWORK)["next"]
    person.begin(scene, browser, REQUEST)  # the service, too, would not talk to somebody else
    scene.sandbox.control(NETWORK, drop_tokens=True, set={"endpoints_at": ""})
    scene.sandbox.control(NETWORK, tamper={"path": "/.well-known/", "merge": {"issuer": "http://127.0.0.99:1"}})
    browser.click("#wallet-open")
    desktop.press("Open", timeout=20)
    desktop.find("The other side says that it is somebody else.", timeout=30)
    scene.journal.screenshot("somebody-else")
    assert not desktop.shows("Allow")
    assert not wire.answers(scene, first) and len(wire.active_permissions(scene)) == before


if __name__ == "__main__":
    scenario.run(play)
