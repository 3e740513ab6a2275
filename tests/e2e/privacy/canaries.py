"""Part (a) of profile section 10: values that identity providers and sources know or issue, in what a network received."""
import base64
import hashlib
import json
import urllib.parse

from .decoding import views

LEAST = 12  # bytes; shorter values occur by chance


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
    found = {value, digest, digest.hex().encode(), digest.hex().upper().encode(), *base64_forms(digest)}
    # Addresses begin alike, so encoded pieces of one are found in another: they are searched decoded only.
    if not text.startswith(("http://", "https://")):
        found |= {value.hex().encode(), value.hex().upper().encode(), urllib.parse.quote(text, safe="").encode(),
                  json.dumps(text)[1:-1].encode(), text.encode("utf-16-le"), *base64_forms(value)}
    return [form for form in found if len(form) >= LEAST]


def canaries_in(raws, values):
    """Names of the `values` ([(name, text)]) of which a form occurs in one of `raws`."""
    pile = b"\n\0\n".join(dict.fromkeys(raws))
    return {name for name, text in values for form in forms(text) if form in pile}


def find(requests, values):
    """[(name, request number)] of every value that a request says."""
    pile = {}
    for request in requests:
        for view in views(request):
            pile.setdefault(view, request["number"])
    if not canaries_in(pile, values):
        return []
    return sorted({(name, number) for view, number in pile.items() for name in canaries_in([view], values)})
