"""The public constants: the tables of docs/privacy.md, and what every installation gets from its operator and anyone may
read at a network."""
import json
import os
import re

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
        for identifier in party["clients"] + party["resource_servers"] + party["definitions"]:
            values.add(identifier)
        for identifier in party["resource_servers"]:
            entry = sandbox.fetch(f"{metadata['fpx_registry_endpoint']}/resource-servers/{identifier}")
            values |= {key["kid"] for key in entry["jwks"]["keys"]}
            values.add(entry["organization"])
        for identifier in party["clients"]:
            values.add(sandbox.fetch(f"{metadata['fpx_registry_endpoint']}/clients/{identifier}")["organization"])
    hosts = {re.match(r"https?://([^/]+)", value).group(1) for value in values if value.startswith("http")}
    return Constants(values | hosts | path_segments(values), named)


def path_segments(values):
    return {segment for value in values if value.startswith("http") for segment in value.split("/")[3:] if segment}
