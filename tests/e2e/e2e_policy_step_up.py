"""A rule allows only after a stronger sign-in: it is asked for with the answer, and only then something is granted."""
import re

import person
import rules
import scenario
import wire
from harness.waiting import until


def play(scene):
    browser = person.settle(scene)
    desktop = scene.wallet.desktop
    rules.open_directly(scene)
    scene.journal.step("A first request, answered by the person: the service is known from then on")
    person.ask(scene, browser)
    desktop.press("Allow")
    browser.wait_for_text("Tetanus, diphtheria", timeout=30)
    desktop.press("Close")
    rules.new_rule(scene, rules.ALLOW, "Immunize Me", ("Which data", "Immunization history"), ("To do what", "Read"),
                   ("And then", "Only after a stronger sign-in"))
    first = scene.sandbox.record("ontario")["next"]
    person.ask(scene, browser)
    desktop.find("Allow")
    scene.journal.step("The prompt says why it asks")
    desktop.find(re.compile("^Your rule wants a stronger sign-in first: “Immunize Me may read"))
    scene.journal.screenshot("why")
    desktop.press("Allow")
    scene.journal.step("The second factor is wanted before anything is granted")
    scene.links.take(browser)
    browser.wait_for("#otp", timeout=30)
    assert not wire.posted_permissions(scene, first), "nothing is granted before the sign-in"
    browser.fill("#otp", "424242")
    browser.click("button.full")
    until(lambda: scene.sandbox.results("immunize-me")[-1]["outcome"] == "granted", "the service got the data", 40)
    wire.check_reused(scene, first, wire.answers(scene, first)[-1])


if __name__ == "__main__":
    scenario.run(play)
