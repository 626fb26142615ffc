"""What was asked and answered lately: read once, then only what is new. It keeps counts in memory, and writes none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import heappop, heappush
from typing import Any
from uuid import UUID

from django.db.models import Q

from kith.dispatch import lifecycle
from kith.dispatch.models import Offer
from kith.matching.chance import History, Past, band_of, part_of

A_WEEK = timedelta(days=7)
# Older answers say little of how somebody lives now.
LOOKS_BACK = timedelta(days=180)
MOST_ROWS = 20_000
# Whoever commits a moment later than their own clock says is still seen.
OVERLAP = timedelta(minutes=2)
# Somebody else had it: after so long without an answer, it counts as one that never came.
NO_ANSWER_AFTER = timedelta(hours=1)
_SAID_YES = (lifecycle.ACCEPTED, lifecycle.FINISHED, lifecycle.HANDED_BACK, lifecycle.CAME_BACK)
_SAID_NO = (lifecycle.NOT_THIS_TIME, lifecycle.SILENT)
_HAS_TAKEN = (lifecycle.ACCEPTED, lifecycle.FINISHED)
_COLUMNS = (
    "id",
    "volunteer_id",
    "ask__kind",
    "state",
    "offered_at",
    "answered_at",
    "answered_how",
    "km",
)


@dataclass(slots=True)
class _Row:
    """One offer as it was last read, and how it was counted."""

    volunteer_id: UUID
    at: datetime
    taken: bool
    past: Past | None


class Memory:
    """What each volunteer was asked and took, and the history their chances are learned from."""

    def __init__(self, now: datetime, lives_in: Callable[[UUID], UUID | None]) -> None:
        """Read half a year: one query. ``lives_in`` is the community of a volunteer."""
        self.history = History()
        self._lives_in = lives_in
        self._rows: dict[UUID, _Row] = {}
        self._of: dict[UUID, list[_Row]] = defaultdict(list)
        self._out_of_the_week: list[tuple[datetime, UUID]] = []
        self._read_at = now - LOOKS_BACK
        self.read(now)

    def read(self, now: datetime) -> set[UUID]:
        """Read what was asked or answered since the last time: one query. Answers whose counts are others now."""
        since, self._read_at = self._read_at - OVERLAP, now
        new = Offer.objects.filter(Q(offered_at__gte=since) | Q(answered_at__gte=since))
        touched = set()
        for row in reversed(new.order_by("-offered_at", "-id").values_list(*_COLUMNS)[:MOST_ROWS]):
            if self._take_in(*row):
                touched.add(row[1])
        while self._out_of_the_week and self._out_of_the_week[0][0] <= now:
            touched.add(heappop(self._out_of_the_week)[1])
        return touched

    def tallies(self, volunteer_id: UUID, now: datetime) -> dict[str, Any]:
        """What somebody was asked and took, by the names matching has for it."""
        rows = self._of.get(volunteer_id, [])
        week = [row for row in rows if row.at > now - A_WEEK]
        return {
            "taken_this_week": sum(row.taken for row in week),
            "offered_this_week": len(week),
            "last_offered_at": max((row.at for row in rows), default=None),
            "said_yes": sum(row.past is not None and row.past.yes for row in rows),
            "was_asked": len(rows),
        }

    def _take_in(
        self,
        key: UUID,
        volunteer_id: UUID,
        kind: str,
        state: str,
        at: datetime,
        answered_at: datetime | None,
        how: str,
        km: float | None,
    ) -> bool:
        """Count one offer as it is now, in place of how it was counted before; false where nothing is different."""
        yes = _yes(state, at, answered_at, how)
        before, taken = self._rows.get(key), state in _HAS_TAKEN
        past = None
        if yes is not None:
            lately = sum(at - A_WEEK < row.at < at for row in self._of[volunteer_id])
            home = self._lives_in(volunteer_id)
            past = Past(volunteer_id, home, kind, part_of(at), band_of(km), lately, yes)
        row = _Row(volunteer_id, at, taken, past)
        if before == row:
            return False
        if before is not None:
            self._of[volunteer_id].remove(before)
            if before.past is not None:
                self.history.tell(before.past, times=-1)
        self._rows[key] = row
        self._of[volunteer_id].append(row)
        if past is not None:
            self.history.tell(past)
        if before is None or before.at != at:
            heappush(self._out_of_the_week, (at + A_WEEK, volunteer_id))
        return True


def _yes(state: str, at: datetime, answered_at: datetime | None, how: str) -> bool | None:
    """Whether they would; None while nobody knows. A yes that came too late was a yes."""
    if state in _SAID_YES or (how and state in (lifecycle.SOMEBODY_ELSE, lifecycle.NOT_NEEDED)):
        return True
    if state in _SAID_NO:
        return False
    if state != lifecycle.OFFERED and answered_at is not None and answered_at - at > NO_ANSWER_AFTER:
        return False
    return None
