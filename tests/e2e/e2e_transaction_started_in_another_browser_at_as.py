"""A link that was passed on: the answer comes from another browser than the one that began, and nobody gets anything."""
import person
import scenario
import wire
from harness.waiting import until


def play(scene):
    browser = person.settle(scene)
    first = scene.sandbox.record("ontario")["next"]
    scene.sandbox.control("ontario", set={"ticket_lifetime": 30})
    person.begin(scene, browser)
    link = browser.attribute("#wallet-open", "href")
    scene.journal.step("The link is opened in a browser that did not begin the request")
    other = scene.start_browser("other")
    other.goto(link)
    other.wait_for_text("Look at your wallet")
    person.open_request(scene)
    scene.wallet.desktop.press("Allow")

    scene.journal.step("The network refuses the answer")
    other.wait_for_text("another browser", timeout=30)
    [refused] = wire.answers(scene, first)
    assert refused["status"] == 403, refused["status"]
    result = scene.sandbox.results("immunize-me")[-1]
    assert (result["outcome"], result["documents"]) == ("open", []), result
    [posted] = wire.posted_permissions(scene, first)
    assert wire.status(scene, posted["permission_id"]) == "pending"
    assert browser.shows("#wallet-open"), "the browser that began has not moved on"
    scene.journal.step("The permission never becomes active, and is gone at the request's end")
    until(lambda: wire.status(scene, posted["permission_id"]) is None, "the pending permission is gone", 40)


if __name__ == "__main__":
    scenario.run(play)
