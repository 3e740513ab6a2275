"""On behalf of someone: a son shares his mother's account statement, not his own; and a source that puts his records
under the protection of his wallet, until he ends that."""
import person
import scenario
import wire
from harness.waiting import until


def of_his_mother(scene, browser):
    desktop = scene.wallet.desktop
    first = scene.sandbox.record("ontario")["next"]
    person.ask(scene, browser, "offer=premium", "healthtrack-plus")
    person.open_request(scene)
    scene.journal.step("The statement of Ingrid, not his own")
    desktop.find("Whose Account statement", "combo box").click()
    desktop.key("Down")
    desktop.key("Return")
    scene.journal.screenshot("prompt-of-ingrid")
    desktop.press("Allow")
    browser.wait_for_text("State pension", timeout=30)
    desktop.press("Close")
    result = scene.sandbox.results("healthtrack-plus")[-1]
    [answer] = wire.answers(scene, first)
    wire.check_granted(scene, answer, result, "partial")
    [document] = result["documents"]
    assert document["subject"].startswith("Ingrid Lindqvist"), document
    [posted] = wire.posted_permissions(scene, first)
    assert (posted["aud"], posted["resource_scopes"], posted["usage"]) == ("maple-bank", ["read"], "once"), posted


def network_knows_nobody(scene):
    """Whose data it is, is said to the source alone, and there for these words only (profile 1, 6)."""
    asked = [each for each in wire.received(scene, "/rot", party="maple-bank") if each["method"] == "POST"]
    [subject] = {each["subject"] for each in map(wire.body, asked) if "subject" in each}
    assert subject.endswith("-for-ingrid"), subject
    for each in scene.sandbox.record("ontario")["requests"]:
        assert subject not in each["body"] and "ngrid" not in each["body"] + each["target"], each["target"]


def protect(scene, browser):
    """The bank asks the network for a token of his own: nothing is posted, the answer names no permission."""
    desktop = scene.wallet.desktop
    scene.journal.step("The bank puts his records under protection")
    first = scene.sandbox.record("ontario")["next"]
    login = scene.sandbox.person("jonas", "maple-bank")
    browser.open_tab(scene.sandbox.url("maple-bank") + "/")
    browser.fill("#username", login["username"])
    browser.fill("#password", login["password"], secret=True)
    browser.click("#sign-in")
    browser.click("#protect-ontario")
    browser.click("#wallet-open")
    person.open_request(scene)
    scene.journal.screenshot("prompt-protect")
    desktop.press("Allow")
    browser.wait_for_text("Your records are under your control", timeout=30)
    desktop.press("Close")
    assert not wire.posted_permissions(scene, first), "a protection is no permission"
    [answer] = wire.answers(scene, first)
    claims = wire.decoded(wire.form(answer)["id_token"].split(".")[1])
    assert (claims["fpx_purpose"], claims["fpx_decision"], claims["fpx_permissions"]) == ("protect", "granted", []), claims
    assert set(claims) == wire.GRANT_CLAIMS, claims


def use_protection(scene, browser, outcome):
    browser.open_tab(scene.sandbox.url("maple-bank") + "/")
    browser.click("#use-ontario")
    browser.wait_for_text(outcome)


def end_protection(scene, browser):
    desktop = scene.wallet.desktop
    use_protection(scene, browser, "The list is up to date")
    scene.journal.step("He ends the protection, at the source in Sources")
    first = scene.sandbox.record("ontario")["next"]
    desktop.press("Sources")
    desktop.find("End the protection by Maple Bank", timeout=40)
    scene.journal.screenshot("protection")
    desktop.press("End the protection by Maple Bank")
    desktop.press("End it")
    desktop.wait_gone("End the protection by Maple Bank", timeout=30)
    until(lambda: [each["status"] for each in wire.received(scene, "/fpx/permissions/protections/maple-bank", first)
                   if each["method"] == "DELETE"] == [204], "the network has confirmed")
    first = scene.sandbox.record("ontario")["next"]
    use_protection(scene, browser, "The protection has ended")
    refused = wire.received(scene, "/resources", first)
    assert [each["status"] for each in refused] == [401], "the network refuses the bank's token of his"


def play(scene):
    scene.start_sandbox()
    browser = scene.start_browser()
    scene.start_wallet()
    person.first_run(scene, browser, "jonas")
    person.finish_first_run(scene)
    person.connect_source(scene, browser, "maple-bank", "Maple Bank", "jonas")
    of_his_mother(scene, browser)
    network_knows_nobody(scene)
    protect(scene, browser)
    end_protection(scene, browser)


if __name__ == "__main__":
    scenario.run(play)
