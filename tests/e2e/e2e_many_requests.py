"""More requests at once than anybody wants: they queue, the oldest unopened one gives way, each keeps its own time, and all of
one service, or of one network, are declined in one go."""
import time

import person
import rules
import scenario
import wire
from harness.waiting import until

UNOPENED = 16  # profile 9
PER_TEN_SECONDS = 10


class Tabs:
    """Opens requests as fast as the wallet takes them from one network (profile 9)."""

    def __init__(self, scene, browser):
        self.scene, self.browser = scene, browser
        self.tabs, self.sent = [], []

    def ask(self, count):
        for _ in range(count):
            recent = self.sent[-PER_TEN_SECONDS:]
            if len(recent) == PER_TEN_SECONDS:
                time.sleep(max(0.0, recent[0] + 10.5 - time.monotonic()))
            self.browser.open_tab(self.scene.sandbox.url("immunize-me") + "/start?offer=immunizations")
            self.browser.wait_for("#wallet-open")
            self.sent.append(time.monotonic())
            self.browser.click("#wallet-open")
            self.browser.wait_for_text("Look at your wallet")
            self.tabs.append(self.browser.tabs()[-1])

    def shows(self, at, text):
        self.browser.switch_to(self.tabs[at])
        self.browser.wait_for_text(text, timeout=30)


def play(scene):
    browser = person.settle(scene)
    desktop, journal = scene.wallet.desktop, scene.journal
    tabs = Tabs(scene, browser)
    first = scene.sandbox.record("ontario")["next"]

    journal.step("One more than may wait unopened: the oldest gives way")
    tabs.ask(UNOPENED + 1)
    desktop.find("Too many requests were waiting; this one had not been opened and gave way.")
    desktop.press("Next request")
    desktop.find(f"1 of {UNOPENED}", "label")
    journal.screenshot("queue")
    tabs.shows(0, "Nothing was shared")
    assert not wire.answers(scene, first), "an unopened request that gives way is not answered"

    journal.step("Opened ones count for themselves")
    rules.open_directly(scene)
    tabs.ask(3)
    desktop.find(f"1 of {UNOPENED + 3}", "label")
    desktop.press(f"Requests, {UNOPENED + 3} waiting")
    journal.screenshot("requests")

    journal.step("The first of the queue is opened, and all of that service are declined")
    desktop.press("Open")
    desktop.find("Allow")
    desktop.find("Decline all 4 from Immunize Me")
    journal.screenshot("opened")
    desktop.press("Decline all 4 from Immunize Me")
    desktop.find("Next request")
    journal.screenshot("declined")
    for tab in (1, -3, -1):
        tabs.shows(tab, "Access was declined")

    journal.step("The next one of the queue is answered by itself")
    desktop.press("Next request")
    desktop.find(f"1 of {UNOPENED - 1}", "label")
    desktop.press("Open")
    desktop.find("Allow")
    desktop.press("Allow")
    desktop.find("Allowed")
    tabs.shows(2, "Tetanus, diphtheria")

    journal.step("Those that nobody has opened are declined together, without reading them")
    desktop.press("Next request")
    desktop.press(f"Decline all {UNOPENED - 2} from Ontario Health Exchange")
    desktop.find("Declined")
    desktop.wait_gone("Next request")
    journal.screenshot("empty")
    for tab in (3, UNOPENED):
        tabs.shows(tab, "Access was declined")
    assert len(wire.active_permissions(scene)) == 1
    # Tabs in the background bring their answers when the browser lets them.
    until(lambda: len(wire.answers(scene, first)) >= UNOPENED + 3, "every tab has brought its answer", 60)
    answers = wire.answers(scene, first)
    assert len(answers) == UNOPENED + 3, len(answers)
    states = {wire.form(each)["state"] for each in answers}
    assert len(states) == len(answers), "each request has its own answer"


if __name__ == "__main__":
    scenario.run(play)
