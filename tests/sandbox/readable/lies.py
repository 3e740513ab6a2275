"""A network that lies to the source about what a token is worth. What the person's wallet has signed, and the ROT that
the source alone can read, leave it nothing to lie with (profile 5 and 6)."""
import json, time

import walletkit as kit
from readable.scene import SOURCE, Given, case, given, network_says, told_the_truth


def claims_of(it):
    return json.loads(kit.unb64(it.permission.split(".")[1]))


def signed_anew(it, **changes):
    """The permission under a key of the network's own."""
    key = kit.Key()
    return key.sign("fpx-permission+jwt", {**claims_of(it), **changes}, jwk=key.jwk)


@case
def rot_of_another_permission(world):
    """Both of the same person and client."""
    enrolment, source = world.enrol(), world.source()
    one, two = (given(world, enrolment=enrolment, source=source) for _ in range(2))
    told_the_truth(world, one)
    return SOURCE, network_says(world, one, one.said(rot=two.rot))


@case
def rots_swapped(world):
    """Of two people: each permission with the other's ROT."""
    aicha, jonas = given(world), given(world, source=world.source(person="jonas"))
    told_the_truth(world, jonas)
    return SOURCE, network_says(world, aicha, aicha.said(rot=jonas.rot), jonas.said(rot=aicha.rot))


@case
def permission_altered(world):
    """One scope more in what the wallet has signed."""
    it = given(world)
    head, _, signature = it.permission.split(".")
    wider = kit.b64(kit.compact({**claims_of(it), "resource_scopes": ["read", "subscribe"]}))
    return SOURCE, network_says(world, it, it.said(permission=".".join([head, wider, signature])))


@case
def as_vouches_for_own_key(world):
    it = given(world)
    told_the_truth(world, it)
    return SOURCE, network_says(world, it, it.said(permission=signed_anew(it, resource_scopes=["read", "subscribe"])))


@case
def as_vouches_for_own_key_where_rots_are_opaque(world):
    it = given(world, source=world.source("medilab"), client="healthtrack-plus")
    told_the_truth(world, it)
    return SOURCE, network_says(world, it, it.said(permission=signed_anew(it)))


@case
def as_offers_own_encryption_key(world):
    """A wallet that is taken in seals the ROT for the network's key; the source cannot open it, so it is worth nothing."""
    network, source = kit.Key(), world.source()
    true, rs = source.encryption_key(), source.identifier_at(world.url("ontario"))
    source.encryption_key = lambda: {**network.jwk, "kid": true["kid"]}
    it = Given(world, source=source)
    it.answer()
    assert b"nothing to show" in it.redeem().page.body
    del source.encryption_key
    assert given(world, source=source).source.identifier_at(world.url("ontario")) == rs
    return SOURCE, it.read()


@case
def permission_for_another_client(world):
    it = given(world)
    told_the_truth(world, it)
    return SOURCE, network_says(world, it, it.said(), client="healthtrack-plus")


@case
def permission_of_another_as(world):
    """Another network has got hold of permission and ROT."""
    it = given(world)
    told_the_truth(world, it)
    return SOURCE, network_says(world, it, it.said(), network="nordic", client="immunize-me")


@case
def permission_of_another_as_same_name(world):
    """And the source is called the same at both, so that only `as` tells them apart."""
    it = given(world)
    told_the_truth(world, it)
    there = it.source.identifier_at(world.url("nordic"))
    _, details = world.ask(it.enrolment)
    _, _, body = it.enrolment.permission(details, details["requested_resources"][0], it.source, claims={"aud": there})
    return SOURCE, network_says(world, it, json.loads(body), network="nordic", client="immunize-me")


@case
def permission_replayed(world):
    """Revoked, which the wallet has told the source as well, so that it does not rest on the network alone."""
    it = given(world)
    told_the_truth(world, it)
    gone = kit.send("DELETE", it.source.entry["rot"]["endpoint"] + "/" + it.id,
                    headers=kit.bearer(it.source.tokens["access_token"]))
    assert gone.status == 204, gone.body
    return SOURCE, network_says(world, it, it.said())


@case
def permission_replayed_where_rots_are_opaque(world):
    it = given(world, source=world.source("medilab"), client="healthtrack-plus")
    told_the_truth(world, it)
    kit.send("DELETE", it.source.entry["rot"]["endpoint"] + "/" + it.id, headers=kit.bearer(it.source.tokens["access_token"]))
    return SOURCE, network_says(world, it, it.said())


@case
def permission_replayed_after_its_end(world):
    it = given(world)
    told_the_truth(world, it)
    world.control("city-hospital", {"set": {"clock_skew": 31 * 86400}})
    return SOURCE, network_says(world, it, it.said())


@case
def permission_before_its_time(world):
    it = Given(world, seal={"claims": {"nbf": int(time.time()) + 3600}})
    it.answer()
    it.redeem()
    return SOURCE, network_says(world, it, it.said())


@case
def once_twice_by_another_token(world):
    """The network says that a second token is as good as the first."""
    it = given(world, usage="once")
    return SOURCE, network_says(world, it, it.said())


@case
def no_permission_at_all(world):
    it = given(world)
    return SOURCE, network_says(world, it)
