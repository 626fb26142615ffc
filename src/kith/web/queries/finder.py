"""What the public finder shows: where somebody looks from, what was found there, and what lies further away."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from kith.asks import redflags
from kith.asks.redflags import Flag
from kith.directory import ranking
from kith.directory.queries.find import WITHIN_KM, Answer, Wanted, find
from kith.directory.queries.lines import Line, lines_of
from kith.kit.clock import local
from kith.places.models import Place
from kith.web.queries.finder_where import From, looked_from

# With fewer than so many near, what lies further away is shown as well.
FEW = 4
MOST, MOST_OF_PLACE, MOST_FURTHER, MOST_UNSAID = 20, 120, 8, 8
ON_A_MAP_KM = 5.0


@dataclass(frozen=True)
class Results:
    """What a page of results says. ``took`` are the words we read as others; ``order`` how it is ordered, in words."""

    place: Place | None
    problem: str
    near: list[Line]
    # What may fit: it did not say on which days it is, what it costs or whether there are steps.
    unsaid: list[Line]
    further: list[Line]
    flags: list[Flag]
    took: tuple[tuple[str, str], ...]
    order: str
    searched: bool

    @property
    def nothing(self) -> bool:
        """Whether nothing at all was found."""
        return not self.near and not self.unsaid and not self.further


def results(
    asked: dict[str, Any], slug: str, now: datetime, *, most: int = MOST, within_km: float = WITHIN_KM
) -> Results:
    """What fits what was asked. With a place and no words everything there is listed."""
    typed = str(asked.get("q") or "")[:300]
    start = looked_from(slug, str(asked.get("near") or ""), typed)
    place = start.place
    wanted = replace(_wanted(asked, start, most), within_km=within_km)
    searched = bool(typed or wanted.weekday is not None or wanted.part or asked.get("near"))
    if place is None and not searched:
        return Results(None, start.problem, [], [], [], [], (), "", False)
    answer = find(wanted, local(now).date())
    near = lines_of(answer.found, answer.asked, now)
    unsaid = _unsaid(wanted, near, now)
    return Results(
        place=place,
        problem=start.problem,
        near=near,
        unsaid=unsaid,
        further=_further(wanted, near + unsaid, now) if searched else [],
        flags=redflags.find(typed)[:3],
        took=((start.took,) if start.took else ()) + answer.asked.took,
        order=str(ranking.order_of(wanted.order).said),
        searched=searched,
    )


def _unsaid(wanted: Wanted, near: list[Line], now: datetime) -> list[Line]:
    """What was only left out because it did not say: somebody may ring and ask."""
    if not (wanted.weekday is not None or wanted.part or wanted.free or wanted.step_free):
        return []
    more = find(replace(wanted, unsaid=True, most=MOST_UNSAID + len(near)), local(now).date())
    known = {line.id for line in near}
    return [line for line in lines_of(more.found, more.asked, now) if line.id not in known][:MOST_UNSAID]


def _further(wanted: Wanted, near: list[Line], now: datetime) -> list[Line]:
    """What lies outside of it, where there is little near."""
    if wanted.place is None or len(near) >= FEW or not wanted.words:
        return []
    district = wanted.place.ancestor(Place.Kind.DISTRICT)
    wider: Answer = find(replace(wanted, place=district, most=MOST_FURTHER + len(near)), local(now).date())
    known = {line.id for line in near}
    lines = lines_of(wider.found, wider.asked, now, further=True)
    return [line for line in lines if line.id not in known][:MOST_FURTHER]


def _wanted(asked: dict[str, Any], start: From, most: int) -> Wanted:
    place, point = start.place, start.point
    day = str(asked.get("day") or "")
    return Wanted(
        words=start.words,
        place=place,
        lat=point[0] if point else None,
        lon=point[1] if point else None,
        weekday=int(day) if day.isdigit() else None,
        part=str(asked.get("part") or "") or None,
        free=bool(asked.get("free")),
        step_free=bool(asked.get("step_free")),
        takes_new=bool(asked.get("takes_new")),
        order=place.typed_settings.find_order if place else ranking.SMALL_FIRST,
        most=most,
    )
