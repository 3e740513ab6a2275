"""Two tabs ask at once: both requests queue, and each tab gets its own answer."""
import person
import scenario
import wire


def play(scene):
    browser = person.settle(scene)
    desktop = scene.wallet.desktop
    first = scene.sandbox.record("ontario")["next"]
    tabs = []
    for _ in range(2):
        person.ask(scene, browser)
        tabs.append(browser.tabs()[-1])
    scene.journal.step("Both queue")
    desktop.find("1 of 2", "label")
    person.open_request(scene)
    desktop.press("Allow")
    desktop.find("Next request")
    scene.journal.screenshot("allowed")
    desktop.press("Next request")
    scene.journal.step("The other is declined")
    desktop.find("Decline")
    scene.journal.screenshot("next")
    desktop.press("Decline")
    desktop.find("Declined")
    desktop.wait_gone("Next request")

    scene.journal.step("Each tab shows its own end")
    for tab, text in zip(tabs, ("Tetanus, diphtheria", "Access was declined")):
        browser.switch_to(tab)
        browser.wait_for_text(text, timeout=30)
    outcomes = [each["outcome"] for each in scene.sandbox.results("immunize-me")[-2:]]
    assert outcomes == ["granted", "declined"], outcomes
    allowed, declined = sorted(wire.answers(scene, first), key=lambda each: "id_token" not in wire.form(each))
    wire.check_granted(scene, allowed, scene.sandbox.results("immunize-me")[-2], "partial")
    wire.check_refused(scene, declined)
    assert wire.form(allowed)["state"] != wire.form(declined)["state"], "two answers to one request"
    assert len(wire.active_permissions(scene)) == 1


if __name__ == "__main__":
    scenario.run(play)
