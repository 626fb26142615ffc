"""Parts of the days of a week as bits, so that "open on Tuesday afternoon" is one question. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time

MORNING, AFTERNOON, EVENING = "morning", "afternoon", "evening"
PARTS = (MORNING, AFTERNOON, EVENING)
# From when until when each part lasts; who opens within it, or is open during it, is on then.
_FROM = {MORNING: time(0), AFTERNOON: time(12), EVENING: time(17)}
_UNTIL = {MORNING: time(12), AFTERNOON: time(17), EVENING: time.max}

_A_DAY, _ENOUGH = 24 * 60, 90


def bit(weekday: int, part: str) -> int:
    """The bit of one part of one day; 0 is Monday."""
    return 1 << (weekday * len(PARTS) + PARTS.index(part))


def asked(weekday: int | None, part: str | None) -> int:
    """The bits of which one must be set: any part of a day, a part of any day, or both. 0 asks nothing."""
    if weekday is None and part is None:
        return 0
    days = range(7) if weekday is None else (weekday,)
    parts = PARTS if part is None else (part,)
    return sum(bit(day, one) for day in days for one in parts)


def bits(windows: Iterable[tuple[int, time, time]]) -> int:
    """The parts of days in which somebody could go: an hour and a half of it, or half of what there is.

    Each window is (weekday, opens, closes); past midnight counts as the evening. From 10 to 1 is a morning.
    """
    found = 0
    for weekday, opens, closes in windows:
        begins, ends = _minutes(opens), _minutes(closes) if closes > opens else _A_DAY
        for part in PARTS:
            within = min(ends, _A_DAY if part == EVENING else _minutes(_UNTIL[part])) - max(
                begins, _minutes(_FROM[part])
            )
            if within > 0 and (within >= _ENOUGH or 2 * within >= ends - begins):
                found |= bit(weekday, part)
    return found


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute
