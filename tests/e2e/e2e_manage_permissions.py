"""Pausing, letting go on, narrowing and revoking everything with one client: what the client gets after each, and what the
network has on record."""
import os

import person
import scenario
import wire
from harness.waiting import until

CLIENT = "immunize-me"


# The page's own button is there only while it shows data.
AGAIN = """const form = document.createElement("form"); form.method = "post"; form.action = "/again/" + arguments[0];
document.body.append(form); form.submit();"""


def fetch_again(scene, browser):
    """The client comes back for the data with what it has: a fresh token, then the documents. Answers what it got."""
    before = scene.sandbox.results(CLIENT)[-1]
    browser.run(AGAIN, before["id"])
    browser.wait_for(".actions")
    result = scene.sandbox.results(CLIENT)[-1]
    scene.journal.line("client", f"{result['outcome']} {result['error']} {len(result['documents'])} documents")
    return result["documents"]


def allow(scene, browser):
    person.ask(scene, browser)
    person.open_request(scene)
    scene.wallet.desktop.press("be told about changes")
    scene.wallet.desktop.press("Allow")
    browser.wait_for_text("Tetanus, diphtheria", timeout=30)
    scene.wallet.desktop.press("Close")


def open_permission(scene):
    scene.wallet.desktop.press("Sharing")
    row = scene.wallet.desktop.find("Immunize Me may use Immunization history from City Hospital. Active", "list item")
    row.click()
    scene.wallet.desktop.find("Stop sharing")


def only_active(scene):
    [permission] = wire.active_permissions(scene)
    return permission["permission_id"]


def play(scene):
    browser = person.settle(scene)
    desktop, journal = scene.wallet.desktop, scene.journal
    allow(scene, browser)
    first = only_active(scene)
    journal.step("Pause: the client gets nothing more")
    open_permission(scene)
    journal.screenshot("permission")
    desktop.press("Pause")
    desktop.find("Resume", timeout=20)
    journal.screenshot("paused")
    assert wire.status(scene, first) == "disabled"
    assert not fetch_again(scene, browser)

    journal.step("Resume: the client reads again")
    desktop.press("Resume")
    desktop.find("Pause", timeout=20)
    assert wire.status(scene, first) == "active"
    assert fetch_again(scene, browser)

    journal.step("Narrow: without being told about changes")
    desktop.press("Change…")
    desktop.find("Save the change")
    journal.screenshot("change")
    desktop.press("be told about changes")
    desktop.press("Save the change")
    until(lambda: wire.status(scene, first) == "revoked", "the network has put the new one in its place", 20)
    second = only_active(scene)
    assert second != first
    scopes = wire.claims_of(scene, second)["resource_scopes"]
    assert scopes == ["read"], scopes
    assert wire.claims_of(scene, second)["replaces"] == first
    journal.screenshot("narrowed")
    assert fetch_again(scene, browser), "what is left goes on without the person"

    journal.step("Everything with this client, and revoke it all")
    desktop.press("Everything with Immunize Me")
    desktop.press("Choose several")
    desktop.press("Choose all")
    journal.screenshot("chosen")
    desktop.press("Revoke 1…")
    desktop.find("Keep")
    journal.screenshot("revoke-all")
    desktop.press("Revoke")
    until(lambda: wire.status(scene, second) == "revoked", "the network has confirmed", 20)
    desktop.find("Nothing found", timeout=10)
    journal.screenshot("nobody")
    assert not wire.active_permissions(scene)
    assert not fetch_again(scene, browser)
    browser.screenshot(os.path.join(journal.folder, "client-refused.png"))


if __name__ == "__main__":
    scenario.run(play)
