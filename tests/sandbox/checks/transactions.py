"""What a conforming wallet can do."""
import base64, html, time, uuid
from urllib.parse import parse_qsl, urlsplit

import walletkit as kit
from checks.world import browser_url, check, last, refused


@check
def operator_profile(world):
    profile = world.wallet.profile
    assert world.wallet.header["typ"] == "fpx-operator-profile+jwt" and profile["listener"]["port"] == 28950
    assert len(profile["identity_providers"]) == 3 and len(profile["data_sources"]) == 3 and len(profile["authorization_servers"]) == 2
    names = [p["identifier"] for p in profile["identity_providers"] + profile["data_sources"]]
    assert len(set(names)) == len(names)
    kind, logo = profile["product"]["logo"].split(",")
    assert kind == "data:image/png;base64", kind
    logo = base64.b64decode(logo, validate=True)
    assert logo.startswith(b"\x89PNG") and len(logo) <= 256 * 1024


@check
def whole_story_hmac_form_post(world):
    enrolment, source = world.enrol(), world.source()
    _, _, pid, result = world.grant(enrolment, source)
    assert "Tetanus" in result.body.decode(), result.body
    listed = enrolment.manage("GET").json["permissions"]
    assert [(p["permission_id"], p["status"]) for p in listed] == [(pid, "active")] and listed[0]["last_used_at"]


@check
def whole_story_simple_fragment(world):
    enrolment, source = world.enrol(), world.source("medilab", "jonas")
    _, _, _, result = world.grant(enrolment, source, "healthtrack-plus", response_mode="fragment")
    assert "LDL cholesterol" in result.body.decode(), result.body


@check
def whole_story_request_object(world):
    enrolment, source = world.enrol("nordic"), world.source()
    _, _, _, result = world.grant(enrolment, source, **{"as": "nordic"})
    assert "Tetanus" in result.body.decode()


@check
def whole_story_by_reference(world):
    enrolment, source = world.enrol(), world.source()
    _, _, _, result = world.grant(enrolment, source, by_reference="1")
    assert "Tetanus" in result.body.decode()


@check
def delegated_resource(world):
    enrolment, source = world.enrol(), world.source("maple-bank")
    info = source.userinfo()
    assert info["related"][0]["display_name"] == "Horizon Allotment Society"
    browser, details = world.ask(enrolment, "healthtrack-plus", offer="premium")
    pid, posted, _ = enrolment.permission(details, details["requested_resources"][0], source, ["read"], days=1,
                                          subject=info["related"][0]["subject"])
    assert posted.status == 201, posted.body
    reply = world.answer(browser, details, {"id_token": enrolment.id_token(details, [pid], "partial"), "iss": enrolment.iss})
    assert "Seeds and compost" in world.finish(browser, reply).body.decode()


@check
def two_resources_two_sources(world):
    enrolment, hospital, lab = world.enrol(), world.source(), world.source("medilab")
    browser, details = world.ask(enrolment, offer="checkup")
    ids = [enrolment.permission(details, r, s, days=1)[0] for r, s in zip(details["requested_resources"], (hospital, lab))]
    reply = world.answer(browser, details, {"id_token": enrolment.id_token(details, ids), "iss": enrolment.iss})
    body = world.finish(browser, reply).body.decode()
    assert "Tetanus" in body and "Ferritin" in body


@check
def optional_resource_left_out(world):
    enrolment, hospital = world.enrol(), world.source()
    browser, details = world.ask(enrolment, offer="travel")
    pid = enrolment.permission(details, details["requested_resources"][0], hospital, days=1)[0]
    wrong = world.answer(browser, details, {"id_token": enrolment.id_token(details, [pid], "granted"), "iss": enrolment.iss})
    refused(wrong, 400, "invalid_id_token")
    reply = world.answer(browser, details, {"id_token": enrolment.id_token(details, [pid], "partial"), "iss": enrolment.iss})
    assert "Tetanus" in world.finish(browser, reply).body.decode()


