"""Whoever has an ask hears when its search goes a step, up or back down: they keep it until somebody has said yes."""

from __future__ import annotations

from datetime import datetime, timedelta

from kith.asks import actions as asks
from kith.asks import kinds
from kith.asks.models import Ask
from kith.kit.actor import Actor
from kith.kit.whole import once, whole
from kith.outbox import words
from kith.outbox.models import Message

# One message of one ask in so long, however often it goes a step: the rest is on Today, and on the ask's own page.
AT_MOST_EVERY = timedelta(minutes=10)


def tell_holder(*, ask: Ask, why: str, by: Actor, now: datetime) -> Message | None:
    """Write to the holder of the promise that their ask went a step. Records the message.

    None where nobody holds it. Within the same ten minutes one ask is one message; another ask has its own.
    """
    holder = ask.promise.holder
    if holder is None:
        return None
    stretch = int(now.timestamp()) // int(AT_MOST_EVERY.total_seconds())
    key = f"went-a-step:{ask.id}:{holder.user_id}:{stretch}"
    said = words.went_a_step(reference=ask.reference, what=str(kinds.KINDS[ask.kind].name), why=why)

    def write() -> Message | None:
        return asks.write_to_holder(
            ask=ask, kind="went-a-step", subject=said.subject, body=said.sms, key=key, by=by, now=now
        )

    with whole():
        return once(key, write)
