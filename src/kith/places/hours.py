"""When does somebody look, given the hours of a place? Wall-clock arithmetic only; it knows no places."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from kith.kit.clock import LONDON, local


def is_open(opens: time, closes: time, now: datetime) -> bool:
    """Whether somebody looks at ``now``. Equal times mean day and night; closing before opening means over midnight."""
    if opens == closes:
        return True
    here = local(now).time()
    if opens < closes:
        return opens <= here < closes
    return here >= opens or here < closes


def next_open(opens: time, closes: time, now: datetime) -> datetime:
    """When somebody next looks, in UTC: now while open, else the next opening on the wall clock."""
    if is_open(opens, closes, now):
        return now
    here = local(now)
    days = 0 if here.time() < opens else 1
    # Built from the wall clock, so that 8 stays 8 on the night the clocks change.
    return datetime.combine(here.date() + timedelta(days=days), opens, tzinfo=LONDON).astimezone(UTC)


def closing(opens: time, closes: time, now: datetime) -> datetime | None:
    """When the hours that hold ``now`` end, in UTC; None when closed or open day and night."""
    if opens == closes or not is_open(opens, closes, now):
        return None
    here = local(now)
    days = 0 if here.time() < closes else 1
    return datetime.combine(here.date() + timedelta(days=days), closes, tzinfo=LONDON).astimezone(UTC)
