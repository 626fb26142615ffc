"""What comes after a message was written: an answer to it, or that it is taken back."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from kith.accounts.models import Organisation
from kith.kit.actor import Actor
from kith.kit.whole import put, whole, written
from kith.outbox import deliveries, lifecycle
from kith.outbox.actions.writing import _delivery, _noted
from kith.outbox.models import Audience, Message, Reply
from kith.outbox.permissions import MAY_STILL_BE_SAID, SAYS_IT_IS_OVER, queued_about
from kith.people.models import Person
from kith.places.models import Place
from kith.trail import actions as trail
from kith.trail.verbs import Verb

_NOT_ANSWERED = (lifecycle.WAITING, lifecycle.HELD, lifecycle.SENT)


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
    """Take back messages about something that have not left yet, of one person or of all. Records it.

    What a program is told stays: it says what happened, which is so whatever happens next.
    """
    with whole():
        written(Message)
        waiting = Message.objects.filter(about_id=about_id, state__in=[lifecycle.WAITING, lifecycle.HELD])
        waiting = waiting.exclude(audience=Audience.PROGRAM)
        if person is not None:
            waiting = waiting.filter(person=person)
        count = waiting.update(state=lifecycle.TAKEN_BACK, why=why)
        if count:
            trail.record(verb=Verb.MESSAGE_HELD, by=by, now=now, subject=("message", about_id, why))
    return count


def take_back_about(*, people: Collection[UUID], about: Collection[UUID], why: str, by: Actor, now: datetime) -> int:
    """Take back whatever is still queued to these people or about them, or about these asks. Records it once.

    Of what colleagues and programs are told, only what is about one of these asks. "It is no longer needed" stays.
    """
    with whole():
        written(Message)
        queued = queued_about(people, about).exclude(kind__in=SAYS_IT_IS_OVER)
        count = queued.update(state=lifecycle.TAKEN_BACK, why=why[:300])
        trail.record(verb=Verb.MESSAGE_HELD, by=by, now=now, subject=("message", None, why), detail={"messages": count})
    return count


def take_back_one(*, message: Message, why: str, by: Actor, now: datetime) -> None:
    """Take back one message that has not left yet. Records it. One that has left, or never will, stays as it is."""
    with whole():
        lifecycle.MESSAGE.check(message.state, lifecycle.TAKEN_BACK)
        message.state, message.why = lifecycle.TAKEN_BACK, why[:300]
        put(message, "state", "why")
        _noted(message, Verb.MESSAGE_HELD, by, now)


def forget_address(*, message: Message, by: Actor, now: datetime) -> None:
    """Keep no longer where a message went, of somebody of whom we keep nothing else. Records it.

    One that has not left yet needs it still: it is refused (``ValueError``).
    """
    if message.state in (lifecycle.WAITING, lifecycle.HELD):
        raise ValueError("It has not left yet.")
    with whole():
        message.address = ""
        put(message, "address")
        _noted(message, Verb.MESSAGE_ADDRESS_FORGOTTEN, by, now)


def take_back_to(*, address: str, why: str, by: Actor, now: datetime) -> int:
    """Take back everything still queued to an address, except what colleagues are told. Records it once."""
    with whole():
        written(Message)
        waiting = Message.objects.filter(address=address, state__in=[lifecycle.WAITING, lifecycle.HELD])
        count = waiting.exclude(audience=Audience.STAFF).update(state=lifecycle.TAKEN_BACK, why=why[:300])
        trail.record(verb=Verb.MESSAGE_HELD, by=by, now=now, subject=("message", None, why), detail={"messages": count})
    return count


def take_back_from(*, person: Person, why: str, by: Actor, now: datetime) -> int:
    """Take back everything that is still queued to somebody. Records it once."""
    with whole():
        written(Message)
        queued = Message.objects.filter(person=person, state__in=[lifecycle.WAITING, lifecycle.HELD])
        count = queued.exclude(audience=Audience.STAFF).update(state=lifecycle.TAKEN_BACK, why=why[:300])
        trail.record(verb=Verb.MESSAGE_HELD, by=by, now=now, subject=("message", None, why), detail={"messages": count})
    return count


def take_back_from_others(*, person: Person, about: Collection[UUID], why: str, by: Actor, now: datetime) -> int:
    """Take back what others were to be told of somebody, and programs of these asks. Records it once.

    That it is over, or that they wait and ring us, stays; so does what colleagues are told.
    """
    with whole():
        written(Message)
        others = (Audience.VOLUNTEER, Audience.PARTNER, Audience.ASKER)
        told = Q(about_person=person, audience__in=others) | Q(about_id__in=about, audience=Audience.PROGRAM)
        queued = Message.objects.filter(told, state__in=[lifecycle.WAITING, lifecycle.HELD])
        queued = queued.exclude(kind__in=(*MAY_STILL_BE_SAID, *SAYS_IT_IS_OVER))
        count = queued.update(state=lifecycle.TAKEN_BACK, why=why[:300])
        trail.record(verb=Verb.MESSAGE_HELD, by=by, now=now, subject=("message", None, why), detail={"messages": count})
    return count


def hear_of(
    *, reference: str, provider_id: str, state: str, by: Actor, now: datetime, at: datetime | None = None
) -> Message | None:
    """Keep what a provider says became of one of our messages. Records it, each word once, in whatever order they come.

    Nobody is told by it: "delivered" changes nothing. A failure ends the message as one that could not be sent, unless
    its reader has answered it; then, and only then, it answers with the message, whose news a person must now tell.
    """
    with whole():
        message = Message.objects.select_for_update().filter(key=reference).first()
        if message is None or not _delivery(message, provider_id, state, now, at):
            return None
        failed = state in deliveries.FAILED and message.state in _NOT_ANSWERED
        if failed:
            message.state, message.why = lifecycle.DEAD, f"Notify: {state}"
            put(message, "state", "why")
        _noted(message, Verb.MESSAGE_GIVEN_UP if failed else Verb.MESSAGE_HEARD_OF, by, now)
    return message if failed else None


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
