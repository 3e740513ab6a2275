"""What the wallet answers, read by openid-client: the real application meets a request of the sandbox's network, by each
response mode, with and without a request object. What comes back is judged by the peer with the keys of the enrolment,
and judged again with one thing wrong at a time."""
import json
import os
import sys
import urllib.parse

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.dirname(HERE), os.path.join(os.path.dirname(os.path.dirname(HERE)), "e2e")]
import person  # noqa: E402
import scenario  # noqa: E402
import wire  # noqa: E402
from programs import Program, node  # noqa: E402


def enrolled_keys(scene, issuer):
    """The key set that the wallet registered for this issuer."""
    for each in wire.received(scene, "/register"):
        wallet = json.loads(each["body"] or "{}").get("fpx_wallet", {})
        if wallet.get("issuer") == issuer:
            return wallet["jwks"]
    raise AssertionError(f"nobody enrolled as {issuer}")


def request_of(link):
    """What the network asked for; from its request object where there is one."""
    query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(link).query, strict_parsing=True))
    if "request" in query:
        query.update(wire.decoded(query["request"].split(".")[1]))
    return query


def ask(scene, browser, mode, request_object):
    """One request and the person's answer to it: as the peer wants to read them."""
    scene.journal.step(f"{mode}, {'with' if request_object else 'without'} a request object")
    first = scene.sandbox.record("ontario")["next"]
    person.begin(scene, browser, f"offer=immunizations&response_mode={mode}&request_object={request_object}")
    link = browser.attribute("#wallet-open", "href")
    assert ("request=" in link) == bool(request_object), link
    browser.click("#wallet-open")
    browser.wait_for_text("Look at your wallet")
    person.open_request(scene)
    scene.wallet.desktop.press("Allow")
    browser.wait_for_text("Tetanus, diphtheria", timeout=30)
    scene.wallet.desktop.press("Close")
    [received] = wire.answers(scene, first)
    request, fields = request_of(link), wire.form(received)
    network = scene.sandbox.party("ontario")
    return {"issuer": fields["iss"], "client_id": network["client_id"], "jwks": enrolled_keys(scene, fields["iss"]),
            "nonce": request["nonce"], "state": request["state"], "mode": mode,
            "redirect_uri": network["redirect_uri"], "answer": urllib.parse.urlencode(fields)}


def changed_token(answer):
    fields = dict(urllib.parse.parse_qsl(answer))
    header, payload, signature = fields["id_token"].split(".")
    fields["id_token"] = f"{header}.{payload}.{'B' if signature[0] == 'A' else 'A'}{signature[1:]}"
    return urllib.parse.urlencode(fields)


def lies(answer, other):
    """One thing wrong at a time; `other` is another genuine answer of the same wallet."""
    key = dict(answer["jwks"]["keys"][0])
    key["x"], key["y"] = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"
    return {"nonce of another request": {"nonce": other["nonce"]},
            "state of another request": {"state": other["state"]},
            "another client": {"client_id": "somebody-else"},
            "another issuer": {"issuer": answer["issuer"] + "x"},
            "keys of somebody else": {"jwks": {"keys": [key]}},
            "a changed signature": {"answer": changed_token(answer["answer"])},
            "the answer to another request": {"answer": other["answer"]}}


def play(scene):
    program, peers = node(scene.build)
    browser = person.settle(scene)
    with Program(program, os.path.join(peers, "relying-party.mjs")) as peer:
        def judge(question):
            peer.tell(json.dumps(question))
            return peer.hear()

        genuine = []
        for mode in ("form_post", "fragment"):
            for request_object in (0, 1):
                answer = ask(scene, browser, mode, request_object)
                said = judge(answer)
                assert "claims" in said, said
                assert said["claims"]["fpx_decision"] in ("granted", "partial"), said
                genuine.append(answer)
        for answer, other in ((genuine[0], genuine[1]), (genuine[3], genuine[2])):
            for name, lie in lies(answer, other).items():
                said = judge({**answer, **lie})
                assert "refused" in said, (name, said)
                scene.journal.line("peer", f"{answer['mode']}: {name}: {said['refused']}")


if __name__ == "__main__":
    scenario.run(play)
