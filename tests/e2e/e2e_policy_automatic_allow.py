"""A rule allows without asking: the answer is complete, a notification and the history say so and lead to the rule."""
import re

from harness.notifications import Notifications

import person
import rules
import scenario
import wire


def play(scene):
    notifications = Notifications(scene.journal)
    browser = person.settle(scene)
    desktop = scene.wallet.desktop
    rules.open_directly(scene)
    rules.allow_once_and_remember(scene, browser)
    scene.journal.step("The same service asks again, and the rule answers")
    first = rules.answered_by_itself(scene, browser)
    [answer] = wire.answers(scene, first)
    [permission] = wire.check_reused(scene, first, answer)
    # Not what was optional and not chosen the first time.
    assert wire.claims_of(scene, permission)["resource_scopes"] == ["read"]
    wire.check_granted(scene, answer, scene.sandbox.results("immunize-me")[-1], "partial")

    scene.journal.step("A notification says so, and leads to the rule")
    note = notifications.find("Immunize Me was allowed to use Immunization history without asking you.")
    notifications.press(note, "Change this rule")
    desktop.find(re.compile("^Immunize Me may read my immunization history from City Hospital"))
    scene.journal.screenshot("notification-leads-here")
    desktop.press("Cancel")

    scene.journal.step("The history leads to the rule")
    desktop.press("History")
    desktop.find("Your rule allowed Immunize Me to use Immunization history.", "list item").click()
    desktop.find("Change this rule")
    scene.journal.screenshot("history-rule")
    desktop.press("Change this rule")
    desktop.find(re.compile("^Immunize Me may read my immunization history from City Hospital"))
    scene.journal.screenshot("change-this")
    desktop.press("Never: decline without asking me")
    desktop.press("Save rule")
    desktop.find("1 permission that you have given would not be given under this rule. It goes on until you revoke it.")
    scene.journal.screenshot("revoke-too")
    desktop.press("Let them go on")
    first = rules.answered_by_itself(scene, browser, "Access was declined")
    rules.check_declined(scene, first)


if __name__ == "__main__":
    scenario.run(play)
