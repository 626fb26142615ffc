"""The parts of a week in which somebody can help: ``mon-morning``, ``sun-night``. It knows no volunteers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time

from kith.kit.clock import local
from kith.matching import Slot

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# A night belongs to the day on which it begins.
PARTS: dict[str, tuple[time, time]] = {
    "morning": (time(8), time(12)),
    "afternoon": (time(12), time(17)),
    "evening": (time(17), time(21)),
    "night": (time(21), time(8)),
}
ALL = tuple(f"{day}-{part}" for day in DAYS for part in PARTS)


def slot(name: str) -> Slot:
    """The hours of ``mon-morning``. Raises KeyError for a name that is none of ``ALL``."""
    day, _dash, part = name.partition("-")
    start, end = PARTS[part]
    return Slot(DAYS.index(day) if day in DAYS else _unknown(name), start, end)


def slots(names: Iterable[str]) -> tuple[Slot, ...]:
    """The hours of several; names that are none of ours are left out, so that an old row stops nobody."""
    return tuple(slot(name) for name in names if name in ALL)


def at(moment: datetime) -> str:
    """The part of the week, on the wall clock here, that holds a moment."""
    here = local(moment)
    hour = here.time()
    part = next((name for name, (start, end) in PARTS.items() if start <= hour < end), "night")
    day = here.weekday() - (1 if part == "night" and hour < PARTS["night"][1] else 0)
    return f"{DAYS[day % 7]}-{part}"


def following(name: str, count: int = 1) -> tuple[str, ...]:
    """The parts of the week after one, in order; the week goes round."""
    begin = ALL.index(name) + 1
    return tuple(ALL[(begin + step) % len(ALL)] for step in range(count))


def _unknown(name: str) -> int:
    raise KeyError(name)
