"""Part (b) of profile section 10: what two accounts have in common in what the networks received."""
import re

from .decoding import atoms

TOKEN = re.compile(r"[A-Za-z0-9_-]{8,}")
SHORT = 8         # shorter values count as shared only under the same name
DATES = 10 ** 9   # a number from here on is a date
# A date that says no more than when the request came: the moment itself, or the end of something that begins with it.
MOMENTS = {"iat": (0,), "nbf": (0,), "exp": (60, 300)}
SLACK = 5         # seconds between writing and arriving
DAY = 86_400


class Constants:
    """The public constants: `values` may be said by everyone under any name, `(name, value)` of `named` under that name.
    A value "*" of `named` excuses the name altogether."""

    def __init__(self, values, named):
        self._values = set(values)
        self._named = {(name, str(value)) for name, value in named}
        self._tokens = {token for value in self._values for token in TOKEN.findall(value)}
        self._tokens |= {token for _, value in self._named for token in TOKEN.findall(value)}

    def has(self, name, value):
        return (isinstance(value, str) and value in self._values) or \
            (name, str(value)) in self._named or (name, "*") in self._named

    def has_token(self, token):
        return token in self._tokens


def is_date(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value >= DATES


def says_when_only(name, value, at):
    """Whether a date is the time of the request itself, which section 10 does not cover. Never an `auth_time`."""
    if name == "exp" and value % DAY == 0:
        return True  # the end of a permission: a day that the person chose, without the time (profile 4.4)
    return any(abs(value - after - at) <= SLACK for after in MOMENTS.get(name, ()))


def is_front_channel(request):
    return request["path"].startswith("/wallet/")


def from_wallet(request):
    """The rest is of services, sources and browsers on their way to the network's own pages."""
    headers = {name.lower(): value for name, value in request["headers"]}
    others = headers.get("user-agent") == "fpx-sandbox" or headers.get("authorization", "").startswith("Basic ")
    pages = request["path"] in ("/", "/claims", "/device") or (is_front_channel(request) and request["method"] == "GET")
    return not others and not pages


def owners(network, requests, belongs_to):
    """Request number → whose it is, as the network can tell: by what the request says, else by its connection; and
    sentences about requests and connections that are two accounts'."""
    found, by_connection, torn = {}, {}, []
    for request in requests:
        said_of = {belongs_to[value] for _, _, value in atoms(request, is_front_channel(request))
                   if isinstance(value, str) and value in belongs_to}
        if len(said_of) > 1:
            torn.append(f"request {request['number']} of {network} names {len(said_of)} accounts")
        if said_of:
            found[request["number"]] = min(said_of)
            if not is_front_channel(request):
                by_connection.setdefault(request["connection"], set()).update(said_of)
    for request in requests:
        known = by_connection.get(request["connection"], set())
        if request["number"] not in found:
            found[request["number"]] = next(iter(known)) if len(known) == 1 and not is_front_channel(request) \
                else f"nobody, connection {request['connection']}"
    torn += [f"connection {connection} of {network} carried {len(who)} accounts"
             for connection, who in sorted(by_connection.items()) if len(who) > 1]
    return found, torn


def said(request, constants):
    """(kind, name, value) of what a request says that is no constant, and each token of it."""
    at = request["at_ms"] / 1000
    for kind, name, value in atoms(request, is_front_channel(request)):
        if constants.has(name, value) or (is_date(value) and says_when_only(name, value, at)):
            continue
        yield kind, name, value
        if isinstance(value, str):
            for token in TOKEN.findall(value):
                if token != value and not constants.has_token(token):
                    yield "token", name, token


def find(records, constants):
    """Sentences about what two accounts share. `records`: [(network, requests, belongs_to)]."""
    sayings, findings = {}, []
    for network, requests, belongs_to in records:
        mine = [request for request in requests if from_wallet(request)]
        whose, torn = owners(network, mine, belongs_to)
        findings += torn
        for request in mine:
            for kind, name, value in said(request, constants):
                key = value if is_date(value) or (isinstance(value, str) and len(value) >= SHORT) else (name, value)
                places = sayings.setdefault((type(value).__name__, key), {})
                places.setdefault((network, whose[request["number"]]), f"{kind} {name} of {request['path']}")
    for (_, key), places in sayings.items():
        if len(places) > 1:
            findings.append(f"{key!r}: " + "; ".join(f"{who[1]} at {who[0]} ({where})"
                                                      for who, where in sorted(places.items())))
    return findings
