"""One person's page and the volunteers of a place, each part through what the reader may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from kith.access import policy
from kith.asks.models import Ask
from kith.dispatch import lifecycle
from kith.dispatch.queries.safe import has_line
from kith.governance.queries import wants_no_contact
from kith.kit.actor import Actor
from kith.people.models import Block, ContactRoute, Person
from kith.people.queries import maybe_same, safe_contact_of
from kith.people.saying import not_now
from kith.places.models import Place
from kith.volunteers.models import Volunteer

A_WEEK = timedelta(days=7)
A_PAGE = 50


@dataclass(frozen=True)
class Page:
    """What may be shown of one person."""

    person: Person
    routes: list[ContactRoute]
    # Why a number or an address may not be used at this moment, by its id.
    not_now: dict[UUID, str]
    # They asked us not to write or ring: what would do so is not shown, except in an emergency.
    no_contact: bool
    asks: list[Ask]
    must_not_know: int
    has_line: bool
    same: list[Person]
    reach: bool


def person_page(person_id: UUID, actor: Actor, now: datetime) -> Page | None:
    """The person, if the actor may see them; otherwise they are not there."""
    person = Person.objects.visible_to(actor).select_related("place").filter(pk=person_id).first()
    if person is None:
        return None
    opened = policy.fields(actor, person, "emergency")
    reach = "B" in policy.fields(actor, person) | opened
    no_contact = wants_no_contact(person.id, now)
    rings = reach and ("B" in opened or not no_contact)
    asks = Ask.objects.visible_to(actor).filter(person=person).select_related("promise__holder__user")
    routes = list(ContactRoute.objects.visible_to(actor).filter(person=person)) if rings else []
    line = safe_contact_of(person) if routes else None
    return Page(
        person=person,
        routes=routes,
        not_now={one.id: words for one in routes if (words := not_now(one, line, now))},
        no_contact=no_contact,
        asks=list(asks.order_by("-created_at")[:30]),
        must_not_know=Block.objects.visible_to(actor).filter(person=person, over_at=None).count(),
        has_line=has_line(person, actor),
        same=list(maybe_same(person, actor).filter(volunteer__isnull=True).select_related("place")[:5])
        if reach
        else [],
        reach=reach,
    )


def volunteers_of(place: Place, actor: Actor, now: datetime, called: str = "") -> QuerySet[Volunteer]:
    """The volunteers of a place by name, with how often they were asked and said yes this week. Never ranked."""
    week = Q(offers__offered_at__gt=now - A_WEEK)
    yes = Q(offers__state__in=(lifecycle.ACCEPTED, lifecycle.FINISHED))
    found = Volunteer.objects.visible_to(actor).filter(home__path__contains=[place.id])
    if called.strip():
        found = found.filter(person__name__icontains=called.strip())
    counted = found.annotate(asked=Count("offers", filter=week), took=Count("offers", filter=week & yes))
    return counted.select_related("person", "home").order_by("person__name", "id")
