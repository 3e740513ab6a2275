"""What a person does at the place of the rules, and with requests that rules answer."""
import re

import person
import wire


def open_directly(scene):
    """Lets the network's requests be opened without asking, so that rules can answer by themselves."""
    scene.journal.step("The person lets the network's requests be opened without asking")
    scene.wallet.desktop.press("Settings")
    scene.wallet.desktop.press("Ontario Health Exchange: Open its requests directly")


def open_row(scene, title):
    """Opens a line of the editor, such as "Which data"."""
    scene.wallet.desktop.press(re.compile(f"^{title}: (?!done)"))



def new_rule(scene, *choices):
    """A rule from choices: a plain name is pressed, a tuple opens the line first. Saved; the list shows afterwards."""
    desktop = scene.wallet.desktop
    desktop.press("Rules")
    desktop.press("New rule")
    for choice in choices:
        if isinstance(choice, tuple):
            open_row(scene, choice[0])
            for name in choice[1:]:
                desktop.press(name, "check box")  # a prompt may show the same words
        else:
            desktop.press(choice)
    scene.journal.screenshot("editor")
    desktop.press("Save rule")
    desktop.find("New rule")
    scene.journal.screenshot("rules")


NEVER, ALLOW = "Never: decline without asking me", "Allow without asking me"


def allow_once_and_remember(scene, browser):
    """A first request, allowed with "Do the same next time": from then on a rule answers."""
    person.ask(scene, browser)
    desktop = scene.wallet.desktop
    desktop.find("Allow")
    desktop.press("Do the same next time")
    scene.journal.screenshot("remember")
    desktop.press("Allow")
    browser.wait_for_text("Tetanus, diphtheria", timeout=30)
    desktop.press("Close")


def answered_by_itself(scene, browser, text="Tetanus, diphtheria"):
    """A request that no person answers, until the browser shows `text`. Answers the number of the network's first
    record of it."""
    first = scene.sandbox.record("ontario")["next"]
    person.begin(scene, browser)
    browser.click("#wallet-open")
    browser.wait_for_text(text, timeout=30)
    assert not scene.wallet.desktop.shows(re.compile("^Request — ")), "no window disturbed anybody"
    return first


def check_declined(scene, first):
    """The network heard that access was denied, and no permission reached it."""
    [answer] = wire.answers(scene, first)
    wire.check_refused(scene, answer)
    assert not wire.posted_permissions(scene, first), "nothing may be granted"
