"""Who is in somebody's home now, for how long they usually are, and who comes regularly."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kith.asks import kinds
from kith.asks import lifecycle as ask_states
from kith.asks.codes import slug_of
from kith.asks.models import Ask
from kith.dispatch import lifecycle, visits
from kith.dispatch.models import Offer, RegularHelp, Visit
from kith.kit import said
from kith.kit.actor import Actor
from kith.places.models import Place
from kith.volunteers.models import Volunteer


@dataclass(frozen=True)
class Row:
    """One line of "who is in": the visit, its ask and how it stands in words."""

    visit: Visit
    slug: str
    title: str
    late: bool
    stands: str


@dataclass(frozen=True)
class NotInYet:
    """Somebody who has an ask that goes into a home, and has not said that they are in."""

    slug: str
    reference: str
    title: str
    who: str
    when: str


def usual_minutes(offer: Offer) -> int:
    """How long somebody is in there who says nothing about it."""
    return int(str(offer.card.get("minutes") or kinds.KINDS[offer.ask.kind].effort.minutes))


def lengths(offer: Offer) -> list[tuple[int, str, bool]]:
    """How long they may say they are in there: minutes, in words, and which is usual."""
    usual = usual_minutes(offer)
    nearest = min(visits.LENGTHS, key=lambda minutes: (minutes < usual, abs(minutes - usual)))
    return [(minutes, said.minutes(minutes), minutes == nearest) for minutes in visits.LENGTHS]


def going_on() -> QuerySet[Visit]:
    """Every visit nobody has come out of, the first due out first."""
    return Visit.objects.exclude(state=lifecycle.OUT)


def mine(volunteer: Volunteer, actor: Actor) -> Visit | None:
    """The visit of this volunteer that is going on."""
    inside = Visit.objects.visible_to(actor).exclude(state=lifecycle.OUT)
    return inside.filter(volunteer=volunteer).first()


def regular_of(ask: Ask, actor: Actor) -> RegularHelp | None:
    """The regular help this ask is a time of, while it lasts."""
    return RegularHelp.objects.visible_to(actor).filter(ask=ask, ended_at__isnull=True).first()


def one(visit_id: UUID, actor: Actor, action: str = "view") -> Visit | None:
    """One visit, going on or over."""
    found = Visit.objects.visible_to(actor, action).filter(pk=visit_id)
    return found.select_related("ask__place", "promise").first()


def of_ask(ask: Ask, actor: Actor) -> Visit | None:
    """The visit that is going on for an ask."""
    return Visit.objects.visible_to(actor).exclude(state=lifecycle.OUT).filter(ask=ask).first()


def who_is_in(place: Place, actor: Actor, now: datetime) -> list[Row]:
    """Everybody of this place who is in somebody's home, whoever is late first."""
    inside = Visit.objects.visible_to(actor).exclude(state=lifecycle.OUT)
    inside = inside.filter(ask__place__path__contains=[place.id]).select_related("ask")
    rows = [_row(visit, now) for visit in inside.order_by("due_at", "id")[:200]]
    return sorted(rows, key=lambda row: (row.visit.unsafe_at is None, not row.late, row.visit.due_at))


def _row(visit: Visit, now: datetime) -> Row:
    late = visit.due_at <= now
    stands = _(lifecycle.VISIT.said(visit.state))
    return Row(visit, slug_of(visit.ask.reference), str(kinds.KINDS[visit.ask.kind].title), late, stands)


def not_in_yet(place: Place, actor: Actor, now: datetime) -> list[NotInYet]:
    """Who has an ask here that goes into a home and is not in yet, for a colleague who hears it on the phone."""
    indoors = [kind.slug for kind in kinds.KINDS.values() if kind.indoors]
    asks = Ask.objects.visible_to(actor).filter(kind__in=indoors, state=ask_states.TAKEN, taken_by__isnull=False)
    asks = asks.filter(place__path__contains=[place.id]).exclude(visits__in=going_on())
    return [
        NotInYet(
            slug_of(ask.reference), ask.reference, str(kinds.KINDS[ask.kind].title), ask.taker, said_when(ask, now)
        )
        for ask in asks.select_related("taken_by__person").order_by("coming_from", "need_by", "id")[:50]
    ]


def said_when(ask: Ask, now: datetime) -> str:
    """When they come, as far as anybody said."""
    if ask.coming_from and ask.coming_to:
        return said.span(ask.coming_from, ask.coming_to, now)
    return said.by(ask.need_by, now) if ask.need_by else ""
