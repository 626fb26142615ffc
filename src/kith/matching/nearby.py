"""Which communities are next to which? By the minutes on the road, never by their names or what they lie in."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from kith.kit.geometry import km
from kith.matching.eligible import road_minutes

Point = tuple[float, float]


class Neighbouring:
    """The communities round each community, nearest first. Worked out once for each that is asked about."""

    def __init__(self, centres: Mapping[UUID, Point]) -> None:
        """``centres`` is where the middle of each community is; one without a middle is next to none."""
        self._centres = dict(centres)
        self._round: dict[UUID, list[tuple[float, UUID]]] = {}
        self._within: dict[tuple[UUID, float], frozenset[UUID | None]] = {}

    def within(self, community: UUID | None, minutes: float, home: Point | None = None) -> frozenset[UUID | None]:
        """The communities so many minutes by car from this one, without it; from ``home`` where there is none."""
        if community is None or community not in self._centres:
            return frozenset(one for away, one in self._from(home, None) if away <= minutes) if home else frozenset()
        key = (community, minutes)
        if key not in self._within:
            if community not in self._round:
                self._round[community] = self._from(self._centres[community], community)
            self._within[key] = frozenset(one for away, one in self._round[community] if away <= minutes)
        return self._within[key]

    def _from(self, here: Point | None, itself: UUID | None) -> list[tuple[float, UUID]]:
        if here is None:
            return []
        away = ((road_minutes(km(*here, *there)), one) for one, there in self._centres.items() if one != itself)
        return sorted(away, key=lambda row: (row[0], str(row[1])))
