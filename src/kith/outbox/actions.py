"""Writing a message, letting it leave, and hearing back. Nothing else in Kith talks to a provider."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from kith.accounts.models import Organisation, User
from kith.kit.actor import Actor
from kith.kit.whole import insert, whole, written
from kith.outbox import lifecycle
from kith.outbox.channels import sender_for
from kith.outbox.models import SIGN_IN_CODE, Audience, Channel, Message, Reply
from kith.outbox.permissions import ask_ahead, check_may_leave
from kith.outbox.problems import CannotBeSent, TryAgain
from kith.people.models import ContactRoute, Person, RouteKind
from kith.places.models import Place
from kith.trail import actions as trail
from kith.trail.verbs import Verb

LEASE = timedelta(seconds=30)
# After the fifth try a person has to do it: the dead letter becomes a promise.
WAITS = (timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=5), timedelta(minutes=15))
BATCH = 50


@dataclass(frozen=True)
class Letter:
    """What to write: the words, to whom and about what. ``key`` makes the same letter twice one message.

    ``first`` is said by whoever has only now made what it is about, so that there is no such letter yet: nobody
    looks for one, and the database refuses a second.
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


def write_to_staff(
    *, letter: Letter, user: User, place: Place, controller: Organisation, by: Actor, now: datetime, ring: str = ""
) -> Message:
    """Put a message to a colleague into the outbox; with ``ring``, to that duty phone. Records it. No quiet hours."""
    with whole():
        existing = _there_already(letter)
        if existing is not None:
            return existing
        address = ring or user.phone or user.email or ""
        channel = Channel.RING if ring else Channel.TEXT if user.phone else Channel.EMAIL
        message = _row(letter, controller.id, place, Audience.STAFF, channel, address, now)
        message.user = user
        insert(message)
        _noted(message, Verb.MESSAGE_QUEUED, by, now)
    return message


def send_staff_code(
    *, user: User, letter: Letter, to_email: str = "", to_phone: str = "", by: Actor, now: datetime
) -> Message:
    """Send a one-time sign-in code at once, and record that one was asked for. After it left, its words are not kept.

    Refuses (``CannotBeSent``) an account that belongs to no team.
    """
    membership = user.memberships.live().select_related("team__place", "team__organisation").first()
    if membership is None:
        raise CannotBeSent("This account belongs to no team, so it cannot sign in.")
    team = membership.team
    channel, address = (Channel.EMAIL, to_email) if to_email else (Channel.TEXT, to_phone)
    with whole():
        message = _row(letter, team.organisation_id, team.place, Audience.STAFF, channel, address, now)
        message.user = user
        insert(message)
        _noted(message, Verb.ACCOUNT_SIGN_IN_ASKED, by, now)
    send_due(now=now, by=by, only=[message.id])
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
        not_before=now,
        created_at=now,
    )


def _judge(message: Message, now: datetime) -> bool:
    """Ask the gate, and note its answer on the row. True when it may leave now."""
    verdict = check_may_leave(message, now)
    if verdict.may:
        return True
    message.why = verdict.why
    if verdict.until is None:
        message.state = lifecycle.REFUSED
    else:
        message.state, message.not_before = lifecycle.HELD, verdict.until
    return False


def send_due(*, now: datetime, by: Actor, only: Iterable[UUID] | None = None) -> int:
    """Let every message leave whose time has come, the urgent ones first. Records each. Answers how many left.

    1. Lease a batch, so that a second worker takes the next one and a killed worker's batch comes back.
    2. Ask the gate again for each, then hand it to its channel.
    3. Write what happened. A message may leave twice if we die between 2 and 3; the key lets it count once.
    """
    sent = 0
    while batch := _lease(now, only):
        with whole(many=True):
            ask_ahead([(one.person_id, one.about_person_id) for one in batch], now)
            left = [message for message in batch if _let_go(message, by, now)]
            _have_left(left, by, now)
        sent += len(left)
        if only is not None:
            break
    return sent


def _lease(now: datetime, only: Iterable[UUID] | None) -> list[Message]:
    with whole():
        due = Message.objects.filter(state__in=[lifecycle.WAITING, lifecycle.HELD], not_before__lte=now)
        due = due.exclude(lease_until__gt=now)
        if only is not None:
            due = due.filter(id__in=list(only))
        ids = list(
            due.order_by("-urgent", "not_before", "id")
            .select_for_update(skip_locked=True)
            .values_list("id", flat=True)[:BATCH]
        )
        Message.objects.filter(id__in=ids).update(lease_until=now + LEASE)
    found = Message.objects.filter(id__in=ids).select_related("person", "place", "controller")
    return list(found.prefetch_related("person__routes").order_by("-urgent", "not_before", "id"))


def _let_go(message: Message, by: Actor, now: datetime) -> bool:
    """True when it left, which is still to be written down; what else comes of it is written here."""
    message.lease_until = None
    if not _judge(message, now):
        message.save(update_fields=["state", "why", "not_before", "lease_until"])
        _noted(message, Verb.MESSAGE_HELD, by, now)
        return False
    message.attempts += 1
    try:
        sender_for(message)(message)
    except CannotBeSent as problem:
        return _given_up(message, str(problem), by, now)
    except TryAgain as problem:
        if message.attempts > len(WAITS):
            return _given_up(message, str(problem), by, now)
        wait = WAITS[message.attempts - 1]
        jitter = random.Random(f"{message.key}{message.attempts}").uniform(0.8, 1.2)  # noqa: S311  no secret: it spreads the tries
        message.state, message.why, message.not_before = lifecycle.WAITING, str(problem)[:300], now + wait * jitter
        message.save(update_fields=["state", "why", "not_before", "attempts", "lease_until"])
        _noted(message, Verb.MESSAGE_RETRIED, by, now)
        return False
    return True


def _have_left(messages: list[Message], by: Actor, now: datetime) -> None:
    """Write of each that it left: together, where nothing but that changes."""
    alike: dict[tuple[int, str], list[UUID]] = {}
    for message in messages:
        stays = _what_stays(message)
        alike.setdefault((message.attempts, "" if stays == message.body else stays), []).append(message.id)
        _noted(message, Verb.MESSAGE_SENT, by, now)
    for (attempts, words), ids in alike.items():
        left = Message.objects.filter(id__in=ids)
        left.update(state=lifecycle.SENT, why="", sent_at=now, attempts=attempts, lease_until=None)
        if words:
            left.update(body=words)


def _what_stays(message: Message) -> str:
    """The words of a message that left, to be read in the sent box; a code that lets somebody in is not among them."""
    if message.kind != SIGN_IN_CODE or settings.DEMO_INSTANCE:
        return message.body
    return str(_("A code to sign in. Its digits are not kept."))


def _given_up(message: Message, why: str, by: Actor, now: datetime) -> bool:
    message.state, message.why, message.body = lifecycle.DEAD, why[:300], _what_stays(message)
    message.save(update_fields=["state", "why", "attempts", "lease_until", "body"])
    _noted(message, Verb.MESSAGE_GIVEN_UP, by, now)
    return False


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
