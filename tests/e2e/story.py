"""The main job, played as a person would: install, sign in, connect a source, answer a client's request, see the data."""
import person
import scenario


def play(scene):
    browser = person.settle(scene)
    journal = scene.journal
    journal.screenshot("sources")
    person.ask(scene, browser)
    person.open_request(scene)
    scene.wallet.desktop.press("Allow")
    journal.step("The client shows the data")
    browser.wait_for_text("Immunization", timeout=30)
    journal.screenshot("done")
    print(browser.text()[:600])


if __name__ == "__main__":
    scenario.run(play)
