"""Sign-in, step-up, refresh, logout and a change of keys at oidc-provider: five signature algorithms, three
configurations, PKCE required and `iss` announced in all of them."""
import argparse
import os
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from programs import Program, Wallet, expect, node  # noqa: E402
from visitor import Visitor  # noqa: E402

BARE, ROTATING, STRICT = ("RS256",), ("PS256", "ES384"), ("ES256", "EdDSA")


def provider(algorithm, issuer):
    scope = "openid profile" if algorithm in BARE else "openid profile offline_access"
    return {"identifier": algorithm.lower(), "issuer": issuer, "client_id": f"wallet-{algorithm}", "scope": scope,
            "assurance": {"loa1": {"ial": 1, "aal": 1}, "loa2": {"ial": 2, "aal": 2}}}


def each_algorithm(build, issuers, rotate):
    for algorithm, issuer in issuers.items():
        name, person = algorithm.lower(), Visitor("aicha")
        with Wallet(build, [provider(algorithm, issuer)]) as wallet:
            before = int(time.time())
            said = expect(wallet.do(f"sign-in {name}", person), provider=name, refreshable=algorithm not in BARE)
            assert before <= said["session"]["auth_time"] <= int(time.time()) + 1, said
            assert said["secrets"] == (0 if algorithm in BARE else 1), said
            if algorithm in BARE + ROTATING:  # the others keep the name for the userinfo endpoint, as the standard has it
                assert said["person"] == "The person aicha", said
            expect(wallet.do(f"sign-in {name} max_age=600", person))
            expect(wallet.do(f"sign-in {name} login", person))
            expect(wallet.do("refresh"))
            expect(wallet.do("refresh"))
            expect(wallet.do(f"sign-in {name}", Visitor("jonas")), "other_person", provider=name)
            rotate()
            expect(wallet.do(f"sign-in {name}", Visitor("aicha")), "key_unknown", provider=name)  # not again within a minute
            expect(wallet.do("later 61"))
            expect(wallet.do(f"sign-in {name}", Visitor("aicha")), provider=name)
            said = expect(wallet.do("sign-out"))
            assert "session" not in said and said["secrets"] == 0, said
            print(f"{algorithm}: signed in, refreshed, keys changed, signed out")


def logout(build, issuers):
    for algorithm in STRICT:
        name, person = algorithm.lower(), Visitor("aicha")
        with Wallet(build, [provider(algorithm, issuers[algorithm])]) as wallet:
            expect(wallet.do(f"sign-in {name}", person))
            expect(wallet.do("sign-out"))
            pages = len(person.journey)
            expect(wallet.do(f"logout {name}", person))
            # Nobody is signed in there any more: the next sign-in asks for the name again.
            expect(wallet.do(f"sign-in {name}", person))
            assert any("/interaction/" in url for url in person.journey[pages:]), person.journey
            print(f"{algorithm}: signed out at the provider too")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", default="build/dev")
    build = parser.parse_args().build
    program, peers = node(build)
    with Program(program, os.path.join(peers, "idp.mjs"), environment={"NODE_ENV": "test"}) as idp:
        issuers = idp.hear()["ready"]

        def rotate():
            idp.tell("rotate")
            assert idp.hear()["rotated"]

        each_algorithm(build, issuers, rotate)
        logout(build, issuers)


main()
