"""Two profiles at one network: the person adds one, gives it new keys, answers with either, and deletes it. The network
sees two strangers (profile 3), checks every proof, and deletes what it is told to delete."""
import person
import scenario
import wire
from harness.waiting import until

def renew_keys(scene):
    scene.journal.step("It gets new keys")
    first = scene.sandbox.record("ontario")["next"]
    scene.wallet.desktop.press("Work: New keys")
    until(lambda: len(wire.received(scene, "/register", first)) == 2, "both registrations are changed", 30)
    for change in wire.received(scene, "/register", first):
        assert (change["method"], change["status"]) == ("PUT", 200), change
    scene.wallet.desktop.find("The profile has new keys.", timeout=20)


def answer_as(scene, browser, steps_down):
    """Opens a request with the n-th profile and allows it; answers what the network then knows: iss, sub and key."""
    desktop = scene.wallet.desktop
    first = scene.sandbox.record("ontario")["next"]
    person.ask(scene, browser)
    scene.journal.step(f"The wallet asks which profile answers (number {steps_down + 1} it is)")
    profiles = desktop.find("Private profile", "combo box", timeout=20)
    scene.journal.screenshot(f"open-as-{steps_down}")
    profiles.pick(*["Down"] * steps_down)
    desktop.press("Open")
    desktop.press("Allow", timeout=30)
    browser.wait_for_text("Immunization", timeout=30)
    desktop.press("Close")
    [answer] = wire.answers(scene, first)
    fields, claims = wire.check_granted(scene, answer, scene.sandbox.results("immunize-me")[-1], "partial")
    return claims["iss"], claims["sub"], wire.decoded(fields["id_token"].split(".")[0])["kid"]


def delete_profile(scene):
    desktop = scene.wallet.desktop
    scene.journal.step("The person deletes the second profile; what it allowed ends first")
    first = scene.sandbox.record("ontario")["next"]
    desktop.press("Settings")
    desktop.press("Work: Delete…")
    desktop.find("Type Work").type("Work")
    scene.journal.screenshot("deleting")
    desktop.press("Delete")
    desktop.wait_gone("Work: Rename…", timeout=40)
    ends = [(each["method"], each["path"].split("/")[1], each["status"])
            for each in wire.received(scene, "/", first) if each["method"] == "DELETE"]
    assert ends == [("DELETE", "fpx", 204), ("DELETE", "register", 204), ("DELETE", "register", 204)], ends
    scene.journal.screenshot("deleted")


def play(scene):
    browser = person.settle(scene)
    person.add_profile(scene, "Ontario Health Exchange", "Work")
    renew_keys(scene)
    private = answer_as(scene, browser, 0)
    work = answer_as(scene, browser, 1)
    assert not set(private) & set(work), "the network would recognise the person"
    delete_profile(scene)
    assert len(wire.active_permissions(scene)) == 1, "the other profile's permission stays"


if __name__ == "__main__":
    scenario.run(play)
