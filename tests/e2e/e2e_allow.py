"""Allow, by each of the two ways in which the answer can travel: what the client gets, and what the network received."""
import base64
import hashlib

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


def check_answer(scene, received, result):
    network = scene.sandbox.party("ontario")
    fields = wire.form(received)
    assert sorted(fields) == ["id_token", "iss", "state"], sorted(fields)
    claims = wire.decoded(fields["id_token"].split(".")[1])
    assert fields["iss"] == claims["iss"]
    assert claims["aud"] == network["client_id"]
    hashed = base64.urlsafe_b64encode(hashlib.sha256(result["ticket"].encode()).digest()).decode().rstrip("=")
    assert claims["fpx_ticket_hash"] == hashed, "the answer is for another ticket"
    assert claims["fpx_decision"] == "granted" and len(claims["fpx_permissions"]) == 1, claims
    assert claims["exp"] - claims["iat"] <= 300
    allowed = {"iss", "sub", "aud", "nonce", "iat", "exp", "jti", "fpx_ticket_hash", "fpx_purpose", "fpx_decision",
               "fpx_permissions"}
    assert set(claims) == allowed, set(claims) ^ allowed
    return fields["state"], claims


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
    return check_answer(scene, received[-1], result)


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
