"""The WebDriver protocol (W3C) over HTTP with nothing but the standard library."""
import json
import os
import re
import urllib.error
import urllib.request

from .process import Process
from .waiting import until

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"


class WebDriverError(LookupError):
    """What the driver refused; a LookupError, since nearly always the page is not there yet."""


class Driver:
    """One chromedriver with one session, which is one browser with a profile of its own."""

    def __init__(self, log, capabilities):
        self._process, line = self._start(log)
        self._base = "http://127.0.0.1:" + re.search(r"port (\d+)", line).group(1)
        answer = self._send("POST", "/session", {"capabilities": {"alwaysMatch": capabilities}}, timeout=60)
        self._session = "/session/" + answer["sessionId"]

    @staticmethod
    def _start(log, attempts=5):
        # It takes a free port by IPv6 and then the same one by IPv4, where another program may have it.
        for attempt in range(attempts):
            process = Process([os.environ.get("FPX_CHROMEDRIVER", "chromedriver"), "--port=0"], f"{log}.{attempt}")
            try:
                return process, process.wait_for_line("started successfully on port")
            except AssertionError:
                if process.running() or "Address already in use" not in process.output():
                    raise
        raise AssertionError(f"chromedriver found no free port in {attempts} attempts")

    def _send(self, method, path, body=None, timeout=40):
        data = None if method != "POST" else json.dumps(body or {}).encode()
        request = urllib.request.Request(self._base + path, data=data, method=method,
                                         headers={"Content-Type": "application/json"})
        # Proxies of the environment are for the outside world.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=timeout) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            value = json.load(error)["value"]
            raise WebDriverError(f"{value['error']}: {value['message'].splitlines()[0]}") from None

    def call(self, method, path, body=None):
        return self._send(method, self._session + path, body)

    def element(self, css, within=None):
        path = f"/element/{within}/element" if within else "/element"
        return self.call("POST", path, {"using": "css selector", "value": css})[ELEMENT]

    def elements(self, css):
        return [each[ELEMENT] for each in self.call("POST", "/elements", {"using": "css selector", "value": css})]

    def stop(self):
        try:
            self.call("DELETE", "")
        except (OSError, LookupError):
            pass  # the browser has gone before
        self._process.stop()
        until(lambda: not self._process.running(), "chromedriver ends")
