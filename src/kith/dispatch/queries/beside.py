"""What stands beside the asks of Today: who is on duty, who is owed a word by voice or card, what was decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from kith.access.acting import serving
from kith.access.policy import standing
from kith.accounts.models import Membership
from kith.accounts.queries import NobodyAnswers, duty_team
from kith.accounts.roles import ROLES, Permission
from kith.asks.models import Ask
from kith.kit import clock
from kith.kit.actor import Actor
from kith.outbox.models import Message
from kith.people.models import Person
from kith.places.hours import is_open
from kith.places.models import Place
from kith.promises.models import Kind, Promise, Telling

MOST_TO_DO = 80
KINDS_TO_DO = (Kind.MESSAGE, Kind.DECISION, Kind.CLOSE, Kind.EMERGENCY, Kind.PERMISSION, Kind.ENTRY)
BY_HAND = (Telling.How.CALL, Telling.How.CARD, Telling.How.LETTER, Telling.How.VISIT)


@dataclass(frozen=True)
class Duty:
    """Who answers now, for which team, until when, and who comes after them."""

    team: str
    phone: str
    name: str
    until: datetime | None
    following: str


def place_for(slug: str, actor: Actor) -> Place | None:
    """The place, if the actor has a part in a team of it or of a place that holds it."""
    place = Place.objects.visible_to(actor).defer("boundary").filter(slug=slug).first()
    mine = {part.place for part in standing(actor) if Permission.SEE_TODAY in ROLES[part.role].permissions}
    return place if place is not None and mine.intersection(place.path) else None


def answers_for(actor: Actor, place: Place) -> UUID | None:
    """The organisation in whose name this colleague looks at something of a place; it answers for that look."""
    parts = standing(actor)
    here = [part for part in parts if part.place in place.path]
    return (here or parts)[-1].organisation if parts else None


def below(place: Place) -> list[Place]:
    """The places just beneath this one, to narrow the page to."""
    return list(Place.objects.filter(parent=place).only("id", "name", "slug", "kind").order_by("name"))


def on_duty(place: Place, now: datetime) -> Duty | None:
    """Who is rung now. None where no team answers for the place or any above it."""
    try:
        team = duty_team(place)
    except NobodyAnswers:
        return None
    turns = Membership.objects.live().filter(duty_turns__team=team, team=team).select_related("user")
    line = list(turns.order_by("duty_turns__position"))
    here = [one for one in line if one.away_until is None or one.away_until <= now] or line[:1]
    if not here:
        return None
    closes = None
    if is_open(place.opens, place.closes, now):
        today = clock.local(now)
        closes = today.replace(hour=place.closes.hour, minute=place.closes.minute, second=0, microsecond=0)
        closes = closes if closes > today else None
    return Duty(team.name, team.phone, here[0].user.name, closes, here[1].user.name if len(here) > 1 else "")


def owed_a_word(place: Place, actor: Actor) -> QuerySet[Telling]:
    """News that only a person can bring: by a card, a letter, a call or at the door. The most pressing first."""
    open_ones = Telling.objects.visible_to(actor).filter(
        told_at__isnull=True, replaced_at__isnull=True, how__in=BY_HAND
    )
    mine = open_ones.filter(promise__state="open", promise__place__path__contains=[place.id])
    return mine.select_related("person", "of", "promise__holder__user").order_by("hear_by", "id")


def to_do(place: Place, actor: Actor) -> tuple[list[Promise], list[Promise]]:
    """What only a person can do: texts to read and people to ring, and what was decided. The next first. One query.

    What was decided holds also those with whom somebody is to speak.
    """
    found = Promise.objects.visible_to(actor).filter(kind__in=KINDS_TO_DO, state="open")
    found = found.filter(place__path__contains=[place.id]).select_related("holder__user", "about_person")
    found = found.order_by("next_contact_by")
    rows = list(found[:MOST_TO_DO])
    return [one for one in rows if one.kind == Kind.MESSAGE], [one for one in rows if one.kind != Kind.MESSAGE]


def one_to_read(promise_id: UUID, actor: Actor) -> Promise | None:
    """One of these, open or ended, for whoever may tell people."""
    mine = Promise.objects.visible_to(actor, Permission.TELL).filter(kind=Kind.MESSAGE, pk=promise_id)
    return mine.select_related("holder__user", "place").first()


def whom_about(promise: Promise, actor: Actor) -> tuple[Ask | None, Person | None]:
    """The ask and the person such a promise is about, as far as this actor may open them."""
    ask = None
    if promise.reference:
        asks = Ask.objects.visible_to(actor, Permission.SEE_ASK).filter(reference=promise.reference)
        ask = asks.select_related("person").first()
    with serving("whom a message was for that did not arrive"):
        unsent = Message.objects.only("person").filter(pk__in=[promise.about_id]).first()
    meant = ask.person_id if ask is not None else promise.about_id
    meant = unsent.person_id if unsent is not None else meant
    return ask, Person.objects.visible_to(actor, Permission.SEE_PERSON).filter(pk__in=[meant]).first()


def colleagues(place: Place) -> list[Membership]:
    """Those who may hold a decision of this place: the members of its teams and of those above it."""
    found = Membership.objects.live().filter(team__place_id__in=place.path).select_related("user", "team")
    return list(found.order_by("user__name", "started_at"))


def membership_for(place: Place, actor: Actor, permission: Permission) -> Membership | None:
    """The actor's own part through which they take something in hand here: the nearest place first."""
    parts = [part for part in standing(actor) if permission in ROLES[part.role].permissions]
    near = sorted((part for part in parts if part.place in place.path), key=lambda part: -place.path.index(part.place))
    chosen = (near or parts)[:1]
    return Membership.objects.select_related("user", "team").get(pk=chosen[0].membership) if chosen else None


def own_place(actor: Actor) -> Place | None:
    """The place of the actor's first team: where an ask belongs when nothing better is known."""
    mine = [part.place for part in standing(actor)]
    return Place.objects.filter(pk=mine[0]).first() if mine else None
