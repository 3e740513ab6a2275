"""Restart: a request that waits unanswered outlives the wallet's end, and so does the page that waits for its answer."""
import re

import person
import scenario
import wire


def play(scene):
    browser = person.settle(scene)
    scene.wallet.desktop.find("City Hospital. Connected")
    first = scene.sandbox.record("ontario")["next"]
    person.ask(scene, browser)
    scene.wallet.desktop.find("Open")
    scene.journal.step("The wallet is stopped before anyone looks at the request, and started again")
    scene.wallet.stop()
    scene.wallet.start()
    desktop = scene.wallet.desktop
    desktop.find(re.compile("Ontario Health Exchange.*Waiting for you"), "list item", timeout=40)
    desktop.find("Open", timeout=20)
    scene.journal.screenshot("asked-again")
    person.open_request(scene)
    desktop.press("Allow")
    scene.journal.step("The page that waited all along goes on to the client")
    if "ERR_CONNECTION_REFUSED" in browser.text():
        browser.reload()  # it asked while nobody was there, and a browser asks again when it likes
    browser.wait_for_text("Tetanus, diphtheria", timeout=30)
    assert scene.sandbox.results("immunize-me")[-1]["outcome"] == "granted"
    [answer] = wire.answers(scene, first)
    wire.check_granted(scene, answer, scene.sandbox.results("immunize-me")[-1], "partial")
    assert len(wire.active_permissions(scene)) == 1


if __name__ == "__main__":
    scenario.run(play)
