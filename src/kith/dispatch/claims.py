"""How long does a yes hold without a word, and when is it asked about? Times only: it asks nobody, takes back none."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from kith.dispatch.awake import Span, quiet_until

# They have this long to say that it is still all right, and somebody else is found in what is left.
ANSWER_WITHIN = timedelta(minutes=30)
BEFORE_NEED = timedelta(minutes=60)
# Whoever said yes a moment ago is left in peace.
AT_LEAST = timedelta(minutes=30)
NO_NEED_BY = timedelta(hours=24)
# With days to go, nobody is asked about it hours after saying yes.
TIMES_BEFORE_NEED = 3


def asks_at(taken: datetime, need_by: datetime | None, lasts: timedelta, quiet: Iterable[Span] = ()) -> datetime | None:
    """When somebody who said yes and nothing more is asked whether it is still all right.

    After as long as a yes of this kind holds, later where the need is days away, and early enough that somebody else
    can be found; never in the quiet hours. None where it is needed so soon that they are on their way or it is too
    late to look: then the holder rings them.
    """
    at = taken + lasts
    last = None
    if need_by is None:
        at = max(at, taken + NO_NEED_BY)
    else:
        last = need_by - BEFORE_NEED - ANSWER_WITHIN
        at = min(max(at, need_by - TIMES_BEFORE_NEED * lasts), last)
    quiet = list(quiet)
    at = quiet_until(quiet, at) or at
    too_late = last is not None and at > last
    return None if too_late or at < taken + AT_LEAST else at


def comes_back_at(asked: datetime, quiet: Iterable[Span] = ()) -> datetime:
    """When a yes comes back that was asked about and not answered."""
    at = asked + ANSWER_WITHIN
    return quiet_until(list(quiet), at) or at
