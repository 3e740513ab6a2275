"""Identity providers, sources, registry, faults and records."""
import json, time

import walletkit as kit
from checks.world import check, refused


@check
def identity_providers(world):
    for name, alg in (("north-bank-id", "RS256"), ("gov-id", "ES256"), ("campus-id", "ES256")):
        idp = world.idp(name)
        strong = list(idp["assurance"])[-1]
        tokens = world.wallet.sign_in(idp, "jonas", idp["scope"], acr_values=strong)
        header, claims = [json.loads(kit.unb64(p)) for p in tokens["id_token"].split(".")[:2]]
        assert header["alg"] == alg and claims["acr"] == strong and claims["nonce"] == tokens["nonce"], claims
        # As real ones do, one of them tells the name at userinfo only.
        userinfo = kit.send("GET", idp["issuer"] + "/userinfo", headers=kit.bearer(tokens["access_token"])).json
        assert claims["iss"] == idp["issuer"] and userinfo["sub"] == claims["sub"], userinfo
        assert {**userinfo, **claims}["name"] == "Jonas Lindqvist", userinfo
        url = idp["issuer"] + "/token"
        refresh = lambda t: kit.form(url, {"grant_type": "refresh_token", "refresh_token": t, "client_id": idp["client_id"]})
        second = refresh(tokens["refresh_token"])
        assert second.status == 200
        refused(refresh(tokens["refresh_token"]), 400, "invalid_grant")
        refused(refresh(second.json["refresh_token"]), 400, "invalid_grant")
        again = {"grant_type": "authorization_code", "code": tokens["code"], "code_verifier": tokens["verifier"],
                 "redirect_uri": tokens["redirect"], "client_id": idp["client_id"]}
        refused(kit.form(url, again), 400, "invalid_grant")


@check
def tampered_id_token(world):
    idp = world.idp("gov-id")
    for how, alg in (("none", "none"), ("hs256", "HS256"), ("wrong_key", "ES256"), ("garbage", "ES256")):
        world.control("gov-id", {"tamper_jwt": {"typ": "JWT", "sign": how, "times": 1, "claims": {"iss": "https://evil.example"}}})
        head, body = [json.loads(kit.unb64(p)) for p in world.wallet.sign_in(idp, "aicha", "openid")["id_token"].split(".")[:2]]
        assert head["alg"] == alg and body["iss"] == "https://evil.example"


@check
def source_tokens(world):
    source = world.source()
    kit.form(source.meta["revocation_endpoint"], {"token": source.tokens["access_token"], "client_id": source.entry["client_id"]})
    refused(kit.send("GET", source.entry["userinfo"], headers=kit.bearer(source.tokens["access_token"])), 401, "invalid_token")
    where = world.url("city-hospital", "/api/ontario/immunization-history")
    without = kit.send("GET", where)
    assert without.status == 401 and 'ticket="' in dict(without.headers)["WWW-Authenticate"], without.headers


@check
def registry(world):
    where = world.url("ontario", "/registry/resource-definitions/lab-results")
    german = kit.send("GET", where, headers={"Accept-Language": "de"})
    assert german.json["display_name"] == "Laborwerte" and german.json["scopes"][0]["sensitivity"] == "high"
    etag = dict(german.headers)["ETag"]
    assert kit.send("GET", where, headers={"Accept-Language": "de", "If-None-Match": etag}).status == 304
    refused(kit.send("GET", where, headers={"Accept-Language": "en-US,en;q=0.9"}), 400, "invalid_request")
    world.control("ontario", {"registry": {"clients/immunize-me": {"disabled": True}}})
    assert kit.send("GET", world.url("ontario", "/registry/clients/immunize-me")).json["disabled"]
    assert kit.Browser().get(world.url("immunize-me", "/start")).status == 502
    world.control("ontario", {"registry": {"clients/immunize-me": {"disabled": False}}})


@check
def faults(world):
    where = world.url("ontario", "/jwks")
    world.control("ontario", {"fault": "status500", "path": "/jwks", "times": 1, "retry_after": "2"})
    hurt = kit.send("GET", where)
    assert hurt.status == 500 and dict(hurt.headers)["Retry-After"] == "2"
    assert kit.send("GET", where).status == 200
    world.control("ontario", {"fault": "half", "path": "/jwks", "times": 1})
    for kind in ("half", "reset"):
        if kind == "reset":
            world.control("ontario", {"fault": "reset", "path": "/jwks", "times": 1})
        try:
            kit.send("GET", where)
            raise AssertionError(kind)
        except (ConnectionError, kit.http.client.HTTPException):
            pass
    world.control("ontario", {"fault": "slow", "path": "/jwks", "times": 1, "delay_ms": 700})
    begun = time.monotonic()
    assert kit.send("GET", where).status == 200 and time.monotonic() - begun > 0.65
    world.control("ontario", {"fault": "down"})
    time.sleep(0.2)
    try:
        kit.send("GET", where)
        raise AssertionError("down")
    except ConnectionError:
        pass
    hub = world.wallet.network["control"] + "ontario"
    assert kit.post(hub, {"fault": "none"}).status == 200
    time.sleep(0.1)
    assert kit.send("GET", where).status == 200
    world.control("ontario", {"tamper": {"path": "/jwks", "times": 1, "merge": {"keys": []}}})
    assert kit.send("GET", where).json == {"keys": []}
    world.control("ontario", {"set": {"clock_skew": 3600}})
    assert "GMT" in dict(kit.send("GET", where).headers)["Date"]
    world.control("ontario", {"set": {"clock_skew": None}})


@check
def record_and_secrets(world):
    enrolment, source = world.enrol(), world.source()
    _, details, _, _ = world.grant(enrolment, source)
    record = kit.send("GET", world.url("ontario", "/control/record")).json["requests"]
    paths = [r["path"] for r in record]
    assert {"/register", "/token", "/fpx/ticket", "/fpx/permissions", "/wallet/answer", "/introspect"} <= set(paths)
    assert all(r["peer_port"] and r["status"] for r in record), [r for r in record if not r["status"]]
    everything = json.dumps(record)
    secret = kit.send("GET", world.url("city-hospital", "/control/secrets")).json
    assert {"code", "access_token", "proof", "pseudonym"} <= {s["kind"] for s in secret["issued"]}
    for value in secret["personal"] + [s["value"] for s in secret["issued"] if s["kind"] not in ("pseudonym", "state")]:
        assert value not in everything, value
    assert kit.send("POST", world.wallet.network["reset_all"]).status == 200
    assert kit.send("GET", world.url("ontario", "/control/record")).json["requests"] == []
    refused(enrolment.ask_token("user"), 401, "invalid_client")
