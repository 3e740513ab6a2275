"""The detector's own test: a small record is clean, and not any more with each kind of leak in it."""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from privacy import canaries, documented, links, seeds  # noqa: E402

CONSTANTS = links.Constants({"http://127.0.0.3:1/token", "urn:assertion-type"},
                            [("user-agent", "fpx-wallet"), ("authorization", "Bearer"), ("alg", "ES256"), ("a", "b"),
                             ("path", "token"), ("name", "assertion"), ("name", "id_token"), ("name", "j"),
                             ("name", "a"), ("name", "field"), ("scope", "*"), ("signature", "*")])


def request(number, connection, text, token, at=1_760_000_000):
    made = {"number": number, "at_ms": at * 1000, "method": "POST", "target": "/token", "path": "/token",
            "headers": [["User-Agent", "fpx-wallet"], ["Authorization", "Bearer " + token]], "connection": connection,
            "status": 200}
    seeds.with_body(made, text)
    return made


def account(number, name, at):
    claims = {"iss": name, "sub": name, "iat": at, "exp": at + 60, "jti": "jti-of-" + name}
    signed = seeds.jws(claims).replace(".c2ln", "." + seeds.b64url(name.encode() * 4))
    return request(number, number, "assertion=" + signed, "token-of-" + name, at)


def record():
    names = ("first", "second")
    belongs_to = {word: name for name in names for word in (name, "token-of-" + name)}
    belongs_to |= {name: name for name in names}
    return [("as", [account(1, "first", 1_760_000_000), account(2, "second", 1_760_000_500)], belongs_to)]


def dates():
    """What only says when a request came is nothing shared; an auth_time is, and so is any other date."""
    at = 1_760_000_000
    assert links.says_when_only("iat", at, at) and links.says_when_only("exp", at + 300, at + 2)
    assert links.says_when_only("exp", 1_760_054_400 // links.DAY * links.DAY, at)
    assert not links.says_when_only("auth_time", at, at)
    assert not links.says_when_only("iat", at - 3600, at)
    assert not links.says_when_only("updated_at", at, at)


def one_request_of_two():
    records = record()
    records[0][1][0]["headers"].append(["X-Other", "second"])
    assert any("names 2 accounts" in each for each in links.find(records, CONSTANTS))


def names_are_not_blamed():
    """A short value is shared under one name only; a constant is no leak under its name and is under another."""
    for value, names, shared in (("de", ("a1", "b1"), False), ("de", ("a1", "a1"), True),
                                 ("ES256", ("alg", "alg"), False), ("ES256", ("other", "other"), True)):
        records = record()
        for made, name in zip(records[0][1], names):
            made["headers"].append([name, value])
        assert bool(links.find(records, CONSTANTS)) == shared, (value, names)


def main():
    assert not links.find(record(), CONSTANTS), links.find(record(), CONSTANTS)
    assert not canaries.find(record()[0][1], [("seed", seeds.VALUE)])
    assert len(documented.table()) > 20
    seeds.check_canaries(record()[0][1], [("idp: code", "4/code-of-the-provider+=")])
    seeds.check_links(record(), CONSTANTS)
    dates()
    one_request_of_two()
    names_are_not_blamed()
    print("ok")


if __name__ == "__main__":
    main()
