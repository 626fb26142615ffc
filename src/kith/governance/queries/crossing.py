"""What may be passed from one organisation to another, for whoever chooses a colleague or a neighbour. Read once."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from kith.access.models import Crossing
from kith.kit.whole import fact
from kith.places.models import Place

# What a rung phone hears, and what somebody needs who is to do something about it.
TO_HEAR, TO_DO = "A", "AB"


class Passing:
    """Every agreement in force at one moment. It reads nothing until two different organisations are asked about."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self._agreed: dict[tuple[UUID, UUID], list[tuple[UUID, frozenset[str], bool]]] | None = None

    def may(self, giver: UUID, taker: UUID, place: Place, classes: str = TO_DO) -> bool:
        """Whether these classes of field may be passed on, newly, about somebody in this place."""
        return giver == taker or set(classes) <= self._classes(giver, taker, place, live=True)

    def may_go_on(self, giver: UUID, taker: UUID, place: Place, classes: str = TO_HEAR) -> bool:
        """The same, or it runs off: whoever has it already goes on with it."""
        return giver == taker or set(classes) <= self._classes(giver, taker, place, live=False)

    def _classes(self, giver: UUID, taker: UUID, place: Place, *, live: bool) -> set[str]:
        found: set[str] = set()
        for where, classes, is_live in self._all().get((giver, taker), ()):
            if where in place.path and (is_live or not live):
                found |= classes
        return found

    def _all(self) -> dict[tuple[UUID, UUID], list[tuple[UUID, frozenset[str], bool]]]:
        if self._agreed is None:
            self._agreed = {}
            rows = Crossing.objects.filter(purpose="help", starts_at__lte=self.now, runs_off_until__gt=self.now)
            for giver, taker, where, classes, until in rows.values_list(
                "giver", "taker", "place_id", "classes", "expires_at"
            ):
                one = (where, frozenset(classes), until > self.now)
                self._agreed.setdefault((giver, taker), []).append(one)
        return self._agreed


def passing(now: datetime) -> Passing:
    """What may be passed on now; read once in any act."""
    return fact(("crosses", now), lambda: Passing(now))
