"""When is somebody who waits for a group told, and what for? Pure: of rows and a moment, with nothing looked up."""

from __future__ import annotations

from datetime import date, timedelta

from kith.directory import lifecycle

# It takes people again; the day has come which the group gave; it is not there any more; it took too long.
OPEN, UNTIL, GONE, LONG = "open", "until", "gone", "long"
# As long as somebody's number is kept for it. It is said on the page.
MONTHS, KEPT = 6, timedelta(days=183)


def takes_new(state: str, status: str, places_left: int | None) -> bool:
    """Whether somebody new may come today, as far as the group told us."""
    room = places_left is None or places_left > 0
    return state in lifecycle.TAKES_NEW and status == lifecycle.ACTIVE and room


def why_now(*, there: bool, takes: bool, until: date | None, asked: date, today: date, long: bool) -> str:
    """Why they are told now; empty where they go on waiting.

    A day the group gave counts once it has come, unless it had come already when they asked.
    """
    if not there:
        return GONE
    if takes:
        return OPEN
    if until is not None and asked < until <= today:
        return UNTIL
    return LONG if long else ""
