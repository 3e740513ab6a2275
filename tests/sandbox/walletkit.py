"""A conforming wallet in a few lines, for the sandbox's own check. Shares nothing with the wallet's code."""
import base64, hashlib, hmac, http.client, json, secrets, time, uuid
from urllib.parse import parse_qsl, urlencode, urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def digest(text):
    return b64(hashlib.sha256(text.encode() if isinstance(text, str) else text).digest())


def compact(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


class Key:
    def __init__(self):
        self.private = ec.generate_private_key(ec.SECP256R1())
        n = self.private.public_key().public_numbers()
        self.jwk = {"kty": "EC", "crv": "P-256", "x": b64(n.x.to_bytes(32, "big")), "y": b64(n.y.to_bytes(32, "big"))}
        self.thumbprint = digest(compact({k: self.jwk[k] for k in ("crv", "kty", "x", "y")}))

    def sign(self, typ, claims, **header):
        head = {"typ": typ, "alg": "ES256", **header}
        body = b64(compact(head)) + "." + b64(compact(claims))
        r, s = decode_dss_signature(self.private.sign(body.encode(), ec.ECDSA(hashes.SHA256())))
        return body + "." + b64(r.to_bytes(32, "big") + s.to_bytes(32, "big"))


def verify(jws, jwk):
    head, body, signature = jws.split(".")
    raw = unb64(signature)
    public = ec.EllipticCurvePublicNumbers(int.from_bytes(unb64(jwk["x"]), "big"), int.from_bytes(unb64(jwk["y"]), "big"),
                                           ec.SECP256R1()).public_key()
    der = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    public.verify(der, (head + "." + body).encode(), ec.ECDSA(hashes.SHA256()))
    return json.loads(unb64(head)), json.loads(unb64(body))


def encrypt_rot(rot, jwk, issuer, rs):
    """ECDH-ES + A256GCM (RFC 7518 section 4.6)."""
    ephemeral = Key()
    public = ec.EllipticCurvePublicNumbers(int.from_bytes(unb64(jwk["x"]), "big"), int.from_bytes(unb64(jwk["y"]), "big"),
                                           ec.SECP256R1()).public_key()
    shared = ephemeral.private.exchange(ec.ECDH(), public)

    def field(data):
        return len(data).to_bytes(4, "big") + data
    info = field(b"A256GCM") + field(issuer.encode()) + field(rs.encode()) + (256).to_bytes(4, "big")
    key = hashlib.sha256((1).to_bytes(4, "big") + shared + info).digest()
    header = {"alg": "ECDH-ES", "enc": "A256GCM", "typ": "fpx-rot+jwe", "kid": jwk["kid"], "epk": ephemeral.jwk,
              "apu": b64(issuer.encode()), "apv": b64(rs.encode())}
    protected, iv = b64(compact(header)), secrets.token_bytes(12)
    sealed = AESGCM(key).encrypt(iv, rot.encode(), protected.encode())
    return ".".join([protected, "", b64(iv), b64(sealed[:-16]), b64(sealed[-16:])])


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body
        self.location = dict((k.lower(), v) for k, v in headers).get("location", "")

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def error(self):
        try:
            return self.json.get("error", "")
        except ValueError:
            return ""


def send(method, url, body=None, headers=None, cookies=None):
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=20)
    head = dict(headers or {})
    jar = (cookies or {}).get(parts.hostname, {}) if cookies is not None else {}
    if jar:
        head["Cookie"] = "; ".join(f"{k}={v}" for k, v in jar.items())
    target = parts.path + ("?" + parts.query if parts.query else "")
    connection.request(method, target or "/", body, head)
    reply = connection.getresponse()
    answer = Answer(reply.status, reply.getheaders(), reply.read())
    connection.close()
    if cookies is not None:
        for name, value in answer.headers:
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                cookies.setdefault(parts.hostname, {})[key] = rest.split(";")[0]
    return answer


def form(url, fields, **more):
    headers = {"Content-Type": "application/x-www-form-urlencoded", **more.pop("headers", {})}
    return send("POST", url, urlencode(fields), headers, **more)


def post(url, value, headers=None):
    body = value if isinstance(value, bytes) else compact(value)
    return send("POST", url, body, {"Content-Type": "application/json", **(headers or {})})


def bearer(token):
    return {"Authorization": "Bearer " + token}


class Browser:
    """Cookies, redirects by hand, and the values of the first form or link of a page."""
    def __init__(self):
        self.cookies = {}

    def get(self, url):
        return send("GET", url, headers={"Accept": "application/json"}, cookies=self.cookies)

    def post(self, url, fields, accept="application/json"):
        return form(url, fields, headers={"Accept": accept}, cookies=self.cookies)


