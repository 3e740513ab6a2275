"""The rules change while a prompt is open: what they now deny is declined; what they now allow is still asked."""
import person
import rules
import scenario
import wire


def play(scene):
    browser = person.settle(scene)
    desktop = scene.wallet.desktop
    rules.open_directly(scene)
    first = scene.sandbox.record("ontario")["next"]
    person.ask(scene, browser)
    desktop.find("Allow")
    scene.journal.step("An allow does not answer what the person looks at")
    rules.new_rule(scene, rules.ALLOW, "Immunize Me", ("Which data", "Immunization history"), ("To do what", "Read"))
    desktop.find("Decline")
    scene.journal.screenshot("still-asked")
    assert not wire.posted_permissions(scene, first)
    scene.journal.step("A deny does")
    rules.new_rule(scene, rules.NEVER, ("Which data", "Immunization history"))
    browser.wait_for_text("Access was declined", timeout=30)
    assert not desktop.shows("Allow")
    scene.journal.screenshot("declined")
    rules.check_declined(scene, first)


if __name__ == "__main__":
    scenario.run(play)
