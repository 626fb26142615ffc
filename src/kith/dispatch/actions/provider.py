"""What a provider of messages tells us unasked: what became of one. It never counts as anybody's answer."""

from __future__ import annotations

from datetime import datetime

from kith.kit.actor import Actor
from kith.kit.whole import whole
from kith.outbox import actions as outbox
from kith.promises import actions as promises


def hear_of_delivery(
    *, reference: str, provider_id: str, state: str, by: Actor, now: datetime, at: datetime | None = None
) -> bool:
    """Keep what became of a message; where it did not arrive, somebody promises at once to tell them another way.

    Records both. Heard twice, late or out of order it changes nothing more. Answers whether a person has to act.
    """
    with whole():
        failed = outbox.hear_of(reference=reference, provider_id=provider_id, state=state, at=at, by=by, now=now)
        if failed is None:
            return False
        return promises.open_for_dead_letter(message=failed, by=by, now=now) is not None