@check
def declined(world):
    enrolment = world.enrol()
    browser, details = world.ask(enrolment)
    refused(world.answer(browser, details, {"error": "access_denied", "iss": enrolment.iss}), 400, "wrong_issuer")
    reply = world.answer(browser, details, {"error": "access_denied", "iss": world.wallet.operator})
    assert "Access was declined" in world.finish(browser, reply).body.decode()
    refused(world.answer(browser, details, {"error": "access_denied", "iss": world.wallet.operator}), 400, "state_used")
    refused(enrolment.ticket(details["ticket"]), 400, "invalid_ticket")


@check
def usage_once(world):
    enrolment, source = world.enrol(), world.source()
    world.control("ontario", {"set": {"once_lifetime": 2}})
    browser, _, pid, result = world.grant(enrolment, source, scopes=["read"], decision="partial", usage="once")
    assert "Tetanus" in result.body.decode()
    token = [s["value"] for s in kit.send("GET", world.url("ontario", "/control/secrets")).json["issued"] if s["kind"] == "rpt"][0]
    where = world.url("city-hospital", "/api/ontario/immunization-history")
    refused(kit.send("GET", where, headers=kit.bearer(token)), 403, "used")
    time.sleep(2.2)
    assert enrolment.manage("GET", "/" + pid).json["status"] == "used"


@check
def revoke_ends_access(world):
    enrolment, source = world.enrol(), world.source()
    browser, details, pid, _ = world.grant(enrolment, source)
    token = [s["value"] for s in kit.send("GET", world.url("ontario", "/control/secrets")).json["issued"] if s["kind"] == "rpt"][0]
    where = world.url("city-hospital", "/api/ontario/immunization-history")
    assert kit.send("GET", where, headers=kit.bearer(token)).status == 200
    refused(kit.send("GET", where + "?scope=write", headers=kit.bearer(token)), 403, "insufficient_scope")
    version = enrolment.manage("GET", "/" + pid).json["version"]
    refused(enrolment.manage("PATCH", "/" + pid, body={"status": "disabled"}), 428, "precondition_required")
    refused(enrolment.manage("PATCH", "/" + pid, body={"status": "disabled"}, headers={"If-Match": '"99"'}), 412, "precondition_failed")
    off = enrolment.manage("PATCH", "/" + pid, body={"status": "disabled"}, headers={"If-Match": f'"{version}"'})
    assert off.status == 200 and off.json["status"] == "disabled"
    assert enrolment.manage("PATCH", "/" + pid, body={"status": "disabled"}, headers={"If-Match": '"1"'}).status == 200
    refused(kit.send("GET", where, headers=kit.bearer(token)), 401, "invalid_token")
    assert enrolment.manage("DELETE", "/" + pid).status == 204
    refused(enrolment.manage("DELETE", "/" + pid), 410, "revoked")
    unknown = str(uuid.uuid4())
    assert enrolment.manage("DELETE", "/" + unknown).status == 204
    again = browser.post(world.url("immunize-me", "/again/" + last(world)["id"]), {})
    assert "declined" in browser.get(browser_url(world.url("immunize-me"), again.location)).body.decode()


@check
def ended_at_source(world):
    enrolment, source = world.enrol(), world.source()
    _, _, pid, _ = world.grant(enrolment, source)
    gone = kit.send("DELETE", source.entry["rot"]["endpoint"] + "/" + pid, headers=kit.bearer(source.tokens["access_token"]))
    assert gone.status == 204
    token = [s["value"] for s in kit.send("GET", world.url("ontario", "/control/secrets")).json["issued"] if s["kind"] == "rpt"][0]
    refused(kit.send("GET", world.url("city-hospital", "/api/ontario/immunization-history"), headers=kit.bearer(token)), 403, "revoked")


