#!/usr/bin/python3
"""selfcheck.py PROBE: the harness against a small window and a small page, before anyone trusts it with the wallet."""
import http.server
import os
import sys
import tempfile
import threading
import urllib.parse

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
try:
    from harness import session
    session.enter()
    from harness.desktop import Desktop
    from harness.process import Process
    from harness.scene import Scene
    from harness.waiting import TimedOut, until
except (ImportError, ValueError) as error:
    print(f"SKIP: {error}", file=sys.stderr)
    sys.exit(77)

# A chromedriver whose first start meets another program on its port.
_UNLUCKY = """#!/bin/sh
if [ ! -e "$0.met" ]; then : >"$0.met"; echo "bind() failed: Address already in use (98)"; exit 1; fi
exec chromedriver "$@"
"""

_PAGE = b"""<!doctype html><title>Page</title><h1>Hello</h1><input id=who><button id=go
onclick="document.cookie='seen=1';document.querySelector('h1').textContent='Hi '+who.value">Go</button>"""


class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(_PAGE)

    def log_message(self, *_):
        pass


def serve():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}/"


def check_desktop(scene, probe, url):
    scene.wallet = None
    process = Process([probe, url + "opened"], os.path.join(scene.folder, "probe.log"))
    desktop = Desktop(scene.journal)
    scene.journal.step("a field is typed into, a box ticked, a button pressed")
    desktop.find("Your name", "text").type("Aicha Benali")
    assert not desktop.find("Greet", "push button").has("enabled")
    desktop.press("Agree", "check box")
    desktop.press("Greet", "push button")
    desktop.find("Hello, Aicha Benali", "label")
    scene.journal.step("a row is chosen, a shortcut typed")
    desktop.find(role="list").choose("second row")
    desktop.find("second row", "label")
    desktop.key("alt+g")
    desktop.find("Hello, Aicha Benali", "label")
    try:
        desktop.find("no such thing", timeout=0.2)
        raise SystemExit("a widget that is not there was found")
    except TimedOut:
        pass
    picture = scene.journal.screenshot("probe")
    assert os.path.getsize(picture) > 2000, "the screenshot is empty"
    return process, desktop


def start_unluckily(scene, name):
    driver = os.path.join(scene.folder, "unlucky-driver")
    with open(driver, "w", encoding="utf-8") as file:
        file.write(_UNLUCKY)
    os.chmod(driver, 0o755)
    os.environ["FPX_CHROMEDRIVER"] = driver
    try:
        return scene.start_browser(name)
    finally:
        del os.environ["FPX_CHROMEDRIVER"]


def check_browser(scene, desktop, url):
    scene.journal.step("a link that the application opens arrives in the browser")
    browser = scene.start_browser()
    desktop.press("Open page")  # not the label of that name
    assert scene.links.take(browser) == url + "opened"
    browser.wait_for_text("Hello", "h1")
    browser.fill("#who", "Jonas")
    browser.click("#go")
    browser.wait_for_text("Hi Jonas", "h1")
    browser.write_http_lines("page", urllib.parse.urlsplit(url).port)
    scene.journal.step("another profile has another cookie jar, though its driver's port was taken at first")
    other = start_unluckily(scene, "other")
    other.goto(url)
    assert [each["name"] for each in browser.cookies()] == ["seen"] and not other.cookies()


def main(probe):
    url = serve()
    with Scene(os.path.dirname(probe), tempfile.mkdtemp(dir=os.environ["HOME"])) as scene:
        process, desktop = check_desktop(scene, probe, url)
        check_browser(scene, desktop, url)
        process.stop()
        until(lambda: not desktop.shows("Greet"), "the window goes away with its process")
        with open(os.path.join(scene.folder, "journal.log"), encoding="utf-8") as journal:
            text = journal.read()
        for word in ("type", "press", "click", "opened", "page GET /opened → 200"):
            assert word in text, f"the journal lacks {word}"


if __name__ == "__main__":
    main(os.path.abspath(sys.argv[1]))
