"""A service on a device without the wallet shows a code; the person types it into the wallet, which brings the answer itself:
allowed, with a delivery that fails and one whose answer is lost; declined; read with the second of two profiles; and a code
that is wrong, that another profile has read, or that has expired."""
import os
import re

import person
import scenario
import wire

ANSWER = "/wallet/answer"


def ask_there(scene, browser):
    """The person presses the button on the other device. Answers the code that it shows."""
    scene.journal.step("Another device shows a code")
    browser.open_tab(scene.sandbox.url("immunize-me"))
    browser.click("#device-immunizations")
    browser.click("#start-immunizations")
    browser.wait_for("#user-code")
    return browser.text("#user-code")


def enter(scene, code, typed=None):
    desktop = scene.wallet.desktop
    desktop.find("Code", "text").type(typed or code, shown=code)
    desktop.press("Continue", "push button")


def type_code(scene, code, typed=None):
    scene.journal.step("The person types it")
    desktop = scene.wallet.desktop
    desktop.press("Requests")
    desktop.press("Enter a code")
    scene.journal.screenshot("code-empty")
    enter(scene, code, typed)


def deliveries(scene, first):
    return wire.received(scene, ANSWER, first)


def allow(scene, browser):
    desktop, journal = scene.wallet.desktop, scene.journal
    first = scene.sandbox.record("ontario")["next"]
    code = ask_there(scene, browser)
    browser.screenshot(os.path.join(journal.folder, "other-device.png"))
    type_code(scene, code)
    journal.step("The wallet asks, and warns first of all")
    desktop.find("Someone else may have sent you this code. Go on only if you began this yourself, on a device in front of "
                 "you.")
    desktop.find("Allow")
    assert not desktop.shows("Do the same next time"), "there is nothing to remember"
    journal.screenshot("prompt")
    # The first attempt is lost before the network has it, the second after: it repeats what it sent.
    scene.sandbox.control("ontario", fault="status500", path=ANSWER, method="POST", times=1)
    scene.sandbox.control("ontario", fault="reset", path=ANSWER, method="POST", times=1, after=True)
    desktop.press("Allow")
    desktop.find("Not delivered yet")
    journal.screenshot("not-delivered-yet")
    journal.step("The network takes it, and the other device goes on")
    desktop.find("Delivered to the other device", timeout=30)
    journal.screenshot("delivered")
    browser.wait_for_text("Immunization", timeout=30)
    attempts = deliveries(scene, first)
    assert len(attempts) >= 3 and len({each["body"] for each in attempts}) == 1, [each["status"] for each in attempts]
    assert attempts[0]["status"] == 500 and attempts[-1]["status"] == 200, [each["status"] for each in attempts]
    _, claims = wire.check_granted(scene, attempts[-1], scene.sandbox.results("immunize-me")[-1], "partial")
    [posted] = wire.posted_permissions(scene, first)
    assert posted["usage"] == "once", "it begins with once, whatever the client asks for"
    desktop.press("Close")
    return claims


def decline(scene, browser):
    desktop = scene.wallet.desktop
    first = scene.sandbox.record("ontario")["next"]
    code = ask_there(scene, browser)
    type_code(scene, code, code.lower().replace("-", ""))
    desktop.press("Decline")
    desktop.find("Nothing was shared. The other device is told.")
    scene.journal.screenshot("declined")
    browser.wait_for_text("Access was declined", timeout=30)
    [answer] = deliveries(scene, first)
    wire.check_refused(scene, answer)
    assert not wire.posted_permissions(scene, first)
    desktop.press("Close")


def wrong(scene, browser):
    desktop, journal = scene.wallet.desktop, scene.journal
    code = ask_there(scene, browser)
    other = ("BCDF-GHJK" if code != "BCDF-GHJK" else "BCDF-GHJL")
    journal.step("A wrong code is said where it was typed, and can be mended there")
    type_code(scene, other)
    desktop.find("The network does not know this code. Compare it with the other device, or choose the network that it names.")
    journal.screenshot("wrong-code")
    assert desktop.find("Code", "text").text() == other
    enter(scene, code)
    desktop.find("Allow")
    desktop.press("Decline")
    desktop.press("Close")


