"""Two people with two profiles at each of two networks, three identity providers and three sources: the networks learn
nothing about the people, and nothing that two profiles have in common (profile section 10, docs/privacy.md). The wallets
are whole but for their windows; each person has an installation and a browser of their own."""
import copy
import html
import json
import os
import re
import sys
import time
import urllib.parse

import scenario
from privacy import canaries, documented, links, seeds

sys.path.append(os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "interop"))
from programs import Program  # noqa: E402
from visitor import Forms, Visitor  # noqa: E402

NETWORKS = ("ontario", "nordic")
SOURCES = ("city-hospital", "medilab", "maple-bank")
PEOPLE = {"aicha": ("north-bank-id", "gov-id"), "jonas": ("campus-id", "north-bank-id")}
# (service, what it asks for, how the person answers): each way that an answer takes, with whatever makes it longer.
ERRANDS = (
    ("immunize-me", "offer=immunizations&max_age=86400", "allow"),
    ("healthtrack-plus", "offer=labs&response_mode=fragment&acr_values=ial1", "allow"),
    ("immunize-me", "offer=travel&by_reference=1", "decline"),
)


class Person(Visitor):
    """Someone at a browser, who knows the passwords."""

    def __init__(self, scene, who):
        super().__init__("")
        self._scene, self._who = scene, who

    def at(self, party):
        login = self._scene.sandbox.person(self._who, party)
        self.name, self.password = login["username"], login["password"]

    def _page(self, url, fields=None):
        """(address, page) where the redirects from `url` end, or where they go on into a fragment."""
        for _ in range(10):
            answer = self._fetch(url, fields)
            fields = None
            if "Location" not in answer.headers:
                return url, answer.read().decode()
            url = urllib.parse.urljoin(url, answer.headers["Location"])
            if "#" in url:
                return url, ""
        raise AssertionError(f"going in circles: {self.journey}")

    def ask(self, service, network, query):
        """As far as the wallet's waiting page; answers its address."""
        address = self._scene.sandbox.url(service)
        _, page = self._page(f"{address}/start?as={network}&{query}")
        [link] = re.findall(r'id="wallet-open" href="([^"]+)"', page)
        return self._page(html.unescape(link))[0]

    def collect(self, waiting):
        """Takes the answer from the waiting page to the network, and on to the service."""
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            here, page = self._page(waiting)
            if "#" in here:
                address, _, fragment = here.partition("#")
                self._page(address)
                return self._page(urllib.parse.urljoin(address, "/wallet/fragment"), urllib.parse.parse_qsl(fragment))
            forms = Forms(page).forms
            if forms:
                return self._page(urllib.parse.urljoin(here, forms[0]["action"]), list(forms[0]["fields"].items()))
        raise AssertionError(f"no answer came: {page[:1000]}")


class Wallet(Program):
    """The whole wallet without its windows (privacy/driver.cpp)."""

    def __init__(self, scene, who):
        super().__init__(os.path.join(scene.build, "tests", "privacy-wallet"),
                         os.path.join(scene.sandbox.folder, "wallet-of-" + who), scene.sandbox.folder)
        self._journal = scene.journal
        assert self.hear() == {"ready": True}

    def do(self, command, person=None):
        self.tell(command)
        while True:
            said = self.hear()
            if "open" not in said:
                self._journal.line("wallet", json.dumps(said))
                assert (said["done"], said["code"], said["notice"]) == (command, "ok", ""), said
                return said
            person.open(said["open"])


def live(scene, who):
    """All that one person does."""
    journal, person = scene.journal, Person(scene, who)
    with Wallet(scene, who) as wallet:
        journal.step(f"{who} signs in at two providers and connects all sources")
        for provider in PEOPLE[who]:
            person.at(provider)
            wallet.do(f"sign-in {provider}", person)
        wallet.do("profiles")
        for source in SOURCES:
            person.at(source)
            wallet.do(f"connect {source}", person)
        journal.step(f"{who} makes a second profile at each network")
        for network in NETWORKS:
            wallet.do(f"add-profile {network} Work")
        assert all(len(profiles) == 2 for profiles in wallet.do("profiles")["profiles"].values())
        journal.step(f"{who} renews all keys")
        wallet.do("renew-keys")
        for network in NETWORKS:
            for profile in range(2):
                for service, query, decision in ERRANDS:
                    journal.step(f"{who} answers {service} at {network} with profile {profile}: {decision}")
                    waiting = person.ask(service, network, query)
                    wallet.do(f"answer {profile} {decision}")
                    person.collect(waiting)


def planted(scene):
    """[(what it is, value)] that no network may ever see."""
    values = []
    for identifier, party in scene.sandbox.network["parties"].items():
        if party["kind"] not in ("idp", "source"):
            continue
        secrets = scene.sandbox.secrets(identifier)
        values += [(f"{identifier}: {value}", value) for value in secrets["personal"]]
        # The pseudonym of hmac-jwt is what a permission is issued under.
        values += [(f"{identifier}: {each['kind']}", each["value"]) for each in secrets["issued"]
                   if each["kind"] != "pseudonym" or party["strategy"] != "hmac-jwt"]
    return [(name, value) for name, value in values if len(value.encode()) >= canaries.LEAST]


def play(scene):
    scene.start_sandbox()
    for who in PEOPLE:
        live(scene, who)

    records = [(each, scene.sandbox.record(each)["requests"], scene.sandbox.secrets(each)["belongs_to"])
               for each in NETWORKS]
    with open(os.path.join(scene.folder, "received.json"), "w", encoding="utf-8") as file:
        json.dump(records, file, indent=1)
    for network, requests, belongs_to in records:
        mine = [request for request in requests if links.from_wallet(request)]
        accounts = {who for who in links.owners(network, mine, belongs_to)[0].values() if who in belongs_to}
        assert len(accounts) == 4, f"two profiles of two people at {network}, not {len(accounts)}"
        answers = [request for request in mine if links.is_front_channel(request)]
        assert len(answers) == 4 * len(ERRANDS), f"every answer came to {network}: {len(answers)}"
        assert all(request["status"] < 400 for request in mine), [each for each in mine if each["status"] >= 400]

    scene.journal.step("Nothing that a provider or a source knows has come to a network")
    values = planted(scene)
    assert len(values) > 100, "the sandbox tells what to look for"
    for network, requests, _ in records:
        found = canaries.find(requests, values)
        assert not found, f"{network}: {found}"

    scene.journal.step("No two profiles have anything in common")
    constants = documented.constants(scene.sandbox)
    found = links.find(records, constants)
    assert not found, "\n".join(sorted(found))

    scene.journal.step("A leak of each kind, planted into this run, is found")
    seeds.check_canaries(copy.deepcopy(records[0][1]), values)
    seeds.check_links(records, constants)


if __name__ == "__main__":
    scenario.run(play)
