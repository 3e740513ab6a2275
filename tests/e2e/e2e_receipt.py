"""A consent receipt, saved from the application: what it says, who can check it, and what a change does to it."""
import base64
import json
import os
import subprocess

import person
import scenario
import wire
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils
from harness.waiting import until


def number(text):
    return int.from_bytes(base64.urlsafe_b64decode(text + "=="), "big")


def claims_checked_by_another_library(jws):
    """Raises unless the signature is by the key in the header."""
    header, payload, signature = jws.split(".")
    named = wire.decoded(header)
    assert named["typ"] == "fpx-consent-receipt+jwt" and named["alg"] == "ES256"
    key = ec.EllipticCurvePublicNumbers(number(named["jwk"]["x"]), number(named["jwk"]["y"]), ec.SECP256R1()).public_key()
    raw = base64.urlsafe_b64decode(signature + "==")
    encoded = utils.encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    key.verify(encoded, f"{header}.{payload}".encode(), ec.ECDSA(hashes.SHA256()))
    return wire.decoded(payload)


def save(scene, form):
    """Presses the button of that form and answers the path of the file."""
    desktop = scene.wallet.desktop
    path = os.path.join(scene.folder, f"receipt.{form.lower()}")
    button = desktop.find(f"Save as {form}…", showing=False)
    button.focus()  # below what fits into the window: it is scrolled to
    button.press()
    desktop.find("File name:", "text").type(path)
    scene.journal.screenshot(f"save-{form.lower()}")
    desktop.key("Return")
    until(lambda: os.path.exists(path), f"the {form} file", timeout=20)
    return path


def open_permission(scene):
    scene.wallet.desktop.press("Sharing")
    name = "Immunize Me may use Immunization history from City Hospital. Active"
    scene.wallet.desktop.find(name, "list item").click()
    scene.wallet.desktop.find("Stop sharing")


def play(scene):
    browser = person.settle(scene)
    desktop, journal = scene.wallet.desktop, scene.journal
    person.ask(scene, browser)
    person.open_request(scene)
    desktop.press("Allow")
    browser.wait_for_text("Tetanus, diphtheria", timeout=30)
    desktop.press("Close")
    [permission] = wire.active_permissions(scene)

    journal.step("The receipt says what the network has on record, and nothing that names the person")
    open_permission(scene)
    path = save(scene, "JSON")
    assert os.stat(path).st_mode & 0o077 == 0
    with open(path, encoding="utf-8") as file:
        saved = json.load(file)
    receipt = claims_checked_by_another_library(saved["jws"])
    assert receipt == saved["receipt"]
    signed = wire.claims_of(scene, permission["permission_id"])
    assert receipt["record_id"] == permission["permission_id"]
    assert receipt["pii_principal_id"] == signed["iss"]
    [posted] = [json.loads(each["body"])["permission"] for each in wire.received(scene, "/fpx/permissions")
                if each["method"] == "POST"]
    assert receipt["permission_hash"] == wire.hashed(posted)
    [information] = receipt["pii_processing"]["pii_information"]
    assert information["pii_type"] == signed["resource_definition"]
    assert [scope["scope"] for scope in information["scopes"]] == signed["resource_scopes"]
    roles = {party["party_role"]: party.get("party_id") for party in receipt["parties"]}
    assert roles["pii_controller"] == signed["client_id"] and roles["data_source"] == signed["aud"]
    assert roles["authorization_server"] == signed["as"]
    assert "Aïcha" not in json.dumps(saved, ensure_ascii=False)

    journal.step("The command line finds it good, and finds a change")
    assert "As it was signed" in scene.wallet.command("receipts", "check", path)
    saved["receipt"]["state"] = "revoked"
    changed = os.path.join(scene.folder, "changed.json")
    with open(changed, "w", encoding="utf-8") as file:
        json.dump(saved, file)
    try:
        scene.wallet.command("receipts", "check", changed)
        raise AssertionError("a changed receipt was found good")
    except subprocess.CalledProcessError as refused:
        assert refused.returncode == 1 and "changed this receipt" in refused.stderr, refused.stderr

    journal.step("For people: a PDF with the signed one inside")
    with open(save(scene, "PDF"), "rb") as file:
        pdf = file.read()
    assert pdf.startswith(b"%PDF-") and b"receipt.json" in pdf
    journal.screenshot("saved")


if __name__ == "__main__":
    scenario.run(play)
