"""Which hours somebody means: "2-4pm", "half past 3", "not before 5", "by 12 tonight". Days are read next door."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from kith.kit import when_words as words_of
from kith.kit.clock import LONDON

DAY_OPENS, DAY_ENDS = time(8), time(17)
PARTS = {
    "first thing": (time(8), time(9, 30)),
    "morning": (time(8), time(12)),
    "lunchtime": (time(12), time(14)),
    "afternoon": (time(12), time(17)),
    "teatime": (time(16), time(18)),
    "evening": (time(17), time(20)),
    "night": (time(18), time(22)),
    "day": (time(8), time(17)),
    "end of": (time(8), time(23, 59)),
}


@dataclass
class Reading:
    """What has been found so far in the words; ``rest`` is what is still to be read."""

    rest: str
    base: datetime
    shown: str = ""
    day: date | None = None
    named_day: str = ""
    part: str = ""
    ends_by: bool = False
    problem: str = ""
    doubt: str = ""
    clock_24h: bool = False
    second: bool = False


def hours_in(reading: Reading) -> tuple[time | None, time] | None:
    """The window of hours in the words: (None, end), (start, end), or None when no time was said."""
    between = words_of.RANGE.search(reading.rest)
    if between:
        first, last = words_of.one_of_two(between, "1"), words_of.one_of_two(between, "2")
        ends = _as_time(last, reading)
        start = _as_time({"half": last.get("half", ""), **first}, reading)
        if start >= ends:
            start = _as_time(first, reading)
        return start, ends
    single = single_time(reading)
    bare_midnight = single == time(0) and reading.clock_24h and "midnight" not in reading.rest
    if single is None or bare_midnight:
        return None
    if words_of.FROM.search(reading.rest):
        return single, max(PARTS.get(reading.part, (DAY_OPENS, DAY_ENDS))[1], rest_of_today(single))
    return None, single


def single_time(reading: Reading) -> time | None:
    noon = words_of.NOON.search(reading.rest)
    if noon:
        return time(0) if noon.group() == "midnight" else time(12)
    past = words_of.HALF_PAST.search(reading.rest)
    if past:
        return _past_or_to(past, reading)
    match = words_of.CLOCK.search(reading.rest) or words_of.BARE.search(reading.rest)
    if match is None and reading.day is not None:
        match = words_of.FIRST_FIGURE.match(reading.rest)
    return _as_time(words_of.picked(match), reading) if match else None


def _past_or_to(match: re.Match[str], reading: Reading) -> time:
    hour = _as_time({**words_of.picked(match), "min": ""}, reading)
    step = {"half past": 30, "quarter past": 15, "quarter to": -15}[match["how"]]
    return (datetime.combine(date(2000, 1, 2), hour) + timedelta(minutes=step)).time()


def _as_time(found: dict[str, str], reading: Reading) -> time:
    """An hour as people mean it: 1 to 7 alone are after noon, 8 to 12 before, unless the words say otherwise."""
    hour, minute, half = int(found["h"]), int(found.get("min") or 0), found.get("half")
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0) if hour <= 12 else hour
    elif reading.part == "night" and hour in (12, 1, 2, 3, 4):
        hour = hour % 12
    elif reading.part in ("afternoon", "evening", "night", "teatime") and hour < 12:
        hour += 12
    elif reading.part not in ("morning", "first thing") and not found["h"].startswith("0"):
        exact = reading.clock_24h and "min" in found
        hour = hour + 12 if 1 <= hour <= 7 and not exact else hour
    return time(0) if (hour, minute) == (24, 0) else time(hour, minute)


def rest_of_today(hour: time) -> time:
    """ "Today" said late in the day still means today: give what is left of it, in a step people would say."""
    for before, ends in ((time(15), time(17)), (time(18), time(20)), (time(21), time(22))):
        if hour < before:
            return ends
    return time(23, 59)


def moment(on: date, at: time, second: bool = False) -> datetime:
    """London's wall clock in UTC. An hour that comes twice is its first; one that never comes is the hour after."""
    if not 1900 <= on.year <= 2200:
        raise ValueError("out of any year we plan for")
    return datetime.combine(on, at.replace(tzinfo=None), LONDON).replace(fold=int(second)).astimezone(UTC)
