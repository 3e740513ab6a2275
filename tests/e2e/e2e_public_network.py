"""A network on the public web: the browser counts going from it to the wallet as leaving the internet for this computer."""
import person
import scenario
import wire


def play(scene):
    scene.start_sandbox()
    party = scene.sandbox.party("ontario")
    public = f"--ip-address-space-overrides={party['address']}:{party['port']}=public"
    browser = person.settle(scene, flags=[public])
    for mode in ("form_post", "fragment"):
        first = scene.sandbox.record("ontario")["next"]
        person.ask(scene, browser, f"offer=immunizations&response_mode={mode}")
        person.open_request(scene)
        scene.wallet.desktop.press("Allow")
        browser.wait_for_text("Tetanus, diphtheria", timeout=30)
        scene.wallet.desktop.press("Close")
        [answer] = wire.answers(scene, first)
        wire.check_granted(scene, answer, scene.sandbox.results("immunize-me")[-1], "partial")
    scene.journal.step("By reference, with nothing in the address but the ticket")
    person.ask(scene, browser, "offer=immunizations&by_reference=1")
    person.open_request(scene)
    scene.wallet.desktop.press("Allow")
    browser.wait_for_text("Tetanus, diphtheria", timeout=30)
    assert len(wire.active_permissions(scene)) == 1, "what is in force is used again"


if __name__ == "__main__":
    scenario.run(play)
