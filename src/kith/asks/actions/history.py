"""One line of an ask's history and one of the trail: the two things every change to an ask leaves behind.

Where another program sent the ask, what it may hear of that is written for it as well.
"""

from __future__ import annotations

from datetime import datetime

from kith.asks.actions.tell_programs import _tell_of
from kith.asks.models import Ask, Event
from kith.kit.actor import Actor
from kith.kit.rows import write_together
from kith.kit.whole import at_the_end
from kith.trail import actions as trail
from kith.trail.verbs import Verb


def happened(
    *,
    ask: Ask,
    verb: Verb,
    staff: str,
    by: Actor,
    now: datetime,
    person: str = "",
    detail: dict[str, object] | None = None,
) -> None:
    """Add a line to an ask's history, in words for colleagues and, where they should read it, for the person.

    Records the same on the trail. Lines are never edited.
    """
    event = Event(
        controller_id=ask.controller_id,
        ask=ask,
        what=verb.value,
        staff_words=staff[:600],
        person_words=person[:600],
        by_label=f"{by.label}, keyed by {by.keyed_by}" if by.keyed_by else by.label,
        at=now,
    )
    if not at_the_end(_write, event):
        event.save(force_insert=True)
    trail.record(
        verb=verb,
        by=by,
        now=now,
        subject=("ask", ask.id, ask.reference),
        place=(ask.place_id, ""),
        controller=ask.controller_id,
        detail=detail,
    )
    _tell_of(verb, ask, by, now)


def _write(events: list[Event]) -> None:
    write_together(events)
