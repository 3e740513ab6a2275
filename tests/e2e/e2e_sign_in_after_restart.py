"""A request that was open when the person signed out and the wallet ended goes on with the next sign-in, by itself. The
page that waits in the browser found nobody meanwhile: the wallet says what to do."""
import person
import scenario
import wire
from harness.waiting import until


def play(scene):
    browser = person.settle(scene)
    desktop = scene.wallet.desktop
    first = scene.sandbox.record("ontario")["next"]
    person.ask(scene, browser)
    waiting = browser.tab
    person.open_request(scene)
    scene.journal.step("The person signs out, and the wallet is stopped and started again")
    desktop.press("Settings")
    desktop.press("Sign out everywhere", "push button")
    scene.links.take(browser)  # at the provider as well
    desktop.find("Sign in with NorthBank ID", timeout=20)
    scene.wallet.stop()
    browser.switch_to(waiting)
    browser.wait_for_text("ERR_CONNECTION_REFUSED")
    browser.picture("nobody-there")
    browser.switch_to(browser.tabs()[-1])
    scene.wallet.start()
    scene.journal.step("The request waits for a sign-in, and opens no browser by itself")
    desktop = scene.wallet.desktop
    desktop.find("Before you see this request, sign in again.", timeout=40)
    scene.journal.screenshot("waits-for-a-sign-in")
    desktop.press("Sign in with NorthBank ID")
    person.sign_in(scene, browser, "north-bank-id", "aicha")
    scene.journal.step("The question is back")
    desktop.find("Allow", timeout=30)
    scene.journal.screenshot("question")
    desktop.press("Allow")
    desktop.find("Your browser fetches your answer…", timeout=30)
    scene.journal.screenshot("reload-the-page")
    browser.switch_to(waiting)
    browser.reload()
    desktop.find("Allowed", timeout=30)
    [answer] = until(lambda: wire.answers(scene, first), "the browser brings the answer", 20)
    assert "id_token" in wire.form(answer)


if __name__ == "__main__":
    scenario.run(play)
