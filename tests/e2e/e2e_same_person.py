"""Data of one person from two sources, for somebody who acts for that person at both: that the two are one is the person's
to say, it is said once, and nobody else is told."""
import person
import scenario
import wire

CLIENT = "city-hospital-clinic"
SAME = "They are the same person"


def ask(scene, browser):
    desktop = scene.wallet.desktop
    scene.journal.step("A clinic asks for immunizations and allergies of one patient")
    browser.open_tab(scene.sandbox.url(CLIENT) + "/start?offer=intake")
    browser.wait_for("#wallet-open")
    browser.click("#wallet-open")
    browser.wait_for_text("Look at your wallet")
    desktop.press("Open", timeout=20)
    desktop.find("Allow")
    assert not desktop.shows(SAME), "it is the person's own data at both"
    scene.journal.step("It is for the mother")
    desktop.find("me", "combo box").pick("Down")
    desktop.key("Tab", "Tab", "Tab", "Down")  # over the scope and the source of the allergies


def allow(scene, browser):
    scene.wallet.desktop.press("Allow")
    browser.wait_for_text("Iodinated contrast medium", timeout=30)
    browser.wait_for_text("Shingles, recombinant")
    scene.wallet.desktop.press("Close")


def play(scene):
    browser = person.settle(scene, "jonas")
    person.connect_source(scene, browser, "medilab", "MediLab Diagnostics", "jonas")
    desktop = scene.wallet.desktop
    first = scene.sandbox.record("ontario")["next"]
    ask(scene, browser)
    same = desktop.find(SAME, "check box")
    assert not desktop.find("Allow").has("enabled"), "two names are not one person by themselves"
    scene.journal.screenshot("not-said")
    same.press()
    scene.journal.screenshot("said")
    allow(scene, browser)

    second = scene.sandbox.record("ontario")["next"]
    ask(scene, browser)
    assert not desktop.shows(SAME), "it is remembered"
    scene.journal.screenshot("remembered")
    allow(scene, browser)
    posted = wire.posted_permissions(scene, first)
    assert sorted(each["aud"] for each in posted) == ["city-hospital", "medilab"], "the second time what is in force is used"
    assert len(wire.check_reused(scene, second, wire.answers(scene, second)[-1], CLIENT)) == 2
    for request in scene.sandbox.record("ontario", first)["requests"]:
        assert "Ingrid" not in request["target"] + request["body"] and "mother" not in request["body"]


if __name__ == "__main__":
    scenario.run(play)
