"""Takes apart what was received: forms, JSON and JWS, in one another, as deep as anyone would nest them."""
import base64
import json
import urllib.parse

DEPTH = 6


def body_of(request):
    return base64.b64decode(request["body_base64"]) if request.get("body_base64") else request["body"].encode()


def jws_parts(text):
    """The decoded header and payload of a compact JWS, or of a JWE the header alone; None: it is neither."""
    parts = text.split(".")
    if len(parts) not in (3, 5):
        return None
    try:
        header = json.loads(unbase64url(parts[0]))
        payload = unbase64url(parts[1]) if len(parts) == 3 else b""
    except ValueError:
        return None
    return (header, payload) if isinstance(header, dict) else None


def unbase64url(text):
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def form_fields(text):
    """[(name, value)]; [] where it is no form."""
    try:
        return urllib.parse.parse_qsl(text, keep_blank_values=True, strict_parsing=True)
    except ValueError:
        return []


def leaves(value, name=""):
    """(member name, value) of each JSON leaf; members of lists have the list's name."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield from leaves(each, key)
    elif isinstance(value, list):
        for each in value:
            yield from leaves(each, name)
    else:
        yield name, value


def values_in(text, name, kind, depth=0):
    """(kind, name, value) of everything in `text`, which stands under `name`. What can be taken apart is given in its
    parts only, but for its signature or encryption, which is the rest of it."""
    if depth < DEPTH and isinstance(text, str):
        jws = jws_parts(text)
        if jws:
            for claim, value in leaves(jws[0]):
                yield from values_in(value, claim, "JWT header", depth + 1)
            yield from values_in(jws[1].decode("utf-8", "replace"), name, "JWT claim", depth + 1)
            yield kind, name, text.rsplit(".", 1)[1]
            return
        if text[:1] in ("{", "["):
            try:
                parsed = json.loads(text)
            except ValueError:
                parsed = None
            if parsed is not None:
                inner = "JWT claim" if kind == "JWT claim" else "JSON leaf"
                for leaf, value in leaves(parsed, name):
                    yield from values_in(value, leaf, inner, depth + 1)
                return
    if text != "":
        yield kind, name, text


def atoms(request, front_channel=False):
    """(kind, name, value) of everything that a request says. Of the front channel the browser's own headers are not the
    wallet's, and not covered."""
    target = urllib.parse.urlsplit(request["target"])
    for segment in target.path.split("/"):
        if segment:
            yield "path", "path", urllib.parse.unquote(segment)
    for name, value in form_fields(target.query):
        yield from values_in(value, name, "form value")
    if not front_channel:
        for name, value in request["headers"]:
            scheme, _, rest = value.partition(" ")
            if name.lower() == "authorization" and rest:
                yield "header", "authorization", scheme
                value = rest
            for part in value.split(" ") if name.lower() == "fpx-proof" else [value]:
                yield from values_in(part, name.lower(), "header")
    text = body_of(request).decode("utf-8", "replace")
    fields = [] if text[:1] in ("{", "[") else form_fields(text)
    if fields:
        for name, value in fields:
            yield "form name", "name", name
            yield from values_in(value, name, "form value")
    elif text:
        yield from values_in(text, "body", "body")


def views(request):
    """Bytes to be searched: as received, and with everything decoded."""
    # The record gives the bytes of a head as Latin-1.
    raw = [f"{request['method']} {request['target']}".encode("latin-1"), body_of(request)]
    raw += [f"{name}: {value}".encode("latin-1") for name, value in request["headers"]]
    yield from raw
    for each in raw:
        yield urllib.parse.unquote_to_bytes(each.replace(b"+", b" "))
    for _, name, value in atoms(request):
        yield f"{name}: {value}".encode()
        if isinstance(value, str):
            yield urllib.parse.unquote_to_bytes(value)
            try:
                yield unbase64url(value)
            except ValueError:
                pass  # not encoded
