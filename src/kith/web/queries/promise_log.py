"""What we said we would do in a place, and what came of it: for the team as a whole.

Nothing here asks who held what: a promise is ours, and nobody is measured by it. A guard looks that it stays so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from kith.asks.codes import slug_of
from kith.asks.models import Ask
from kith.kit.actor import Actor
from kith.places.models import Place
from kith.promises import lifecycle
from kith.promises.models import Correction, Kind, Move, Promise

# Promises, each with how it ``stands``: a column the checker of types cannot know.
WithStands = Any
A_PAGE = 30
PERIODS = (1, 7, 28, 120)
SHOWN = (lifecycle.OPEN, lifecycle.KEPT, lifecycle.LATE, lifecycle.BROKEN, lifecycle.LET_GO)


@dataclass(frozen=True)
class Asked:
    """What the reader wants to see."""

    kind: str = ""
    state: str = ""
    days: int = 7
    page: int = 1


@dataclass(frozen=True)
class Line:
    """One promise: what we said, by when at first, how it moved, how it ended, what was put right since."""

    promise: Promise
    first_due: datetime | None
    moves: list[Move]
    corrections: list[Correction]
    stands: str
    slug: str


@dataclass
class Tally:
    """How many of one kind or place are open, kept, late and broken, as it stands with every second line."""

    name: str
    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def of_all(self) -> int:
        """All but what nobody wanted any more."""
        return sum(number for state, number in self.counts.items() if state != lifecycle.LET_GO)


def asked_for(given: Mapping[str, str]) -> Asked:
    """Read the filters of the address; what is not one of ours is left out."""
    number, days = given.get("page", ""), given.get("days", "")
    return Asked(
        kind=given["kind"] if given.get("kind") in Kind.values else "",
        state=given["state"] if given.get("state") in SHOWN else "",
        days=int(days) if days.isdecimal() and int(days[:4]) in PERIODS else 7,
        page=max(1, int(number)) if number.isdecimal() and len(number) < 5 else 1,
    )


def of_place(place: Place, actor: Actor, asked: Asked, now: datetime) -> QuerySet[Promise]:
    """The promises of a place that ended in this time or are open, with how each stands. The newest first."""
    since = now - timedelta(days=asked.days)
    rows = Promise.objects.visible_to(actor).filter(place__path__contains=[place.id])
    rows = rows.exclude(ended_at__lt=since)
    newest = Correction.objects.filter(promise=OuterRef("pk")).order_by("-at", "-id").values("says")[:1]
    rows = rows.annotate(stands=Coalesce(Subquery(newest), "state"))
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    return rows.filter(stands=asked.state) if asked.state else rows


def lines(rows: QuerySet[Promise], asked: Asked, actor: Actor) -> tuple[list[Line], bool]:
    """One page of them, and whether there are more."""
    start = (asked.page - 1) * A_PAGE
    ordered = rows.select_related("place").prefetch_related("moves", "corrections").order_by("-opened_at", "-id")
    found = list(ordered[start : start + A_PAGE + 1])
    references = {one.reference for one in found if one.reference}
    open_to_them = Ask.objects.visible_to(actor).filter(reference__in=references)
    known = set(open_to_them.values_list("reference", flat=True))
    return [_line(one, known) for one in found[:A_PAGE]], len(found) > A_PAGE


def _line(promise: Promise, known: set[str]) -> Line:
    dates = [one for one in promise.moves.all() if one.what == Move.What.DATE]
    first = dates[0].from_due if dates else promise.next_contact_by
    slug = slug_of(promise.reference) if promise.reference in known else ""
    stands: str = getattr(promise, "stands", promise.state)
    return Line(promise, first, dates, list(promise.corrections.all()), stands, slug)


def may_be_counted(place: Place) -> bool:
    """Whether numbers are shown of this place: one of us looks after a street, so a street's numbers are theirs."""
    return place.kind != Place.Kind.STREET


def by_kind(rows: WithStands, place: Place) -> list[Tally]:
    """How each kind went; nothing below a community."""
    if not may_be_counted(place):
        return []
    found = rows.order_by().values_list("kind", "stands").annotate(n=Count("pk"))
    tallies = {kind: Tally(str(Kind(kind).label)) for kind in Kind.values}
    for kind, stands, number in found:
        tallies[kind].counts[stands] += number
    return [tally for tally in tallies.values() if tally.of_all]


def by_place(rows: WithStands, place: Place) -> list[Tally]:
    """How each place just beneath this one went, by name and never in order of how well; no street is counted."""
    if place.kind in (Place.Kind.STREET, Place.Kind.COMMUNITY):
        return []
    found = list(rows.order_by().values_list("place__path", "stands").annotate(n=Count("pk")))
    here = len(place.path)
    ids = {path[here] if len(path) > here else place.id for path, _stands, _number in found}
    names = _names(ids)
    tallies: dict[UUID, Tally] = {}
    for path, stands, number in found:
        below = path[here] if len(path) > here else place.id
        tallies.setdefault(below, Tally(names[below])).counts[stands] += number
    return sorted((tally for tally in tallies.values() if tally.of_all), key=lambda tally: tally.name)


def _names(ids: Iterable[UUID]) -> dict[UUID, str]:
    return dict(Place.objects.filter(id__in=ids).values_list("id", "name"))


def ended_one(promise_id: UUID, place: Place, actor: Actor) -> Promise | None:
    """A promise of this place that has ended, to put right."""
    rows = Promise.objects.visible_to(actor).filter(pk=promise_id, place__path__contains=[place.id])
    return rows.exclude(state=lifecycle.OPEN).select_related("place").prefetch_related("corrections").first()
