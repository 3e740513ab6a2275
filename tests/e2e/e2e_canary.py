"""After the main job: no network has received who the person is, and nothing on the disk can be read."""
import base64
import hashlib
import os
import urllib.parse

import person
import scenario
import wire

LEAST = 12  # shorter values occur by chance
NETWORKS = ("ontario", "nordic")
# A source's pseudonym is what a permission is issued under.
TOLD_TO_NETWORKS = ("pseudonym",)


def base64_forms(value):
    """What survives of `value` in the middle of a longer encoded text, at the three alignments."""
    for offset in range(3):
        encoded = base64.b64encode(b"\0" * offset + value)
        first = (offset * 8 + 5) // 6  # the characters before it depend on what stands in front
        whole = ((offset + len(value)) * 8) // 6
        yield encoded[first:whole]
        yield encoded[first:whole].replace(b"+", b"-").replace(b"/", b"_")


def forms(text):
    """The ways in which a careless program would write a value."""
    value = text.encode()
    digest = hashlib.sha256(value).digest()
    found = {value, value.hex().encode(), urllib.parse.quote(text, safe="").encode(), *base64_forms(value),
             digest, digest.hex().encode(), *base64_forms(digest), text.encode("utf-16-le")}
    return [form for form in found if len(form) >= LEAST]


def unwrapped(raw):
    """`raw`, and every JWS or form value in it decoded: base64url hides a text from a search for its plain form."""
    yield raw
    text = urllib.parse.unquote_to_bytes(raw.replace(b"+", b" "))
    yield text
    for word in text.replace(b"&", b" ").replace(b"=", b" ").replace(b'"', b" ").split():
        for part in word.split(b"."):
            if len(part) >= LEAST:
                try:
                    yield base64.b64decode(part + b"=" * (-len(part) % 4), altchars=b"-_", validate=True)
                except ValueError:
                    pass  # not encoded


def hits(raw, values):
    texts = list(unwrapped(raw))
    return {name for name, text in values for form in forms(text) if any(form in each for each in texts)}


def personal(scene, kinds):
    """[(what it is, value)] of everything that parties of these kinds know about people or have issued."""
    values = []
    for identifier, party in scene.sandbox.network["parties"].items():
        if party["kind"] not in kinds:
            continue
        secrets = scene.sandbox.secrets(identifier)
        values += [(f"{identifier}: {value}", value) for value in secrets.get("personal", [])
                   if len(value.encode()) >= LEAST]
        values += [(f"{identifier}: {each['kind']}", each["value"]) for each in secrets["issued"]
                   if each["kind"] not in TOLD_TO_NETWORKS]
    return values


def wire_texts(request):
    yield f"{request['method']} {request['target']}\n".encode()
    for name, value in request["headers"]:
        yield f"{name}: {value}".encode()
    yield base64.b64decode(request["body_base64"]) if request.get("body_base64") else request["body"].encode()


def check_networks(scene):
    values = personal(scene, ("idp", "source"))
    assert len(values) > 20, "the sandbox tells what to look for"
    found, looked_at = set(), 0
    for network in NETWORKS:
        for request in scene.sandbox.record(network)["requests"]:
            for raw in wire_texts(request):
                looked_at += 1
                found |= {f"{network} {request['method']} {request['path']}: {hit}" for hit in hits(raw, values)}
    assert looked_at > 50
    assert not found, "\n".join(sorted(found))


def files_of(*folders):
    for folder in folders:
        for where, _, names in os.walk(folder):
            for name in names:
                path = os.path.join(where, name)
                if os.path.isfile(path) and not os.path.islink(path):
                    with open(path, "rb") as file:
                        yield path, file.read()


def check_disk(scene):
    values = personal(scene, ("idp", "source", "as"))
    values += [("who the person is", name) for name in ("Aïcha Benali", "aicha.north-bank-id")]
    folders = [scene.wallet.data] + [os.environ[name] for name in
                                     ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME")]
    found, size = set(), 0
    for path, content in files_of(*folders):
        if os.sep + "keyrings" + os.sep in path:
            continue  # the keychain is where secrets belong
        size += len(content)
        found |= {f"{path}: {name}" for name, text in values for form in forms(text) if form in content}
    assert size > 10_000, "the wallet keeps something"
    assert not found, "\n".join(sorted(found))


def check_the_check():
    """What cannot find a planted value proves nothing."""
    name = "Aïcha Benali, treasurer"
    for offset in range(3):
        inside = b"x" * offset + name.encode() + b" and more"
        for planted in (inside, base64.b64encode(inside), base64.urlsafe_b64encode(inside).rstrip(b"="),
                        b"a=b&c=" + base64.urlsafe_b64encode(b'{"name":"' + inside + b'"}').rstrip(b"=") + b".sig",
                        urllib.parse.quote(inside).encode(), hashlib.sha256(name.encode()).hexdigest().encode()):
            assert hits(planted, [("it", name)]), planted
    assert not hits(b"nothing of the kind", [("it", name)])


def play(scene):
    check_the_check()
    browser = person.settle(scene)
    person.ask(scene, browser)
    person.open_request(scene)
    scene.wallet.desktop.press("Allow")
    browser.wait_for_text("Tetanus, diphtheria", timeout=30)
    assert wire.active_permissions(scene)
    scene.journal.step("What the networks received says nothing about the person")
    check_networks(scene)
    scene.journal.step("What lies on the disk says nothing, while it runs and afterwards")
    check_disk(scene)
    scene.wallet.stop()
    check_disk(scene)


if __name__ == "__main__":
    scenario.run(play)
