"""The running sandbox as the checks see it."""
import html, random, subprocess, tempfile
from urllib.parse import parse_qsl, urlencode, urlsplit

import walletkit as kit

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

    def device(self, client="immunize-me"):
        """The client's button for another device. Returns (a call that looks at its page again, the code)."""
        browser = kit.Browser()
        start = browser.get(self.url(client, "/start?device=1"))
        look = lambda: browser.get(browser_url(self.url(client), start.location))
        page = look().body.decode()
        link = html.unescape(page.split('id="wallet-link" href="')[1].split('"')[0])
        code = page.split('id="user-code">')[1].split("<")[0]
        assert link == "fpx-wallet:device?as=ontario" and code not in link, link
        return look, code

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
