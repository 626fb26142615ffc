"""Is somebody free for long enough before it is needed? Weekly hours are wall-clock hours in London, so the two
nights on which clocks change are worked out day by day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from kith.kit.clock import LONDON
from kith.matching.facts import WEEK, Candidate, Wanted


@dataclass(frozen=True)
class Window:
    """The time in which the ask can be done: ``spans`` in minutes of the week when no clock changes inside it."""

    start: datetime
    end: datetime
    needed: int
    spans: tuple[tuple[int, int], ...] | None

    @property
    def is_over(self) -> bool:
        """Whether there is no time left."""
        return self.end <= self.start


def window_of(wanted: Wanted, now: datetime) -> Window:
    """From now (or the earliest time it can begin) to the time it is needed by."""
    start, end = (moment.astimezone(UTC) for moment in (max(now, wanted.earliest or now), wanted.need_by))
    minutes = int((end - start).total_seconds() // 60)
    needed = max(1, min(wanted.effort, minutes))
    if minutes >= WEEK:
        return Window(start, end, needed, ((0, WEEK),))
    here, there = start.astimezone(LONDON), end.astimezone(LONDON)
    if here.utcoffset() != there.utcoffset():
        return Window(start, end, needed, None)
    first = here.weekday() * 1440 + here.hour * 60 + here.minute
    last = first + minutes
    spans = ((first, last),) if last <= WEEK else ((first, WEEK), (0, last - WEEK))
    return Window(start, end, needed, spans)


def is_free(candidate: Candidate, window: Window) -> bool:
    """Whether one stretch of the candidate's hours inside the window is as long as the ask takes."""
    if window.spans is None:
        return _is_free_when_clocks_change(candidate, window)
    needed = window.needed
    for start, end in window.spans:
        for free_from, free_to in candidate.free_minutes:
            if min(end, free_to) - max(start, free_from) >= needed:
                return True
    return False


def _is_free_when_clocks_change(candidate: Candidate, window: Window) -> bool:
    needed = timedelta(minutes=window.needed)
    monday = window.start.astimezone(LONDON).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    monday -= timedelta(days=monday.weekday())
    for week in range(3):
        for span in candidate.free_minutes:
            begins, ends = (
                (monday + timedelta(weeks=week, minutes=minute)).replace(tzinfo=LONDON).astimezone(UTC)
                for minute in span
            )
            if min(ends, window.end) - max(begins, window.start) >= needed:
                return True
    return False
