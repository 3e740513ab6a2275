"""Plants leaks into a record of what networks received, and looks whether the detector finds them: what cannot find a
planted leak proves nothing."""
import base64
import copy
import hashlib
import json
import urllib.parse

from . import canaries, links

VALUE = "Aïcha Benali, treasurer"


def b64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def jws(claims, header=None):
    return ".".join(b64url(json.dumps(part).encode()) for part in (header or {"alg": "ES256"}, claims)) + ".c2ln"


ENCODINGS = {
    "plain": lambda text: text,
    "hex": lambda text: text.encode().hex(),
    "percent-encoded": lambda text: urllib.parse.quote(text, safe=""),
    "SHA-256 hex": lambda text: hashlib.sha256(text.encode()).hexdigest(),
    "SHA-256 base64url": lambda text: b64url(hashlib.sha256(text.encode()).digest()),
    **{f"base64 at {shift}": lambda text, shift=shift: base64.b64encode(b"x" * shift + text.encode() + b"yz").decode()
       for shift in range(3)},
    **{f"base64url at {shift}": lambda text, shift=shift: b64url(b"x" * shift + text.encode() + b"yz")
       for shift in range(3)},
}


def with_body(request, text, form=False):
    request["body_base64"] = base64.b64encode(text.encode()).decode()
    request["body"] = text


PLACES = {
    "JSON leaf": lambda request, value: with_body(request, json.dumps({"a": [{"leaf": value}]})),
    "form value": lambda request, value: with_body(request, urllib.parse.urlencode({"a": "b", "field": value})),
    "JWT claim": lambda request, value: with_body(request, jws({"claim": value})),
    "JWT claim in JSON": lambda request, value: with_body(request, json.dumps({"jwt": jws({"claim": value})})),
    "JWT claim in a form": lambda request, value: with_body(request, urllib.parse.urlencode({"j": jws({"claim": value})})),
    "JWT header": lambda request, value: with_body(request, jws({}, {"alg": "ES256", "kid": value})),
    "JWT in a JWT": lambda request, value: with_body(request, jws({"inner": jws({"claim": value})})),
    "header": lambda request, value: request["headers"].append(["X-Seed", value.encode().decode("latin-1")]),
    "query": lambda request, value: request.update(
        target=request["target"] + ("&" if "?" in request["target"] else "?") + urllib.parse.urlencode({"q": value})),
}


def check_canaries(requests, values):
    """Every kind of planted value, and every place in every encoding."""
    victim = next(request for request in requests if links.from_wallet(request) and request["method"] == "POST")
    for place, plant in PLACES.items():
        for encoding, encode in ENCODINGS.items():
            request = copy.deepcopy(victim)
            plant(request, encode(VALUE))
            assert canaries.find([request], [("seed", VALUE)]), f"not found as {place}, {encoding}"
    for name, value in {name.split(": ")[-1]: (name, value) for name, value in values}.values():
        request = copy.deepcopy(victim)
        PLACES["JWT claim in JSON"](request, value)
        assert canaries.find([request], [(name, value)]), f"not found: {name}"


def two_accounts(records):
    """Indices (record, request) of a request of each of two accounts."""
    seen = {}
    for index, (network, requests, belongs_to) in enumerate(records):
        whose, _ = links.owners(network, [each for each in requests if links.from_wallet(each)], belongs_to)
        for position, request in enumerate(requests):
            who = whose.get(request["number"])
            named = any(value in belongs_to for value in belongs_to if value in str(request["headers"]))
            if who in belongs_to and named and request["method"] == "POST" and not links.is_front_channel(request):
                seen.setdefault(who, (index, position))
    return list(seen.values())


def planted_in_both(records, plant):
    copied = copy.deepcopy(records)
    accounts = two_accounts(copied)
    assert len(accounts) >= 2, "a request of each of two accounts"
    for index, position in accounts[:1] + accounts[-1:]:
        plant(copied[index][1][position])
    return copied


def check_links(records, constants):
    """Something that two accounts share, of every kind, long and short, text and date."""
    assert not links.find(records, constants), "clean before"
    for place, plant in PLACES.items():
        for value in ("5d0d8a6e-device", "fr-CH"):
            found = links.find(planted_in_both(records, lambda request: plant(request, value)), constants)
            assert found, f"not found as {place}: {value}"
    for place, wrap in {"JSON leaf": lambda claims: json.dumps(claims),
                        "JWT claim": jws,
                        "JWT claim in a form": lambda claims: urllib.parse.urlencode({"id_token": jws(claims)}),
                        "JWT claim in JSON": lambda claims: json.dumps({"id_token": jws(claims)})}.items():
        for claims in ({"auth_time": 1_700_000_123}, {"birth": 1_700_000_123}, {"year": 1988}, {"is_minor": False}):
            found = links.find(planted_in_both(records, lambda request: with_body(request, wrap(claims))), constants)
            assert found, f"not found as {place}: {claims}"
    # An auth_time that is the very moment of both requests is shared all the same.
    copied = planted_in_both(records, lambda request: None)
    accounts = two_accounts(copied)
    for index, position in accounts[:1] + accounts[-1:]:
        request = copied[index][1][position]
        request["at_ms"] = 1_700_000_000_000
        with_body(request, jws({"auth_time": 1_700_000_000}))
    assert links.find(copied, constants), "a shared auth_time"
    check_connections(records, constants)


def check_connections(records, constants):
    for index, (network, requests, belongs_to) in enumerate(records):
        copied = copy.deepcopy(records)
        whose, _ = links.owners(network, [each for each in requests if links.from_wallet(each)], belongs_to)
        mine = [each for each in copied[index][1] if whose.get(each["number"]) in belongs_to.values() and
                not links.is_front_channel(each)]
        if len({whose[each["number"]] for each in mine}) < 2:
            continue
        for each in mine:
            each["connection"] = mine[0]["connection"]
        assert links.find(copied, constants), "one connection for all"
        return
    raise AssertionError("no network with two accounts")
