"""Expiry: nobody answers in time. The prompt says so, the client is told, nothing is granted."""
import person
import scenario
import wire


def play(scene):
    browser = person.settle(scene)
    desktop = scene.wallet.desktop
    first = scene.sandbox.record("ontario")["next"]
    scene.sandbox.control("ontario", set={"ticket_lifetime": 12})
    person.ask(scene, browser)
    person.open_request(scene)
    scene.journal.step("Nobody answers until the request's end")
    desktop.find("The request has expired", timeout=30)
    desktop.find("Time ran out before the request was answered. Nothing was shared. To try again, start again where you began.")
    assert not desktop.shows("Allow") and not desktop.shows("Decline"), "there is nothing left to answer"
    scene.journal.screenshot("expired")

    scene.journal.step("The client is told")
    browser.wait_for_url("/result/", timeout=30)
    result = scene.sandbox.results("immunize-me")[-1]
    assert (result["outcome"], result["error"], result["documents"]) == ("declined", "access_denied", []), result
    [answer] = wire.answers(scene, first)
    wire.check_refused(scene, answer, "expired")
    assert not wire.posted_permissions(scene, first) and not wire.active_permissions(scene)

    scene.journal.step("The wallet remembers it")
    desktop.press("Close")
    desktop.press("History")
    desktop.find("A request from Immunize Me ran out of time.", "list item")


if __name__ == "__main__":
    scenario.run(play)