@check
def idempotent_permission(world):
    enrolment, source = world.enrol(), world.source()
    browser, details = world.ask(enrolment)
    world.control("ontario", {"fault": "reset", "path": "/fpx/permissions", "after": True, "times": 1})
    resource, url = details["requested_resources"][0], enrolment.meta["fpx_permission_endpoint"]
    bodies = []
    original = kit.post
    kit.post = lambda u, v, h=None: (bodies.append((v, h)) if u == url else None, original(u, v, h))[1]
    try:
        enrolment.permission(details, resource, source)
        raise AssertionError("the answer should have been lost")
    except ConnectionError:
        pass
    finally:
        kit.post = original
    body, headers = bodies[0]
    again = kit.post(url, body, headers)
    assert again.status == 201 and again.json["status"] == "pending", again.body
    refused(kit.post(url, body.replace(b'{"permission"', b'{ "permission"'), headers), 422, "idempotency_mismatch")
    pid = headers["Idempotency-Key"]
    assert enrolment.manage("DELETE", "/" + pid).status == 204
    refused(kit.post(url, body, headers), 410, "revoked")
    _, late, _ = enrolment.permission(details, resource, source)
    assert late.status == 201


@check
def replace_permission(world):
    enrolment, source = world.enrol(), world.source()
    _, details, pid, _ = world.grant(enrolment, source)
    resource = details["requested_resources"][0]
    new, answer, _ = enrolment.permission(details, resource, source, ["read"], claims={"replaces": pid})
    assert answer.status == 201 and answer.json["status"] == "active", answer.body
    refused(enrolment.manage("GET", "/" + pid), 410, "revoked")
    _, answer, _ = enrolment.permission(details, resource, source, claims={"replaces": pid})
    refused(answer, 409, "replace_refused")


@check
def reuse_of_what_is_in_force(world):
    """Nothing is posted for the second request: it is answered with the permission of the first."""
    enrolment, source = world.enrol(), world.source()
    _, _, pid, _ = world.grant(enrolment, source)
    browser, details = world.ask(enrolment)
    reply = world.answer(browser, details, {"id_token": enrolment.id_token(details, [pid]), "iss": enrolment.iss})
    assert "Tetanus" in world.finish(browser, reply).body.decode()
    assert [(p["permission_id"], p["status"]) for p in enrolment.manage("GET").json["permissions"]] == [(pid, "active")]
    assert enrolment.manage("DELETE", "/" + pid).status == 204
    again = browser.post(world.url("immunize-me", "/again/" + last(world)["id"]), {})
    assert "declined" in browser.get(browser_url(world.url("immunize-me"), again.location)).body.decode()


@check
def reuse_beside_a_new_permission(world):
    """One of two resources is in force already; the other is new."""
    enrolment, hospital, lab = world.enrol(), world.source(), world.source("medilab")
    browser, details = world.ask(enrolment, offer="checkup", usage="repeated")
    ids = [enrolment.permission(details, r, s, days=1)[0] for r, s in zip(details["requested_resources"], (hospital, lab))]
    world.finish(browser, world.answer(browser, details, {"id_token": enrolment.id_token(details, ids), "iss": enrolment.iss}))
    browser, details = world.ask(enrolment, offer="checkup", usage="repeated")
    fresh = enrolment.permission(details, details["requested_resources"][1], lab, days=1)[0]
    for named in ([ids[0]], [ids[0], fresh, ids[1]]):  # one is missing; two for one resource
        wrong = world.answer(browser, details, {"id_token": enrolment.id_token(details, named), "iss": enrolment.iss})
        assert wrong.status == 400, wrong.body
    reply = world.answer(browser, details, {"id_token": enrolment.id_token(details, [fresh, ids[0]]), "iss": enrolment.iss})
    body = world.finish(browser, reply).body.decode()
    assert "Tetanus" in body and "Ferritin" in body


@check
def another_device(world):
    e, source, browser = world.enrol(), world.source(), kit.Browser()
    first = browser.get(world.url("immunize-me", "/start?device=1"))
    page = browser.get(browser_url(world.url("immunize-me"), first.location))
    code = page.body.decode().split('id="user-code">')[1].split("<")[0]
    refused(e.ticket(code="XXXX-XXXX"), 400, "invalid_ticket")
    details = e.ticket(code=code.lower().replace("-", " "))
    assert details.status == 200, details.body
    details = details.json
    assert details["authorization_request"]["response_mode"] == "direct_post"
    refused(world.enrol().ticket(code=code), 409, "ticket_bound")
    pid, posted, _ = e.permission(details, details["requested_resources"][0], source)
    request = details["authorization_request"]
    fields = {"id_token": e.id_token(details, [pid]), "state": request["state"], "iss": e.iss}
    one, two = kit.form(request["redirect_uri"], fields), kit.form(request["redirect_uri"], fields)
    assert (one.status, two.status) == (200, 200) and one.body == two.body, one.body
    refused(kit.form(request["redirect_uri"], {**fields, "iss": "x"}), 400, "state_used")
    page = browser.get(browser_url(world.url("immunize-me"), first.location))
    assert "Tetanus" in browser.get(browser_url(world.url("immunize-me"), page.location)).body.decode()
    other = world.enrol()
    for _ in range(5):
        refused(other.ticket(code="ZZZZ-ZZZZ"), 400, "invalid_ticket")
    refused(other.ticket(code="ZZZZ-ZZZZ"), 429, "too_many_codes")


