"""What the public finder shows: where somebody looks from, what was found there, and what lies further away."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from kith.asks import redflags
from kith.asks.redflags import Flag
from kith.directory import ranking
from kith.directory.queries.find import WITHIN_KM, Answer, Wanted, find
from kith.directory.queries.lines import Line, lines_of
from kith.kit import postcodes
from kith.kit.clock import local
from kith.places.models import Place
from kith.places.queries import NoPlacesYet, called, locate

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
    place, point, problem = _where(slug, str(asked.get("near") or ""))
    wanted = replace(_wanted(asked, place, point, most), within_km=within_km)
    searched = bool(wanted.words or wanted.weekday is not None or wanted.part or asked.get("near"))
    if place is None and not searched:
        return Results(None, problem, [], [], [], [], (), "", False)
    answer = find(wanted, local(now).date())
    near = lines_of(answer.found, answer.asked, now)
    unsaid = _unsaid(wanted, near, now)
    return Results(
        place=place,
        problem=problem,
        near=near,
        unsaid=unsaid,
        further=_further(wanted, near + unsaid, now) if searched else [],
        flags=redflags.find(wanted.words)[:3],
        took=answer.asked.took,
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


def _wanted(asked: dict[str, Any], place: Place | None, point: tuple[float, float] | None, most: int) -> Wanted:
    day = str(asked.get("day") or "")
    return Wanted(
        words=str(asked.get("q") or "")[:300],
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


def _where(slug: str, near: str) -> tuple[Place | None, tuple[float, float] | None, str]:
    """The place somebody looks from: the one of the page, or the village or postcode they wrote."""
    of_page = Place.objects.filter(slug=slug).first() if slug else None
    if not near.strip():
        return of_page, None, ""
    try:
        if postcodes.normalise(near) is not None:
            found = locate(postcode=near)
            point = (found.lat, found.lon) if found.lat is not None and found.lon is not None else None
            return found.place, None if found.problem else point, found.problem
        named = called(near)
    except NoPlacesYet:
        return of_page, None, ""
    if named:
        return _community(named[0]), None, ""
    said = _(
        "We do not know “%(place)s”. Here is what there is everywhere; a postcode or the nearest village would help."
    )
    return of_page, None, said % {"place": near.strip()[:60]}


def _community(place: Place) -> Place:
    """Nobody looks for a group on one street alone."""
    above = place.ancestor(Place.Kind.COMMUNITY)
    return (
        above if above is not None and place.kind == Place.Kind.STREET and not place.typed_settings.village else place
    )
