"""A part: what the person leaves unticked is in no permission, and the network is told that it was not all."""
import person
import scenario
import wire

OPTIONAL = "be told about changes"


def answer(scene, browser, ticks, decision):
    """Answers one request after pressing the optional box `ticks` times; gives what was posted and what was answered."""
    first = scene.sandbox.record("ontario")["next"]
    person.ask(scene, browser)
    person.open_request(scene)
    desktop = scene.wallet.desktop
    assert not desktop.find(OPTIONAL).has("checked"), "optional is off unless the person wants it"
    for _ in range(ticks):
        desktop.press(OPTIONAL)
    assert desktop.find(OPTIONAL).has("checked") == bool(ticks % 2)
    desktop.press("Allow")
    browser.wait_for_text("Tetanus, diphtheria", timeout=30)
    desktop.press("Close")
    [permission] = wire.posted_permissions(scene, first)
    [received] = wire.answers(scene, first)
    _, claims = wire.check_granted(scene, received, scene.sandbox.results("immunize-me")[-1], decision)
    return permission, claims


def play(scene):
    browser = person.settle(scene)
    for ticks, scopes, decision in ((2, ["read"], "partial"), (1, ["read", "subscribe"], "granted")):
        permission, claims = answer(scene, browser, ticks, decision)
        assert sorted(permission["resource_scopes"]) == scopes, permission
        assert claims["fpx_permissions"] == [permission["permission_id"]]
    assert len(wire.active_permissions(scene)) == 2


if __name__ == "__main__":
    scenario.run(play)
