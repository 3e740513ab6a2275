""""Do the same next time" shows the rule before it is made, makes that one, and it is never wider than the choice."""
import re

import person
import rules
import scenario
import wire

MADE = ("Immunize Me may read my immunization history from City Hospital through Ontario Health Exchange without asking "
        "me. For {} days at most.")


def play(scene):
    browser = person.settle(scene)
    desktop = scene.wallet.desktop
    desktop.press("Rules")
    rules.open_directly(scene)
    desktop.press("Rules")
    person.ask(scene, browser)
    desktop.find("Allow")
    desktop.press("Do the same next time")
    shown = desktop.find(re.compile("^This rule is made: ")).name
    scene.journal.screenshot("rule-before-it-is-made")
    desktop.press("Allow")
    browser.wait_for_text("Tetanus, diphtheria", timeout=30)
    desktop.press("Close")
    scene.journal.step("The place of the rules has what was shown")
    days = re.search(r"For (\d+) days at most", shown).group(1)
    made = MADE.format(days)
    assert shown == "This rule is made: " + made, shown
    desktop.find(made, "label")
    scene.journal.screenshot("rules")
    first = rules.answered_by_itself(scene, browser)
    [permission] = wire.check_reused(scene, first, wire.answers(scene, first)[-1])
    assert wire.claims_of(scene, permission)["resource_scopes"] == ["read"]

    scene.journal.step("Other data is asked for all the same")
    person.ask(scene, browser, "offer=checkup")
    desktop.find("Allow", timeout=30)
    desktop.press("Decline")
    browser.wait_for_text("Access was declined", timeout=30)


if __name__ == "__main__":
    scenario.run(play)
