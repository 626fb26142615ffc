"""When does a partner answer? The days and hours it gave; plain arithmetic over the wall clock, it knows no teams."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, time, timedelta

from kith.kit.clock import local
from kith.places import hours

A_WEEK = 7


def is_open(days: Collection[int], opens: time | None, closes: time | None, now: datetime) -> bool:
    """Whether somebody answers at ``now``. No days means every day, Monday being 1; no hours means any hour."""
    if days and local(now).isoweekday() not in days:
        return False
    return opens is None or closes is None or hours.is_open(opens, closes, now)


def next_open(days: Collection[int], opens: time | None, closes: time | None, now: datetime) -> datetime:
    """When somebody next answers: now while open, else the first opening of the coming week."""
    if is_open(days, opens, closes, now):
        return now
    first = opens or time(0)
    # A minute past midnight of each day to come, so that a day's own opening is what is found.
    for ahead in range(A_WEEK + 1):
        start = now if ahead == 0 else local_midnight(now, ahead)
        moment = hours.next_open(first, closes or time(0), start) if opens is not None else start
        if is_open(days, opens, closes, moment):
            return moment
    return now + timedelta(days=1)


def local_midnight(now: datetime, ahead: int) -> datetime:
    """The beginning of a day to come, on the wall clock."""
    return local(now).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=ahead)
