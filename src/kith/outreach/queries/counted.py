"""What was looked for in a place and how often nothing was found: by week, in fives, and never by whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet, Sum
from django.db.models.functions import TruncWeek

from kith.directory.models import Service, Tally
from kith.directory.tallied import EVERY, NOTHING_FOUND, OPENED, SEARCH, SIGNPOST
from kith.kit.actor import Actor
from kith.kit.clock import local
from kith.outreach.models import TellWhen
from kith.places.models import Place

WEEKS, MOST = 12, 20
# A smaller number could point at somebody; and what is shown in fives cannot be taken from one another.
FEWEST = STEP = 5

Counts = dict[str, int]


@dataclass(frozen=True)
class Counted:
    """What was counted: by week (its Monday, newest first), by place within, and of which entries."""

    weeks: list[tuple[date, Counts]]
    places: list[tuple[str, Counts]]
    entries: list[tuple[Service, Counts]]
    waiting: int


def counted(place: Place, actor: Actor, now: datetime) -> Counted:
    """The last twelve weeks of a place and all within it."""
    monday = local(now).date() - timedelta(days=local(now).weekday())
    since = monday - timedelta(weeks=WEEKS - 1)
    rows = Tally.objects.visible_to(actor).filter(place__path__contains=[place.pk], day__gte=since)
    weekly = _summed(rows.annotate(week=TruncWeek("day")).values_list("week", "what").annotate(n=Sum("count")))
    weeks = [monday - timedelta(weeks=back) for back in range(WEEKS)]
    waiting = TellWhen.objects.visible_to(actor).filter(place__path__contains=[place.pk]).count()
    return Counted(
        [(week, weekly.get(week, _none())) for week in weeks], _by_place(place, rows), _by_entry(rows), waiting
    )


def said(number: int) -> int:
    """A number as it may be shown: nothing, or a whole number of fives; -1 where it is fewer than five."""
    if 0 < number < FEWEST:
        return -1
    return STEP * round(number / STEP)


def _by_place(place: Place, rows: QuerySet[Tally]) -> list[tuple[str, Counts]]:
    """Where nothing was found most, first: a gap that can be seen."""
    within = {one.pk: one for one in Place.objects.filter(parent=place).defer("boundary")}
    found: dict[str, Counts] = {}
    for path, what, number in rows.values_list("place__path", "what").annotate(n=Sum("count")).order_by():
        below = next((within[key].name for key in path if key in within), None)
        if below is not None:
            counts = found.setdefault(below, _none())
            counts[what] = counts.get(what, 0) + number
    return sorted(found.items(), key=lambda one: (-one[1][NOTHING_FOUND], one[0]))


def _by_entry(rows: QuerySet[Tally]) -> list[tuple[Service, Counts]]:
    """What was opened and told of most; nothing that must not be found."""
    shown = rows.filter(service__search_row__confidential=False, what__in=(OPENED, SIGNPOST))
    counts = _summed(shown.order_by().values_list("service", "what").annotate(n=Sum("count")))
    first = sorted(counts, key=lambda key: -sum(counts[key].values()))[:MOST]
    services = Service.objects.in_bulk(first)
    return [(services[key], counts[key]) for key in first if key in services]


def _summed(rows: Iterable[tuple[date | UUID, str, int]]) -> dict[date | UUID, Counts]:
    found: dict[date | UUID, Counts] = {}
    for key, what, number in rows:
        counts = found.setdefault(key, _none())
        counts[what] = counts.get(what, 0) + number
    return found


def _none() -> Counts:
    return dict.fromkeys(EVERY, 0)


def searches(counts: Counts) -> int:
    """How often something was looked for, whether or not anything was found."""
    return counts[SEARCH] + counts[NOTHING_FOUND]
