"""A rule that the person makes declines without asking: the network learns no more than from a person's "no"."""
import person
import rules
import scenario


def play(scene):
    browser = person.settle(scene)
    rules.open_directly(scene)
    scene.journal.step("The person makes a rule about an organisation that never asked")
    rules.new_rule(scene, rules.NEVER, "Maple Bank", ("Which data", "Health data"))
    scene.wallet.desktop.find("Maple Bank may never see health data.", "label")
    scene.journal.step("It holds for the bank only; the next one holds for everybody")
    rules.new_rule(scene, rules.NEVER, ("Which data", "Immunization history"))
    scene.wallet.desktop.find("Nobody may ever see immunization history.", "label")
    first = rules.answered_by_itself(scene, browser, "Access was declined")
    rules.check_declined(scene, first)
    scene.wallet.desktop.press("History")
    scene.wallet.desktop.find("Your rule declined a request from Immunize Me.", "list item")
    scene.journal.screenshot("history")


if __name__ == "__main__":
    scenario.run(play)
