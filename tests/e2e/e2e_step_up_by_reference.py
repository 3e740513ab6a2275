"""A request by reference says only in the ticket's details that it wants more assurance: the wallet reads them, signs in
again at that level, and asks the question (profile 4.1, 4.3, 8)."""
import person
import scenario
import wire
from harness.waiting import until


def play(scene):
    browser = person.settle(scene)
    desktop = scene.wallet.desktop
    first = scene.sandbox.record("ontario")["next"]
    person.ask(scene, browser, "offer=immunizations&acr_values=ial2%20aal2&by_reference=1")
    scene.journal.step("The wallet reads what the request is, and says what is missing")
    desktop.press("Open", timeout=20)
    desktop.find("Before you see this request, sign in again.", timeout=20)
    assert wire.received(scene, "/fpx/ticket", first), "what it wants is in the ticket's details"
    scene.journal.screenshot("sign-in-again")
    person.second_factor(scene, browser)
    desktop.find("Allow", timeout=30)
    scene.journal.screenshot("prompt")
    desktop.press("Allow")
    desktop.find("Allowed", timeout=30)
    [answer] = until(lambda: wire.answers(scene, first), "the browser brings the answer", 20)
    claims = wire.decoded(wire.form(answer)["id_token"].split(".")[1])
    assert claims["acr"] == "ial2 aal2", claims


if __name__ == "__main__":
    scenario.run(play)
