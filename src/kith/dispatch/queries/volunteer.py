"""What a volunteer's own pages show: before a yes only the card, afterwards the door, and all they have taken.

Every row is reached through what the volunteer may see; the card is made of words that say nobody's door.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from kith.access.acting import serving
from kith.accounts.queries import duty_holder, duty_team
from kith.asks import kinds
from kith.asks import lifecycle as ask_states
from kith.asks.models import Ask
from kith.asks.saying import sender_of
from kith.dispatch import lifecycle, saying
from kith.dispatch.models import Offer, PartnerCard
from kith.dispatch.queries import doors
from kith.dispatch.queries.doors import Shown
from kith.kit import said
from kith.kit.actor import Actor
from kith.people.models import ContactRoute
from kith.places.models import Place
from kith.volunteers.models import Volunteer

MOST_DOORS = 20


@dataclass(frozen=True)
class Ring:
    """Who answers, and the number to ring."""

    name: str
    phone: str
    place: str


@dataclass(frozen=True)
class Card:
    """All that may be known before a yes, in words: what, roughly where, how much, by when and which checks."""

    what: str
    area: str
    far: str
    effort: str
    by: str
    checks: str


@dataclass(frozen=True)
class Taken:
    """One thing this volunteer has: the offer it came by, the ask and its door."""

    offer: Offer
    ask: Ask
    door: Shown
    title: str


def offer_of(offer_id: object, actor: Actor) -> Offer | None:
    """One offer made to this volunteer; None for anybody else's, and for what is no id at all."""
    try:
        key = UUID(str(offer_id))
    except ValueError:
        return None
    found = Offer.objects.visible_to(actor).filter(pk=key)
    offer = found.select_related("volunteer__person", "volunteer__home").first()
    if offer is not None:
        offer.ask = standing_of(offer.ask_id)
    return offer


def standing_of(ask_id: UUID) -> Ask:
    """How an ask stands and nothing else of it, for whoever was asked: before a yes its row is not there for them."""
    with serving("how an ask stands that somebody was asked about"):
        return Ask.objects.only("state", "kind", "ended_at", "taken_by", "taken_by_team", "version").get(pk=ask_id)


def stage(offer: Offer) -> str:
    """How an offer stands for whoever opens it: asked, yours, finished, or one of the ways of being over."""
    if offer.state in (lifecycle.ACCEPTED, lifecycle.FINISHED, lifecycle.SOMEBODY_ELSE, lifecycle.NOT_NEEDED):
        return offer.state
    if offer.ask.state in ask_states.ENDED:
        return lifecycle.NOT_NEEDED
    if offer.ask.state not in ask_states.WANTED:
        return lifecycle.SOMEBODY_ELSE
    return lifecycle.OFFERED if offer.state == lifecycle.SILENT else offer.state


def card_of(offer: Offer | PartnerCard, now: datetime) -> Card:
    """The card, as it was when the offer was made: nothing else of the ask is looked at."""
    card = offer.card
    checks = {
        "basic": _("This one needs a basic check."),
        "enhanced": _("This one needs an enhanced check."),
    }
    need_by = str(card.get("need_by") or "")
    return Card(
        what=str(kinds.KINDS[str(card.get("kind") or offer.ask.kind)].offer),
        area=str(card.get("area") or ""),
        far=str(card.get("far") or ""),
        effort=saying.effort_words(card),
        by=said.by(datetime.fromisoformat(need_by), now) if need_by else "",
        checks=checks.get(str(card.get("checks") or ""), _("No check is needed.")),
    )


def taken(actor: Actor, now: datetime, offer_id: UUID | None = None, ended: bool = False) -> list[Taken]:
    """What this volunteer has and has not ended, the next first; with ``offer_id`` only that one, ended or not.

    The policy closes the door a day after the end, whatever this asks for.
    """
    offers = Offer.objects.visible_to(actor).filter(state__in=(lifecycle.ACCEPTED, lifecycle.FINISHED))
    offers = offers.filter(pk=offer_id) if offer_id else offers.filter(state=lifecycle.ACCEPTED)
    by_ask = {offer.ask_id: offer for offer in offers.select_related("volunteer__person")[:MOST_DOORS]}
    asks = Ask.objects.visible_to(actor).filter(pk__in=by_ask, taken_by=actor.id)
    asks = asks.select_related("person", "place", "home", "promise__holder__user", "promise__team")
    if not ended:
        asks = asks.filter(state=ask_states.TAKEN)
    found = list(asks)
    routes: dict[UUID, list[ContactRoute]] = {}
    for route in ContactRoute.objects.visible_to(actor).filter(person__in=[ask.person_id for ask in found]):
        routes.setdefault(route.person_id, []).append(route)
    found.sort(key=lambda ask: ask.coming_from or ask.need_by or ask.taken_at or now)
    return [
        Taken(by_ask[ask.pk], ask, doors.shown(ask, routes.get(ask.person_id, []), now), _title(ask)) for ask in found
    ]


def _title(ask: Ask) -> str:
    return str(kinds.KINDS[ask.kind].title)


def others_taken(actor: Actor, but: Offer) -> int:
    """How many more this volunteer has."""
    mine = Offer.objects.visible_to(actor).filter(state=lifecycle.ACCEPTED, ask__state=ask_states.TAKEN)
    return mine.exclude(pk=but.pk).count()


def whom_to_ring(volunteer: Volunteer, now: datetime) -> Ring:
    """Who answers where the volunteer lives. Before a yes nobody is named who would say where the person lives."""
    place = volunteer.home.ancestor(Place.Kind.COMMUNITY) or volunteer.home
    team = duty_team(place)
    return Ring(duty_holder(team, now).user.name.split()[0], team.phone or place.phone, place.name)


def whom_to_ring_about(ask: Ask) -> Ring:
    """Who has the ask, for whoever took it."""
    holder = ask.promise.holder
    name = holder.user.name.split()[0] if holder is not None else ""
    return Ring(name, ask.promise.team.phone or ask.place.phone, sender_of(ask).place)


def minutes_of(doors_taken: list[Taken]) -> str:
    """How long a round takes, from the cards: "about an hour and a half"."""
    return said.minutes(sum(int(str(one.offer.card.get("minutes") or 30)) for one in doors_taken))
