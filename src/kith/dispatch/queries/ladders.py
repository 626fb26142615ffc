"""Which ladder does a place keep for a kind of ask? Its own, else that of the nearest place it lies in, else the
built-in one. It shows nobody an ask."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from kith.dispatch.models import Ladder
from kith.dispatch.rungs import Rungs, built_in, from_data
from kith.kit.whole import once
from kith.places.models import Place


@dataclass(frozen=True)
class InForce:
    """The rungs a place goes by for a kind, and the row that says so; None where they are the built-in ones."""

    rungs: Rungs
    row: Ladder | None = None

    def is_of(self, place: Place, kind: str) -> bool:
        """Whether the place itself keeps this for the kind, and does not inherit it."""
        return self.row is not None and self.row.place_id == place.id and self.row.kind == kind


class Ladders:
    """Every ladder that some place keeps, read once, however many asks follow."""

    def __init__(self) -> None:
        """One query: there are as many rows as places have changed something."""
        self._rows = {(one.place_id, one.kind): one for one in Ladder.objects.select_related("place")}

    def of(self, place: Place, kind: str) -> InForce:
        """The nearest place that keeps one for this kind; else the nearest that keeps one for every kind."""
        for wanted in (kind, ""):
            for place_id in reversed(place.path):
                row = self._rows.get((place_id, wanted))
                if row is not None:
                    return InForce(from_data(row.rungs), row)
        return InForce(built_in(kind))

    def would_govern(self, place: Place, kind: str, ask_place: Place, ask_kind: str) -> bool:
        """Whether an ask would go by the ladder this place kept for this kind, if it kept one."""
        for wanted in (ask_kind, ""):
            for place_id in reversed(ask_place.path):
                if (place_id, wanted) == (place.id, kind):
                    return True
                if (place_id, wanted) in self._rows:
                    return False
        return False

    def beneath(self, place: Place, kind: str) -> list[Ladder]:
        """The ladders for this kind of the places that lie in this one: they go on as they are."""
        rows = (row for (_id, its_kind), row in self._rows.items() if its_kind == kind)
        return [row for row in rows if row.place_id != place.id and place.id in row.place.path]

    def without(self, place_id: UUID, kind: str) -> Ladders:
        """The same ladders as if this place kept none for this kind."""
        other = Ladders.__new__(Ladders)
        other._rows = {key: row for key, row in self._rows.items() if key != (place_id, kind)}
        return other


def ladders() -> Ladders:
    """The ladders as they are now; where many acts are one, read once for all of them."""
    return once("ladders", Ladders)


def ladder_for(place: Place, kind: str) -> Rungs:
    """The rungs an ask of this kind begins with in this place."""
    return ladders().of(place, kind).rungs
