#!/usr/bin/env python3
"""Plays a conforming wallet, and a number of breaking ones, against fpx-sandbox.
Usage: selfcheck.py path/to/fpx-sandbox [check…]"""
import html, json, os, random, subprocess, sys, tempfile, time, uuid
from urllib.parse import parse_qsl, urlencode, urlsplit

try:
    import walletkit as kit
except ImportError as missing:
    print("SKIP:", missing)
    sys.exit(77)

CHECKS = []


def check(function):
    CHECKS.append(function)
    return function


class World:
    def __init__(self, binary):
        self.dir = tempfile.mkdtemp(prefix="fpx-sandbox-")
        for _ in range(5):
            base = random.randrange(20000, 60000)
            self.process = subprocess.Popen([binary, "--out", self.dir, "--base-port", str(base)], stdout=subprocess.PIPE, text=True)
            if self.process.stdout.readline().startswith("fpx-sandbox ready"):
                break
        self.wallet = kit.Wallet(self.dir)
        self.parties = self.wallet.network["parties"]

    def url(self, party, path=""):
        return self.parties[party]["url"] + path

    def control(self, party, command):
        answer = kit.post(self.url(party, "/control"), command)
        assert answer.status == 200, answer.body

    def enrol(self, party="ontario"):
        return kit.Enrolment(self.wallet, self.url(party)).enrol()

    def source(self, name="city-hospital", person="aicha"):
        return kit.Source(self.wallet, [s for s in self.wallet.profile["data_sources"] if s["identifier"] == name][0], person)

    def idp(self, name):
        return [i for i in self.wallet.profile["identity_providers"] if i["identifier"] == name][0]

    def begin(self, client="immunize-me", **options):
        """The client's button and the AS's page. Returns (browser, what the wallet's listener would see)."""
        browser = kit.Browser()
        first = browser.get(self.url(client, "/start") + "?" + urlencode(options))
        assert first.status == 303, first.body
        page = browser.get(first.location)
        assert page.status == 200, page.body
        link = html.unescape(page.body.decode().split('id="wallet-open" href="')[1].split('"')[0])
        return browser, link, first.location

    def ask(self, enrolment, client="immunize-me", **options):
        browser, link, _ = self.begin(client, **options)
        query = dict(parse_qsl(urlsplit(link).query))
        ticket = query.get("ticket") or urlsplit(link).path.split("/")[-1]
        if "request" in query:
            keys = kit.send("GET", enrolment.meta["jwks_uri"]).json["keys"]
            header, claims = kit.verify(query["request"], keys[0])
            assert header["typ"] == "oauth-authz-req+jwt" and claims["iss"] == query["client_id"], header
            assert claims["aud"] == self.wallet.operator and claims["exp"] <= claims["iat"] + 300
            query, ticket = claims, claims["ticket"]
        details = enrolment.ticket(ticket)
        assert details.status == 200, details.body
        request = details.json["authorization_request"]
        for name, value in request.items():
            assert not query.get("state") or query.get(name) == value, name
        return browser, details.json

    def answer(self, browser, details, fields):
        request = details["authorization_request"]
        target = request["redirect_uri"]
        if request.get("response_mode", "fragment") == "fragment":
            page = browser.get(target)
            assert page.status == 200 and b"history.replaceState" in page.body
            target = target.replace("/wallet/answer", "/wallet/fragment")
        return browser.post(target, {"state": request["state"], **fields})

    def finish(self, browser, reply):
        assert reply.status == 303, reply.body
        back = browser.get(reply.location)
        assert back.status == 303, back.body
        return browser.get(browser_url(reply.location, back.location))

    def grant(self, enrolment, source, client="immunize-me", scopes=None, decision="granted", **options):
        browser, details = self.ask(enrolment, client, **options)
        pid, posted, _ = enrolment.permission(details, details["requested_resources"][0], source, scopes)
        assert posted.status == 201 and posted.json["status"] == "pending", posted.body
        reply = self.answer(browser, details, {"id_token": enrolment.id_token(details, [pid], decision), "iss": enrolment.iss})
        result = self.finish(browser, reply)
        return browser, details, pid, result


def browser_url(base, path):
    parts = urlsplit(base)
    return f"{parts.scheme}://{parts.netloc}{path}" if path.startswith("/") else path


def last(world, client="immunize-me"):
    return kit.send("GET", world.url(client, "/control/results")).json["results"][-1]


def refused(answer, status, error):
    assert (answer.status, answer.error) == (status, error), (answer.status, answer.body)
    assert answer.json["error_description"]


