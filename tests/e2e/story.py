"""The main job, played as a person would: install, sign in, connect a source, answer a client's request, see the data."""
import person
import scenario


def play(scene):
    browser = person.settle(scene)
    journal = scene.journal
    scene.wallet.desktop.find("City Hospital. Connected")
    journal.screenshot("sources")
    person.ask(scene, browser)
    person.open_request(scene)
    scene.wallet.desktop.press("Allow")
    journal.step("The client shows the data")
    browser.wait_for_text("Immunization", timeout=30)
    journal.screenshot("done")
    browser.picture("client-page")
    see_and_revoke(scene)


def see_and_revoke(scene):
    desktop, journal = scene.wallet.desktop, scene.journal
    desktop.press("Close")
    journal.step("Sharing shows who can see what")
    desktop.press("Sharing")
    row = desktop.find("Immunize Me may use Immunization history from City Hospital. Active", "list item")
    journal.screenshot("sharing")
    row.click()
    journal.step("One permission, and what revoking it means")
    desktop.press("Revoke…", timeout=10)
    desktop.find("Keep")
    journal.screenshot("revoke")
    desktop.press("Revoke")
    desktop.wait_gone("Keep")
    journal.step("The history says everything that happened")
    desktop.press("History")
    desktop.find("Save a copy…")
    journal.screenshot("history")
    journal.step("Settings")
    desktop.press("Settings")
    desktop.find("Start when I log in")
    journal.screenshot("settings")


if __name__ == "__main__":
    scenario.run(play)
