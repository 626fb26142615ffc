"""Roughly where is it, said so that nobody can tell whose door it is? For the card before somebody takes an ask."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from kith.kit.geometry import Grid, km
from kith.kit.sentence import Sentence, sentence

Homes = Grid[int]
_STEPS_KM = (1.0, 1.5, 2.0, 3.0, 5.0, 8.0, 12.0, 20.0, 30.0)
_KM_PER_MILE = 1.609344


@dataclass(frozen=True)
class RoughArea:
    """A circle of ``km`` round the ask that holds ``homes`` homes; ``near`` is a name big enough to say, or empty."""

    km: float
    homes: int
    near: str
    words: Sentence


def homes_grid(homes: Iterable[tuple[float, float, int]]) -> Homes:
    """Postcodes with their homes, sorted once so that many asks can be looked up quickly."""
    return Homes(homes)


def rough_area(
    lat: float,
    lon: float,
    homes: Homes | Iterable[tuple[float, float, int]],
    *,
    named: Iterable[tuple[str, float, float, int]] = (),
    at_least: int = 50,
    from_km: float = 1.0,
) -> RoughArea:
    """The smallest of our circles, from ``from_km`` up, that holds ``at_least`` homes.

    ``named`` are places with a point and their homes: the nearest that itself has enough homes gives its name,
    so that a hamlet's name never says who it is. Where no circle is enough, only the district is said.
    """
    grid = homes if isinstance(homes, Grid) else homes_grid(homes)
    steps = (from_km, *(step for step in _STEPS_KM if step > from_km))
    for radius in steps:
        held = sum(count for count, _away in grid.within(lat, lon, radius))
        if held >= at_least:
            near = _nearest_name(lat, lon, named, at_least)
            return RoughArea(radius, held, near, _words(radius, near))
    return RoughArea(steps[-1], 0, "", sentence("somewhere in the district"))


def how_far(away_km: float, area: RoughArea) -> Sentence:
    """How far a volunteer lives from it, never said more exactly than the area is wide."""
    miles = max(1, ceil(max(away_km, area.km) / _KM_PER_MILE))
    if miles == 1:
        return sentence("less than a mile from you")
    if miles > 10:
        return sentence("more than 10 miles from you")
    return sentence("less than %(miles)s miles from you", miles=miles)


def _nearest_name(lat: float, lon: float, named: Iterable[tuple[str, float, float, int]], at_least: int) -> str:
    big_enough = ((km(lat, lon, y, x), name) for name, y, x, count in named if count >= at_least)
    return min(big_enough, default=(0.0, ""))[1]


def _words(radius: float, near: str) -> Sentence:
    miles = max(1, ceil(radius / _KM_PER_MILE))
    if not near:
        return sentence("somewhere in the district")
    if radius <= 1.0:
        return sentence("near %(near)s", near=near)
    if miles == 1:
        return sentence("within about a mile of %(near)s", near=near)
    return sentence("within about %(miles)s miles of %(near)s", miles=miles, near=near)
