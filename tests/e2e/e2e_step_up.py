"""A request that asks for more assurance than the session has: the prompt says so and signs in again, at that level. The
person cancels first, and nothing is shared; then tries again and is answered (profile 4.1, 8)."""
import re

import person
import scenario
import wire
from harness.waiting import until


def play(scene):
    browser = person.settle(scene)
    desktop = scene.wallet.desktop
    first = scene.sandbox.record("ontario")["next"]
    person.ask(scene, browser, "offer=immunizations&acr_values=ial2%20aal2")
    scene.journal.step("The wallet says what is missing")
    desktop.press("Open", timeout=20)
    desktop.find("Before you see this request, sign in again.", timeout=20)
    scene.links.take(browser)
    scene.journal.screenshot("sign-in-again")
    scene.journal.step("The person cancels: the request waits, and nothing has been sent")
    desktop.press("Cancel")
    desktop.find("Sign in with NorthBank ID", timeout=20)
    scene.journal.screenshot("cancelled")
    assert not wire.received(scene, "/fpx/ticket", first), "the ticket was read before the person was known"

    scene.journal.step("Once more, with the second factor")
    desktop.press("Sign in with NorthBank ID")
    person.second_factor(scene, browser)
    desktop.find("Allow", timeout=30)
    scene.journal.screenshot("prompt")
    desktop.press("Allow")
    scene.journal.step("The network gets the level that it asked for, and no more")
    desktop.find("Allowed", timeout=30)
    [answer] = until(lambda: wire.answers(scene, first), "the browser brings the answer", 20)
    claims = wire.decoded(wire.form(answer)["id_token"].split(".")[1])
    assert claims["acr"] == "ial2 aal2", claims
    assert "auth_time" not in claims and not re.search("northbank", str(claims)), claims


if __name__ == "__main__":
    scenario.run(play)
