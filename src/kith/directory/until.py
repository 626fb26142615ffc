"""Until when a group is full or has a rest, read from the words people use: "March", "5 January", "Friday"."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from kith.kit import when
from kith.kit.clock import local

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_BEFORE = ("until ", "till ", "til ", "the ", "end of ", "start of ", "beginning of ", "early ", "in ")


def read_until(words: str, now: datetime) -> date | None:
    """The day these words mean, always one to come; None where no day can be read in them."""
    plain = " ".join(words.casefold().split()).strip(" .!")
    ends = "end of " in plain
    for before in _BEFORE * 2:
        plain = plain.removeprefix(before)
    if plain[:3] in _MONTHS and plain.isalpha():
        return _in_month(_MONTHS.index(plain[:3]) + 1, local(now).date(), ends)
    found = when.parse(plain, now)
    if found.end is None or found.problem:
        return None
    return local(found.end).date()


def _in_month(month: int, today: date, ends: bool) -> date:
    """The first of the next such month, or its last day."""
    first = date(today.year, month, 1)
    if first <= today:
        first = date(today.year + 1, month, 1)
    return first if not ends else (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
