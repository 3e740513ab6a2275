"""A network that adds, alters, removes and re-enables permissions by itself: each is found at the next comparison, told
above the list and kept in the history; what was paused is paused again, what was planted can be ended there."""
import uuid

import person
import scenario
import wire
from harness.waiting import until

ROW = "Immunize Me may use Immunization history from City Hospital. Active"


def allow(scene, browser, *choices):
    person.ask(scene, browser)
    person.open_request(scene)
    for choice in choices:
        scene.wallet.desktop.press(choice)
    scene.wallet.desktop.press("Allow")
    browser.wait_for_text("Tetanus, diphtheria", timeout=30)
    scene.wallet.desktop.press("Close")


def pause(scene):
    """Pauses what is shared; answers the permissions behind it."""
    scene.wallet.desktop.press("Sharing")
    scene.wallet.desktop.find(ROW, "list item").click()
    scene.wallet.desktop.press("Pause")
    scene.wallet.desktop.find("Resume", timeout=20)
    until(lambda: not wire.active_permissions(scene), "all of it is paused", 20)
    return [each["permission_id"] for each in scene.sandbox.secrets("ontario")["permissions"]]


def play(scene):
    browser = person.settle(scene)
    allow(scene, browser)
    allow(scene, browser, "be told about changes")
    allow(scene, browser, "Once")
    paused, altered, removed = pause(scene)
    scene.journal.step("The wallet is closed, and the network does as it likes")
    scene.wallet.stop()
    records = {each["permission_id"]: each for each in scene.sandbox.secrets("ontario")["permissions"]}
    planted = str(uuid.uuid4())
    # The bytes of one permission in the place of another: signed, and not for this.
    foreign = records[paused]["permission"]
    scene.sandbox.control("ontario", permission={"id": altered, "permission": foreign})
    scene.sandbox.control("ontario", permission={"id": removed, "status": "revoked"})
    scene.sandbox.control("ontario", permission={"id": paused, "status": "active"})
    scene.sandbox.control("ontario", plant_permission={"permission_id": planted, "account": records[paused]["account"],
                                                       "permission": foreign, "status": "active"})
    scene.journal.step("The wallet compares soon after its start")
    scene.wallet.start()
    desktop = scene.wallet.desktop
    desktop.press("Sharing", timeout=40)
    desktop.find("End it there", timeout=40)
    until(lambda: wire.status(scene, paused) == "disabled", "what was paused is paused again", 20)
    scene.journal.screenshot("alerts")
    desktop.press("End it there")
    until(lambda: wire.status(scene, planted) == "revoked", "what was planted is ended there", 20)
    scene.journal.step("The history keeps each of the four")
    desktop.press("History")
    for line in ("Ontario Health Exchange lists a permission for immunize-me that you never gave.",
                 "Ontario Health Exchange holds another permission of Immunize Me for Immunization history than the one "
                 "that you gave.",
                 "Ontario Health Exchange ended a permission that you had given: Immunize Me, Immunization history.",
                 "Ontario Health Exchange let Immunize Me use Immunization history although you had stopped that. "
                 "The wallet stops it again."):
        desktop.find(line, "list item", timeout=20)
    scene.journal.screenshot("history")


if __name__ == "__main__":
    scenario.run(play)
