"""How much of a stretch of time may neighbours be asked in, and when is so much of it gone? All in UTC; hours of a
place come in as wall-clock hours. It decides nothing about ladders."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta

from kith.places.hours import closing, is_open, next_open

Span = tuple[datetime, datetime]
_NONE = timedelta(0)


def quiet_between(opens: time, closes: time, start: datetime, end: datetime) -> list[Span]:
    """The stretches from ``start`` to ``end`` outside the hours in which neighbours are asked."""
    found: list[Span] = []
    moment = start
    while moment < end and opens != closes:
        if is_open(opens, closes, moment):
            moment = closing(opens, closes, moment) or end
            continue
        wakes = next_open(opens, closes, moment)
        found.append((moment, min(wakes, end)))
        moment = wakes
    return found


def in_utc(moment: datetime) -> datetime:
    """The moment in UTC; a moment without a zone is a mistake in the code, not something to guess."""
    if moment.tzinfo is None:
        raise ValueError("This time has no zone: pass an aware datetime, as kit.clock makes them.")
    return moment.astimezone(UTC)


def quiet_until(quiet: Iterable[Span], now: datetime) -> datetime | None:
    """When the quiet stretch that holds ``now`` ends; None outside of one."""
    ends = None
    for start, end in sorted((in_utc(start), in_utc(end)) for start, end in quiet):
        # Stretches that touch are one: the night before a morning off.
        if start <= (ends or now) < end:
            ends = end
    return ends


class Awake:
    """The stretches between two moments that are not quiet, and a clock that runs only in them."""

    def __init__(self, start: datetime, end: datetime, quiet: Iterable[Span] = ()) -> None:
        """Cut the quiet stretches out; they may overlap and come in any order."""
        self.spans: list[Span] = []
        moment = start
        for begins, ends in sorted((in_utc(begins), in_utc(ends)) for begins, ends in quiet):
            if begins > moment:
                self.spans.append((moment, min(begins, end)))
            moment = max(moment, ends)
            if moment >= end:
                break
        if moment < end:
            self.spans.append((moment, end))
        self.spans = [(begins, ends) for begins, ends in self.spans if begins < ends]

    @property
    def total(self) -> timedelta:
        """How much there is."""
        return sum((ends - begins for begins, ends in self.spans), _NONE)

    def begins_after(self, gone: timedelta) -> datetime:
        """When something begins for which so much must be gone: at the boundary, after the quiet."""
        for begins, ends in self.spans:
            if gone < ends - begins:
                return begins + gone
            gone -= ends - begins
        return self.spans[-1][1]

    def ends_after(self, gone: timedelta) -> datetime:
        """When something ends that takes so much: at the boundary, before the quiet."""
        for begins, ends in self.spans:
            if gone <= ends - begins:
                return begins + gone
            gone -= ends - begins
        return self.spans[-1][1]
