"""The wallet is not running; the desktop starts it over the session bus, so that the link is in no process list."""
import urllib.parse

import person
import scenario
import wire
from harness import installed
from harness.waiting import until


def ticket_of(link):
    return urllib.parse.parse_qs(urllib.parse.urlsplit(link).query)["ticket"][0]


def hand_over(scene, browser):
    """Follows the link of the network's page; answers what any process showed of the ticket."""
    person.begin(scene, browser)
    link = browser.attribute("#wallet-link", "href")
    installed.open_link(link)
    scene.wallet.desktop.find("Open", timeout=40)
    return [line for line in installed.command_lines() if ticket_of(link) in line]


def play(scene):
    browser = person.settle(scene)
    scene.wallet.desktop.find("City Hospital. Connected")
    scene.wallet.stop()
    installed.install(scene.wallet.program())
    assert installed.pid() is None
    first = scene.sandbox.record("ontario")["next"]

    scene.journal.step("The link of the network's page starts the wallet through the desktop")
    assert hand_over(scene, browser) == []
    person.open_request(scene)
    scene.wallet.desktop.press("Allow")
    scene.links.take(browser)
    browser.wait_for_text("Tetanus, diphtheria", timeout=30)
    [answer] = wire.answers(scene, first)
    wire.check_granted(scene, answer, scene.sandbox.results("immunize-me")[-1], "partial")
    scene.wallet.desktop.press("Close")

    scene.journal.step("A second link goes to the wallet that runs")
    started = installed.pid()
    assert hand_over(scene, browser) == []
    assert installed.pid() == started
    person.open_request(scene)
    scene.wallet.desktop.press("Decline")

    scene.wallet.command("quit")
    until(lambda: installed.pid() is None, "the wallet that the desktop started has ended", 20)


if __name__ == "__main__":
    scenario.run(play)
