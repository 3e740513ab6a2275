"""The public constants: the tables of docs/privacy.md, and what every installation gets from its operator and anyone may
read at a network."""
import base64
import json
import os
import re
import urllib.error
import urllib.request

from .decoding import jws_parts, leaves
from .links import Constants

PAGE = os.path.join(os.path.dirname(__file__), "..", "..", "..", "docs", "privacy.md")
ROW = re.compile(r"^\| `([^`]+)` \| (`[^|]+`|anything) \| (.+) \|$", re.MULTILINE)


def table():
    """[(name, value)] of docs/privacy.md; "*" for anything."""
    with open(PAGE, encoding="utf-8") as file:
        rows = ROW.findall(file.read())
    assert rows and all(reason.strip() for _, _, reason in rows), "every constant has a reason"
    return [(name, value) for name, values, _ in rows
            for value in (["*"] if values == "anything" else re.findall(r"`([^`]+)`", values))]


def strings(value):
    """Every string in a value, JWTs in it taken apart."""
    for _, each in leaves(value):
        if isinstance(each, str):
            yield each
            parts = jws_parts(each)
            if parts and each.count(".") == 2:
                yield each.rsplit(".", 1)[1]
                yield from strings(parts[0])
                yield from strings(json.loads(parts[1]))


def numbers(value):
    """(name, number) in a value, JWTs in it taken apart."""
    for name, each in leaves(value):
        if isinstance(each, str) and each.count(".") == 2 and jws_parts(each):
            yield from numbers(json.loads(jws_parts(each)[1]))
        elif isinstance(each, (int, float)):
            yield name, each


def constants(sandbox):
    """For a run against this sandbox."""
    with open(os.path.join(sandbox.folder, "operator.jws"), encoding="ascii") as file:
        profile = json.loads(jws_parts(file.read().strip())[1])
    values, named = set(strings(profile)), table() + list(numbers(profile))
    for server in profile["authorization_servers"]:
        party = sandbox.party(server["identifier"])
        metadata = sandbox.fetch(server["issuer"].rstrip("/") + "/.well-known/uma2-configuration")
        values |= set(strings(metadata))
        values |= {b64url(server["issuer"]), *map(b64url, party["resource_servers"])}  # in the head of a JWE
        for kind, identifiers in registry(party).items():
            for identifier in identifiers:
                tag, entry = registered(f"{metadata['fpx_registry_endpoint']}/{kind}/{identifier}")
                values |= {identifier, tag, entry.get("logo", "")}
                values |= {key["kid"] for key in entry.get("jwks", {"keys": []})["keys"]}
                organization = entry.get("organization")
                if organization:
                    values |= {organization, registered(
                        f"{metadata['fpx_registry_endpoint']}/organizations/{organization}")[0]}
    hosts = {re.match(r"https?://([^/]+)", value).group(1) for value in values if value.startswith("http")}
    return Constants(values | hosts | path_segments(values), named)


def b64url(text):
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def registry(party):
    return {"clients": party["clients"], "resource-servers": party["resource_servers"],
            "resource-definitions": party["definitions"]}


def registered(url):
    """(ETag, entry) of the registry, as anyone gets it."""
    request = urllib.request.Request(url, headers={"Accept-Language": "en"})
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.headers["ETag"], json.loads(answer.read())
    except urllib.error.HTTPError:
        return "", {}  # an organization without an entry


def path_segments(values):
    return {segment for value in values if value.startswith("http") for segment in value.split("/")[3:] if segment}
