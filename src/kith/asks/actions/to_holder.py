"""Write to whoever has an ask, about that ask. What is said and when is for those who call it."""

from __future__ import annotations

from datetime import datetime

from kith.asks.models import Ask
from kith.kit.actor import Actor
from kith.outbox import actions as outbox
from kith.outbox.actions import Letter
from kith.outbox.models import Message


def write_to_holder(
    *, ask: Ask, kind: str, body: str, key: str, by: Actor, now: datetime, subject: str = "", urgent: bool = False
) -> Message | None:
    """Put a message to the holder of this ask's promise into the outbox, said once for each key. Records it.

    None where nobody holds it.
    """
    holder = ask.promise.holder
    if holder is None:
        return None
    letter = Letter(
        kind=kind,
        subject=subject,
        body=body,
        key=key,
        urgent=urgent,
        about_id=ask.id,
        about_label=ask.reference,
        about_person=ask.person,
    )
    return outbox.write_to_staff(
        letter=letter, user=holder.user, place=ask.place, controller=holder.team.organisation, by=by, now=now
    )
