"""Each way in which more could be read than was approved, one case each, named after the violation. A case answers what
the party that must refuse said; what that has to be is in docs/what-is-readable.md. Every case first sees that the client
does read what was approved (`readable`), so that a refusal is for the reason that it names."""
import uuid

import walletkit as kit

CASES = []


def case(function):
    CASES.append(function)
    return function


def approved_and_read(scene, **more):
    approved = scene.approve(**more)
    assert scene.readable(approved)
    return approved


# Not before, not after

@case
def readable_before_approval(scene):
    browser, signed = scene.sign()
    answer = scene.redeem(signed.details["ticket"])
    assert scene.readable(scene.confirm(browser, signed)), "the same ticket, once it was approved"
    return answer


@case
def readable_without_a_token(scene):
    approved_and_read(scene)
    return scene.read(None)


@case
def before_it_begins(scene):
    approved = approved_and_read(scene)
    scene.world.control(scene.kind.source, {"set": {"clock_skew": -3600}})
    return scene.read(approved.token)


@case
def expired(scene):
    approved = approved_and_read(scene)
    scene.world.control(scene.kind.source, {"set": {"clock_skew": 86400 + 60}})
    return scene.read(approved.token)


@case
def paused(scene):
    approved = approved_and_read(scene)
    path, body = "/" + approved.pid, {"status": "disabled"}
    version = scene.enrolment.manage("GET", path).json["version"]
    done = scene.enrolment.manage("PATCH", path, body=body, headers={"If-Match": f'"{version}"'})
    assert done.json["status"] == "disabled", done.body
    return scene.read(approved.token)


@case
def readable_after_revocation(scene):
    approved = approved_and_read(scene)
    assert scene.enrolment.manage("DELETE", "/" + approved.pid).status == 204
    return scene.read(approved.token)


@case
def renewed_after_revocation(scene):
    approved = approved_and_read(scene)
    assert scene.enrolment.manage("DELETE", "/" + approved.pid).status == 204
    return scene.renew(approved)


@case
def as_goes_on_after_revocation(scene):
    """The wallet ends the permission at the source too, so a network that keeps it alive gains nothing."""
    approved = approved_and_read(scene)
    assert scene.enrolment.manage("DELETE", "/" + approved.pid).status == 204
    gone = kit.send("DELETE", scene.source.entry["rot"]["endpoint"] + "/" + approved.pid,
                    headers=kit.bearer(scene.source.tokens["access_token"]))
    assert gone.status == 204, gone.body
    return scene.vouched(approved.entry)


@case
def once_twice(scene):
    return scene.read(approved_and_read(scene, usage="once").token)


@case
def permission_replayed(scene):
    """A permission for one answer, presented again by the network under a token of its own making."""
    return scene.vouched(approved_and_read(scene, usage="once").entry)


# Nothing else

@case
def scope_not_granted(scene):
    return scene.read(approved_and_read(scene, scopes=[scene.kind.scope]).token, scope=scene.kind.more)


@case
def narrowed(scene):
    approved = scene.approve()
    assert scene.readable(approved, scope=scene.kind.more)
    more = {"subject": scene.subject} if scene.subject else {}
    _, posted, _ = scene.enrolment.permission(approved.details, approved.resource, scene.source, [scene.kind.scope],
                                              days=1, claims={"replaces": approved.pid}, **more)
    assert posted.status == 201 and scene.readable(approved), posted.body
    return scene.read(approved.token, scope=scene.kind.more)


@case
def as_widens_the_scope(scene):
    approved, key = approved_and_read(scene, scopes=[scene.kind.scope]), kit.Key()
    wider = {**approved.claims, "resource_scopes": [scene.kind.scope, scene.kind.more]}
    forged = key.sign("fpx-permission+jwt", wider, jwk=approved.jwk)
    return scene.vouched({"permission": forged, "rot": approved.rot}, scope=scene.kind.more)


@case
def resource_not_granted(scene):
    return scene.read(approved_and_read(scene).token, resource=scene.kind.other_resource)


@case
def delegated_subject_not_granted(scene):
    """Whoever shares gets no recognition token for somebody that they do not act for."""
    approved = approved_and_read(scene)
    answer = scene.read(approved.token).body.decode()
    assert ("Salary" in answer) is False, "the account holder's own data is not that of the one they act for"
    body = {"subject": "another-person"}
    if scene.kind.strategy == "simple":
        body.update(permission_id=str(uuid.uuid4()), jkt=kit.Key().thumbprint)
    return kit.post(scene.source.entry["rot"]["endpoint"], body, kit.bearer(scene.source.tokens["access_token"]))


# Not by another, not elsewhere

@case
def readable_by_another_client(scene):
    approved = approved_and_read(scene)
    return scene.vouched(approved.entry, client="city-hospital-clinic")


@case
def renewed_by_another_client(scene):
    return scene.renew(approved_and_read(scene), client="city-hospital-clinic")


@case
def readable_at_another_as(scene):
    return scene.read(approved_and_read(scene).token, network="nordic")


@case
def permission_at_another_as(scene):
    return scene.vouched(approved_and_read(scene).entry, network="nordic")


# Not with another permission's ROT, and not by a network that lies

@case
def rots_swapped(scene):
    one, two = approved_and_read(scene), approved_and_read(scene)
    return scene.vouched({"permission": one.permission, "rot": two.rot})


@case
def rot_of_another_permission(scene):
    """Signed for it, even: another permission whose rot_hash is that of this ROT."""
    first = approved_and_read(scene)
    return scene.read(scene.approve(rot=first.rot).token)


@case
def as_vouches_for_own_key(scene):
    """The same words, the real ROT, and a signature that is right, by a key of the network's own."""
    approved, key = approved_and_read(scene), kit.Key()
    forged = key.sign("fpx-permission+jwt", approved.claims, jwk=key.jwk)
    return scene.vouched({"permission": forged, "rot": approved.rot})


@case
def as_offers_own_encryption_key(scene):
    """Had a wallet been taken in, and sealed a ROT for the network's key under the name of the source's: the network can
    open it, the source cannot. That the product's wallet is not taken in is `source_key_of_the_as` in docs/hostile-as.md."""
    approved_and_read(scene)
    key, rs = kit.Key(), scene.source.identifier_at(scene.enrolment.issuer)
    offered = {**key.jwk, "kid": scene.source.encryption_key()["kid"]}
    return scene.read(scene.approve(rot=kit.encrypt_rot("a rot", offered, scene.enrolment.issuer, rs)).token)
