"""The main job, played as a person would: install, sign in, connect a source, answer a client's request, see the data."""
import argparse
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from harness import session  # noqa: E402
from harness.scene import Scene  # noqa: E402


def sign_in(scene, browser, provider, who):
    """The identity provider's own pages, in the browser that the wallet opened."""
    person = scene.sandbox.person(who, provider)
    scene.links.take(browser)
    browser.fill("#username", person["username"])
    browser.fill("#password", person["password"], secret=True)
    browser.click("#sign-in")


def first_run(scene, browser):
    desktop, journal = scene.wallet.desktop, scene.journal
    journal.step("The wallet starts for the first time")
    desktop.find("Get started", timeout=40)
    journal.screenshot("first-run")
    desktop.press("Get started")
    journal.step("Choose how to sign in")
    desktop.find("Sign in with NorthBank ID")
    journal.screenshot("choose-provider")
    desktop.press("Sign in with NorthBank ID")
    journal.step("Sign in at the provider, in the browser")
    sign_in(scene, browser, "north-bank-id", "aicha")
    desktop.find("Yes, this is me")
    journal.screenshot("is-this-you")
    desktop.press("Yes, this is me")


def finish_first_run(scene):
    desktop, journal = scene.wallet.desktop, scene.journal
    journal.step("You are in; the networks are joined in the background")
    desktop.find("Go to my wallet", timeout=30)
    journal.screenshot("you-are-in")
    desktop.press("Go to my wallet")


def connect_source(scene, browser, identifier, name, who="aicha"):
    desktop, journal = scene.wallet.desktop, scene.journal
    journal.step(f"Connect a data source: {name}")
    desktop.press("Sources")
    desktop.press(f"Connect {name}")
    person = scene.sandbox.person(who, identifier)
    scene.links.take(browser)
    browser.fill("#username", person["username"])
    browser.fill("#password", person["password"], secret=True)
    browser.click("#sign-in")
    browser.click("#allow")
    desktop.find("Yes, this is me")
    journal.screenshot("source-is-this-you")
    desktop.press("Yes, this is me")


def ask(scene, browser, query="offer=immunizations"):
    """A person at the client's page asks it to fetch the data; the browser ends at the wallet's waiting page."""
    journal = scene.journal
    journal.step("A client asks for data, in the browser")
    browser.open_tab(scene.sandbox.url("immunize-me") + "/start?" + query)
    browser.wait_for("#wallet-open")
    browser.screenshot(os.path.join(journal.folder, "as-page.png"))
    browser.click("#wallet-open")
    browser.wait_for_text("Look at your wallet")


def play(scene):
    journal = scene.journal
    scene.start_sandbox()
    browser = scene.start_browser()
    scene.start_wallet()
    desktop = scene.wallet.desktop
    first_run(scene, browser)
    finish_first_run(scene)
    connect_source(scene, browser, "city-hospital", "City Hospital")
    journal.screenshot("sources")
    ask(scene, browser)
    journal.step("The wallet asks")
    desktop.press("Open", timeout=20)
    desktop.find("Allow")
    journal.screenshot("prompt")
    desktop.press("Allow")
    journal.step("The client shows the data")
    browser.wait_for_text("Immunization", timeout=30)
    journal.screenshot("done")
    print(browser.text()[:600])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", default="build/dev")
    parser.add_argument("--record")
    arguments = parser.parse_args()
    with Scene(arguments.build, arguments.record) as scene:
        play(scene)
    return 0


if __name__ == "__main__":
    session.enter()
    sys.exit(main())
