"""The laptop sleeps: while a sign-in is in the browser, while a request arrives, and past the end of another."""
import os
import signal
import threading
import time

import person
import scenario
import wire


class Asleep:
    """The wallet's process stands still, as all do when a computer sleeps; the network and its clock go on."""

    def __init__(self, scene):
        self._scene = scene

    def __enter__(self):
        self._scene.journal.line("sleep", "fpx-wallet")
        os.kill(self._scene.wallet.process.pid, signal.SIGSTOP)
        return self

    def during(self, act):
        """Does what ends only after the wake-up: the browser waits for the wallet."""
        threading.Thread(target=act, daemon=True).start()
        time.sleep(3)

    def __exit__(self, *_):
        os.kill(self._scene.wallet.process.pid, signal.SIGCONT)
        self._scene.journal.line("wake", "fpx-wallet")


def sign_in_over_a_sleep(scene, browser):
    desktop = scene.wallet.desktop
    desktop.press("Get started", timeout=40)
    desktop.press("Sign in with NorthBank ID")
    scene.journal.step("The laptop sleeps while the person signs in, until after the provider has sent the browser back")
    who = scene.sandbox.person("aicha", "north-bank-id")
    scene.links.take(browser)
    browser.fill("#username", who["username"])
    browser.fill("#password", who["password"], secret=True)
    with Asleep(scene) as asleep:
        asleep.during(lambda: browser.click("#sign-in"))
    desktop.press("Yes, this is me", timeout=30)
    person.finish_first_run(scene)


def play(scene):
    scene.start_sandbox()
    browser = scene.start_browser()
    scene.start_wallet()
    sign_in_over_a_sleep(scene, browser)
    person.connect_source(scene, browser, "city-hospital", "City Hospital")
    desktop = scene.wallet.desktop

    scene.journal.step("A request arrives while the laptop sleeps")
    person.begin(scene, browser)
    with Asleep(scene) as asleep:
        asleep.during(lambda: browser.click("#wallet-open"))
    browser.wait_for_text("Look at your wallet")
    person.open_request(scene)
    desktop.press("Allow")
    browser.wait_for_text("Tetanus, diphtheria", timeout=30)
    desktop.press("Close")

    scene.journal.step("Another request ends while the laptop sleeps")
    scene.sandbox.control("ontario", set={"ticket_lifetime": 12})
    first = scene.sandbox.record("ontario")["next"]
    person.ask(scene, browser)
    person.open_request(scene)
    with Asleep(scene):
        time.sleep(14)
    desktop.find("The request has expired", timeout=10)
    scene.journal.screenshot("expired-while-asleep")
    assert not desktop.shows("Allow") and not desktop.shows("Decline")
    browser.wait_for_url("/result/", timeout=30)
    [answer] = wire.answers(scene, first)
    wire.check_refused(scene, answer, "expired")
    assert not wire.posted_permissions(scene, first)


if __name__ == "__main__":
    scenario.run(play)