@check
def operator_profile(world):
    profile = world.wallet.profile
    assert world.wallet.header["typ"] == "fpx-operator-profile+jwt" and profile["listener"]["port"] == 28950
    assert len(profile["identity_providers"]) == 3 and len(profile["data_sources"]) == 3 and len(profile["authorization_servers"]) == 2
    names = [p["identifier"] for p in profile["identity_providers"] + profile["data_sources"]]
    assert len(set(names)) == len(names)
    logo = kit.send("GET", profile["product"]["logo"]).body
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
def bad_permissions(world):
    enrolment, source, other = world.enrol(), world.source(), kit.Key()
    _, details = world.ask(enrolment)
    resource = details["requested_resources"][0]
    cases = {
        "wrong_typ": {"typ": "JWT"}, "wrong_signature": {"signer": other}, "account_key_in_it": {"signer": enrolment.account_key},
        "wrong_as": {"claims": {"as": "http://127.0.0.99:1"}}, "wrong_client": {"claims": {"client_id": "healthtrack-plus"}},
        "wrong_request_id": {"claims": {"request_id": "r9"}}, "wrong_ticket": {"claims": {"ticket_hash": kit.digest("x")}},
        "wrong_rot_hash": {"claims": {"rot_hash": kit.digest("x")}}, "no_exp": {"claims": {"exp": None}},
        "too_long": {"exp": int(time.time()) + 400 * 86400}, "scope_not_asked": {"scopes": ["read", "write"]},
        "required_scope_missing": {"scopes": ["subscribe"]}, "unknown_claim": {"claims": {"account": "x"}},
        "account_id_in_it": {"claims": {"request_id": enrolment.account}}, "resource_id_unasked": {"claims": {"resource_id": "x"}},
        "wrong_aud": {"claims": {"aud": "maple-bank"}}, "bad_pseudonym": {"claims": {"iss": "Aicha"}},
    }
    for name, change in cases.items():
        _, answer, _ = enrolment.permission(details, resource, source, **change)
        assert answer.status == 400 and answer.error == "invalid_permission", (name, answer.body)
    _, answer, _ = enrolment.permission(details, resource, source, key=str(uuid.uuid4()))
    refused(answer, 400, "invalid_permission")
    _, answer, _ = enrolment.permission(details, resource, source, rot="plain-text")
    refused(answer, 400, "invalid_permission")


@check
def bad_rots_at_source(world):
    """The AS cannot see inside a ROT; the source does."""
    source = world.source()
    for name, change in {"wrong_client": {"client_id": "healthtrack-plus"}, "wrong_key": {"cnf": {"jkt": "x" * 43}},
                         "wrong_permission": {"permission_id": str(uuid.uuid4())}, "wrong_as": {"as": "x"}}.items():
        enrolment = world.enrol()
        browser, details = world.ask(enrolment)
        pid, posted, _ = enrolment.permission(details, details["requested_resources"][0], source, rot_changes=change)
        assert posted.status == 201, posted.body
        reply = world.answer(browser, details, {"id_token": enrolment.id_token(details, [pid]), "iss": enrolment.iss})
        assert "nothing to show" in world.finish(browser, reply).body.decode(), name
        assert last(world)["error"].startswith("invalid_rot"), (name, last(world))


@check
def bad_id_tokens(world):
    enrolment, source, stranger = world.enrol(), world.source(), world.enrol()
    browser, details = world.ask(enrolment)
    pid, _, _ = enrolment.permission(details, details["requested_resources"][0], source)
    make = lambda **c: {"id_token": enrolment.id_token(details, c.pop("ids", [pid]), **c), "iss": enrolment.iss}
    now = int(time.time())
    cases = {
        "wrong_typ": make(typ="at+jwt"), "wrong_key": make(key=kit.Key()), "account_key": make(key=enrolment.account_key),
        "wrong_sub": make(sub=stranger.account), "sub_is_enrolment": make(sub=enrolment.id), "wrong_aud": make(aud="x"),
        "aud_array": make(aud=[details["authorization_request"]["client_id"]]), "wrong_nonce": make(nonce="x" * 43),
        "wrong_ticket": make(fpx_ticket_hash=kit.digest("x")), "wrong_purpose": make(fpx_purpose="protect"),
        "too_long": make(exp=now + 301), "expired": make(iat=now - 400, exp=now - 100), "no_jti": make(drop=("jti",)),
        "name_in_it": make(name="Aïcha"), "auth_time_unasked": make(auth_time=now), "acr_unasked": make(acr="ial2"),
        "partial_though_granted": make(decision="partial"), "nothing_granted": make(ids=[]),
    }
    for name, fields in cases.items():
        answer = world.answer(browser, details, fields)
        assert answer.status == 400 and answer.error == "invalid_id_token", (name, answer.status, answer.body)
    refused(world.answer(browser, details, make(ids=[pid, str(uuid.uuid4())])), 400, "invalid_permission")
    refused(world.answer(browser, details, make(ids=[pid, pid])), 400, "invalid_permission")
    refused(world.answer(browser, details, {**make(), "iss": stranger.iss}), 400, "invalid_id_token")
    refused(world.answer(browser, details, {**make(), "iss": world.wallet.operator}), 400, "wrong_issuer")
    refused(world.answer(browser, details, {**make(), "extra": "x"}), 400, "invalid_request")
    refused(world.answer(kit.Browser(), details, make()), 403, "wrong_browser")
    refused(world.answer(browser, details, {**make(), "state": "x" * 43}), 400, "unknown_state")
    good = make()
    assert world.answer(browser, details, good).status == 303
    refused(world.answer(browser, details, good), 400, "state_used")


