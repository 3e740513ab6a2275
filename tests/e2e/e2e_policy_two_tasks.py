"""Two rules as a new person would make them, each from a few choices, and each kept as the sentence that was meant."""
import person
import rules
import scenario


def play(scene):
    person.settle(scene)
    desktop, journal = scene.wallet.desktop, scene.journal
    desktop.press("Rules")
    journal.screenshot("empty")
    journal.step("The bank may never see my health data")
    desktop.press("Use the example: Somebody may never see my health data")
    desktop.press("Maple Bank", "check box")
    journal.screenshot("bank")
    desktop.press("Save rule")
    desktop.find("Maple Bank may never see my health data.", "label")

    journal.step("City Hospital may read my lab results on weekdays, ask me once a month")
    desktop.press("Use the example: Somebody may use certain data on weekdays; ask me again every month")
    desktop.press("City Hospital", "check box")
    journal.screenshot("who")
    rules.open_row(scene, "Which data")
    desktop.press("Laboratory results", "check box")
    journal.screenshot("which-data")
    rules.open_row(scene, "To do what")
    desktop.press("Read", "check box")
    journal.screenshot("to-do-what")
    journal.step("Both networks know all of these names: which one is meant is the person's to say")
    desktop.press("Save rule")
    desktop.find("Another network may call something else the same. Choose the one that you mean.", "label")
    desktop.press("Ontario Health Exchange", "check box")
    journal.screenshot("through")
    desktop.press("Save rule")
    desktop.find("City Hospital may read my laboratory results through Ontario Health Exchange, on weekdays, "
                 "without asking me. Ask me again every 30 days.", "label")
    desktop.find("New rule", "push button")  # the list: the editor shows the same sentence
    journal.screenshot("both")


if __name__ == "__main__":
    scenario.run(play)
