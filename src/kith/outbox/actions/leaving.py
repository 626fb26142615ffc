"""Letting messages leave whose time has come. Nothing else in Kith talks to a provider."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from kith.accounts.models import User
from kith.kit.actor import Actor
from kith.kit.whole import insert, put, whole
from kith.outbox import lifecycle
from kith.outbox.actions.writing import Letter, _delivery, _judge, _noted, _row
from kith.outbox.channels import far, sender_for
from kith.outbox.models import SIGN_IN_CODE, Audience, Channel, Message
from kith.outbox.permissions import ask_ahead
from kith.outbox.problems import CannotBeSent, TryAgain
from kith.trail.verbs import Verb

LEASE = timedelta(seconds=30)
# After the fifth try a person has to do it: the dead letter becomes a promise.
WAITS = (timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=5), timedelta(minutes=15))
BATCH = 50
# So few that the last of them is handed over while its lease still holds.
FEW = 20
TIRED_AFTER = 3
# Seconds of this process's own time.
LONG_ENOUGH = 5.0
_OPEN = (lifecycle.WAITING, lifecycle.HELD)


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


def send_due(*, now: datetime, by: Actor, only: Iterable[UUID] | None = None, programs: bool | None = None) -> int:
    """Let every message leave whose time has come, the urgent ones first. Records each. Answers how many left.

    ``programs`` True is only what programs wait for, False all but that, None everything.

    1. Lease a batch, so that a second worker takes the next one and a killed worker's batch comes back.
    2. Ask the gate again for each, then hand it to its channel.
    3. Write what happened. A message may leave twice if we die between 2 and 3; the key lets it count once.
    """
    away = far()
    theirs = frozenset({Channel.WEBHOOK.value})
    through = away if programs is None else away & theirs if programs else away - theirs
    sent = _through_providers(_lease(now, only, FEW, within=through), by, now) if through else 0
    if programs:
        return sent
    while batch := _lease(now, only, BATCH, without=away):
        with whole(many=True):
            ask_ahead([(one.person_id, one.about_person_id) for one in batch], now)
            left = [message for message in batch if _let_go(message, by, now)]
            _have_left(left, by, now)
        sent += len(left)
        if only is not None or len(batch) < BATCH:
            break
    return sent


def _lease(
    now: datetime,
    only: Iterable[UUID] | None,
    most: int,
    within: frozenset[str] | None = None,
    without: frozenset[str] = frozenset(),
) -> list[Message]:
    with whole():
        due = Message.objects.filter(state__in=[lifecycle.WAITING, lifecycle.HELD], not_before__lte=now)
        due = due.exclude(lease_until__gt=now)
        if only is not None:
            due = due.filter(id__in=list(only))
        due = due.filter(channel__in=within) if within is not None else due.exclude(channel__in=without)
        ids = list(
            due.order_by("-urgent", "not_before", "id")
            .select_for_update(skip_locked=True)
            .values_list("id", flat=True)[:most]
        )
        if not ids:
            return []
        Message.objects.filter(id__in=ids).update(lease_until=now + LEASE)
    found = Message.objects.filter(id__in=ids).select_related("person", "about_person", "place", "controller")
    batch = list(found.order_by("-urgent", "not_before", "id"))
    people = (one for message in batch for one in (message.person, message.about_person) if one is not None)
    prefetch_related_objects(list(people), "routes")
    return batch


def _let_go(message: Message, by: Actor, now: datetime) -> bool:
    """True when it left, which is still to be written down; what else comes of it is written here."""
    message.lease_until = None
    if not _judge(message, now):
        put(message, "state", "why", "find_a_way", "not_before", "lease_until")
        _noted(message, Verb.MESSAGE_HELD, by, now)
        return False
    message.attempts += 1
    try:
        sender_for(message)(message)
    except CannotBeSent as problem:
        return _given_up(message, str(problem), by, now)
    except TryAgain as problem:
        return _try_again(message, problem, by, now)
    return True


def _try_again(message: Message, problem: TryAgain, by: Actor, now: datetime) -> bool:
    """Put it off, by the schedule or by what the provider asked for; a person has it when that would be too late."""
    if message.attempts > len(WAITS):
        return _given_up(message, str(problem), by, now)
    jitter = random.Random(f"{message.key}{message.attempts}").uniform(0.8, 1.2)  # noqa: S311  no secret: it spreads the tries
    at = now + max(WAITS[message.attempts - 1] * jitter, problem.after)
    if message.give_up_at is not None and at > message.give_up_at:
        return _given_up(message, str(problem), by, now)
    message.state, message.why, message.not_before = lifecycle.WAITING, str(problem)[:300], at
    put(message, "state", "why", "not_before", "attempts", "lease_until")
    _noted(message, Verb.MESSAGE_RETRIED, by, now)
    return False


def _through_providers(batch: list[Message], by: Actor, now: datetime) -> int:
    """Each by itself, because each may take seconds: nobody waits for a lock meanwhile, and the gate is asked late.

    A channel that says no three times in a row rests for the length of a lease. After a few seconds the rest goes
    back, so that what has become urgent meanwhile comes first.
    """
    sent, in_a_row = 0, Counter[str]()
    until = time.monotonic() + LONG_ENOUGH
    for number, message in enumerate(batch):
        if time.monotonic() > until:
            _give_back(batch[number:])
            break
        if in_a_row[message.channel] >= TIRED_AFTER or not _begun(message, by, now):
            continue
        try:
            given = sender_for(message)(message) or ""
        except (CannotBeSent, TryAgain) as problem:
            in_a_row[message.channel] = 0 if isinstance(problem, CannotBeSent) else in_a_row[message.channel] + 1
            _did_not_leave(message, problem, by, now)
            continue
        in_a_row[message.channel] = 0
        sent += _did_leave(message, given, by, now)
    return sent


def _give_back(batch: list[Message]) -> None:
    """End the lease of what was not begun."""
    with whole():
        for message in batch:
            mine = Message.objects.filter(pk=message.pk, state__in=_OPEN, attempts=message.attempts)
            mine.update(lease_until=None)


def _begun(message: Message, by: Actor, now: datetime) -> bool:
    """Ask the gate and write down that this try begins, before it does: whoever finds it later asks the provider first.

    False where it may not leave, or where somebody took it back or began it since it was leased.
    """
    with whole():
        before = message.attempts
        may = _judge(message, now)
        mine = Message.objects.filter(pk=message.pk, state__in=_OPEN, attempts=before)
        if may:
            message.attempts += 1
            return bool(mine.update(attempts=message.attempts))
        put_off = {"why": message.why[:300], "find_a_way": message.find_a_way, "not_before": message.not_before}
        if mine.update(state=message.state, lease_until=None, **put_off):
            _noted(message, Verb.MESSAGE_HELD, by, now)
    return False


def _did_leave(message: Message, provider_id: str, by: Actor, now: datetime) -> int:
    """It left, even where somebody took it back while it was on its way; a failure that was heard since stays."""
    with whole():
        known = Message.objects.select_for_update().values_list("state", flat=True).get(pk=message.pk)
        if provider_id:
            _delivery(message, provider_id, "created", now)
        if known not in (*_OPEN, lifecycle.TAKEN_BACK):
            return 0
        _have_left([message], by, now)
    return 1


def _did_not_leave(message: Message, problem: CannotBeSent | TryAgain, by: Actor, now: datetime) -> None:
    with whole():
        if not Message.objects.select_for_update().filter(pk=message.pk, state__in=_OPEN).exists():
            return
        message.lease_until = None
        if isinstance(problem, TryAgain):
            _try_again(message, problem, by, now)
        else:
            _given_up(message, str(problem), by, now)


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
    put(message, "state", "why", "attempts", "lease_until", "body")
    _noted(message, Verb.MESSAGE_GIVEN_UP, by, now)
    return False
