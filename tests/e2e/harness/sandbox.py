"""The sandbox network (docs/sandbox.md) as a test sees it."""
import json
import os
import urllib.request

from .process import Process


class Sandbox:
    """Starts `build`/bin/fpx-sandbox with its files in `folder`. Ports are fixed numbers: one in a network. `policies`
    are rules of the operator."""

    def __init__(self, build, folder, journal, base_port=None, wallet_port=None, policies=None):
        os.makedirs(folder, exist_ok=True)
        self.folder = folder
        self.journal = journal
        command = [os.path.join(build, "bin", "fpx-sandbox"), "--out", folder]
        if base_port:
            command += ["--base-port", str(base_port)]
        if wallet_port:
            command += ["--wallet-port", str(wallet_port)]
        if policies:
            command += ["--policies", json.dumps(policies)]
        self.process = Process(command, os.path.join(folder, "sandbox.log"))
        self.process.wait_for_line("fpx-sandbox ready at")
        with open(os.path.join(folder, "network.json"), encoding="utf-8") as file:
            self.network = json.load(file)
        self._seen = {}

    def party(self, identifier):
        return self.network["parties"][identifier]

    def url(self, identifier):
        return self.party(identifier)["url"].rstrip("/")

    def person(self, who, where):
        """{username, password, …} of a person at an identity provider or source."""
        return self.party(where)["people"][who]

    def fetch(self, url, body=None):
        """GET, or POST of JSON, outside the browser: for steering, never a part of the story."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(url, data=data, headers={"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=20) as answer:
            text = answer.read()
        return json.loads(text) if text.strip()[:1] in (b"{", b"[") else text.decode()

    def control(self, identifier, **members):
        """Steers a party, also one that is down: faults, tampering, settings, commands."""
        self.journal.line("control", f"{identifier} {json.dumps(members)}")
        return self.fetch(self.network["control"] + identifier, members)

    def reset(self):
        return self.fetch(self.network["reset_all"], {})

    def record(self, identifier, first=0):
        """Every request that a party received."""
        return self.fetch(f"{self.url(identifier)}/control/record?from={first}")

    def secrets(self, identifier):
        return self.fetch(f"{self.url(identifier)}/control/secrets")

    def results(self, client):
        """What a service got for each of its requests."""
        answer = self.fetch(f"{self.url(client)}/control/results")
        return answer["results"] if isinstance(answer, dict) else answer

    def write_cast(self):
        """Adds to the journal who is who: the names that the HTTP lines use."""
        words = {"as": "network", "idp": "identity provider", "source": "data source", "client": "service"}
        for identifier, party in self.network["parties"].items():
            kind = words.get(party["kind"], party["kind"])
            self.journal.line("party", f"{identifier}: {party['name']}, {kind}, {party['url']}")

    def write_http_lines(self):
        """Adds to the journal what every party received since the last call: request line and status."""
        for identifier in self.network["parties"]:
            try:
                record = self.record(identifier, self._seen.get(identifier, 0))
            except OSError:
                continue
            self._seen[identifier] = record["next"]
            for each in record["requests"]:
                line = f"{identifier} {each['method']} {each['path']} → {each['status']}"
                self.journal.line("http", line, at=each["at_ms"] / 1000)
