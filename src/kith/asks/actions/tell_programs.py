"""Telling the program that sent an ask what happens to it, in the same transaction as what happens."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from kith.asks import to_programs
from kith.asks.models import Ask, Lane
from kith.kit.actor import Actor
from kith.kit.whole import fact, whole
from kith.outbox import actions as outbox
from kith.outbox.models import Hook, HookEvent
from kith.trail.verbs import Verb

_EVENTS = {
    Verb.ASK_TAKEN: HookEvent.TAKEN,
    Verb.ASK_DONE: HookEvent.DONE,
    Verb.ASK_NOT_DONE: HookEvent.ENDED,
    Verb.ASK_NO_LONGER_WANTED: HookEvent.ENDED,
    Verb.PROMISE_DATE_MOVED: HookEvent.MOVED,
}


def tell_program(*, ask: Ask, event: str, by: Actor, now: datetime, team_id: UUID | None = None) -> None:
    """Write what happened to an ask for every webhook of the team whose program sent it. Records what is written.

    Nothing is written where no program sent it, where the person does not allow it, or where nobody wants to hear.
    ``team_id`` is said by whoever takes it in, when it is not yet written down who sent it.
    """
    if ask.lane != Lane.PROGRAM or not to_programs.may_hear(ask, event):
        return
    if team_id is not None:
        every = fact(("hooks", event), lambda: list(_hooks(event)))
        wanting = [hook for hook in every if hook.team_id == team_id]
    else:
        wanting = list(_hooks(event).filter(team__sent_in__ask=ask))
    with whole():
        for hook in wanting:
            said = {"state": to_programs.state_of(ask)}
            # Each thing once: what happens twice in one moment is one and the same.
            key = f"{event}:{ask.id}:{int(now.timestamp() * 1000)}:{hook.id.hex[-12:]}"
            outbox.write_to_program(
                hook=hook,
                event=event,
                about=(ask.id, ask.reference),
                said=said,
                person=ask.person,
                key=key,
                by=by,
                now=now,
                first=team_id is not None,
            )


def _hooks(event: str) -> QuerySet[Hook]:
    return Hook.objects.filter(ended_at__isnull=True, events__contains=[event]).select_related("team__place")


def _tell_of(verb: Verb, ask: Ask, by: Actor, now: datetime) -> None:
    """What a line of an ask's history is for the program that sent it."""
    event = _EVENTS.get(verb)
    if event is not None:
        tell_program(ask=ask, event=event, by=by, now=now)
