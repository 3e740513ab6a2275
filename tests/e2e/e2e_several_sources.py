"""Data of one person from two sources, for a client that is of the same organisation as one of them. The other source is
connected in the middle of the prompt, and the prompt goes on. Then what the network, the client and each source have is
compared: a permission each, which nothing links, and neither source takes what is the other's."""
import json
import urllib.error
import urllib.request

import person
import scenario
import wire
from harness.waiting import until

CLIENT = "city-hospital-clinic"
OPTIONAL = "be told about changes"


def ask(scene, browser):
    scene.journal.step("A client of the hospital asks for data that is at two sources")
    browser.open_tab(scene.sandbox.url(CLIENT) + "/start?offer=intake&by_reference=1&response_mode=fragment")
    browser.wait_for("#wallet-open")
    browser.click("#wallet-open")
    browser.wait_for_text("Look at your wallet")
    scene.wallet.desktop.press("Open", timeout=20)
    scene.wallet.desktop.find("Allow")


def connect_in_the_prompt(scene, browser):
    """What is offered by no connected source is connected from the prompt, which is still there afterwards."""
    desktop, journal = scene.wallet.desktop, scene.journal
    desktop.press(OPTIONAL)
    journal.screenshot("prompt-before")
    journal.step("Connect the other source from the prompt")
    desktop.find("Data source of Allergies", "combo box").pick("Down")
    who, asked_in = scene.sandbox.person("aicha", "medilab"), browser.tabs()[-1]
    scene.links.take(browser)
    browser.fill("#username", who["username"])
    browser.fill("#password", who["password"], secret=True)
    browser.click("#sign-in")
    browser.click("#allow")
    desktop.press("Yes, this is me", timeout=30)
    browser.switch_to(asked_in)
    allow = desktop.find("Allow", timeout=30)
    until(lambda: allow.has("enabled"), "the prompt goes on", 20)
    assert desktop.find(OPTIONAL).has("checked"), "what was chosen before is still chosen"
    journal.screenshot("prompt-after")


def check_permissions(scene, first):
    """One permission for each source, none of which says that the other is of the same person."""
    posted = {each["aud"]: each for each in wire.posted_permissions(scene, first)}
    assert set(posted) == {"city-hospital", "medilab"}, posted
    hospital, lab = posted["city-hospital"], posted["medilab"]
    assert (hospital["resource_definition"], lab["resource_definition"]) == ("immunization-history", "allergy-list")
    assert sorted(hospital["resource_scopes"]) == ["read", "subscribe"] and lab["resource_scopes"] == ["read"]
    assert {hospital["client_id"], lab["client_id"]} == {CLIENT}, "the client, not the source of its organisation"
    assert hospital["as"] == lab["as"] == scene.sandbox.party("ontario")["issuer"]
    for claim in ("iss", "permission_id", "rot_hash", "request_id"):
        assert hospital[claim] != lab[claim], claim
    assert hospital["ticket_hash"] == lab["ticket_hash"], "of the one request"
    return posted


def read(scene, source, token, definition, network="ontario"):
    """(status, code or title) of a source for whoever holds `token`."""
    request = urllib.request.Request(f"{scene.sandbox.url(source)}/api/{network}/{definition}",
                                     headers={"Authorization": f"Bearer {token}"})
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, json.load(answer)["title"]
    except urllib.error.HTTPError as refusal:
        return refusal.code, json.load(refusal)["error"]


def vouch(scene, permission, rot):
    """The network lies to the source that asks it next."""
    scene.sandbox.control("ontario", tamper={
        "path": "/introspect", "method": "POST", "times": 1,
        "merge": {"active": True, "client_id": CLIENT, "iss": scene.sandbox.party("ontario")["issuer"],
                  "permissions": [{"permission": permission, "rot": rot}]}})


def check_readable(scene):
    """With the wallet's own permissions: what was allowed is readable; mixed up by the network, nothing is."""
    secrets = scene.sandbox.secrets("ontario")
    token = [each["value"] for each in secrets["issued"] if each["kind"] == "rpt"][-1]
    assert read(scene, "city-hospital", token, "immunization-history")[0] == 200
    assert read(scene, "medilab", token, "allergy-list") == (200, "Allergies")
    for source, definition in (("city-hospital", "lab-results"), ("medilab", "lab-results")):
        assert read(scene, source, token, definition) == (403, "insufficient_scope"), source
    assert read(scene, "medilab", token, "allergy-list", "nordic") == (401, "invalid_token")
    held = {wire.decoded(each["permission"].split(".")[1])["aud"]: each for each in secrets["permissions"]}
    hospital, lab = held["city-hospital"], held["medilab"]
    for permission, rot in ((hospital["permission"], lab["rot"]), (lab["permission"], hospital["rot"]),
                            (lab["permission"], lab["rot"])):
        vouch(scene, permission, rot)
        assert read(scene, "city-hospital", "made-up", "immunization-history") == (403, "invalid_permission")
    vouch(scene, hospital["permission"], hospital["rot"])
    assert read(scene, "city-hospital", "made-up", "immunization-history")[0] == 200, "the lies above were heard"


def play(scene):
    browser = person.settle(scene)
    first = scene.sandbox.record("ontario")["next"]
    ask(scene, browser)
    connect_in_the_prompt(scene, browser)
    scene.wallet.desktop.press("Allow")
    browser.wait_for_text("Hazelnut", timeout=30)
    browser.wait_for_text("Tetanus, diphtheria")
    scene.wallet.desktop.press("Close")
    posted = check_permissions(scene, first)
    [received] = wire.answers(scene, first)
    assert received["path"].startswith("/wallet/fragment"), received["path"]
    result = scene.sandbox.results(CLIENT)[-1]
    assert result["outcome"] == "granted" and len(result["documents"]) == 2, result
    assert {each["issued_by"] for each in result["documents"]} == {"City Hospital", "MediLab Diagnostics"}
    claims = wire.decoded(wire.form(received)["id_token"].split(".")[1])
    assert claims["fpx_decision"] == "granted"
    assert sorted(claims["fpx_permissions"]) == sorted(each["permission_id"] for each in posted.values())
    check_readable(scene)
    scene.wallet.desktop.press("Sharing")
    scene.wallet.desktop.find("City Hospital Clinic may use Allergies from MediLab Diagnostics. Active", "list item")
    scene.journal.screenshot("sharing")


if __name__ == "__main__":
    scenario.run(play)
