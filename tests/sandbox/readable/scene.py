"""What the cases are made of. Each grants something, reads it (the control), then tries what must not work, and answers
who refused that and with which words."""
import json
from urllib.parse import parse_qsl, urlsplit

import walletkit as kit

CASES = {}
SOURCE, NETWORK = "source", "network"


def case(function):
    CASES[function.__name__] = function
    return function


class Given:
    """A permission that a person has given: as the network has it, and the tokens that the client got for it."""
    def __init__(self, world, enrolment=None, source=None, client="immunize-me", scopes=None, seal=None, **options):
        self.world, self.client = world, client
        self.enrolment, self.source = enrolment or world.enrol(), source or world.source()
        self.browser, self.details = world.ask(self.enrolment, client, **options)
        resource = self.details["requested_resources"][0]
        self.definition = resource["resource_definition"]
        self.id, posted, body = self.enrolment.permission(self.details, resource, self.source, scopes or ["read"], **(seal or {}))
        assert posted.status == 201 and posted.json["status"] == "pending", posted.body
        self.permission, self.rot = (json.loads(body)[name] for name in ("permission", "rot"))

    def answer(self):
        """The person's answer arrives at the network. Answers the ticket that the client's browser brings back."""
        asked = [scope["scope"] for scope in self.details["requested_resources"][0]["scopes"]]
        decision = "granted" if asked == ["read"] else "partial"
        token = self.enrolment.id_token(self.details, [self.id], decision)
        self.back = self.world.answer(self.browser, self.details, {"id_token": token, "iss": self.enrolment.iss})
        return dict(parse_qsl(urlsplit(self.back.location).query))["ticket"]

    def redeem(self):
        """The client fetches the data with it, as services do."""
        self.page = self.world.finish(self.browser, self.back)
        issued = kit.send("GET", self.enrolment.issuer + "/control/secrets").json["issued"]
        self.token = [each["value"] for each in issued if each["kind"] == "rpt"][-1]
        self.renewal = ([each["value"] for each in issued if each["kind"] == "refresh_token"] or [""])[-1]
        return self

    def read(self, token=None, source=None, network="ontario", definition=None, query=""):
        """What the source answers to a token, by default this permission's."""
        place = self.world.url(source or self.source.entry["identifier"], f"/api/{network}/{definition or self.definition}")
        return kit.send("GET", place + query, headers=kit.bearer(token or self.token))

    def change(self, status):
        version = self.enrolment.manage("GET", "/" + self.id).json["version"]
        answer = self.enrolment.manage("PATCH", "/" + self.id, body={"status": status}, headers={"If-Match": f'"{version}"'})
        assert answer.status == 200, answer.body

    def said(self, permission=None, rot=None):
        """One entry of a token introspection, by default the true one."""
        return {"permission": permission or self.permission, "rot": rot or self.rot}


def given(world, **options):
    """As Given, answered and fetched; and it is readable, or nothing that is tried afterwards would say anything."""
    it = Given(world, **options)
    it.answer()
    it.redeem()
    assert b"<table>" in it.page.body, it.page.body
    if options.get("usage") != "once":
        assert it.read().status == 200, "the control: what was approved is readable"
    return it


def at_token_endpoint(world, client, network="ontario", **fields):
    """What the network answers to a client that asks for tokens, with its own secret."""
    [link] = [each for each in world.parties[client]["authorization_servers"] if each["identifier"] == network]
    pair = kit.base64.b64encode(f"{link['client_id']}:{link['client_secret']}".encode()).decode()
    return kit.form(world.url(network, "/token"), fields, headers={"Authorization": "Basic " + pair})


def by_ticket(world, client, ticket):
    return at_token_endpoint(world, client, grant_type="urn:ietf:params:oauth:grant-type:uma-ticket", ticket=ticket)


def by_renewal(world, client, token):
    return at_token_endpoint(world, client, grant_type="refresh_token", refresh_token=token)


def network_says(world, it, *entries, network="ontario", client=None):
    """The network lies about a token that it never issued; answers what the source makes of that."""
    world.control(network, {"tamper": {"path": "/introspect", "times": 1, "body": json.dumps({
        "active": True, "iss": world.url(network), "client_id": client or it.details["client"]["client_id"],
        "aud": it.source.identifier_at(world.url(network)), "permissions": list(entries)})}})
    return it.read(token="made-up-by-the-network", network=network)


def told_the_truth(world, it):
    """The control of the cases in which the network lies: told truly, the same way leads to the data."""
    answer = network_says(world, it, it.said())
    assert answer.status == 200, answer.body