@check
def freshness_and_assurance(world):
    enrolment, source = world.enrol(), world.source()
    browser, details = world.ask(enrolment, max_age="600", acr_values="aal2 ial2 other", prompt="login")
    request = details["authorization_request"]
    assert (request["max_age"], request["acr_values"], request["prompt"]) == ("600", "aal2 ial2 other", "login")
    pid, _, _ = enrolment.permission(details, details["requested_resources"][0], source)
    now = int(time.time())
    for wrong in ({}, {"auth_time": now - 600}, {"auth_time": now, "acr": "ial2 aal2"}, {"auth_time": now - 600, "acr": "aal2 ial2"}):
        refused(world.answer(browser, details, {"id_token": enrolment.id_token(details, [pid], iat=now, exp=now + 60, **wrong),
                                                "iss": enrolment.iss}), 400, "invalid_id_token")
    token = enrolment.id_token(details, [pid], iat=now, exp=now + 60, auth_time=now - 600, acr="ial2 aal2")
    assert world.answer(browser, details, {"id_token": token, "iss": enrolment.iss}).status == 303


@check
def transaction_started_in_another_browser(world):
    enrolment = world.enrol()
    _, _, interaction = world.begin()
    victim = kit.Browser()
    refused(victim.get(interaction), 403, "wrong_browser")
    browser, details = world.ask(enrolment)
    reply = world.answer(browser, details, {"error": "access_denied", "iss": world.wallet.operator})
    refused(victim.get(reply.location), 403, "wrong_browser")


@check
def wrong_response_mode(world):
    enrolment = world.enrol()
    browser, details = world.ask(enrolment, response_mode="fragment")
    target = details["authorization_request"]["redirect_uri"]
    fields = {"state": details["authorization_request"]["state"], "error": "access_denied", "iss": world.wallet.operator}
    refused(browser.post(target, fields), 400, "wrong_response_mode")


@check
def ticket_bound_and_expired(world):
    first, second = world.enrol(), world.enrol()
    _, details = world.ask(first)
    refused(second.ticket(details["ticket"]), 409, "ticket_bound")
    assert first.ticket(details["ticket"]).status == 200
    refused(first.ticket("nonsense"), 400, "invalid_ticket")
    world.control("ontario", {"expire_tickets": True})
    refused(first.ticket(details["ticket"]), 400, "expired_ticket")


@check
def pending_goes_with_the_ticket(world):
    enrolment, source = world.enrol(), world.source()
    _, details = world.ask(enrolment)
    pid, _, _ = enrolment.permission(details, details["requested_resources"][0], source)
    assert enrolment.manage("GET", "/" + pid).json["status"] == "pending"
    world.control("ontario", {"expire_tickets": True})
    refused(enrolment.manage("GET", "/" + pid), 404, "not_found")


