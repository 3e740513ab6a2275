"""The data source is away when the person allows: it is said clearly, nothing is granted, and trying again works."""
import person
import scenario
import wire

SOURCE = "city-hospital"
MESSAGE = "City Hospital did not answer."


def play(scene):
    browser = person.settle(scene)
    desktop = scene.wallet.desktop
    first = scene.sandbox.record("ontario")["next"]
    person.ask(scene, browser)
    person.open_request(scene)
    scene.journal.step("The source goes away, and the person allows")
    scene.sandbox.control(SOURCE, fault="down")
    desktop.press("Allow")
    desktop.find(MESSAGE)
    desktop.find("Nothing was shared.")
    scene.journal.screenshot("source-down")
    assert not wire.posted_permissions(scene, first) and not wire.active_permissions(scene)
    assert not wire.answers(scene, first), "the network was told something"

    scene.journal.step("The source is back, and the person tries again")
    scene.sandbox.control(SOURCE, fault="none")
    desktop.press("Try again")
    browser.wait_for_text("Tetanus, diphtheria", timeout=30)
    assert len(wire.active_permissions(scene)) == 1


if __name__ == "__main__":
    scenario.run(play)
