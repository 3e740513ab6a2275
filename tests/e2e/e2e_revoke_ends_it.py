"""Revoking means that it ends: from the list, from the page and with *Everything with*, with a rule that allows and 160
permissions behind one row. The client reads nothing afterwards, whatever it holds, and its next request asks."""
import urllib.error
import urllib.request

import person
import rules
import scenario
import wire
from harness.notifications import Notifications
from harness.waiting import until

CLIENT = "immunize-me"
ROW = "Immunize Me may use Immunization history from City Hospital. Active"
AGAIN = """const form = document.createElement("form"); form.method = "post"; form.action = "/again/" + arguments[0];
document.body.append(form); form.submit();"""


def many(scene, browser, counts):
    """Requests that ask for the same so many times over, each time for one use: the rule gives a permission for each."""
    wanted = {"resource_definition": "immunization-history", "required": True, "scopes": [{"scope": "read", "required": True}]}
    for count in counts:
        ticket = {"usage": "once", "duration": None, "requested_resources": [wanted] * count}
        scene.sandbox.control(CLIENT, set={"ticket_request": ticket})
        person.begin(scene, browser)
        browser.click("#wallet-open")
        browser.wait_for_text("Tetanus, diphtheria", timeout=120)
    scene.sandbox.control(CLIENT, set={"ticket_request": None})


def shared(scene, browser, counts):
    """A first request, which the person allows and wants the same for next time; then many that the rule answers."""
    rules.allow_once_and_remember(scene, browser)
    many(scene, browser, counts)
    active = len(wire.active_permissions(scene))
    assert active == 1 + sum(counts), active
    rules.answered_by_itself(scene, browser)
    assert len(wire.active_permissions(scene)) == active, "what is in force was used again"


def can_read(scene, token):
    address = f"{scene.sandbox.url('city-hospital')}/api/ontario/immunization-history"
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers={"Authorization": f"Bearer {token}"}), timeout=20):
            return True
    except urllib.error.HTTPError:
        return False


def tokens(scene):
    return [each["value"] for each in scene.sandbox.secrets("ontario")["issued"] if each["kind"] == "rpt"]


def it_has_ended(scene, browser, tried):
    """`tried`: the results whose tokens the client has tried after an earlier revocation; grows."""
    desktop, journal = scene.wallet.desktop, scene.journal
    until(lambda: not wire.active_permissions(scene), "the network has ended all of them", 60)
    journal.step("The client reads nothing, with whatever it has")
    assert not any(can_read(scene, token) for token in tokens(scene))
    for result in scene.sandbox.results(CLIENT):
        if not result["refreshable"] or result["id"] in tried:
            continue
        tried.add(result["id"])
        browser.open_tab(scene.sandbox.url(CLIENT))
        browser.run(AGAIN, result["id"])
        until(lambda: not next(each for each in scene.sandbox.results(CLIENT) if each["id"] == result["id"])["documents"],
              "it got nothing", 20)
    journal.step("Its next request asks")
    first = scene.sandbox.record("ontario")["next"]
    person.ask(scene, browser)
    desktop.find("Allow", timeout=30)
    journal.screenshot("asked-again")
    assert not wire.answers(scene, first)
    desktop.press("Decline")
    browser.wait_for_text("Access was declined", timeout=30)


def confirm(scene, name):
    desktop, journal = scene.wallet.desktop, scene.journal
    desktop.find("Keep")
    rule = desktop.find("Your rule would allow the next request. Switch it off", "check box")
    assert rule.has("checked"), "off, unless the person wants it on"
    journal.screenshot(name)
    desktop.press("Revoke", "push button")
    # The notice bar may have gone again when so many end; unit.ui.sharing reads what it says.
    journal.screenshot(name + "-done")


def play(scene):
    notifications = Notifications(scene.journal)
    browser = person.settle(scene)
    desktop, journal = scene.wallet.desktop, scene.journal
    rules.open_directly(scene)
    tried = set()

    journal.step("160 permissions behind one row, revoked from the list")
    shared(scene, browser, (64, 64, 31))
    notes = [note for note in notifications.shown() if "Immunize Me" in note.text]
    assert len(notes) == 1 and "4 times today" in notes[0].text, [note.text for note in notes]
    desktop.press("Sharing")
    desktop.find(ROW, "list item")
    journal.screenshot("one-row")
    desktop.press("Choose several")
    desktop.press("Choose all")
    desktop.press("Revoke 1…")
    desktop.find("Stop sharing Immunization history with Immunize Me?")
    desktop.find("It ends as a whole, however often it was shared.")
    confirm(scene, "revoke-from-the-list")
    it_has_ended(scene, browser, tried)

    journal.step("The same, from the page")
    shared(scene, browser, (2,))
    desktop.press("Sharing")
    desktop.find(ROW, "list item").click()
    desktop.find("Stop sharing")
    journal.screenshot("page")
    desktop.press("Revoke…")
    confirm(scene, "revoke-from-the-page")
    it_has_ended(scene, browser, tried)

    journal.step("The same, with everything of this client")
    shared(scene, browser, (2,))
    desktop.press("Sharing")
    desktop.find(ROW, "list item").click()
    desktop.press("Everything with Immunize Me")
    desktop.press("Choose several")
    desktop.press("Choose all")
    desktop.press("Revoke 1…")
    confirm(scene, "revoke-everything")
    it_has_ended(scene, browser, tried)


if __name__ == "__main__":
    scenario.run(play)
