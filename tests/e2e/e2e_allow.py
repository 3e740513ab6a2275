"""Allow, by each of the two ways in which the answer can travel: what the client gets, and what the network received."""
import person
import scenario
import wire


def allow(scene, browser, mode):
    person.ask(scene, browser, f"offer=immunizations&response_mode={mode}")
    person.open_request(scene)
    scene.wallet.desktop.press("be told about changes")
    scene.wallet.desktop.press("Allow")
    scene.journal.step(f"The client shows the data ({mode})")
    browser.wait_for_text("Tetanus, diphtheria", timeout=30)
    scene.wallet.desktop.press("Close")


def check(scene, first, mode):
    received = wire.received(scene, "/wallet/", first)
    seen = [(each["method"], each["path"], each["status"]) for each in received]
    if mode == "form_post":
        assert seen == [("POST", "/wallet/answer", 303)], seen
    else:
        # The fragment never travels with a request; the network's own page sends it on.
        assert seen == [("GET", "/wallet/answer", 200), ("POST", "/wallet/fragment", 303)], seen
    assert all(each["target"] == each["path"] for each in received), "a part of the answer is in a URL"
    [ticket] = wire.received(scene, "/fpx/ticket", first)
    result = scene.sandbox.results("immunize-me")[-1]
    assert result["outcome"] == "granted", result
    assert wire.form(ticket)["ticket"] == result["ticket"]
    fields, claims = wire.check_granted(scene, received[-1], result)
    return fields["state"], claims


def play(scene):
    browser = person.settle(scene)
    seen = []
    for mode in ("form_post", "fragment"):
        first = scene.sandbox.record("ontario")["next"]
        allow(scene, browser, mode)
        scene.journal.step(f"The network received one answer ({mode})")
        seen.append(check(scene, first, mode))
    (state, claims), (other_state, other) = seen
    assert state != other_state and claims["jti"] != other["jti"] and claims["nonce"] != other["nonce"]
    assert claims["sub"] == other["sub"]


if __name__ == "__main__":
    scenario.run(play)
