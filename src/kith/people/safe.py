"""What follows from how somebody said it is safe to reach them: pure rules over what was said and the moment."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from kith.kit.clock import LONDON, local
from kith.places import hours

# A window that does not come round within this many days never comes.
LOOKS_AHEAD = 8


@dataclass(frozen=True)
class Hours:
    """From when until when, on which days (Monday is 1). Nothing said means any hour, any day."""

    start: time | None = None
    end: time | None = None
    days: Collection[int] = ()

    @property
    def said(self) -> bool:
        """Whether anything was said at all."""
        return self.start is not None or self.end is not None or bool(self.days)

    def holds(self, now: datetime) -> bool:
        """Whether this is one of those hours."""
        if self.days and local(now).isoweekday() not in self.days:
            return False
        if self.start is None and self.end is None:
            return True
        return hours.is_open(self.start or time(0), self.end or time(0), now)

    def next(self, now: datetime) -> datetime | None:
        """The first moment from now on that is one of those hours; None where there is none."""
        moment = now
        for _day in range(LOOKS_AHEAD):
            opens = hours.next_open(self.start or time(0), self.end or time(0), moment)
            if self.holds(opens):
                return opens
            moment = _tomorrow(opens)
            if self.holds(moment):
                return moment
        return None


def first_moment(windows: Collection[Hours], now: datetime) -> datetime | None:
    """The first moment from now on that lies in all of these windows; None where they never meet."""
    moment = now
    for _again in range(LOOKS_AHEAD * 4):
        if all(window.holds(moment) for window in windows):
            return moment
        later = [window.next(moment) for window in windows]
        if any(one is None for one in later):
            return None
        moment = max(one for one in later if one is not None)
        if moment - now > timedelta(days=LOOKS_AHEAD):
            return None
    return None


def _tomorrow(now: datetime) -> datetime:
    """Midnight on the wall clock, so that the night the clocks change is as long as it is."""
    return datetime.combine(local(now).date() + timedelta(days=1), time(0), tzinfo=LONDON).astimezone(UTC)
