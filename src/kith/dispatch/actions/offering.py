"""Making one offer to one volunteer, and writing to them about it. The card never says whose door it is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from kith.access.actions import issue_link
from kith.asks import kinds
from kith.asks.models import Ask
from kith.dispatch import lifecycle, saying
from kith.dispatch.models import Offer
from kith.dispatch.pool import Pool
from kith.kit.actor import Actor
from kith.kit.whole import insert, once, remember, whole
from kith.matching import Level
from kith.matching.area import how_far, rough_area
from kith.outbox import actions as outbox
from kith.outbox.actions import Letter
from kith.outbox.models import Message
from kith.people.models import RouteKind, Safe
from kith.people.queries import written_route
from kith.trail import actions as trail
from kith.trail.verbs import Verb
from kith.volunteers.models import Volunteer

LINK_LASTS = timedelta(days=14)


def offer_to(
    *,
    ask: Ask,
    volunteer: Volunteer,
    level: Level,
    why: str,
    km: float | None,
    pool: Pool,
    need_by: datetime,
    by: Actor,
    now: datetime,
    quietly: bool = False,
) -> Offer:
    """Ask one volunteer whether they could. Records it and writes to them, where they may be written to.

    A volunteer has one offer of an ask, ever. Where they said nothing against it (somebody else had it, it was not
    needed, it was done and had not come) that same offer opens again, with a fresh card and number; where they said
    no it does not (``WrongMove``). The database refuses a second one, and two live offers with one number on one
    phone. ``km`` is how far away they live, None where we do not know. ``quietly`` writes nothing: they were asked
    in person.
    """
    address = _address(volunteer)
    with whole():
        offer = next((one for one in offers_of(ask) if one.volunteer_id == volunteer.id), None)
        if offer is None:
            offer = Offer(controller_id=ask.controller_id, ask=ask, volunteer=volunteer)
        elif offer.state != lifecycle.OFFERED:
            lifecycle.OFFER.check(offer.state, lifecycle.OFFERED)
        offer.state, offer.answered_at, offer.answered_how = lifecycle.OFFERED, None, ""
        offer.level, offer.number, offer.address = level.value, _take_number(address), address
        offer.why, offer.card, offer.offered_at = why[:300], _card(ask, km, pool, need_by), now
        offer.km, offer.asked_still_at, offer.still_at = km, None, None
        insert(offer) if offer._state.adding else offer.save()
        if not quietly:
            write_to_volunteer(offer=offer, news="offer", by=by, now=now)
        trail.record(
            verb=Verb.OFFER_MADE,
            by=by,
            now=now,
            subject=("offer", offer.id, volunteer.name),
            place=(ask.place_id, ""),
            controller=ask.controller_id,
            detail={"reference": ask.reference, "level": level.value, "why": why[:200]},
        )
    return offer


def _address(volunteer: Volunteer) -> str:
    """The phone or mailbox where an offer's number must be the only one."""
    route = written_route(volunteer.person)
    return route.value if route is not None else f"no-route:{volunteer.id}"


def offers_of(ask: Ask) -> list[Offer]:
    """Every offer of this ask so far."""
    return once(("offers", ask.id), lambda: list(ask.offers.all()))


def free_number(address: str) -> int:
    """The smallest number no live offer on this phone has."""
    used = _numbers_used(address)
    return next(number for number in range(1, len(used) + 2) if number not in used)


def _take_number(address: str) -> int:
    number = free_number(address)
    _numbers_used(address).add(number)
    return number


def _numbers_used(address: str) -> set[int]:
    live = Offer.objects.filter(address=address, state__in=lifecycle.LIVE)
    return once(("numbers", address), lambda: set(live.values_list("number", flat=True)))


def look_up_offers(asks: Iterable[Ask]) -> None:
    """Look up at once what every one of these asks was offered. It counts only within this act. One query."""
    found: dict[UUID, list[Offer]] = {ask.id: [] for ask in asks}
    for offer in Offer.objects.filter(ask_id__in=list(found)):
        found[offer.ask_id].append(offer)
    for ask_id, offers in found.items():
        remember(("offers", ask_id), offers)


def look_up_numbers(volunteers: Iterable[Volunteer]) -> None:
    """Look up at once which numbers these volunteers' phones have in use. It counts only within this act. One query."""
    used: dict[str, set[int]] = {_address(volunteer): set() for volunteer in volunteers}
    live = Offer.objects.filter(address__in=list(used), state__in=lifecycle.LIVE)
    for address, number in live.values_list("address", "number"):
        used[address].add(number)
    for address, numbers in used.items():
        remember(("numbers", address), numbers)


def _card(ask: Ask, km: float | None, pool: Pool, need_by: datetime) -> dict[str, object]:
    """What may be shown before a yes: kind, rough area, distance in words, effort, window and checks. Nothing else."""
    effort = kinds.effort(ask.kind, ask.words, ask.details, ask.help_at_door)
    card: dict[str, object] = {
        "kind": ask.kind,
        "bags": effort.bags,
        "minutes": effort.minutes,
        "steps": effort.steps,
        "dog": effort.dog,
        "need_by": need_by.isoformat() if ask.need_by else "",
        "checks": kinds.checks_needed(ask.kind, ask.details),
        "by_phone": not kinds.KINDS[ask.kind].needs_address,
        "area": "",
        "far": "",
    }
    if ask.lat is not None and ask.lon is not None and not card["by_phone"]:
        area = rough_area(ask.lat, ask.lon, pool.homes, named=pool.named)
        card["area"] = str(area.words)
        card["far"] = str(how_far(km, area)) if km is not None else ""
    return card


def write_to_volunteer(*, offer: Offer, news: str, by: Actor, now: datetime, again: str = "") -> Message | None:
    """Write to a volunteer about an offer: the offer itself, somebody has it, thank you, how did it go.

    Records it. None when they may not be written to; then a colleague rings, as the Today page says.
    ``again`` tells two messages of the same news apart.
    """
    person = offer.volunteer.person
    route = written_route(person)
    if route is None or route.safe != Safe.YES:
        return None
    token = issue_link(
        purpose="offer",
        subject_label="dispatch.Offer",
        subject_id=offer.id,
        actor=Actor.volunteer(offer.volunteer),
        expires_at=now + LINK_LASTS,
        by=by,
        now=now,
    )
    said = saying.to_volunteer(offer, news, now, token)
    letter = Letter(
        kind=news,
        body=said.sms if route.kind == RouteKind.TEXT else said.body,
        subject=said.subject,
        key=f"{news}:{offer.id}:{again or offer.offered_at.timestamp()}",
        urgent=bool(offer.ask.urgency),
        about_id=offer.ask_id,
        about_label=offer.ask.reference if news != "offer" else "",
        about_person=offer.ask.person,
        first=offer._state.adding,
    )
    return outbox.write(letter=letter, route=route, audience="volunteer", place=offer.ask.place, by=by, now=now)
