"""One request, several sources: the missing source is connected in the middle of the prompt, which goes on where it was;
then a hospital that asks for records of which some are its own."""
import person
import scenario
import wire
from harness.waiting import until


def choose(scene, box, steps_down):
    """Opens a list of the prompt and takes the entry that many steps below the one it stands on."""
    scene.wallet.desktop.find(box, "combo box").click()
    for _ in range(steps_down):
        scene.wallet.desktop.key("Down")
    scene.wallet.desktop.key("Return")


def allow(scene, browser, client):
    """Allows what the prompt shows; answers what the network was then told, and what the client got."""
    first = scene.sandbox.record("ontario")["next"]
    scene.wallet.desktop.press("Allow")
    browser.wait_for(".actions", timeout=30)
    scene.wallet.desktop.press("Close")
    result = scene.sandbox.results(client)[-1]
    [answer] = wire.answers(scene, first)
    _, claims = wire.check_granted(scene, answer, result)
    posted = wire.posted_permissions(scene, first)
    assert claims["fpx_permissions"] == [each["permission_id"] for each in posted], "the answer names them all"
    return posted, result


def check_apart(posted):
    """What lets a source, or the network, not tell that two permissions are of one person (profile 5)."""
    for each in ("iss", "permission_id", "request_id", "rot_hash"):
        assert len({permission[each] for permission in posted}) == len(posted), f"the same {each} twice"
    assert len({permission["ticket_hash"] for permission in posted}) == 1, "one request"


def connected_in_the_prompt(scene, browser):
    """Allergies are at MediLab alone, which is not connected yet."""
    desktop = scene.wallet.desktop
    scene.journal.step("A request for records of two sources, of which one is not connected")
    first = scene.sandbox.record("ontario")["next"]
    person.ask(scene, browser, "offer=emergency-card")
    person.open_request(scene)
    assert not desktop.find("Allow").has("enabled"), "there is nowhere to take the allergies from"
    scene.journal.step("The person connects it from the prompt")
    choose(scene, "Data source of Allergies", 1)
    person.sign_in_at_source(scene, browser, "medilab")
    until(lambda: desktop.find("Allow").has("enabled"), "the prompt goes on, with the new source")
    scene.journal.screenshot("prompt-two-sources")
    assert not [each for each in wire.received(scene, "/fpx/permissions", first) if each["method"] == "POST"], "not yet"
    posted, result = allow(scene, browser, "immunize-me")
    assert {(each["aud"], each["resource_definition"]) for each in posted} == \
        {("city-hospital", "immunization-history"), ("medilab", "allergy-list")}, posted
    check_apart(posted)
    assert sorted(each["issued_by"] for each in result["documents"]) == ["City Hospital", "MediLab Diagnostics"], result


def hospital_asks(scene, browser):
    """City Hospital is client and data source of one request, under two names (profile 1)."""
    scene.journal.step("A hospital asks for its own records, and for some from elsewhere")
    client = "city-hospital-admissions"
    person.ask(scene, browser, "", client)
    person.open_request(scene)
    choose(scene, "Data source of Laboratory results", 1)
    scene.journal.screenshot("prompt-same-organisation")
    posted, result = allow(scene, browser, client)
    assert {(each["client_id"], each["aud"], each["resource_definition"]) for each in posted} == \
        {(client, "city-hospital", "immunization-history"), (client, "medilab", "lab-results")}, posted
    check_apart(posted)
    assert sorted(each["issued_by"] for each in result["documents"]) == ["City Hospital", "MediLab Diagnostics"], result


def shared(scene):
    scene.journal.step("What is shared")
    scene.wallet.desktop.press("Sharing")
    scene.journal.screenshot("sharing")
    assert len(wire.active_permissions(scene)) == 4, wire.active_permissions(scene)


def play(scene):
    browser = person.settle(scene)
    connected_in_the_prompt(scene, browser)
    hospital_asks(scene, browser)
    shared(scene)


if __name__ == "__main__":
    scenario.run(play)