@check
def protect(world):
    e, browser, site = world.enrol(), kit.Browser(), world.url("city-hospital")
    login = world.parties["city-hospital"]["people"]["aicha"]
    browser.post(site + "/login", {"flow": "portal", "username": login["username"], "password": login["password"]})
    page = browser.get(browser.post(site + "/protect", {"as": "ontario"}).location)
    link = html.unescape(page.body.decode().split('id="wallet-open" href="')[1].split('"')[0])
    details = e.ticket(dict(parse_qsl(urlsplit(link).query))["ticket"]).json
    assert details["purpose"] == "protect" and details["resource_server"] == "city-hospital" and details["requested_resources"] == []
    reply = world.answer(browser, details, {"id_token": e.id_token(details, []), "iss": e.iss})
    assert "under your control" in browser.get(reply.location).body.decode()
    assert "up to date" in browser.post(site + "/protect/use", {"as": "ontario"}).body.decode()
    listed = e.manage("GET", "/protections").json["protections"]
    assert listed[0]["resource_server"] == "city-hospital" and listed[0]["last_used_at"]
    assert e.manage("DELETE", "/protections/city-hospital").status == 204
    refused(e.manage("DELETE", "/protections/city-hospital"), 410, "revoked")
    assert "has ended" in browser.post(site + "/protect/use", {"as": "ontario"}).body.decode()


@check
def key_rotation(world):
    e = world.enrol()
    uri, token = e.registration["registration_client_uri"], e.registration["registration_access_token"]
    client, provider, now = kit.Key(), kit.Key(), int(time.time())
    body = kit.compact({**e.body, "client_id": e.id, "jwks": {"keys": [client.jwk]},
                        "fpx_wallet": {"issuer": e.iss, "jwks": {"keys": [e.provider.jwk, provider.jwk]}}})
    claims = lambda: {"iss": e.id, "aud": uri, "iat": now, "exp": now + 60, "jti": str(uuid.uuid4()), "body_hash": kit.digest(body)}
    put = lambda t, *proofs: kit.send("PUT", uri, body, {"Content-Type": "application/json", "FPX-Proof": " ".join(proofs), **kit.bearer(t)})
    typ = "fpx-key-rotation+jwt"
    refused(put(token), 400, "invalid_proof")
    refused(put(token, e.client.sign(typ, claims())), 400, "invalid_proof")
    refused(put(token, e.client.sign(typ, claims()), client.sign(typ, claims())), 400, "invalid_proof")
    refused(put(token, e.client.sign(typ, {**claims(), "body_hash": "x"}), e.provider.sign(typ, claims())), 400, "invalid_proof")
    done = put(token, e.client.sign(typ, claims()), e.provider.sign(typ, claims()))
    assert done.status == 200, done.body
    assert put(token).status == 200, "the repetition of a lost answer"
    newest = put(token).json["registration_access_token"]
    assert kit.send("GET", uri, headers=kit.bearer(newest)).status == 200
    refused(kit.send("GET", uri, headers=kit.bearer(token)), 401, "invalid_token")
    refused(e.ask_token("register"), 401, "invalid_client")
    e.client = client
    assert e.ask_token("register").status == 200
    account = e.account_registration
    assert kit.send("DELETE", account["registration_client_uri"], headers=kit.bearer(account["registration_access_token"])).status == 204
    refused(e.ask_token("user"), 401, "invalid_client")
