"""Decline: the client is told no more than that, nothing is granted, the data source does not even hear of it."""
import person
import scenario
import wire


def play(scene):
    browser = person.settle(scene)
    desktop = scene.wallet.desktop
    first = scene.sandbox.record("ontario")["next"]
    source = scene.sandbox.record("city-hospital")["next"]
    person.ask(scene, browser)
    person.open_request(scene)
    desktop.press("Decline")
    scene.journal.step("The client is told")
    browser.wait_for_text("Access was declined", timeout=30)
    desktop.find("Declined")
    desktop.find("Nothing was shared. Go on in your browser.")
    scene.journal.screenshot("declined")

    result = scene.sandbox.results("immunize-me")[-1]
    assert (result["outcome"], result["error"], result["documents"]) == ("declined", "access_denied", []), result
    [answer] = wire.answers(scene, first)
    wire.check_refused(scene, answer)
    assert not wire.posted_permissions(scene, first) and not wire.active_permissions(scene)
    assert not wire.received(scene, "/rot", source, "city-hospital")

    scene.journal.step("The wallet remembers it")
    desktop.press("Close")
    desktop.press("History")
    desktop.find("A request from Immunize Me was declined.", "list item")
    scene.journal.screenshot("history")


if __name__ == "__main__":
    scenario.run(play)
