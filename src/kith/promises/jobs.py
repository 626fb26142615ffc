"""The watchdog: every date that has passed is told to the next place up. It reads the promises themselves."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from kith.kit.actor import Actor
from kith.outbox import lifecycle as messages
from kith.outbox.models import Audience, Message
from kith.promises import actions
from kith.promises.models import Kind, Promise
from kith.promises.queries import due_for_step_up

WATCHDOG = Actor.system("the watchdog")
TELL_AGAIN_AFTER = timedelta(minutes=30)
# The time of an ask belongs to the sweep of asks, which also tells the person that we are late.
NOT_OURS = (Kind.ASK,)


def sweep(now: datetime) -> int:
    """Step up every promise past its date, and make promises of dead letters. Answers how many it dealt with."""
    late = list(due_for_step_up(now, TELL_AGAIN_AFTER).exclude(kind__in=NOT_OURS)[:500])
    for promise in late:
        actions.step_up(promise=promise, by=WATCHDOG, now=now)
    dead = dead_letters()[:200]
    for message in dead:
        actions.open_for_dead_letter(message=message, by=WATCHDOG, now=now)
    return len(late) + len(dead)


def dead_letters() -> list[Message]:
    """Messages to people that could not be sent and have no promise yet."""
    promised = Promise.objects.filter(kind=Kind.MESSAGE, about_id=OuterRef("pk"))
    dead = Message.objects.filter(state=messages.DEAD).exclude(audience=Audience.STAFF)
    return list(dead.filter(~Exists(promised)).order_by("created_at"))
