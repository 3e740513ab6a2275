"""Reading what a party of the sandbox received."""
import base64
import hashlib
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


def claims_of(scene, permission_id):
    """What a permission that was posted to the network says."""
    [claims] = {each["permission_id"]: each for each in posted_permissions(scene)
                if each["permission_id"] == permission_id}.values()
    return claims


def hashed(text):
    """base64url(SHA-256(ASCII text)), as `fpx_ticket_hash` and `ticket_hash` are made (profile 4.3)."""
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")


GRANT_CLAIMS = {"iss", "sub", "aud", "nonce", "iat", "exp", "jti", "fpx_ticket_hash", "fpx_purpose", "fpx_decision",
                "fpx_permissions"}


def check_granted(scene, answer, result, decision="granted"):
    """That an answer is what profile 4.5 says, no more and no less, and for the ticket of `result` (of the client).
    Answers its fields and the id_token's claims."""
    assert (result["outcome"], result["error"]) == ("granted", "") and result["documents"], "the client got the data"
    fields = form(answer)
    assert sorted(fields) == ["id_token", "iss", "state"], sorted(fields)
    header, claims = (decoded(part) for part in fields["id_token"].split(".")[:2])
    assert set(header) == {"alg", "kid", "typ"} and (header["alg"], header["typ"]) == ("ES256", "JWT"), header
    assert set(claims) == GRANT_CLAIMS, set(claims) ^ GRANT_CLAIMS
    assert fields["iss"] == claims["iss"]
    assert claims["aud"] == scene.sandbox.party("ontario")["client_id"]
    assert claims["fpx_ticket_hash"] == hashed(result["ticket"]), "the answer is for another ticket"
    assert (claims["fpx_purpose"], claims["fpx_decision"]) == ("access", decision), claims
    assert 0 < claims["exp"] - claims["iat"] <= 300
    posted = [each["permission_id"] for each in posted_permissions(scene)]
    assert claims["fpx_permissions"] and set(claims["fpx_permissions"]) <= set(posted), claims["fpx_permissions"]
    return fields, claims


def check_reused(scene, first, answer, client="immunize-me"):
    """That since record `first` nothing was posted, and that the answer names what is in force, covers the request and
    was given before (profile 5, "Reuse"). Answers the ids."""
    assert not posted_permissions(scene, first), "nothing is posted for what is in force"
    named = decoded(form(answer)["id_token"].split(".")[1])["fpx_permissions"]
    ticket = scene.sandbox.results(client)[-1]["ticket"]
    for permission_id in named:
        said = claims_of(scene, permission_id)
        assert (said["client_id"], said["usage"]) == (client, "repeated"), said
        assert said["ticket_hash"] != hashed(ticket), "it is of an earlier ticket"
        assert status(scene, permission_id) == "active"
    assert named and len(set(named)) == len(named), named
    return named


def check_refused(scene, answer, description=None):
    """That an answer says no more than that access was denied: under the operator's name, which names no account."""
    fields = form(answer)
    expected = {"error": "access_denied", "iss": scene.sandbox.network["operator"].rstrip("/")}
    if description:
        expected["error_description"] = description
    state = fields.pop("state", "")
    assert len(state) >= 22, "the state accompanies every answer"
    fields["iss"] = fields["iss"].rstrip("/")
    assert fields == expected, fields
