"""A locked rule of the operator asks: it is shown, cannot be switched off, and stands above the person's allow. One that is
not locked can be switched off. A profile that the operator publishes while the wallet runs changes its rules, unless it is a
forgery."""
import person
import rules
import scenario
import wire
from harness.waiting import until

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
    publish(scene, browser, desktop)


def publish(scene, browser, desktop):
    scene.journal.step("Somebody else publishes a profile without the rules: the wallet says so and keeps them")
    scene.sandbox.control("operator", tamper_jwt={"typ": "fpx-operator-profile+jwt", "times": 1, "sign": "wrong_key"})
    scene.sandbox.control("operator", publish={"policies": []})
    desktop.find("The configuration was not signed by your wallet operator and was not used.", timeout=30)
    scene.journal.screenshot("forged-profile")
    desktop.press("Rules")
    desktop.find("Ask me before anyone may see immunization history.", "label", timeout=30)
    desktop.press("Dismiss")
    scene.journal.step("The operator takes its locked rule back: no restart is needed")
    scene.sandbox.control("operator", publish={"policies": POLICIES[1:]})
    desktop.find("The provider of this wallet has updated its configuration.", timeout=30)
    until(lambda: not desktop.shows("Ask me before anyone may see immunization history."), "the rule is gone", 30)
    desktop.find("Nobody may ever see financial data.", timeout=30)
    scene.journal.screenshot("new-profile")
    scene.journal.step("The person's rule answers now")
    first = rules.answered_by_itself(scene, browser)
    wire.check_reused(scene, first, wire.answers(scene, first)[-1])
    desktop.press("History")
    desktop.find("The provider of this wallet updated its configuration.", timeout=30)


if __name__ == "__main__":
    scenario.run(play)
