"""After five times the same "yes" a rule is suggested, once; nothing is applied before the person has saved it."""
import person
import rules
import scenario

QUESTION = "You allowed this 5 times in a row. Make it a rule?"


def play(scene):
    browser = person.settle(scene)
    desktop = scene.wallet.desktop
    rules.open_directly(scene)
    for time in range(5):
        desktop.press("Rules")
        assert not desktop.shows(QUESTION), f"suggested after {time} times"
        person.ask(scene, browser)
        desktop.press("Allow")
        browser.wait_for_text("Tetanus, diphtheria", timeout=30)
        desktop.press("Close")
    scene.journal.step("The rule is suggested")
    desktop.find(QUESTION)
    scene.journal.screenshot("suggestion")
    person.ask(scene, browser)
    desktop.find("Allow")
    scene.journal.step("Nobody has made it a rule yet: the person is asked")
    desktop.press("Decline")
    browser.wait_for_text("Access was declined", timeout=30)
    desktop.press("Close")
    scene.journal.step("A decline ends the run, and the suggestion with it")
    desktop.wait_gone(QUESTION)


if __name__ == "__main__":
    scenario.run(play)
