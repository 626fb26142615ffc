"""What the worker does for groups."""

from __future__ import annotations

from datetime import datetime

from kith.kit.actor import Actor
from kith.outreach import actions

SWEEP = Actor.system("the sweep that asks groups")
# So few at a time that whoever answers for a place is not rung back by everybody in one hour.
AT_ONCE = 10
SILENT_AFTER_DAYS = 7


def sweep(now: datetime) -> int:
    """Ask the groups whose quarter is over and that are in today; those who said nothing are to be rung."""
    silent = actions.silent_after(days=SILENT_AFTER_DAYS, by=SWEEP, now=now)
    return silent + actions.ask_due(most=AT_ONCE, by=SWEEP, now=now)
