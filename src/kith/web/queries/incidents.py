"""What a major incident shows: to those who decide, those who ring, and the guardians whose people are on its list."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kith.access.acting import serving
from kith.access.policy import standing
from kith.accounts.models import Membership, User
from kith.asks.in_emergency import (
    WayNow,
    how_to_ring,
    instead_of_ringing,
    numbers_to_ring,
    ways_but_ringing,
    ways_now,
)
from kith.governance import urgent
from kith.governance.models import Complaint, Decider, Incident, IncidentPerson
from kith.governance.permissions import must_not_know, named_as, wants_others
from kith.kit.actor import Actor
from kith.people.models import ContactRoute
from kith.people.queries import is_away
from kith.places.models import Place
from kith.promises import lifecycle
from kith.promises.models import Kind, Promise

A_PAGE = 50
TO_DO = (urgent.TO_RING, urgent.NO_ANSWER)


def deciders(actor: Actor) -> list[Decider]:
    """Everybody who is named, for those who are named and for the guardians who name them."""
    mine = {part.organisation for part in standing(actor) if part.role == "guardian"}
    rows = Decider.objects.filter(ended_at__isnull=True).select_related("user", "controller").order_by("user__name")
    if named_as(actor) is None:
        rows = rows.filter(controller__in=mine)
    return list(rows)


def may_be_named(actor: Actor, now: datetime) -> list[User]:
    """The colleagues of a guardian's own organisation who hold a part that may see people at all, and themselves."""
    mine = [part.organisation for part in standing(actor) if part.role == "guardian"]
    parts = (
        Membership.objects.live(now)
        .filter(team__organisation__in=mine)
        .exclude(role__in=["administrator", "commissioner"])
    )
    return sorted({part.user for part in parts.select_related("user")}, key=lambda user: user.name)


def may_ring(actor: Actor, now: datetime) -> list[User]:
    """The colleagues around: those of the teams in and above the places one works for, but for who sees nobody."""
    places = [part.place for part in standing(actor)]
    parts = Membership.objects.here(now).filter(team__place__path__overlap=places)
    parts = parts.exclude(role__in=["administrator", "commissioner", "guardian"])
    return sorted({part.user for part in parts.select_related("user")}, key=lambda user: user.name)[:60]


def places_for(actor: Actor) -> list[Place]:
    """Where an incident may be: the places one works for and those within them, streets left out."""
    mine = [part.place for part in standing(actor)]
    rows = Place.objects.filter(path__overlap=mine).exclude(kind="street").defer("boundary")
    return list(rows.order_by("name")[:200])


def incidents_of(actor: Actor) -> list[Incident]:
    """The incidents this colleague decides on, rings for or watches over, the newest first."""
    rows = Incident.objects.visible_to(actor).select_related("place", "proposed_by", "decided_by")
    return list(rows.order_by("-proposed_at")[:30])


@dataclass(frozen=True)
class Line:
    """One person on the list, with what a call needs and no more. All but the name is asked anew at each reading.

    Where there is no number that is safe at this moment, ``instead`` says when there is one and what to do.
    """

    line: IncidentPerson
    name: str
    numbers: list[ContactRoute]
    how: list[str]
    instead: list[str]


@dataclass(frozen=True)
class Page:
    """One incident, as far as this reader may see it."""

    incident: Incident
    runs: bool
    decides: bool
    rings: bool
    one_of_two: bool
    counts: dict[str, int]
    complaints: list[Complaint]
    ringers: list[str]
    lines: list[Line]
    more: int

    @property
    def total(self) -> int:
        """Everybody on the list."""
        return sum(self.counts.values())


def incident_page(incident_id: UUID, actor: Actor, now: datetime) -> Page | None:
    """The incident, for whoever may read it; its list only for those named to ring, until the second it ends."""
    rows = Incident.objects.visible_to(actor).select_related("place", "proposed_by", "decided_by", "asked")
    found = rows.filter(pk=incident_id).first()
    if found is None:
        return None
    with serving("counting the people of a major incident"):
        counts = Counter(found.people.values_list("state", flat=True))
        names = [one.user.name for one in found.ringers.select_related("user")]
        rings = found.ringers.filter(user__in=[actor.id]).exists()
        lines = _lines(found, actor, now) if rings and found.runs(now) else []
    return Page(
        incident=found,
        runs=found.runs(now),
        decides=found.state == urgent.PROPOSED and found.asked_id == actor.id,
        rings=rings,
        one_of_two=actor.id in (found.proposed_by_id, found.decided_by_id),
        counts={state: counts.get(state, 0) for state in urgent.CALL.states},
        complaints=list(found.complaints.all()),
        ringers=names,
        lines=lines,
        more=max(0, sum(counts.get(state, 0) for state in TO_DO) - len(lines)),
    )


def _lines(incident: Incident, actor: Actor, now: datetime) -> list[Line]:
    user = User.objects.get(pk__in=[actor.id])
    rows = incident.people.filter(state__in=TO_DO).select_related("person").prefetch_related("person__routes")
    found = []
    for one in rows.order_by("state", "at", "id")[:A_PAGE]:
        hidden = must_not_know(one.person, user) or wants_others(one.person, actor)
        if not hidden and not is_away(one.person):
            # What was safe when the list was made may not be any more, or not at this hour: then no number is here.
            numbers, instead = numbers_to_ring(one.person, now), instead_of_ringing(one.person, now)
            found.append(Line(one, str(one.person), numbers, how_to_ring(one.person), instead))
    return sorted(found, key=lambda line: line.line.state != urgent.TO_RING)


@dataclass(frozen=True)
class InPerson:
    """Somebody a colleague reaches in a safe way, and the ways there are at this moment."""

    line: IncidentPerson
    name: str
    place: str
    ways: list[WayNow]
    how: list[str]
    others: list[str]


def one_to_reach(line_id: UUID, actor: Actor, now: datetime) -> InPerson | None:
    """One person of an incident, for whoever has promised to reach them, while it runs; not there for anybody else."""
    with serving("reaching somebody of a major incident in a safe way"):
        mine = Promise.objects.filter(about_id=line_id, kind=Kind.EMERGENCY, state=lifecycle.OPEN)
        if not mine.filter(holder__user__in=[actor.id]).exists():
            return None
        line = IncidentPerson.objects.select_related("incident", "person__place").get(pk=line_id)
        if not line.incident.runs(now):
            return None
        person, others = line.person, ways_but_ringing(line.person, now)
        return InPerson(line, str(person), person.place.name, ways_now(person, now), how_to_ring(person), others)


def line_for(line_id: UUID, incident_id: UUID, actor: Actor) -> IncidentPerson | None:
    """One line of the list, for somebody who rings."""
    rows = IncidentPerson.objects.visible_to(actor).filter(pk=line_id, incident=incident_id)
    return rows.select_related("incident").first()
