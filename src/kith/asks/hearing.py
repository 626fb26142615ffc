"""By when a person next hears from us: pure arithmetic over the clock, the need and the hours of their place."""

from __future__ import annotations

from datetime import datetime, timedelta

RED_FLAG = timedelta(minutes=15)
MEDICINE = timedelta(hours=1)
ORDINARY = timedelta(hours=2)
AFTER_OPENING = timedelta(hours=1)
SOONEST = timedelta(minutes=10)
BEFORE_NEED = timedelta(minutes=30)
BEFORE_MEDICINE = timedelta(minutes=60)
WELFARE = timedelta(minutes=15)
# How soon somebody must hear that a date we gave has passed.
SAY_WE_ARE_LATE = timedelta(minutes=30)
NEXT_AFTER_LATE = timedelta(hours=1)
# Somebody who waits all night is not written to every hour of it.
LONGEST_AFTER_LATE = timedelta(hours=4)
# How long after the end somebody can say that it did not come, and the same ask opens again.
DID_NOT_COME_FOR = timedelta(days=7)


def first_hear_by(
    now: datetime, *, need_by: datetime | None, red_flag: bool, medicine: bool, opens_at: datetime | None
) -> datetime:
    """By when the person first hears, in UTC.

    ``opens_at`` is when somebody next looks, or None when somebody looks now. A red flag does not wait for the
    morning. Nothing is promised sooner than ten minutes, because nobody could keep it.
    """
    if red_flag:
        return now + RED_FLAG
    start = opens_at if opens_at is not None and opens_at > now else now
    by = start + AFTER_OPENING if start is not now else now + (MEDICINE if medicine else ORDINARY)
    if need_by is not None and need_by > now:
        by = min(by, need_by - (BEFORE_MEDICINE if medicine else BEFORE_NEED))
    return max(by, now + SOONEST)


def tell_by(hear_by: datetime | None, now: datetime) -> datetime:
    """By when somebody must have heard a piece of news: the moment they were last given, or soon when it is past."""
    if hear_by is None or hear_by <= now:
        return now + SAY_WE_ARE_LATE
    return hear_by


def after_late(
    now: datetime, need_by: datetime | None, *, missed_since: datetime | None = None, pressing: bool = False
) -> datetime:
    """The next date we give when one has passed: within the hour, and before the need where that is still ahead.

    ``missed_since`` is the first date that passed: the longer we have been late, the longer until the next, because
    being told every hour that there is nothing to tell helps nobody. What is ``pressing`` is looked at every hour.
    """
    wait = NEXT_AFTER_LATE
    if missed_since is not None and not pressing:
        wait = min(max(wait, now - missed_since), LONGEST_AFTER_LATE)
    by = now + wait
    if need_by is not None and now + SOONEST < need_by < by:
        return need_by
    return by


def while_somebody_looks(moment: datetime, *, next_look: datetime, need_by: datetime | None) -> datetime:
    """The moment itself, or soon after somebody next looks where it falls while everybody sleeps.

    ``next_look`` is when somebody looks at or after the moment. A need that cannot wait so long keeps the moment: then
    somebody has to be woken.
    """
    morning = next_look + BEFORE_NEED
    if next_look <= moment or (need_by is not None and moment < need_by <= morning):
        return moment
    return morning
