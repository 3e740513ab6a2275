"""Reading what a party of the sandbox received."""
import base64
import json
import urllib.parse


def decoded(part):
    """One part of a compact JWS, as JSON."""
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def form(request):
    """The body's fields; each at most once."""
    fields = urllib.parse.parse_qs(request["body"], strict_parsing=True)
    assert all(len(values) == 1 for values in fields.values()), sorted(fields)
    return {name: values[0] for name, values in fields.items()}


def received(scene, path, first=0, party="ontario"):
    """The requests to addresses below `path` since number `first`."""
    return [each for each in scene.sandbox.record(party, first)["requests"] if each["path"].startswith(path)]


def answers(scene, first=0):
    """The answers of wallets that arrived at the network, in either way."""
    return [each for each in received(scene, "/wallet/", first) if each["method"] == "POST"]


def posted_permissions(scene, first=0):
    """What each permission that was posted says."""
    posts = [each for each in received(scene, "/fpx/permissions", first) if each["method"] == "POST"]
    return [decoded(json.loads(each["body"])["permission"].split(".")[1]) for each in posts]


def active_permissions(scene):
    """The permissions that the network would act on."""
    return [each for each in scene.sandbox.secrets("ontario")["permissions"] if each["status"] == "active"]


def status(scene, permission_id):
    """What the network says of a permission; None: it knows it no longer."""
    found = [each["status"] for each in scene.sandbox.secrets("ontario")["permissions"]
             if each["permission_id"] == permission_id]
    return found[0] if found else None
