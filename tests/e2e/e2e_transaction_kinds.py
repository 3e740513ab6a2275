"""Kinds of transactions that the other scenarios leave out, once each through the application and the browser: several
resources of one subject, a signed request object at another network, an answer without a prompt, and coming back for the
data without the person."""
import person
import scenario
import wire
from harness.waiting import until

AGAIN = """const form = document.createElement("form"); form.method = "post"; form.action = "/again/" + arguments[0];
document.body.append(form); form.submit();"""


def several_resources(scene, browser):
    """Two resources with one linkage label: both come from the same subject, each by a permission of its own."""
    scene.journal.step("Several resources of one subject")
    first = scene.sandbox.record("ontario")["next"]
    person.ask(scene, browser, "offer=checkup")
    person.open_request(scene)
    scene.wallet.desktop.press("Allow")
    browser.wait_for(".actions", timeout=30)
    scene.wallet.desktop.press("Close")
    posted = wire.posted_permissions(scene, first)
    assert len(posted) == 2 and len({each["request_id"] for each in posted}) == 2, posted
    assert len({each["iss"] for each in posted}) == 2, "sources cannot link them by the pseudonym"
    result = scene.sandbox.results("immunize-me")[-1]
    assert result["outcome"] == "granted" and len(result["documents"]) == 2, result


def signed_request_object(scene, browser):
    """The network of the north sends every request as a signed object."""
    scene.journal.step("A signed request object, at another network")
    first = scene.sandbox.record("nordic")["next"]
    person.ask(scene, browser, "offer=immunizations&as=nordic")
    person.open_request(scene)
    scene.wallet.desktop.press("Allow")
    browser.wait_for_text("Tetanus, diphtheria", timeout=30)
    scene.wallet.desktop.press("Close")
    assert wire.received(scene, "/fpx/permissions", first, "nordic"), "the permission went to the network that asked"


def repeated_access(scene, browser):
    """The client renews its own token and reads again; the person is not asked."""
    scene.journal.step("Repeated access")
    result = scene.sandbox.results("immunize-me")[-1]
    first = scene.sandbox.record("nordic")["next"]
    browser.run(AGAIN, result["id"])
    until(lambda: wire.received(scene, "/token", first, "nordic"), "the client asked for a fresh token", 10)
    browser.wait_for_text("Tetanus, diphtheria", timeout=20)


def without_a_prompt(scene, browser):
    """`prompt=none` is answered where a rule of the person says so, and asks nobody."""
    scene.journal.step("An answer without a prompt")
    desktop = scene.wallet.desktop
    desktop.press("Settings")
    desktop.press("Ontario Health Exchange: Open its requests directly")
    person.ask(scene, browser)
    desktop.find("Allow")
    desktop.press("Do the same next time")
    desktop.press("Allow")
    browser.wait_for_text("Tetanus, diphtheria", timeout=30)
    desktop.press("Close")
    person.begin(scene, browser, "offer=immunizations&prompt=none")
    browser.click("#wallet-open")
    browser.wait_for_text("Tetanus, diphtheria", timeout=30)
    assert not desktop.shows("Allow")


def play(scene):
    browser = person.settle(scene)
    several_resources(scene, browser)
    signed_request_object(scene, browser)
    repeated_access(scene, browser)
    without_a_prompt(scene, browser)


if __name__ == "__main__":
    scenario.run(play)
