"""What the network must refuse, named after the violation."""
import json, time, uuid

import walletkit as kit
from checks.world import check, last, refused


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
def bad_codes(world):
    """A code is for the first enrolment that reads it, for ten minutes, and for five wrong guesses."""
    first, second = world.enrol(), world.enrol()
    _, code = world.device()
    assert len(code) == 9 and code[4] == "-" and not set(code.replace("-", "")) - set("BCDFGHJKLMNPQRSTVWXZ"), code
    both = kit.form(first.meta["fpx_ticket_endpoint"], {"user_code": code, "ticket": "x"},
                    headers=kit.bearer(first.token("uma_protection")))
    refused(both, 400, "invalid_request")
    details = first.ticket(code=" " + code.lower().replace("-", "") + " ")
    assert details.status == 200, details.body
    refused(second.ticket(code=code), 409, "ticket_bound")
    assert first.ticket(code=code).status == 200, "the same enrolment may read it again"
    refused(first.ticket(details.json["ticket"]), 400, "invalid_ticket")
    wrong = next(letter for letter in "BCDFG" if letter != code[0]) + code[1:]
    for _ in range(5):
        refused(second.ticket(code=wrong), 400, "invalid_ticket")
    _, other = world.device()
    refused(second.ticket(code=other), 429, "too_many_codes")
    assert first.ticket(code=other).status == 200, "another enrolment's guesses are not this one's"
    world.control("ontario", {"expire_tickets": True})
    refused(first.ticket(code=code), 400, "expired_ticket")


@check
def bad_direct_posts(world):
    """An answer that no browser brings is taken for another device only, and from the enrolment that read the code."""
    reader, stranger, source = world.enrol(), world.enrol(), world.source()
    browser, details = world.ask(reader)
    pid = reader.permission(details, details["requested_resources"][0], source)[0]
    request = details["authorization_request"]
    fields = {"id_token": reader.id_token(details, [pid]), "state": request["state"], "iss": reader.iss}
    refused(kit.form(request["redirect_uri"], fields), 403, "wrong_browser")

    _, code = world.device()
    unread = [s["value"] for s in kit.send("GET", world.url("ontario", "/control/secrets")).json["issued"] if s["kind"] == "state"][-1]
    refused(kit.form(request["redirect_uri"], {"error": "access_denied", "state": unread, "iss": world.wallet.operator}),
            400, "invalid_request")
    details = reader.ticket(code=code).json
    request = details["authorization_request"]
    assert request["state"] == unread
    pid = reader.permission(details, details["requested_resources"][0], source)[0]
    send = lambda fields: kit.form(request["redirect_uri"], {"state": request["state"], **fields})
    refused(send({"id_token": stranger.id_token(details, [pid]), "iss": stranger.iss}), 400, "invalid_id_token")
    refused(send({"id_token": reader.id_token(details, [pid], nonce="x" * 43), "iss": reader.iss}), 400, "invalid_id_token")
    refused(send({"id_token": reader.id_token(details, [pid]), "iss": stranger.iss}), 400, "invalid_id_token")
    refused(send({"error": "access_denied", "iss": reader.iss}), 400, "wrong_issuer")
    good = {"id_token": reader.id_token(details, [pid]), "iss": reader.iss}
    assert send(good).status == 200 and send(good).status == 200
    refused(send({"id_token": reader.id_token(details, [pid]), "iss": reader.iss}), 400, "state_used")
    refused(send({"error": "access_denied", "iss": world.wallet.operator}), 400, "state_used")


@check
def declined_on_another_device(world):
    enrolment = world.enrol()
    page, code = world.device()
    request = enrolment.ticket(code=code).json["authorization_request"]
    fields = {"error": "access_denied", "error_description": "expired", "state": request["state"], "iss": world.wallet.operator}
    assert kit.form(request["redirect_uri"], fields).status == kit.form(request["redirect_uri"], fields).status == 200
    page()
    assert (last(world)["outcome"], last(world)["documents"]) == ("declined", []), last(world)


@check
def bad_reuse(world):
    """What does not cover the request is not reused, each for its own reason."""
    enrolment, source = world.enrol(), world.source()

    def name(*ids, client="immunize-me", decision="granted", by=enrolment, **options):
        browser, details = world.ask(by, client, **options)
        fields = {"id_token": by.id_token(details, list(ids), decision), "iss": by.iss}
        answer = world.answer(browser, details, fields)
        refused(answer, 400, "invalid_permission")
        return answer.json["error_description"]

    _, _, one, _ = world.grant(enrolment, source)
    assert "not of this account" in name(one, by=world.enrol()), "another_account"
    assert "another client's" in name(one, client="healthtrack-plus"), "another_client"
    assert "named twice" in name(one, one), "named_twice"
    _, _, two, _ = world.grant(enrolment, source)
    assert "more are named than fit" in name(one, two), "two_for_one_resource"
    _, details = world.ask(enrolment)
    pending, _, _ = enrolment.permission(details, details["requested_resources"][0], source)
    assert "neither pending for this ticket nor active" in name(pending), "pending_for_another_ticket"
    version = enrolment.manage("GET", "/" + two).json["version"]
    enrolment.manage("PATCH", "/" + two, body={"status": "disabled"}, headers={"If-Match": f'"{version}"'})
    assert "nor active" in name(two), "paused"
    enrolment.manage("DELETE", "/" + one)
    assert "nor active" in name(one), "revoked"
    _, _, once, _ = world.grant(enrolment, source, scopes=["read"], decision="partial", usage="once")
    assert "for one time" in name(once, decision="partial"), "once"
    browser, details = world.ask(enrolment)
    short, _, _ = enrolment.permission(details, details["requested_resources"][0], source, exp=int(time.time()) + 2)
    world.answer(browser, details, {"id_token": enrolment.id_token(details, [short]), "iss": enrolment.iss})
    time.sleep(2.2)
    assert "nor active" in name(short), "ended"


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
def hostile_jwe_at_source(world):
    """Whatever a wallet puts into a ROT, the source answers and lives."""
    source = world.source()
    enrolment = world.enrol()
    rs, key = source.identifier_at(enrolment.issuer), source.encryption_key()
    good = kit.encrypt_rot("x", key, enrolment.issuer, rs).split(".")
    header = json.loads(kit.unb64(good[0]))

    def sealed(head=None, **parts):
        fields = [kit.b64(kit.compact({**header, **(head or {})}))] + good[1:]
        for index, value in parts.items():
            fields[int(index[1])] = value
        return ".".join(fields)
    rots = [sealed({"epk": {"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"}}), sealed({"epk": 7}), sealed({"epk": {}}),
            sealed({"epk": {"kty": "EC", "crv": "P-256", "x": kit.b64(b"\1" * 32), "y": kit.b64(b"\2" * 32)}}),
            sealed({"epk": {"kty": "oct", "k": "AAAA"}}), sealed(p4=""), sealed(p4="AAAA"), sealed(p2=""), sealed(p3=""),
            sealed(p1="AAAA")]
    for rot in rots:
        enrolment = world.enrol()
        browser, details = world.ask(enrolment)
        pid, posted, _ = enrolment.permission(details, details["requested_resources"][0], source, rot=rot)
        if posted.status != 201:
            continue
        reply = world.answer(browser, details, {"id_token": enrolment.id_token(details, [pid]), "iss": enrolment.iss})
        assert "nothing to show" in world.finish(browser, reply).body.decode(), rot
    assert source.userinfo()["sub"]
