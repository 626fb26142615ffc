"""What the worker does for groups."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from kith.kit.actor import Actor
from kith.outreach import actions
from kith.outreach.queries import owed as what
from kith.outreach.queries import waiting
from kith.outreach.queries.owed import About

log = logging.getLogger(__name__)
SWEEP = Actor.system("the sweep that asks groups")
OWED = Actor.system("the sweep of what we owe groups")
NOTHING = About()
# So few at a time that whoever answers for a place is not rung back by everybody in one hour.
AT_ONCE = 2
SILENT_AFTER_DAYS = 7


def sweep(now: datetime) -> int:
    """Ask the groups whose quarter is over and that are in today; those who said nothing are to be rung."""
    silent = actions.silent_after(days=SILENT_AFTER_DAYS, by=SWEEP, now=now)
    return silent + actions.ask_due(most=AT_ONCE, by=SWEEP, now=now)


def owed(now: datetime) -> int:
    """What we owe groups, and those who wait for one, is promised or told, and what is owed no more ends. How much."""
    done = _each(what.to_ring_unpromised(now), lambda one: actions.owe_a_call(leader=one, by=OWED, now=now))
    done += _each(what.edits_unpromised(), lambda one: actions.owe_a_look(edit=one, by=OWED, now=now))
    done += _each(what.held_unpromised(), lambda one: actions.owe_a_look_at_held(service=one, by=OWED, now=now))
    done += _each(waiting.to_tell(now), lambda one: actions.tell(row=one[0], why=one[1], by=OWED, now=now))
    done += _each(waiting.told_by_now(), lambda one: actions.forget_told(row=one, by=OWED, now=now))
    done += _each(waiting.not_told(), lambda one: actions.owe_a_ring(row=one, by=OWED, now=now))
    there = list(what.open_ones().select_related("holder__user", "place")[: what.MOST_OPEN])
    abouts = what.abouts(there)
    return done + _each(
        there, lambda one: actions.settle(promise=one, about=abouts.get(one.about_id, NOTHING), by=OWED, now=now)
    )


def _each(rows: Iterable[Any], do: Callable[[Any], Any]) -> int:
    """One after the other, but for those that say False; one bad row must not keep the others waiting. How many."""
    done = 0
    for one in rows:
        try:
            done += do(one) is not False
        except Exception:
            log.exception("what we owe could not be dealt with: %s", type(one).__name__)
    return done
