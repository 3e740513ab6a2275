"""Somebody begins at the client and has another person's browser go on: the client gives its data to neither."""
import http.client
import urllib.parse

import person
import scenario
import wire


def begin_elsewhere(scene, offer):
    """What a program does that asks in its own name and keeps the address to which the client sends it."""
    party = scene.sandbox.party("immunize-me")
    connection = http.client.HTTPConnection(party["address"], party["port"], timeout=20)
    connection.request("GET", "/start?offer=" + offer)
    answer = connection.getresponse()
    assert answer.status in (302, 303), answer.status
    return answer.getheader("Location"), answer.getheader("Set-Cookie").split(";")[0]


def play(scene):
    browser = person.settle(scene)
    first = scene.sandbox.record("ontario")["next"]
    scene.journal.step("Somebody else begins at the client, and this person's browser is sent on")
    address, cookie = begin_elsewhere(scene, "immunizations")
    browser.open_tab(address)
    browser.click("#wallet-open")
    browser.wait_for_text("Look at your wallet")
    person.open_request(scene)
    scene.wallet.desktop.press("Allow")

    scene.journal.step("The client refuses the browser that did not begin")
    browser.wait_for_text("another browser", timeout=30)
    assert urllib.parse.urlsplit(browser.url).netloc == urllib.parse.urlsplit(scene.sandbox.url("immunize-me")).netloc
    assert len(wire.answers(scene, first)) == 1
    result = scene.sandbox.results("immunize-me")[-1]
    assert (result["outcome"], result["documents"]) == ("open", []), result
    scene.journal.step("Nor does the one who began see anything")
    party = scene.sandbox.party("immunize-me")
    connection = http.client.HTTPConnection(party["address"], party["port"], timeout=20)
    connection.request("GET", "/result/" + result["id"], headers={"Cookie": cookie})
    assert "Tetanus" not in connection.getresponse().read().decode()
    assert not wire.received(scene, "/api/", party="city-hospital"), "the source delivered something"


if __name__ == "__main__":
    scenario.run(play)