def choose_profile(scene, shown, key):
    """Which profile reads the next code: the one above or below the one that is shown."""
    scene.wallet.desktop.find(shown, "combo box").pick(key)


def second_profile(scene, browser, private):
    """The profile that is chosen at the field answers, and the network sees no other."""
    desktop, journal = scene.wallet.desktop, scene.journal
    person.add_profile(scene, "Ontario Health Exchange", "Work")
    first = scene.sandbox.record("ontario")["next"]
    code = ask_there(scene, browser)
    journal.step("The person reads the code with the second profile")
    desktop.press("Requests")
    desktop.press("Enter a code")
    choose_profile(scene, "Private profile", "Down")
    journal.screenshot("code-as-work")
    enter(scene, code)
    desktop.press("Allow", timeout=30)
    desktop.find("Delivered to the other device", timeout=30)
    browser.wait_for_text("Immunization", timeout=30)
    [answer] = deliveries(scene, first)
    _, work = wire.check_granted(scene, answer, scene.sandbox.results("immunize-me")[-1], "partial")
    assert private["iss"] != work["iss"] and private["sub"] != work["sub"], "the network would recognise the person"
    desktop.press("Close")


def read_by_another(scene, browser):
    """A code is for the first profile that reads it, and the second is told so. The field still shows the one of before."""
    desktop = scene.wallet.desktop
    code = ask_there(scene, browser)
    type_code(scene, code)
    desktop.find("Decline")
    desktop.key("Escape")  # later
    desktop.wait_gone("Decline")
    desktop.press("Enter a code")
    choose_profile(scene, "Work", "Up")
    enter(scene, code)
    desktop.find("Another wallet or profile has already opened this request. If that was not you, someone else may have seen "
                 "it. Nothing was shared.", timeout=20)
    scene.journal.screenshot("code-of-another")


def expired(scene, browser):
    desktop = scene.wallet.desktop
    first = scene.sandbox.record("ontario")["next"]
    code = ask_there(scene, browser)
    scene.sandbox.control("ontario", expire_tickets=True)
    type_code(scene, code)
    desktop.find("This code has expired. Start again on the other device to get a new one.", timeout=20)
    scene.journal.screenshot("code-expired")
    assert not desktop.shows("Allow") and not deliveries(scene, first), "there was nothing to answer"


def links(scene, browser):
    desktop, journal = scene.wallet.desktop, scene.journal
    code = ask_there(scene, browser)
    link = browser.attribute("#wallet-link", "href")
    assert link == "fpx-wallet:device?as=ontario", link
    reads = len(wire.received(scene, "/fpx/ticket"))
    journal.step("A link that brings a code is refused, and said")
    scene.wallet.open_link(f"{link}&user_code={code}")
    desktop.find("A link tried to bring a code with it.")
    journal.screenshot("link-with-code")
    journal.step("The link of the page opens the field, empty")
    scene.wallet.open_link(link)
    field = desktop.find("Code", "text")
    assert field.text() == "", field.text()
    desktop.find("Ontario Health Exchange", "combo box")
    assert len(wire.received(scene, "/fpx/ticket")) == reads, "nothing is read before the person types"
    assert not desktop.shows(re.compile("than the one that you gave")), "the network did nothing wrong"
    desktop.press("History")
    desktop.find("You allowed Immunize Me a part of what it asked: Immunization history.", "list item")
    desktop.find("A code from another device led to no request at Ontario Health Exchange. The network does not know this code. "
                 "Compare it with the other device, or choose the network that it names.", "list item")
    journal.screenshot("history")


def play(scene):
    browser = person.settle(scene)
    private = allow(scene, browser)
    decline(scene, browser)
    wrong(scene, browser)
    second_profile(scene, browser, private)
    read_by_another(scene, browser)
    expired(scene, browser)
    links(scene, browser)


if __name__ == "__main__":
    scenario.run(play)
