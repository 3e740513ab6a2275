"""Sign-in, step-up by acr, refresh and logout at Keycloak, from Maven Central, on this computer's Java. Its start takes
a minute or two, so it runs with ./dev test --full only. The distribution is kept in $XDG_CACHE_HOME."""
import argparse
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import zipfile

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from programs import SKIPPED, Wallet, expect  # noqa: E402
from visitor import Visitor  # noqa: E402

VERSION = "26.7.3"  # the newest that Java 17 runs
START = 300  # seconds; the first start also builds it


def skip(why):
    print(f"SKIP: {why}")
    sys.exit(SKIPPED)


def distribution():
    """The unpacked distribution; fetched once."""
    cache = os.path.join(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "fpx-interop")
    home = os.path.join(cache, f"keycloak-{VERSION}")
    if os.path.exists(os.path.join(home, "complete")):
        return home
    if not shutil.which("mvn") or not shutil.which("java"):
        skip("mvn and java are not installed")
    os.makedirs(cache, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache) as folder:
        subprocess.run(["mvn", "-q", "-B", "dependency:copy", f"-DoutputDirectory={folder}",
                        f"-Dartifact=org.keycloak:keycloak-quarkus-dist:{VERSION}:zip"], check=True, cwd=folder)
        shutil.rmtree(home, ignore_errors=True)
        with zipfile.ZipFile(os.path.join(folder, f"keycloak-quarkus-dist-{VERSION}.zip")) as archive:
            archive.extractall(cache)
    os.chmod(os.path.join(home, "bin", "kc.sh"), 0o755)
    open(os.path.join(home, "complete"), "w").close()
    return home


def realm():
    """One client for the wallet, one person, and two levels of sign-in: the second asks for the password again."""
    level = lambda number, seconds: {  # noqa: E731
        "alias": f"level {number}",
        "config": {"loa-condition-level": str(number), "loa-max-age": str(seconds)}}
    step = lambda number: [  # noqa: E731
        {"authenticator": "conditional-level-of-authentication", "authenticatorConfig": f"level {number}",
         "requirement": "REQUIRED", "priority": 10},
        {"authenticator": "auth-username-password-form" if number == 1 else "auth-password-form",
         "requirement": "REQUIRED", "priority": 20}]
    return {
        "realm": "people", "enabled": True, "sslRequired": "none", "revokeRefreshToken": True, "refreshTokenMaxReuse": 0,
        "attributes": {"acr.loa.map": json.dumps({"loa1": 1, "loa2": 2})},
        "browserFlow": "steps",
        "authenticatorConfig": [level(1, 36000), level(2, 0)],
        "authenticationFlows": [
            {"alias": "steps", "providerId": "basic-flow", "topLevel": True, "builtIn": False,
             "authenticationExecutions": [
                 {"authenticator": "auth-cookie", "requirement": "ALTERNATIVE", "priority": 10},
                 {"flowAlias": "levels", "authenticatorFlow": True, "requirement": "ALTERNATIVE", "priority": 20}]},
            {"alias": "levels", "providerId": "basic-flow", "topLevel": False, "builtIn": False,
             "authenticationExecutions": [
                 {"flowAlias": "first", "authenticatorFlow": True, "requirement": "CONDITIONAL", "priority": 10},
                 {"flowAlias": "second", "authenticatorFlow": True, "requirement": "CONDITIONAL", "priority": 20}]},
            {"alias": "first", "providerId": "basic-flow", "topLevel": False, "builtIn": False,
             "authenticationExecutions": step(1)},
            {"alias": "second", "providerId": "basic-flow", "topLevel": False, "builtIn": False,
             "authenticationExecutions": step(2)}],
        "clients": [{
            "clientId": "wallet", "publicClient": True, "standardFlowEnabled": True,
            "redirectUris": ["http://127.0.0.1/callback/keycloak"],
            # As its own defaults do, this adds `email` to whatever is asked for.
            "defaultClientScopes": ["basic", "acr", "profile", "email"], "optionalClientScopes": [],
            "attributes": {"pkce.code.challenge.method": "S256",
                           "post.logout.redirect.uris": "http://127.0.0.1/callback/keycloak"}}],
        "users": [{"username": name, "enabled": True, "firstName": name.title(), "lastName": "Benali",
                   "email": f"{name}@people.example", "emailVerified": True,
                   "credentials": [{"type": "password", "value": "secret"}]} for name in ("aicha", "jonas")]}


