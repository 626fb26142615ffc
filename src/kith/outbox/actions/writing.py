"""Putting a message into the outbox. It leaves later, by ``leaving``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kith.accounts.models import Organisation, User
from kith.kit.actor import Actor
from kith.kit.whole import insert, whole, written
from kith.outbox import lifecycle
from kith.outbox.models import Audience, Channel, Delivery, Message
from kith.outbox.permissions import check_may_leave
from kith.people.models import ContactRoute, Person, RouteKind
from kith.places.models import Place
from kith.trail import actions as trail
from kith.trail.verbs import Verb

# What stands where a number or a mailbox does.
BY_POST = "by post"


@dataclass(frozen=True)
class Letter:
    """What to write: the words, to whom and about what. ``key`` makes the same letter twice one message.

    ``first`` is said by whoever has only now made what it is about, so that there is no such letter yet: nobody
    looks for one, and the database refuses a second. After ``give_up_at`` trying again is of no use, and a person
    does it instead.
    """

    kind: str
    body: str
    key: str
    subject: str = ""
    urgent: bool = False
    about_id: UUID | None = None
    about_label: str = ""
    about_person: Person | None = None
    first: bool = False
    give_up_at: datetime | None = None


def write(
    *,
    letter: Letter,
    route: ContactRoute,
    audience: str,
    place: Place,
    by: Actor,
    now: datetime,
) -> Message:
    """Put a message to a person or a volunteer into the outbox, in the caller's transaction.

    Records that it was written. The send gate is asked at once: a message it will never let go is kept as
    refused, with the reason, so that the caller can arrange another way. The same key twice is one message.
    """
    with whole():
        existing = _there_already(letter)
        if existing is not None:
            return existing
        channel = Channel.EMAIL if route.kind == RouteKind.EMAIL else Channel.TEXT
        message = _row(letter, route.controller_id, place, audience, channel, route.value, now)
        message.person = route.person
        _judge(message, now)
        insert(message)
        _noted(message, Verb.MESSAGE_QUEUED, by, now)
    return message


def write_letter(*, letter: Letter, person: Person, postal: str, place: Place, by: Actor, now: datetime) -> Message:
    """Put a letter by post into the outbox, in the caller's transaction; ``postal`` is the envelope, line by line.

    Records that it was written. The send gate is asked at once, as for any message. The same key twice is one letter.
    """
    with whole():
        existing = _there_already(letter)
        if existing is not None:
            return existing
        message = _row(letter, person.controller_id, place, Audience.PERSON, Channel.LETTER, BY_POST, now)
        message.person, message.postal = person, postal[:600]
        _judge(message, now)
        insert(message)
        _noted(message, Verb.MESSAGE_QUEUED, by, now)
    return message


def write_to_staff(
    *,
    letter: Letter,
    user: User,
    place: Place,
    controller: Organisation,
    by: Actor,
    now: datetime,
    ring: str = "",
    by_mail: bool = False,
) -> Message:
    """Put a message to a colleague into the outbox; with ``ring``, to that duty phone. Records it. No quiet hours.

    ``by_mail`` is for a second copy, so that one provider may fail; whoever asks knows that they have both.
    """
    with whole():
        existing = _there_already(letter)
        if existing is not None:
            return existing
        address = ring or (user.email if by_mail else user.phone) or user.email or ""
        channel = Channel.RING if ring else Channel.EMAIL if "@" in address else Channel.TEXT
        message = _row(letter, controller.id, place, Audience.STAFF, channel, address, now)
        message.user = user
        _judge(message, now)
        insert(message)
        _noted(message, Verb.MESSAGE_QUEUED, by, now)
    return message


def write_to_raiser(
    *, letter: Letter, address: str, place: Place, controller: Organisation, by: Actor, now: datetime
) -> Message:
    """Tell whoever was worried about somebody that we have it, at the one address they named as safe. Records it.

    The send gate lets nothing but these words go there. The same key twice is one message.
    """
    with whole():
        existing = _there_already(letter)
        if existing is not None:
            return existing
        channel = Channel.EMAIL if "@" in address else Channel.TEXT
        message = _row(letter, controller.id, place, Audience.RAISER, channel, address, now)
        _judge(message, now)
        insert(message)
        _noted(message, Verb.MESSAGE_QUEUED, by, now)
    return message


def write_to_office(
    *, letter: Letter, address: str, place: Place, controller: Organisation, by: Actor, now: datetime
) -> Message:
    """Put a message to an organisation's own number or mailbox into the outbox. Records it. No quiet hours."""
    with whole():
        existing = _there_already(letter)
        if existing is not None:
            return existing
        channel = Channel.EMAIL if "@" in address else Channel.TEXT
        message = _row(letter, controller.id, place, Audience.STAFF, channel, address, now)
        insert(message)
        _noted(message, Verb.MESSAGE_QUEUED, by, now)
    return message


def _there_already(letter: Letter) -> Message | None:
    if letter.first:
        return None
    written(Message)
    return Message.objects.filter(key=letter.key).first()


def _row(
    letter: Letter, controller_id: UUID, place: Place, audience: str, channel: str, address: str, now: datetime
) -> Message:
    return Message(
        controller_id=controller_id,
        place=place,
        audience=audience,
        channel=channel,
        address=address,
        kind=letter.kind,
        subject=letter.subject,
        body=letter.body,
        about_id=letter.about_id,
        about_label=letter.about_label,
        about_person=letter.about_person,
        urgent=letter.urgent,
        key=letter.key,
        give_up_at=letter.give_up_at,
        not_before=now,
        created_at=now,
    )


def _judge(message: Message, now: datetime) -> bool:
    """Ask the gate, and note its answer on the row. True when it may leave now."""
    verdict = check_may_leave(message, now)
    if verdict.may:
        return True
    message.why, message.find_a_way = verdict.why, verdict.unsafe
    if verdict.until is None:
        message.state = lifecycle.REFUSED
    else:
        message.state, message.not_before = lifecycle.HELD, verdict.until
    return False


def _noted(message: Message, verb: Verb, by: Actor, now: datetime) -> None:
    trail.record(
        verb=verb,
        by=by,
        now=now,
        subject=("message", message.id, f"{message.kind} to {message.get_audience_display()}"),
        place=(message.place_id, ""),
        controller=message.controller_id,
        detail={"about": message.about_label, "channel": message.channel},
    )


def _delivery(message: Message, provider_id: str, state: str, now: datetime, at: datetime | None = None) -> bool:
    """Keep one word of a provider; False where it was kept before. Whoever calls this has locked the message."""
    word = {"provider_id": provider_id[:80], "state": state[:40]}
    if message.deliveries.filter(**word).exists():
        return False
    insert(Delivery(message=message, controller_id=message.controller_id, at=at, heard_at=now, **word))
    return True
