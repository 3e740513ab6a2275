"""A client that was given something before: what it has already, what it needs more of, and what the network's registry
says otherwise of it now. A rule made for it does not answer for whoever it has become."""
import re

import person
import scenario
import wire


def allow(scene, browser, text="Tetanus, diphtheria"):
    scene.wallet.desktop.press("Allow")
    browser.wait_for_text(text, timeout=30)
    scene.wallet.desktop.press("Close")


def answered_by_the_rule(scene, browser):
    person.begin(scene, browser)
    browser.click("#wallet-open")
    browser.wait_for_text("Tetanus, diphtheria", timeout=30)
    assert not scene.wallet.desktop.shows("Allow")


def play(scene):
    browser = person.settle(scene)
    desktop, journal = scene.wallet.desktop, scene.journal
    desktop.press("Settings")
    desktop.press("Ontario Health Exchange: Open its requests directly")
    person.ask(scene, browser)
    desktop.find("Allow")
    desktop.press("Do the same next time")
    allow(scene, browser)

    journal.step("The rule answers while nothing has changed")
    answered_by_the_rule(scene, browser)

    journal.step("The client is called otherwise, and has other terms: the person is asked, and told")
    change = {"display_name": "Health Data Brokers", "tos_uri": "https://brokers.example/terms"}
    scene.sandbox.control("ontario", registry={"clients/immunize-me": change})
    first = scene.sandbox.record("ontario")["next"]
    person.begin(scene, browser, "offer=immunizations&prompt=none")
    browser.click("#wallet-open")
    browser.wait_for_text("We could not ask you this time", timeout=30)
    desktop.press("History")
    desktop.find(re.compile("Your rule would allow it, but Health Data Brokers is not as it was when you last shared with it"))
    journal.screenshot("silent-request-of-changed-client")
    [answer] = wire.answers(scene, first)
    assert wire.form(answer)["error"] == "interaction_required", answer
    first = scene.sandbox.record("ontario")["next"]
    person.ask(scene, browser)
    desktop.find("New since you last shared with Health Data Brokers: name (before: “Immunize Me”), terms.", timeout=20)
    assert desktop.shows("Your rule would allow this. You are asked because Health Data Brokers is not what it was when "
                         "you last shared with it.")
    journal.screenshot("changed-client")
    assert not wire.answers(scene, first), "no rule answers for a client that has changed"
    allow(scene, browser)

    journal.step("What the person has seen is known from then on")
    answered_by_the_rule(scene, browser)

    journal.step("It needs more than last time")
    person.ask(scene, browser, "offer=checkup")
    desktop.find("Health Data Brokers needs more than you gave it last time.", timeout=20)
    journal.screenshot("needs-more")
    desktop.press("Decline")


if __name__ == "__main__":
    scenario.run(play)
