"""The wallet is not running; the link of the network's page starts it, and it asks."""
import person
import scenario
import wire


def play(scene):
    browser = person.settle(scene)
    scene.wallet.desktop.find("City Hospital. Connected")
    scene.wallet.stop()
    first = scene.sandbox.record("ontario")["next"]
    person.begin(scene, browser)
    link = browser.attribute("#wallet-link", "href")
    assert link.startswith("fpx-wallet:"), link.split("?")[0]
    scene.journal.step("The desktop starts the wallet with the link")
    scene.start_wallet(link)
    desktop = scene.wallet.desktop
    desktop.find("Open", timeout=40)
    person.open_request(scene)
    desktop.press("Allow")
    scene.journal.step("No page waits, so the wallet opens the browser for the answer")
    opened = scene.links.take(browser)
    assert opened.startswith("http://127.0.0.1:"), opened.split("?")[0]
    assert "?" not in opened and "#" not in opened, "the answer is in a link that other programs see"
    browser.wait_for_text("Tetanus, diphtheria", timeout=30)
    [answer] = wire.answers(scene, first)
    wire.check_granted(scene, answer, scene.sandbox.results("immunize-me")[-1], "partial")
    assert len(wire.active_permissions(scene)) == 1


if __name__ == "__main__":
    scenario.run(play)
