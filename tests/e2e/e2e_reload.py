"""The waiting page is reloaded, opened twice and left: one request, one answer, and a page that is dead afterwards."""
import person
import scenario
import wire


def play(scene):
    browser = person.settle(scene)
    desktop = scene.wallet.desktop
    first = scene.sandbox.record("ontario")["next"]
    person.begin(scene, browser)
    network_page = browser.tabs()[-1]
    loopback = browser.attribute("#wallet-open", "href")
    browser.click("#wallet-open")
    browser.wait_for_text("Look at your wallet")
    page = browser.url
    scene.journal.step("The page is reloaded, three times")
    for _ in range(3):
        browser.reload()
        browser.wait_for_text("Look at your wallet")
    assert browser.url == page
    scene.journal.step("The same link again, in another tab: the same page")
    browser.open_tab(loopback)
    browser.wait_for_text("Look at your wallet")
    assert browser.url == page, "the same request leads to the same waiting page"
    browser.close_tab()
    browser.switch_to(network_page)

    person.open_request(scene)
    assert not desktop.shows("1 of 2", "label"), "one request, however often it arrived"
    browser.reload()
    browser.wait_for_text("Look at your wallet")
    desktop.press("Allow")
    browser.wait_for_text("Tetanus, diphtheria", timeout=30)
    [details] = wire.received(scene, "/fpx/ticket", first)
    assert details["status"] == 200, "the ticket was read once"
    [answer] = wire.answers(scene, first)
    wire.check_granted(scene, answer, scene.sandbox.results("immunize-me")[-1], "partial")
    assert len(wire.active_permissions(scene)) == 1

    scene.journal.step("Whoever comes back to the page, or to the link, gets nothing more")
    for address in (page, loopback):
        browser.open_tab(address)
        browser.settle()
        shown = browser.source()
        assert "id_token" not in shown and "<form" not in shown, "the answer left twice"
    assert len(wire.answers(scene, first)) == 1
    speaks_the_language_that_was_asked_for(scene, browser)


def speaks_the_language_that_was_asked_for(scene, browser):
    person.begin(scene, browser, "offer=immunizations&ui_locales=nv%20ar-EG%20fr")
    browser.click("#wallet-open")
    browser.wait_for_text("انظر إلى محفظتك")
    assert browser.attribute("html", "lang") == "ar" and browser.attribute("html", "dir") == "rtl"
    browser.picture("waiting-page")
    scene.journal.step("The window keeps the wallet's language")
    scene.wallet.desktop.press("Open", timeout=20)
    scene.wallet.desktop.press("Decline")
    browser.wait_for_text("Access was declined", timeout=30)


if __name__ == "__main__":
    scenario.run(play)
