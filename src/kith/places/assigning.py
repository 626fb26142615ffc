"""Whose place is a postcode? The rule, in plain Python over plain values, so that it can be read and tested alone.

1. A place claims a postcode whose ward or local authority code it carries, or that lies inside its boundary.
   The smallest claiming place wins.
2. When nobody claims it and the only candidate at the top has neither codes nor a boundary, that one takes it:
   a place that never said where it ends takes whatever it is given.
3. A claim by a neighbourhood or larger goes down to the nearest community beneath it within 15 km, if there is one.
4. A community's postcode goes down to its nearest street or village within 600 m, if there is one.
5. Otherwise the postcode lies outside, and belongs to no place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from kith.kit.geometry import Grid, Point, bbox, inside
from kith.places.kinds import COMMUNITY, STREET

COMMUNITY_WITHIN_KM = 15.0
STREET_WITHIN_KM = 0.6


@dataclass(frozen=True)
class Spot:
    """What the rule needs to know of one place."""

    id: UUID
    kind: str
    path: tuple[UUID, ...]
    codes: frozenset[str] = field(default_factory=frozenset)
    lat: float | None = None
    lon: float | None = None
    boundary: dict[str, Any] | None = None


class Assigner:
    """The rule, prepared once for many postcodes. ``tops`` are the places whose trees are asked."""

    def __init__(self, spots: Iterable[Spot], tops: Iterable[UUID]) -> None:
        """Keep only what lies beneath the tops."""
        self._tops = set(tops)
        self._spots = {spot.id: spot for spot in spots if self._tops & set(spot.path)}
        # The smallest last: a deeper claim replaces a wider one.
        self._by_code: dict[str, Spot] = {}
        for spot in sorted(self._spots.values(), key=lambda spot: len(spot.path)):
            self._by_code.update(dict.fromkeys(spot.codes, spot))
        bounded = [(bbox(spot.boundary), spot) for spot in self._spots.values() if spot.boundary]
        self._bounded = sorted(bounded, key=lambda pair: -len(pair[1].path))
        self._grids: dict[tuple[UUID, str], Grid[UUID]] = {}
        self._beneath = self._by_ancestor()

    def place_of(self, point: Point, codes: Iterable[str] = ()) -> UUID | None:
        """The id of the place a postcode at ``point`` with these area codes belongs to, or None when outside."""
        claim = self._claim(point, codes)
        if claim is None:
            return None
        if claim.kind not in (COMMUNITY, STREET):
            nearest = self._nearest(claim.id, COMMUNITY, point, COMMUNITY_WITHIN_KM)
            if nearest is None:
                return claim.id
            claim = self._spots[nearest]
        if claim.kind == COMMUNITY:
            return self._nearest(claim.id, STREET, point, STREET_WITHIN_KM) or claim.id
        return claim.id

    def _claim(self, point: Point, codes: Iterable[str]) -> Spot | None:
        claims = [self._by_code[code] for code in codes if code in self._by_code]
        claims += [spot for box, spot in self._bounded if box and box.holds(point) and inside(point, spot.boundary)][:1]
        if claims:
            return max(claims, key=lambda spot: len(spot.path))
        open_tops = [self._spots[top] for top in self._tops if top in self._spots]
        if len(open_tops) == 1 and not open_tops[0].codes and not open_tops[0].boundary:
            return open_tops[0]
        return None

    def _nearest(self, above: UUID, kind: str, point: Point, limit_km: float) -> UUID | None:
        grid = self._grids.get((above, kind))
        if grid is None:
            points = [
                (s.lat, s.lon, s.id) for s in self._beneath[above, kind] if s.lat is not None and s.lon is not None
            ]
            grid = self._grids[above, kind] = Grid(points, cell_km=0.5 if kind == STREET else 5.0)
        found = grid.nearest(*point, limit_km=limit_km)
        return found[0] if found else None

    def _by_ancestor(self) -> dict[tuple[UUID, str], list[Spot]]:
        beneath: dict[tuple[UUID, str], list[Spot]] = defaultdict(list)
        for spot in self._spots.values():
            for above in spot.path:
                beneath[above, spot.kind].append(spot)
        return beneath