class Enrolment:
    """One enrolment with one account at one AS."""
    def __init__(self, wallet, issuer, **faults):
        self.wallet, self.issuer = wallet, issuer
        self.meta = send("GET", issuer + "/.well-known/uma2-configuration").json
        assert self.meta["issuer"] == issuer
        self.client, self.provider, self.account_key = Key(), Key(), Key()
        self.iss = wallet.operator + "/i/" + self.provider.thumbprint
        self.body = {"software_statement": wallet.statement, "token_endpoint_auth_method": "private_key_jwt",
                     "token_endpoint_auth_signing_alg": "ES256", "grant_types": ["client_credentials"],
                     "response_types": [], "scope": "register uma_protection", "jwks": {"keys": [self.client.jwk]},
                     "fpx_wallet": {"issuer": self.iss, "jwks": {"keys": [self.provider.jwk]}}}

    def enrol(self):
        answer = post(self.meta["registration_endpoint"], self.body, {"Idempotency-Key": str(uuid.uuid4())})
        assert answer.status == 201, answer.body
        self.registration = answer.json
        self.id = self.registration["client_id"]
        account = post(self.meta["registration_endpoint"], self.account_body(),
                       {"Idempotency-Key": str(uuid.uuid4()), **bearer(self.token("register"))})
        assert account.status == 201, account.body
        self.account_registration = account.json
        self.account = self.account_registration["client_id"]
        return self

    def account_body(self, key=None):
        return {"token_endpoint_auth_method": "private_key_jwt", "token_endpoint_auth_signing_alg": "ES256",
                "grant_types": ["client_credentials"], "response_types": [], "scope": "user", "fpx_account": True,
                "jwks": {"keys": [(key or self.account_key).jwk]}}

    def assertion(self, client_id, key, **changes):
        now = int(time.time())
        typ = changes.pop("typ", "client-authentication+jwt")
        claims = {"iss": client_id, "sub": client_id, "aud": self.issuer, "iat": now, "exp": now + 60,
                  "jti": secrets.token_urlsafe(24), **changes}
        return key.sign(typ, claims)

    def ask_token(self, scope, assertion=None):
        user = scope == "user"
        assertion = assertion or self.assertion(self.account if user else self.id, self.account_key if user else self.client)
        return form(self.meta["token_endpoint"], {
            "grant_type": "client_credentials", "scope": scope, "client_assertion": assertion,
            "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"})

    def token(self, scope):
        answer = self.ask_token(scope)
        assert answer.status == 200, answer.body
        return answer.json["access_token"]

    def ticket(self, ticket=None, code=None):
        field = {"user_code": code} if code else {"ticket": ticket}
        return form(self.meta["fpx_ticket_endpoint"], field, headers=bearer(self.token("uma_protection")))

    def permission(self, details, resource, source, scopes=None, days=30, **changes):
        """Signs and posts one permission. Returns (id, answer, body)."""
        key, now, pid = Key(), int(time.time()), str(uuid.uuid4())
        exp = changes.pop("exp", now + days * 86400)
        rs = source.identifier_at(self.issuer)
        base = {"permission_id": pid, "as": self.issuer, "aud": rs, "exp": exp,
                "client_id": details["client"]["client_id"]}
        pseudonym, rot = source.rot(base, key, changes.pop("subject", None), changes.pop("rot_changes", {}))
        sealed = changes.pop("rot", None) or encrypt_rot(rot, source.encryption_key(), self.issuer, rs)
        claims = {**base, "iss": pseudonym, "request_id": resource["request_id"],
                  "resource_definition": resource["resource_definition"],
                  "resource_scopes": scopes or [s["scope"] for s in resource["scopes"]],
                  "usage": details["usage"], "nbf": now, "iat": now, "ticket_hash": digest(details["ticket"]),
                  "rot_hash": digest(sealed), **changes.pop("claims", {})}
        signer = changes.pop("signer", key)
        jws = signer.sign(changes.pop("typ", "fpx-permission+jwt"), claims, jwk=key.jwk)
        body = compact({"permission": jws, "rot": sealed})
        answer = post(self.meta["fpx_permission_endpoint"], body,
                      {"Idempotency-Key": changes.pop("key", pid), **bearer(self.token("user"))})
        return pid, answer, body

    def id_token(self, details, permissions, decision="granted", key=None, typ="JWT", drop=(), **changes):
        now = int(time.time())
        request = details["authorization_request"]
        claims = {"iss": self.iss, "sub": self.account, "aud": request["client_id"], "nonce": request["nonce"], "iat": now,
                  "exp": now + 300, "jti": secrets.token_urlsafe(24), "fpx_ticket_hash": digest(details["ticket"]),
                  "fpx_purpose": details["purpose"], "fpx_decision": decision, "fpx_permissions": permissions, **changes}
        return (key or self.provider).sign(typ, {k: v for k, v in claims.items() if k not in drop})

    def manage(self, method, path="", **more):
        headers = {**bearer(self.token("user")), **more.pop("headers", {})}
        body = more.pop("body", None)
        if body is not None:
            headers["Content-Type"] = "application/json"
            body = compact(body)
        return send(method, self.meta["fpx_permission_endpoint"] + path, body, headers)


