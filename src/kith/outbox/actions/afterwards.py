"""What comes after a message was written: an answer to it, or that it is taken back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from kith.accounts.models import Organisation
from kith.kit.actor import Actor
from kith.kit.whole import whole, written
from kith.outbox import lifecycle
from kith.outbox.actions.writing import _noted
from kith.outbox.models import Audience, Message, Reply
from kith.people.models import Person
from kith.places.models import Place
from kith.trail import actions as trail
from kith.trail.verbs import Verb


def acknowledge(*, message: Message, by: Actor, now: datetime) -> None:
    """Note that a person answered this message. Records it. A second answer changes nothing."""
    with whole():
        changed = Message.objects.filter(id=message.id, state=lifecycle.SENT).update(
            state=lifecycle.ACKNOWLEDGED, acknowledged_at=now
        )
        if changed:
            message.refresh_from_db()
            _noted(message, Verb.MESSAGE_ACKNOWLEDGED, by, now)


def take_back(*, about_id: UUID, why: str, by: Actor, now: datetime, person: Person | None = None) -> int:
    """Take back messages about something that have not left yet, of one person or of all. Records it."""
    with whole():
        written(Message)
        waiting = Message.objects.filter(about_id=about_id, state__in=[lifecycle.WAITING, lifecycle.HELD])
        if person is not None:
            waiting = waiting.filter(person=person)
        count = waiting.update(state=lifecycle.TAKEN_BACK, why=why)
        if count:
            trail.record(verb=Verb.MESSAGE_HELD, by=by, now=now, subject=("message", about_id, why))
    return count


def take_back_to(*, address: str, why: str, by: Actor, now: datetime) -> int:
    """Take back everything still queued to an address, except what colleagues are told. Records it once."""
    with whole():
        written(Message)
        waiting = Message.objects.filter(address=address, state__in=[lifecycle.WAITING, lifecycle.HELD])
        count = waiting.exclude(audience=Audience.STAFF).update(state=lifecycle.TAKEN_BACK, why=why[:300])
        trail.record(verb=Verb.MESSAGE_HELD, by=by, now=now, subject=("message", None, why), detail={"messages": count})
    return count


def keep_reply(
    *,
    channel: str,
    address: str,
    body: str,
    provider_key: str,
    place: Place,
    controller: Organisation,
    by: Actor,
    now: datetime,
    person: Person | None = None,
    understood: str = "",
) -> tuple[Reply, bool]:
    """Keep a text or e-mail that came in, as it came. Records it. The same provider key twice is kept once (False)."""
    with whole():
        reply, new = Reply.objects.get_or_create(
            provider_key=provider_key,
            defaults={
                "controller": controller,
                "place": place,
                "person": person,
                "channel": channel,
                "address": address,
                "body": body,
                "understood": understood,
                "at": now,
            },
        )
        if new:
            trail.record(
                verb=Verb.MESSAGE_RECEIVED,
                by=by,
                now=now,
                subject=("reply", reply.id, understood or channel),
                place=(place.id, place.name),
                controller=controller.id,
            )
    return reply, new
