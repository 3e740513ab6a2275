"""Everything that a story needs, set up and taken down: journal, sandbox, wallet, browser, the links between them."""
import os
import tempfile

from . import session
from .browser import Browser, LinkDoor
from .journal import Journal
from .sandbox import Sandbox
from .wallet import Wallet
from .webdriver import WebDriverError


class Scene:
    """with Scene(build, record) as scene: … An exception leaves a screenshot and the journal in `record`."""

    def __init__(self, build, record=None, headless=True, illustrated=False):
        self.build = os.path.abspath(build)
        self.folder = record or tempfile.mkdtemp(prefix="scene-", dir=os.environ["HOME"])
        self.journal = Journal(self.folder, illustrated)
        self._headless = headless
        self._work = tempfile.mkdtemp(prefix="work-", dir=os.environ["HOME"])
        door = os.path.join(self._work, "door")
        session.make_default_browser(os.path.join(os.path.dirname(os.path.abspath(__file__)), "browser-open"), door)
        self.links = LinkDoor(door, self.journal)
        self.browsers = []
        self.sandbox = None
        self.wallet = None

    def start_sandbox(self, **options):
        self.sandbox = Sandbox(self.build, os.path.join(self._work, "sandbox"), self.journal, **options)
        self.sandbox.write_cast()
        return self.sandbox

    def start_wallet(self, *arguments, env=None):
        self.wallet = Wallet(self.build, os.path.join(self._work, "wallet"), self.sandbox, self.journal, arguments, env)
        return self.wallet

    def start_browser(self, name="browser", **options):
        browser = Browser(self._work, self.journal, name, headless=options.pop("headless", self._headless), **options)
        self.browsers.append(browser)
        return browser

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if error is not None:
            self.journal.failed(error)
            self._keep_logs()
        if self.sandbox:
            self._write_http_lines()
        for browser in self.browsers:
            browser.stop()
        if self.wallet:
            self.wallet.stop()
        if self.sandbox:
            self.sandbox.process.stop()
        self.journal.close()
        return False

    def _write_http_lines(self):
        self.sandbox.write_http_lines()
        for browser in self.browsers:
            try:
                browser.write_http_lines("wallet", self.sandbox.network["wallet_port"])
            except (OSError, LookupError, WebDriverError):
                pass  # a scenario may have ended it

    def _keep_logs(self):
        for process in (self.wallet and self.wallet.process, self.sandbox and self.sandbox.process):
            if process:
                with open(os.path.join(self.folder, os.path.basename(process.log)), "w", encoding="utf-8") as file:
                    file.write(process.output())
        for index, browser in enumerate(self.browsers):
            try:
                browser.screenshot(os.path.join(self.folder, f"failed-browser-{index}.png"))
            except (OSError, LookupError):
                pass  # it may be what failed
        if self.wallet:
            with open(os.path.join(self.folder, "failed-widgets.txt"), "w", encoding="utf-8") as file:
                file.write(self.wallet.desktop.tree() + "\n")
