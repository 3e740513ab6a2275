"""Another user's wallet holds the port: links do the whole job, and the other wallet gets nothing of this person's."""
import os
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.request

import person
import scenario
import wire
from harness.session import ROOT
from harness.waiting import until

SECOND_USER = [sys.executable, os.path.join(ROOT, "tests", "support", "second-user.py"), "run"]


def start_other_wallet(scene, folder):
    """The real application, run by the second user in a session of its own."""
    for name in ("operator.jws", "operator-keys.json"):
        shutil.copy(os.path.join(scene.sandbox.folder, name), folder)
        os.chmod(os.path.join(folder, name), 0o644)
    os.chmod(folder, 0o755)
    wallet = os.path.join(scene.build, "bin", "fpx-wallet")
    script = (f'"{wallet}" --data-dir "$HOME/wallet" --operator-profile "{folder}/operator.jws" '
              f'--operator-keys "{folder}/operator-keys.json" & '
              f'for _ in $(seq 500); do [ ! -e "{folder}/stop" ] && kill -0 $! || break; sleep 0.1; done; '
              'kill $!; wait $!')
    return subprocess.Popen(
        [*SECOND_USER, f"{ROOT}/tests/support/with-session.sh", "--", "env", "QT_QPA_PLATFORM=offscreen", "bash", "-c",
         script], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def stop_other_wallet(other, folder):
    """Only its own user can end it, and does so when asked."""
    with open(os.path.join(folder, "stop"), "w", encoding="ascii"):
        pass
    other.communicate(timeout=30)


def someone_listens(port):
    with open("/proc/net/tcp", encoding="ascii") as table:
        return any(f"0100007F:{port:04X} 00000000:0000 0A" in line for line in table)


def play(scene):
    if not os.environ.get("FPX_SECOND_USER_SOCKET"):
        print("SKIP: no second user (./dev test makes one when root runs it)")
        sys.exit(77)
    scene.start_sandbox()
    port = scene.sandbox.network["wallet_port"]
    folder = tempfile.mkdtemp(prefix="fpx-port-", dir="/tmp")
    other = start_other_wallet(scene, folder)
    try:
        until(lambda: someone_listens(port), "the other user's wallet holds the port", 30)
        use_links(scene)
        assert other.poll() is None, other.stdout.read().decode()
    finally:
        stop_other_wallet(other, folder)
        shutil.rmtree(folder)
    until(lambda: not someone_listens(port), "the other user's wallet has ended", 10)


def use_links(scene):
    browser = person.settle(scene)
    desktop = scene.wallet.desktop
    scene.journal.step("The wallet says why the browser cannot reach it")
    desktop.find(re.compile("used by another user of this computer"), "label")
    desktop.find("Until it is free, requests reach you only by the link on the network's page.", "label")
    scene.journal.screenshot("port-taken")

    first = scene.sandbox.record("ontario")["next"]
    person.begin(scene, browser)
    link = browser.attribute("#wallet-link", "href")
    scene.journal.step("The loopback address leads nowhere: the other wallet talks to its own user only")
    try:
        with urllib.request.urlopen(browser.attribute("#wallet-open", "href"), timeout=10) as answer:
            raise AssertionError(f"the other user's wallet answered {answer.status}")
    except OSError:
        pass  # closed without a word
    scene.journal.step("The link beside it reaches this one")
    scene.wallet.open_link(link)
    person.open_request(scene)
    desktop.press("Allow")
    scene.links.take(browser)
    browser.wait_for_text("Tetanus, diphtheria", timeout=30)
    [answer] = wire.answers(scene, first)
    wire.check_granted(scene, answer, scene.sandbox.results("immunize-me")[-1], "partial")
    assert len(wire.active_permissions(scene)) == 1


if __name__ == "__main__":
    scenario.run(play)
