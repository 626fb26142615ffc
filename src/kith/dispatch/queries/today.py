"""What Today shows of one place: which asks come first, then each group, and who is owed a word.

A light question sorts every open ask; the heavy one is asked only for the rows that are drawn. Each begins with what
the reader may see, so that somebody who asked for help from further away is not there at all, not even in a count.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from kith.asks import lifecycle as states
from kith.asks.models import Ask
from kith.asks.said_again import NOT_NEEDED_NOW
from kith.dispatch import lifecycle
from kith.dispatch.models import Offer
from kith.dispatch.queries.asks import drawn
from kith.dispatch.queries.rows import Row, row_of
from kith.kit.actor import Actor
from kith.kit.clock import local
from kith.places.models import Place

ORDER = ("late", "stuck", "asking", "new", "taken", "done")
# How many rows of a group are drawn before the rest is folded away behind a link.
SHOWN, A_PAGE, FIRST = 12, 50, 3
SOON = timedelta(hours=2)


@dataclass(frozen=True)
class Light:
    """As much of an ask as sorting needs."""

    id: UUID
    state: str
    kind: str
    urgency: int
    need_by: datetime | None
    hear_by: datetime | None
    to_check: bool
    ended_at: datetime | None
    created_at: datetime

    def group(self, now: datetime) -> str:
        """Which group it stands in."""
        if self.state in states.ENDED:
            return "done"
        if any(moment is not None and moment < now for moment in (self.hear_by, self.need_by)):
            return "late"
        return {states.STUCK: "stuck", states.ASKING: "asking", states.TAKEN: "taken"}.get(self.state, "new")

    @property
    def due(self) -> datetime:
        """The next moment that matters to its person."""
        return min([moment for moment in (self.hear_by, self.need_by) if moment is not None] or [self.created_at])

    def pressing(self, now: datetime) -> int:
        """How soon somebody has to look, the smallest first; 9 when the clock can look after it."""
        group = self.group(now)
        if self.urgency >= 2 and group not in ("taken", "done"):
            return 0
        if group in ("late", "stuck"):
            return 1 if self.kind == "prescription" else 2
        if group in ("new", "asking") and self.need_by is not None and self.need_by < now + SOON:
            return 3
        if group == "new" and (self.to_check or self.state == states.SPEAK_FIRST):
            return 4
        return 9


@dataclass
class Group:
    """One group of rows: those drawn, and how many there are."""

    key: str
    rows: list[Row] = field(default_factory=list)
    count: int = 0
    page: int = 1

    @property
    def folded(self) -> int:
        """How many are not drawn on this page."""
        return self.count - len(self.rows)


@dataclass
class Today:
    """The asks of a place, sorted."""

    first: list[Row]
    groups: list[Group]
    open: int
    short_of: list[str]


@dataclass(frozen=True)
class Narrowed:
    """What the reader wants to see only: a kind, a group, a place below; and which page of it."""

    kind: str = ""
    state: str = ""
    below: UUID | None = None
    page: int = 1


def of_place(place: Place, actor: Actor) -> QuerySet[Ask]:
    """Every ask of this place that the actor may see."""
    return Ask.objects.visible_to(actor).filter(place__path__contains=[place.id])


def today(place: Place, actor: Actor, now: datetime, only: Narrowed = Narrowed(), shown: int = SHOWN) -> Today:
    """The whole of it: two questions for the asks, one for their offers."""
    lights = _lights(of_place(place, actor), now, only)
    groups = {key: Group(key, page=only.page) for key in ORDER}
    chosen: dict[str, list[Light]] = {}
    for key in ORDER:
        mine = sorted((one for one in lights if one.group(now) == key), key=lambda one: one.due, reverse=key == "done")
        start = (only.page - 1) * A_PAGE if only.state else 0
        chosen[key] = mine[start : start + (A_PAGE if only.state else shown)]
        groups[key].count = len(mine)
    pressing = sorted((one for one in lights if one.pressing(now) < 9), key=lambda one: (one.pressing(now), one.due))
    first = pressing[:FIRST]
    full = _full([*first, *(one for part in chosen.values() for one in part)], actor, now)
    for key, part in chosen.items():
        groups[key].rows = [full[one.id] for one in part if one.id in full]
    still_open = sum(group.count for key, group in groups.items() if key != "done")
    kept = [groups[key] for key in ORDER if groups[key].count and only.state in ("", key)]
    return Today([full[one.id] for one in first if one.id in full], kept, still_open, _short_of(place, actor))


def _lights(asks: QuerySet[Ask], now: datetime, only: Narrowed) -> list[Light]:
    asks = asks.filter(Q(ended_at__isnull=True) | Q(ended_at__gte=midnight(now))).exclude(ended_why=NOT_NEEDED_NOW)
    if only.kind:
        asks = asks.filter(kind=only.kind)
    if only.below is not None:
        asks = asks.filter(place__path__contains=[only.below])
    names = ("id", "state", "kind", "urgency", "need_by", "promise__next_contact_by", "to_check", "ended_at")
    return [Light(*row) for row in asks.order_by().values_list(*names, "created_at")]


def _full(lights: Iterable[Light], actor: Actor, now: datetime) -> dict[UUID, Row]:
    """The rows that are drawn, with the neighbours who were asked and have not answered."""
    group = {one.id: one.group(now) for one in lights}
    waiting = Offer.objects.filter(state__in=(lifecycle.OFFERED, lifecycle.SILENT))
    waiting = waiting.visible_to(actor).select_related("volunteer__person").order_by("-offered_at")
    waiting = waiting.only("ask", "volunteer__person__name")
    asks = drawn(group, actor).prefetch_related(Prefetch("offers", waiting, to_attr="waiting"), "partner_cards")
    return {ask.id: row_of(ask, group[ask.id], now) for ask in asks}


def _short_of(place: Place, actor: Actor) -> list[str]:
    """What the place is short of, the most wanted first."""
    wanted = of_place(place, actor).filter(ended_at__isnull=True).exclude(search__short_of="")
    counted: Counter[Any] = Counter(wanted.filter(search__isnull=False).values_list("search__short_of", flat=True))
    return [words for words, _count in counted.most_common(5)]


def midnight(now: datetime) -> datetime:
    """When today began, on the wall clock here."""
    return datetime.combine(local(now).date(), time(0), tzinfo=local(now).tzinfo)


def last_done(place: Place, actor: Actor) -> Ask | None:
    """The newest ask that was done, for a place with nothing open."""
    done = of_place(place, actor).filter(state=states.DONE)
    return done.select_related("taken_by__person", "taken_by_team").order_by("-ended_at").first()
