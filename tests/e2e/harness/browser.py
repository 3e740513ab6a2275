"""The person's browser: a real Chromium with a fresh profile."""
import base64
import json
import os
import queue
import shutil
import socketserver
import tempfile
import threading
import urllib.parse

from .waiting import until
from .webdriver import Driver, WebDriverError

_FLAGS = [
    # Chromium's own sandbox wants kernel features that a container lacks; the pages are the sandbox network's only.
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions",
    "--no-default-browser-check", "--password-store=basic", "--no-proxy-server", "--window-size=1100,760",
    # Nothing but this computer is reachable: a name is no address, and these are the only addresses.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.*",
]


class Browser:
    """`headless=False` shows it on the session's display. Each Browser has a profile of its own: another cookie jar."""

    def __init__(self, folder, journal, name="browser", headless=True, flags=()):
        self.name = name
        self._journal = journal
        self._profile = tempfile.mkdtemp(prefix=f"{name}-", dir=os.environ.get("HOME"))
        arguments = [*_FLAGS, f"--user-data-dir={self._profile}", *flags] + (["--headless=new"] if headless else [])
        options = {"args": arguments, "prefs": {"credentials_enable_service": False}}
        if os.environ.get("FPX_CHROMIUM"):
            options["binary"] = os.environ["FPX_CHROMIUM"]
        self._driver = Driver(os.path.join(folder, f"{name}.log"), {
            "browserName": "chrome", "goog:chromeOptions": options, "goog:loggingPrefs": {"performance": "ALL"},
            "timeouts": {"pageLoad": 30000, "script": 10000}})

    # Where it is
    def goto(self, url):
        self._journal.line("goto", f"{self.name}: {url.split('?')[0]}")
        self._driver.call("POST", "/url", {"url": url})

    def open_tab(self, url):
        """As the desktop does when an application opens a link."""
        handle = self._driver.call("POST", "/window/new", {"type": "tab"})["handle"]
        self._driver.call("POST", "/window", {"handle": handle})
        self.goto(url)

    def tabs(self):
        return self._driver.call("GET", "/window/handles")

    @property
    def tab(self):
        return self._driver.call("GET", "/window")

    def switch_to(self, handle):
        self._driver.call("POST", "/window", {"handle": handle})

    def close_tab(self):
        """Closes the present tab and goes to the newest that is left."""
        left = self._driver.call("DELETE", "/window")
        if left:
            self.switch_to(left[-1])

    @property
    def url(self):
        return self._driver.call("GET", "/url")

    def title(self):
        return self._driver.call("GET", "/title")

    def reload(self):
        self._driver.call("POST", "/refresh")

    def back(self):
        self._driver.call("POST", "/back")

    # What it shows
    def text(self, css="body"):
        return self._driver.call("GET", f"/element/{self._driver.element(css)}/text")

    def attribute(self, css, name):
        return self._driver.call("GET", f"/element/{self._driver.element(css)}/attribute/{name}")

    def count(self, css):
        return len(self._driver.elements(css))

    def shows(self, css):
        try:
            return bool(self._driver.call("GET", f"/element/{self._driver.element(css)}/displayed"))
        except WebDriverError:
            return False

    def source(self):
        return self._driver.call("GET", "/source")

    def run(self, script, *arguments):
        return self._driver.call("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    # Waiting
    def wait_for(self, css, timeout=20.0):
        until(lambda: self.shows(css), f"{self.name} shows {css} (at {self._where()})", timeout)

    def wait_for_text(self, text, css="body", timeout=20.0):
        until(lambda: text in self.text(css), f"{self.name} shows “{text}” (at {self._where()})", timeout)

    def wait_for_url(self, part, timeout=20.0):
        until(lambda: part in self.url, f"{self.name} comes to {part} (at {self._where()})", timeout)

    def settle(self):
        """Waits until the page has come to its end, whatever that is."""
        until(lambda: self.run("return document.readyState") == "complete", f"{self.name} has loaded (at {self._where()})")

    def _where(self):
        try:
            return self.url.split("?")[0]
        except WebDriverError:
            return "no page"

    # What the person does
    def click(self, css, timeout=20.0):
        self.wait_for(css, timeout)
        self._journal.line("click", f"{self.name}: {css}")
        self._driver.call("POST", f"/element/{self._driver.element(css)}/click")

    def fill(self, css, text, secret=False):
        self.wait_for(css)
        self._journal.line("type", f"{self.name}: {css}: {'•' * len(text) if secret else text}")
        element = self._driver.element(css)
        self._driver.call("POST", f"/element/{element}/clear")
        self._driver.call("POST", f"/element/{element}/value", {"text": text})

    # What it leaves
    def picture(self, name):
        """The page, as the journal's next picture, if it wants any."""
        if self._journal.illustrated:
            self.screenshot(self._journal.next_page(name))

    def screenshot(self, path):
        with open(path, "wb") as file:
            file.write(base64.b64decode(self._driver.call("GET", "/screenshot")))

    def cookies(self):
        return self._driver.call("GET", "/cookie")

    def write_http_lines(self, name, port):
        """Adds to the journal what `name`, who listens at this computer's `port`, answered since the last call."""
        for entry in self._driver.call("POST", "/se/log", {"type": "performance"}):
            message = json.loads(entry["message"])["message"]
            response = message["params"].get({"Network.responseReceived": "response",
                                              "Network.requestWillBeSent": "redirectResponse"}.get(message["method"]))
            address = response and urllib.parse.urlsplit(response["url"])
            if address and address.port == port:
                line = f"{name} GET {address.path} → {response['status']}"
                self._journal.line("http", line, at=entry["timestamp"] / 1000)

    def stop(self):
        self._driver.stop()
        shutil.rmtree(self._profile, ignore_errors=True)


class LinkDoor:
    """Receives the links that applications open (through browser-open) and opens them in a Browser's new tab.

    The links wait in a queue until `take` is called, since a WebDriver session serves one caller at a time."""

    def __init__(self, socket_path, journal):
        self.links = queue.Queue()
        links, log = self.links, journal

        class Handler(socketserver.StreamRequestHandler):
            def handle(self):
                link = self.rfile.readline(8192).decode("utf-8", "replace").strip()
                log.line("opened", link.split("?")[0])
                links.put(link)
                self.wfile.write(b"ok\n")

        self._server = socketserver.ThreadingUnixStreamServer(socket_path, Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def take(self, browser, timeout=20.0):
        """Waits for an application to open a link, opens it in a new tab of `browser`, answers the link."""
        link = until(lambda: None if self.links.empty() else self.links.get_nowait(), "the wallet opens the browser", timeout)
        browser.open_tab(link)
        return link
