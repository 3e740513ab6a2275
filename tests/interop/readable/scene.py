"""What a case needs: something approved, a client that reads it, and a network that lies to the data source."""
import copy

import walletkit as kit


class Kind:
    """One way in which a data source recognises a permission, and an offer that asks for such data."""

    def __init__(self, name, client, source, other_resource, shows, *, offer=None, scope, more, related=False):
        self.name, self.client, self.source, self.offer = name, client, source, offer
        self.scope, self.more = scope, more  # asked as required; as optional
        self.other_resource, self.shows, self.related = other_resource, shows, related
        self.strategy = "simple" if source == "medilab" else "hmac-jwt"


KINDS = [
    Kind("hmac-jwt", "immunize-me", "city-hospital", "lab-results", "Tetanus", scope="read", more="subscribe"),
    Kind("simple", "healthtrack-plus", "medilab", "allergy-list", "Ferritin", scope="read", more="subscribe"),
    Kind("delegated", "healthtrack-plus", "maple-bank", "lab-results", "Seeds and compost", offer="premium", scope="read",
         more="balance", related=True),
]


class Approved:
    """A permission that a person gave, as the network holds it; `refresh` and `token` are what its client got."""

    def __init__(self, details, pid, body, resource):
        self.details, self.pid, self.resource = details, pid, resource
        self.permission, self.rot = body["permission"], body["rot"]
        self.token = self.refresh = None

    @property
    def entry(self):
        return {"permission": self.permission, "rot": self.rot}

    @property
    def claims(self):
        return kit.json.loads(kit.unb64(self.permission.split(".")[1]))

    @property
    def jwk(self):
        return kit.json.loads(kit.unb64(self.permission.split(".")[0]))["jwk"]


class Scene:
    """A person with a wallet and one source, a client, and everything that they do. `kind` says which."""

    def __init__(self, world, kind):
        self.world, self.kind = world, kind
        self.enrolment, self.source = world.enrol(), world.source(kind.source)
        self.subject = self.source.userinfo()["related"][0]["subject"] if kind.related else None

    def sign(self, scopes=None, usage="repeated", **changes):
        """Asked, allowed and posted, but not yet confirmed to the network. Answers (browser, what was signed)."""
        options = {"usage": usage, **({"offer": self.kind.offer} if self.kind.offer else {})}
        browser, details = self.world.ask(self.enrolment, self.kind.client, **options)
        resource = details["requested_resources"][0]
        if self.subject:
            changes["subject"] = self.subject
        pid, posted, body = self.enrolment.permission(details, resource, self.source, scopes, days=1, **changes)
        assert posted.status == 201, posted.body
        return browser, Approved(details, pid, kit.json.loads(body), resource)

    def confirm(self, browser, approved):
        """The wallet's answer; the new ticket goes back to the client, which redeems it here instead of by itself."""
        asked = {s["scope"] for s in approved.resource["scopes"]}
        decision = "granted" if asked == set(approved.claims["resource_scopes"]) else "partial"
        reply = self.world.answer(browser, approved.details, {
            "id_token": self.enrolment.id_token(approved.details, [approved.pid], decision), "iss": self.enrolment.iss})
        assert reply.status == 303, reply.body
        ticket = dict(kit.parse_qsl(kit.urlsplit(reply.location).query))["ticket"]
        answer = self.redeem(ticket)
        assert answer.status == 200, answer.body
        approved.token, approved.refresh = answer.json["access_token"], answer.json.get("refresh_token")
        return approved

    def approve(self, scopes=None, usage="repeated", **changes):
        return self.confirm(*self.sign(scopes, usage, **changes))

    def client_token(self, client, fields):
        """The network's token endpoint, as `client`."""
        link = [each for each in self.world.parties[client]["authorization_servers"] if each["identifier"] == "ontario"][0]
        pair = kit.base64.b64encode(f"{link['client_id']}:{link['client_secret']}".encode()).decode()
        return kit.form(self.enrolment.meta["token_endpoint"], fields, headers={"Authorization": "Basic " + pair})

    def redeem(self, ticket, client=None):
        return self.client_token(client or self.kind.client,
                                 {"grant_type": "urn:ietf:params:oauth:grant-type:uma-ticket", "ticket": ticket})

    def renew(self, approved, client=None):
        return self.client_token(client or self.kind.client,
                                 {"grant_type": "refresh_token", "refresh_token": approved.refresh})

    def read(self, token, scope=None, resource=None, network="ontario"):
        """The client at the data source. Without a token: as anybody."""
        resource = resource or {"city-hospital": "immunization-history", "medilab": "lab-results",
                                "maple-bank": "bank-statement"}[self.kind.source]
        where = self.world.url(self.kind.source, f"/api/{network}/{resource}?scope={scope or self.kind.scope}")
        return kit.send("GET", where, headers=kit.bearer(token) if token else {})

    def readable(self, approved, **more):
        """Whether the client reads what was approved; answers True or raises, and says why."""
        answer = self.read(approved.token, **more)
        assert answer.status == 200 and self.kind.shows in answer.body.decode(), (answer.status, answer.body)
        return True

    def vouched(self, *entries, client=None, network="ontario", **more):
        """The network lies: to whatever token, it says that these permissions are in force for `client`. The source's
        answer to a token that nobody issued."""
        client = client or self.world.parties[self.kind.client]["authorization_servers"][0]["client_id"]
        issuer = self.world.parties[network]["issuer"]
        self.world.control(network, {"tamper": {"path": "/introspect", "method": "POST", "times": 1, "merge": {
            "active": True, "iss": issuer, "client_id": client, "permissions": copy.deepcopy(list(entries))}}})
        return self.read("a-token-that-nobody-issued", network=network, **more)