class Keycloak:
    def __init__(self, folder):
        home = distribution()
        copy = os.path.join(folder, "keycloak")
        shutil.copytree(home, copy)
        os.makedirs(os.path.join(copy, "data", "import"))
        with open(os.path.join(copy, "data", "import", "people-realm.json"), "w", encoding="utf-8") as file:
            json.dump(realm(), file)
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.issuer = f"http://127.0.0.1:{port}/realms/people"
        self.log = os.path.join(folder, "keycloak.log")
        with open(self.log, "w", encoding="utf-8") as log:
            self._process = subprocess.Popen(
                [os.path.join(copy, "bin", "kc.sh"), "start-dev", "--import-realm", "--http-host=127.0.0.1",
                 f"--http-port={port}"], stdout=log, stderr=subprocess.STDOUT,
                env={**os.environ, "JAVA_OPTS_APPEND": "-XX:TieredStopAtLevel=1"})

    def wait(self):
        began = time.monotonic()
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        while True:
            try:
                opener.open(self.issuer + "/.well-known/openid-configuration", timeout=10).close()
                return round(time.monotonic() - began)
            except OSError:
                ended = self._process.poll() is not None
                assert not ended and time.monotonic() - began < START, open(self.log, encoding="utf-8").read()[-4000:]
                time.sleep(0.5)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.terminate()
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def play(wallet, person):
    said = expect(wallet.do("sign-in keycloak", person), provider="keycloak", ial=1, aal=1, refreshable=True)
    assert said["person"] == "Aicha Benali", said
    expect(wallet.do("refresh"), ial=1)
    expect(wallet.do("refresh"), ial=1)
    print("signed in, refreshed twice with rotation")

    pages = len(person.journey)
    expect(wallet.do("sign-in keycloak aal=2", person), ial=2, aal=2)
    assert any("login-actions" in url for url in person.journey[pages:]), person.journey[pages:]
    expect(wallet.do("refresh"), ial=2, aal=2)
    expect(wallet.do("sign-in keycloak aal=3", person), "assurance_unmet", aal=2)
    expect(wallet.do("sign-in keycloak login", person))
    expect(wallet.do("sign-in keycloak max_age=3600", person))
    print("stepped up")

    expect(wallet.do("sign-in keycloak", Visitor("jonas")), "other_person", provider="keycloak")
    expect(wallet.do("sign-in keycloak", person))
    said = expect(wallet.do("sign-out"))
    assert "session" not in said and said["secrets"] == 0, said
    expect(wallet.do("logout keycloak", person))
    pages = len(person.journey)
    expect(wallet.do("sign-in keycloak", person))
    assert any("login-actions" in url for url in person.journey[pages:]), person.journey[pages:]
    print("signed out here and there")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", default="build/dev")
    build = parser.parse_args().build
    if not os.environ.get("FPX_TEST_FULL"):
        skip("only with ./dev test --full")
    with tempfile.TemporaryDirectory() as folder, Keycloak(folder) as keycloak:
        print(f"Keycloak {VERSION} was ready after {keycloak.wait()} s")
        provider = {"identifier": "keycloak", "issuer": keycloak.issuer, "client_id": "wallet", "scope": "openid profile",
                    "assurance": {"loa1": {"ial": 1, "aal": 1}, "loa2": {"ial": 2, "aal": 2}}}
        with Wallet(build, [provider]) as wallet:
            play(wallet, Visitor("aicha"))


main()
