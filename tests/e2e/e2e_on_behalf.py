"""For somebody else, and for a source: data of those that the person acts for, and a source that is put under the person's
control until the person ends it."""
import person
import scenario
import wire
from harness.waiting import until

SOURCE = "maple-bank"
SOCIETY = "Horizon Allotment Society"


def delegated(scene, browser):
    """The prompt says whose data it is; the client gets that, and neither network nor client a name."""
    desktop, journal = scene.wallet.desktop, scene.journal
    first = scene.sandbox.record("ontario")["next"]
    journal.step("A client asks for an account statement; it is the society's that is shared")
    browser.open_tab(scene.sandbox.url("healthtrack-plus") + "/start?offer=premium")
    browser.wait_for("#wallet-open")
    browser.click("#wallet-open")
    browser.wait_for_text("Look at your wallet")
    desktop.press("Open", timeout=20)
    desktop.find("Allow")
    journal.screenshot("prompt-own")
    desktop.find("me", "combo box").pick("Down")
    journal.screenshot("prompt-delegated")
    desktop.press("Allow")
    browser.wait_for_text("Seeds and compost", timeout=30)
    desktop.press("Close")
    assert "Salary" not in browser.text(), "the person's own account stays where it is"
    [posted] = wire.posted_permissions(scene, first)
    assert (posted["aud"], posted["usage"], posted["resource_scopes"]) == (SOURCE, "once", ["read"]), posted
    [made] = [each for each in wire.received(scene, "/rot", party=SOURCE) if "subject" in each["body"]]
    assert made["status"] == 200, made
    [document] = scene.sandbox.results("healthtrack-plus")[-1]["documents"]
    assert document["subject"].startswith(SOCIETY), document["subject"]
    for request in scene.sandbox.record("ontario", first)["requests"]:
        assert "Horizon" not in request["target"] + request["body"] and "Benali" not in request["body"]


def protect(scene, browser):
    """Begun at the source's page; shown in Sources; ended there, after which the source's token counts no longer."""
    desktop, journal = scene.wallet.desktop, scene.journal
    first = scene.sandbox.record("ontario")["next"]
    journal.step("A source asks to protect the person's records")
    who = scene.sandbox.person("aicha", SOURCE)
    browser.open_tab(scene.sandbox.url(SOURCE) + "/")
    if not browser.shows("#protect-ontario"):
        browser.fill("#username", who["username"])
        browser.fill("#password", who["password"], secret=True)
        browser.click("#sign-in")
    browser.click("#protect-ontario")
    browser.click("#wallet-open")
    browser.wait_for_text("Look at your wallet")
    desktop.press("Open", timeout=20)
    desktop.find("Allow")
    journal.screenshot("prompt-protect")
    desktop.press("Allow")
    browser.wait_for_text("Your records are under your control", timeout=30)
    desktop.press("Close")
    [received] = wire.answers(scene, first)
    claims = wire.decoded(wire.form(received)["id_token"].split(".")[1])
    assert (claims["fpx_purpose"], claims["fpx_decision"], claims["fpx_permissions"]) == ("protect", "granted", [])
    assert not wire.posted_permissions(scene, first), "to protect is not to share"
    renew(scene, browser, "up to date")

    journal.step("The protection is shown in Sources, and ended there")
    desktop.press("Sources")
    end = desktop.find("End the protection by Maple Bank")
    journal.screenshot("protection")
    end.press()
    desktop.find("Keep")
    journal.screenshot("end-protection")
    desktop.press("End it")
    until(lambda: [each["status"] for each in wire.received(scene, "/fpx/permissions/protections/", first)] == [204],
          "the network has ended it", 20)
    desktop.wait_gone("End the protection by Maple Bank")
    renew(scene, browser, "has ended")


def renew(scene, browser, words):
    """The source uses what it was given."""
    browser.open_tab(scene.sandbox.url(SOURCE) + "/")
    browser.click("#use-ontario")
    browser.wait_for_text(words)


def play(scene):
    browser = person.settle(scene)
    person.connect_source(scene, browser, SOURCE, "Maple Bank")
    delegated(scene, browser)
    protect(scene, browser)


if __name__ == "__main__":
    scenario.run(play)