class Source:
    """A connected data source account."""
    def __init__(self, wallet, entry, person):
        self.wallet, self.entry, self.pool = wallet, entry, {}
        self.meta = send("GET", entry["issuer"] + "/.well-known/openid-configuration").json
        self.tokens = wallet.sign_in(entry, person, entry["scope"])

    def encryption_key(self):
        return [k for k in send("GET", self.meta["jwks_uri"]).json["keys"] if k["use"] == "enc"][0]

    def identifier_at(self, issuer):
        name = [a["identifier"] for a in self.wallet.profile["authorization_servers"] if a["issuer"] == issuer][0]
        return [a["resource_server"] for a in self.entry["authorization_servers"] if a["identifier"] == name][0]

    def userinfo(self):
        return send("GET", self.entry["userinfo"], headers=bearer(self.tokens["access_token"])).json

    def rot(self, base, key, subject, changes):
        extra = {"subject": subject} if subject else {}
        if self.entry["rot"]["strategy"] == "simple":
            answer = post(self.entry["rot"]["endpoint"], {"permission_id": base["permission_id"], "jkt": key.thumbprint, **extra},
                          bearer(self.tokens["access_token"]))
            return str(uuid.uuid4()), answer.json["rot"]
        if not self.pool.get(subject, (0, []))[1]:
            answer = post(self.entry["rot"]["endpoint"], extra, bearer(self.tokens["access_token"])).json
            self.pool[subject] = (unb64(answer["proof"]), answer["pseudonyms"])
        proof, pseudonyms = self.pool[subject]
        pseudonym = pseudonyms.pop()
        claims = {"sub": pseudonym, "cnf": {"jkt": key.thumbprint}, **base, **changes}
        body = b64(compact({"typ": "fpx-rot+jwt", "alg": "HS256"})) + "." + b64(compact(claims))
        return pseudonym, body + "." + b64(hmac.new(proof, body.encode(), hashlib.sha256).digest())


class Wallet:
    def __init__(self, directory):
        keys = json.load(open(directory + "/operator-keys.json"))["keys"]
        self.header, self.profile = verify(open(directory + "/operator.jws").read(), keys[0])
        self.network = json.load(open(directory + "/network.json"))
        self.operator = self.profile["iss"]
        self.statement = self.profile["authorization_servers"][0]["software_statement"]

    def sign_in(self, entry, person, scope, **more):
        """Authorization code + PKCE through the login (and consent) pages."""
        browser, verifier, state, nonce = Browser(), secrets.token_urlsafe(48), secrets.token_urlsafe(32), secrets.token_urlsafe(32)
        meta = send("GET", entry["issuer"] + "/.well-known/openid-configuration").json
        redirect = "http://127.0.0.1:40001/callback/" + entry["identifier"]
        page = browser.get(meta["authorization_endpoint"] + "?" + urlencode({
            "response_type": "code", "client_id": entry["client_id"], "redirect_uri": redirect, "scope": scope, "state": state,
            "nonce": nonce, "code_challenge": digest(verifier), "code_challenge_method": "S256", **more}))
        login = self.network["parties"][entry["identifier"]]["people"][person]
        for _ in range(3):
            if page.status != 200:
                break
            flow = page.body.decode().split('name="flow" value="')[1].split('"')[0]
            if b'action="/login"' in page.body:
                page = browser.post(entry["issuer"] + "/login", {"flow": flow, "username": login["username"], "password": login["password"]})
            elif b'action="/second-factor"' in page.body:
                page = browser.post(entry["issuer"] + "/second-factor", {"flow": flow, "otp": "424242"})
            else:
                page = browser.post(entry["issuer"] + "/consent", {"flow": flow, "answer": "allow"})
        assert page.location.startswith(redirect + "?"), (page.status, page.body)
        answer = dict(parse_qsl(urlsplit(page.location).query))
        assert answer["state"] == state and answer["iss"] == entry["issuer"]
        reply = form(meta["token_endpoint"], {"grant_type": "authorization_code", "code": answer["code"], "code_verifier": verifier,
                                              "redirect_uri": redirect, "client_id": entry["client_id"]})
        assert reply.status == 200, reply.body
        return {**reply.json, "nonce": nonce, "code": answer["code"], "verifier": verifier, "redirect": redirect}
