"""A rule grants for one use only, whatever the service asked for."""
import person
import rules
import scenario
import wire


def play(scene):
    browser = person.settle(scene)
    rules.open_directly(scene)
    scene.journal.step("A first request, answered by the person: the service is known from then on")
    person.ask(scene, browser)
    scene.wallet.desktop.press("Allow")
    browser.wait_for_text("Tetanus, diphtheria", timeout=30)
    scene.wallet.desktop.press("Close")
    [repeated] = wire.posted_permissions(scene)
    assert repeated["usage"] == "repeated", repeated
    rules.new_rule(scene, rules.ALLOW, "Immunize Me", ("Which data", "Immunization history"), ("To do what", "Read"),
                   ("And then", "Share it for one use only"))
    first = rules.answered_by_itself(scene, browser)
    [permission] = wire.posted_permissions(scene, first)
    assert permission["usage"] == "once", permission
    assert wire.check_granted(scene, wire.answers(scene, first)[-1], scene.sandbox.results("immunize-me")[-1], "partial")


if __name__ == "__main__":
    scenario.run(play)
