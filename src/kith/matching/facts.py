"""What does matching need to know of an ask and of a volunteer? Plain values; nothing here decides."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from functools import cached_property
from typing import Any
from uuid import UUID

from kith.matching.names import digits_of, words_of

WEEK = 7 * 24 * 60
_DAY = 24 * 60
# Somebody who has said nothing about hours is asked by day, never at night.
_BY_DAY = (time(8), time(20))


@dataclass(frozen=True)
class Slot:
    """Hours of one weekday (0 is Monday) on the wall clock; an end at or before the start is next morning's."""

    weekday: int
    start: time
    end: time


_DAYS = {day: number for number, day in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))}
_PARTS = {
    "morning": (time(8), time(12)),
    "afternoon": (time(12), time(17)),
    "evening": (time(17), time(21)),
    "night": (time(21), time(8)),
    "day": _BY_DAY,
}


def day_part(name: str) -> Slot:
    """The hours of ``mon-morning``: the parts are night, morning, afternoon, evening and day."""
    day, _dash, part = name.partition("-")
    return Slot(_DAYS[day], *_PARTS[part])


_WORKED_OUT = ("free_minutes", "name_words", "phone_digits", "order")


@dataclass(frozen=True)
class Candidate:
    """A volunteer, as far as an offer is concerned."""

    volunteer_id: UUID
    lat: float | None = None
    lon: float | None = None
    street_id: UUID | None = None
    community_id: UUID | None = None
    kinds: frozenset[str] = frozenset()
    slots: tuple[Slot, ...] = ()
    travel: str = "foot"
    reach_km: float | None = None
    check_level: str = "none"
    check_on: date | None = None
    check_again_on: date | None = None
    weekly_most: int | None = None
    taken_this_week: int = 0
    offered_this_week: int = 0
    last_offered_at: datetime | None = None
    languages: frozenset[str] = frozenset()
    blocked: bool = False
    name: str = ""
    phone: str = ""
    said_yes: int = 0
    was_asked: int = 0

    def told(self, **changed: Any) -> Candidate:
        """The same person with other counts. What was worked out from hours, name and number is kept."""
        new = replace(self, **changed)
        new.__dict__.update({name: self.__dict__[name] for name in _WORKED_OUT if name in self.__dict__})
        return new

    @cached_property
    def free_minutes(self) -> tuple[tuple[int, int], ...]:
        """Free spans in minutes since Monday 0:00 on the wall clock, joined where they touch."""
        spans: list[tuple[int, int]] = []
        for slot in self.slots or tuple(Slot(day, *_BY_DAY) for day in range(7)):
            start = slot.weekday * _DAY + slot.start.hour * 60 + slot.start.minute
            end = slot.weekday * _DAY + slot.end.hour * 60 + slot.end.minute
            if end <= start:
                end += _DAY
            spans.append((start, min(end, WEEK)))
            if end > WEEK:
                spans.append((0, end - WEEK))
        joined: list[tuple[int, int]] = []
        for start, end in sorted(spans):
            if joined and start <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(joined[-1][1], end))
            else:
                joined.append((start, end))
        return tuple(joined)

    @cached_property
    def name_words(self) -> frozenset[str]:
        """The words of the name, as they are compared with names that must not know."""
        return words_of(self.name)

    @cached_property
    def phone_digits(self) -> str:
        """The end of the phone number, as it is compared."""
        return digits_of(self.phone)

    @cached_property
    def order(self) -> str:
        """The last tie-break: always the same, and saying nothing about anybody."""
        return str(self.volunteer_id)


@dataclass(frozen=True)
class Wanted:
    """An ask, as far as finding somebody is concerned.

    ``further_away``: the person does not want a neighbour. ``by_phone``: nobody has to go anywhere.
    ``nearby``: the communities next to its own, by travel, from which one gets there in ``nearby_minutes``.
    """

    kind: str
    need_by: datetime
    lat: float | None = None
    lon: float | None = None
    street_id: UUID | None = None
    community_id: UUID | None = None
    checks_needed: str = "none"
    language: str = ""
    earliest: datetime | None = None
    effort: int = 30
    blocked_names: list[str] = field(default_factory=list)
    blocked_phones: list[str] = field(default_factory=list)
    further_away: bool = False
    by_phone: bool = False
    nearby: frozenset[UUID | None] = frozenset()
    nearby_minutes: float = 20.0

    @cached_property
    def blocked_words(self) -> tuple[frozenset[str], ...]:
        """Each name that must not know, as words; several names in one line are taken apart."""
        lines = (part for line in self.blocked_names for part in re.split(r"[,;&\n]| and ", line))
        return tuple(words for words in map(words_of, lines) if words)

    @cached_property
    def blocked_digits(self) -> frozenset[str]:
        """Each number that must not be reached, as digits."""
        return frozenset(digits for digits in map(digits_of, self.blocked_phones) if digits)
