"""A network and a source that do as they should: what was approved is readable, and nothing else, by nobody else, at no
other time."""
import walletkit as kit
from readable.scene import NETWORK, SOURCE, Given, by_renewal, by_ticket, case, given


@case
def readable_before_approval(world):
    """Posted and pending, but the person's answer has not arrived."""
    it = Given(world)
    early = by_ticket(world, it.client, it.details["ticket"])
    assert it.read(token=it.details["ticket"]).status == 401
    it.answer()
    assert it.redeem().read().status == 200
    return NETWORK, early


@case
def readable_after_a_decline(world):
    it = Given(world)
    back = world.answer(it.browser, it.details, {"error": "access_denied", "iss": world.wallet.operator})
    assert "Access was declined" in world.finish(it.browser, back).body.decode()
    return NETWORK, by_ticket(world, it.client, it.details["ticket"])


@case
def readable_without_a_token(world):
    it = given(world)
    return SOURCE, kit.send("GET", world.url("city-hospital", "/api/ontario/" + it.definition))


@case
def readable_after_revocation(world):
    it = given(world)
    assert it.enrolment.manage("DELETE", "/" + it.id).status == 204
    return SOURCE, it.read()


@case
def renewed_after_revocation(world):
    it = given(world)
    assert it.enrolment.manage("DELETE", "/" + it.id).status == 204
    return NETWORK, by_renewal(world, it.client, it.renewal)


@case
def paused(world):
    it = given(world)
    it.change("disabled")
    answer = it.read()
    it.change("active")
    assert it.read().status == 200, "resumed"
    return SOURCE, answer


@case
def renewed_while_paused(world):
    it = given(world)
    it.change("disabled")
    return NETWORK, by_renewal(world, it.client, it.renewal)


@case
def expired(world):
    it = given(world)
    world.control("ontario", {"set": {"clock_skew": 31 * 86400}})
    return SOURCE, it.read()


@case
def renewed_after_the_end(world):
    it = given(world)
    world.control("ontario", {"set": {"clock_skew": 31 * 86400}})
    return NETWORK, by_renewal(world, it.client, it.renewal)


@case
def readable_by_another_client(world):
    """The ticket that comes back is the asking client's own."""
    it = Given(world)
    stolen = by_ticket(world, "healthtrack-plus", it.answer())
    assert it.redeem().read().status == 200
    return NETWORK, stolen


@case
def renewed_by_another_client(world):
    it = given(world)
    stolen = by_renewal(world, "healthtrack-plus", it.renewal)
    assert by_renewal(world, it.client, it.renewal).status == 200
    return NETWORK, stolen


@case
def readable_at_another_as(world):
    """The source is under both networks; a token counts for the one that issued it."""
    return SOURCE, given(world).read(network="nordic")


@case
def readable_at_another_source(world):
    return SOURCE, given(world, client="healthtrack-plus").read(source="medilab")


@case
def resource_not_granted(world):
    return SOURCE, given(world).read(definition="lab-results")


@case
def scope_not_granted(world):
    return SOURCE, given(world).read(query="?scope=subscribe")


@case
def scope_not_granted_beside_one_that_is(world):
    return SOURCE, given(world).read(query="?scope=read%20subscribe")


@case
def once_twice(world):
    """The client has read it, when it got its token."""
    return SOURCE, given(world, usage="once").read()


@case
def ticket_twice(world):
    it = Given(world)
    ticket = it.answer()
    assert it.redeem().read().status == 200
    return NETWORK, by_ticket(world, it.client, ticket)