@check
def bad_enrolments(world):
    def attempt(change, key=None):
        e = kit.Enrolment(world.wallet, world.url("ontario"))
        change(e)
        return kit.post(e.meta["registration_endpoint"], e.body, {"Idempotency-Key": key or str(uuid.uuid4())})
    same = lambda e: e.body["fpx_wallet"].update(issuer=e.wallet.operator + "/i/" + e.provider.thumbprint, jwks={"keys": [e.client.jwk]})
    cases = {
        "issuer_not_thumbprint": (lambda e: e.body["fpx_wallet"].update(issuer=e.wallet.operator + "/i/" + "x" * 43), "invalid_client_metadata"),
        "key_used_twice": (same, "invalid_client_metadata"), "wrong_scope": (lambda e: e.body.update(scope="user"), "invalid_client_metadata"),
        "response_types_missing": (lambda e: e.body.pop("response_types"), "invalid_client_metadata"),
        "extra_member": (lambda e: e.body.update(client_name="Aïcha's laptop"), "invalid_client_metadata"),
        "statement_missing": (lambda e: e.body.update(software_statement=""), "invalid_software_statement"),
        "statement_forged": (lambda e: e.body.update(software_statement=kit.Key().sign("fpx-software-statement+jwt", {})), "invalid_software_statement"),
        "private_key_sent": (lambda e: e.body["jwks"]["keys"][0].update(d="AAAA"), "invalid_client_metadata"),
    }
    for name, (change, error) in cases.items():
        answer = attempt(change)
        assert (answer.status, answer.error) == (400, error), (name, answer.body)
    refused(attempt(lambda e: None, "not-a-uuid"), 400, "invalid_request")
    first, key = kit.Enrolment(world.wallet, world.url("ontario")), str(uuid.uuid4())
    send = lambda body, k: kit.post(first.meta["registration_endpoint"], body, {"Idempotency-Key": k})
    one, two = send(first.body, key), send(first.body, key)
    assert one.status == two.status == 201 and one.body == two.body
    refused(send({**first.body, "scope": "user"}, key), 422, "idempotency_mismatch")
    refused(send(first.body, str(uuid.uuid4())), 400, "invalid_client_metadata")


@check
def bad_assertions(world):
    e, now = world.enrol(), int(time.time())
    cases = {"wrong_typ": {"typ": "JWT"}, "wrong_aud": {"aud": "x"}, "aud_array": {"aud": [e.issuer]}, "too_long": {"exp": now + 61},
             "expired": {"iat": now - 120, "exp": now - 60}, "future": {"iat": now + 60, "exp": now + 120}, "extra_claim": {"scope": "user"}}
    for name, change in cases.items():
        answer = e.ask_token("uma_protection", e.assertion(e.id, e.client, **change))
        assert (answer.status, answer.error) == (401, "invalid_client"), (name, answer.body)
    refused(e.ask_token("uma_protection", e.assertion(e.id, e.provider)), 401, "invalid_client")
    refused(e.ask_token("uma_protection", e.assertion(e.account, e.client)), 401, "invalid_client")
    replay = e.assertion(e.id, e.client)
    assert e.ask_token("register", replay).status == 200
    refused(e.ask_token("register", replay), 401, "invalid_client")
    refused(e.ask_token("register uma_protection", e.assertion(e.id, e.client)), 400, "invalid_scope")
    refused(e.ask_token("user", e.assertion(e.id, e.client)), 400, "invalid_scope")
    wrong = kit.form(e.meta["fpx_ticket_endpoint"], {"ticket": "x"}, headers=kit.bearer(e.token("user")))
    refused(wrong, 403, "insufficient_scope")
    account = kit.post(e.meta["registration_endpoint"], e.account_body(), {"Idempotency-Key": str(uuid.uuid4()), **kit.bearer(e.token("register"))})
    refused(account, 400, "invalid_client_metadata")


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
def identity_providers(world):
    for name, alg in (("north-bank-id", "RS256"), ("gov-id", "ES256"), ("campus-id", "ES256")):
        idp = world.idp(name)
        strong = list(idp["assurance"])[-1]
        tokens = world.wallet.sign_in(idp, "jonas", idp["scope"], acr_values=strong)
        header, claims = [json.loads(kit.unb64(p)) for p in tokens["id_token"].split(".")[:2]]
        assert header["alg"] == alg and claims["acr"] == strong and claims["nonce"] == tokens["nonce"], claims
        assert claims["iss"] == idp["issuer"] and claims["name"] == "Jonas Lindqvist"
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


def main():
    world = World(sys.argv[1])
    failed = 0
    try:
        for function in CHECKS:
            if len(sys.argv) > 2 and function.__name__ not in sys.argv[2:]:
                continue
            kit.send("POST", world.wallet.network["reset_all"])
            try:
                function(world)
                print("ok  ", function.__name__)
            except Exception as problem:
                import traceback
                failed += 1
                print("FAIL", function.__name__)
                traceback.print_exc(limit=-3 if os.environ.get("SHORT") else None)
    finally:
        world.process.terminate()
        world.process.wait(10)
    print(f"{failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
