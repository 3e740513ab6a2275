"""A locked rule of the operator asks: it is shown, cannot be switched off, and stands above the person's allow. One that is
not locked can be switched off."""
import person
import rules
import scenario
import wire

POLICIES = [
    {"id": "always-ask", "effect": "ask", "when": {"definition": "immunization-history"}, "locked": True},
    {"id": "no-money", "effect": "deny", "when": {"resource_type": "finance"}},
]


def play(scene):
    scene.start_sandbox(policies=POLICIES)
    browser = person.settle(scene)
    desktop = scene.wallet.desktop
    rules.open_directly(scene)
    desktop.press("Rules")
    desktop.find("Ask me before anyone may see immunization history.", "label", timeout=30)
    desktop.find("Set by your wallet's provider; it cannot be switched off.", "label")
    assert not desktop.shows("In force: Ask me before anyone may see immunization history.")
    scene.journal.screenshot("operators-rules")
    desktop.press("In force: Nobody may ever see financial data.")
    rules.allow_once_and_remember(scene, browser)
    scene.journal.step("The person's rule would allow; the locked one asks all the same")
    first = scene.sandbox.record("ontario")["next"]
    person.ask(scene, browser)
    desktop.find("Allow", timeout=30)
    scene.journal.screenshot("asked-all-the-same")
    assert not wire.posted_permissions(scene, first)
    desktop.press("Decline")
    browser.wait_for_text("Access was declined", timeout=30)


if __name__ == "__main__":
    scenario.run(play)
