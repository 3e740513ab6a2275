"""A person at a browser of a few lines: follows redirects, keeps cookies, fills in the forms of pages."""
import html.parser
import http.cookiejar
import urllib.error
import urllib.parse
import urllib.request


class Forms(html.parser.HTMLParser):
    """The forms of a page: where each goes, and its fields."""

    def __init__(self, text):
        super().__init__()
        self.forms = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        if tag == "form":
            self.forms.append({"action": values.get("action", ""), "id": values.get("id", ""), "fields": {}})
        elif tag in ("input", "button") and self.forms and values.get("name"):
            self.forms[-1]["fields"].setdefault(values["name"], values.get("value", ""))


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


class Visitor:
    """`name` and `password` go into whatever form asks for them; other forms are sent as they are."""

    def __init__(self, name, password="secret"):
        self.name, self.password = name, password
        # As browsers do, it takes loopback for a safe place for cookies marked Secure.
        policy = http.cookiejar.DefaultCookiePolicy(secure_protocols=("http", "https"))
        self.cookies = http.cookiejar.CookieJar(policy)
        self._browser = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(self.cookies), NoRedirect)
        self.journey = []

    def _fetch(self, url, fields=None):
        self.journey.append(url)
        body = urllib.parse.urlencode(fields).encode() if fields is not None else None
        try:
            return self._browser.open(urllib.request.Request(url, body, {"Accept": "text/html"}), timeout=30)
        except urllib.error.HTTPError as answer:
            return answer

    def open(self, url):
        """Goes on until the wallet's callback has been visited."""
        fields = None
        for _ in range(20):
            answer = self._fetch(url, fields)
            here, fields = url, None
            if "Location" in answer.headers:
                url = urllib.parse.urljoin(here, answer.headers["Location"])
                continue
            text = answer.read().decode()
            if "/callback/" in here:
                return
            forms = Forms(text).forms
            assert forms, f"no way on at {here}: {answer.status}\n{text[:2000]}"
            form = self._choose(forms)
            fields = self._fill(form["fields"])
            url = urllib.parse.urljoin(here, form["action"])
        raise AssertionError(f"going in circles: {self.journey}")

    @staticmethod
    def _choose(forms):
        return next((form for form in forms if {"login", "username"} & set(form["fields"])), forms[0])

    def _fill(self, fields):
        mine = {"login": self.name, "username": self.name, "password": self.password}
        return {name: mine.get(name, value) for name, value in fields.items()}
