"""A rule answers by itself, but for a request that another browser began: the answer opens nothing."""
import person
import scenario
import wire


def play(scene):
    browser = person.settle(scene)
    desktop = scene.wallet.desktop
    scene.journal.step("The person lets the network's requests be opened without asking")
    desktop.press("Settings")
    desktop.press("Ontario Health Exchange: Open its requests directly")
    person.ask(scene, browser)
    desktop.find("Allow")
    scene.journal.step("The person allows, and the same next time")
    desktop.press("Do the same next time")
    desktop.press("Allow")
    browser.wait_for_text("Tetanus, diphtheria", timeout=30)
    desktop.press("Close")
    assert len(wire.active_permissions(scene)) == 1

    scene.journal.step("Somebody else begins, and this person's browser is sent to the wallet")
    first = scene.sandbox.record("ontario")["next"]
    scene.sandbox.control("ontario", set={"ticket_lifetime": 30})
    stranger = scene.start_browser("stranger")
    person.begin(scene, stranger)
    browser.open_tab(stranger.attribute("#wallet-open", "href"))
    scene.journal.step("The rule answers, and the network refuses the answer")
    browser.wait_for_text("another browser", timeout=30)
    assert not desktop.shows("Allow"), "the rule answers without asking"
    [refused] = wire.answers(scene, first)
    assert refused["status"] == 403, refused["status"]
    assert not wire.posted_permissions(scene, first), "what is in force is used again"
    result = scene.sandbox.results("immunize-me")[-1]
    assert (result["outcome"], result["documents"]) == ("open", []), result
    assert stranger.shows("#wallet-open"), "the browser that began has not moved on"
    assert len(wire.active_permissions(scene)) == 1, "the first one is as it was"


if __name__ == "__main__":
    scenario.run(play)
