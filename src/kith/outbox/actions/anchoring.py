"""Leaving the last seals of the trail outside of Kith: in a file, at a second organisation, at an address.

They name nobody and say nothing about anybody, so they are no message to a person and wait at no gate. They leave at
once or are tried again in a minute, and never fill the sent box: there are three hundred of them a day.
"""

from __future__ import annotations

import http.client
import logging
import os
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from kith.kit.actor import Actor
from kith.kit.ids import uuid7
from kith.outbox.channels import leaves_for_good, sender_for
from kith.outbox.channels.webhook import post_text
from kith.outbox.models import Audience, Channel, Message
from kith.outbox.problems import CannotBeSent, TryAgain
from kith.outbox.webhook_address import NotThere
from kith.trail import actions as trail
from kith.trail import anchors
from kith.trail import queries as trail_queries
from kith.trail.models import Anchoring

log = logging.getLogger("kith.outbox")
EVERY = timedelta(minutes=5)
AGAIN_AFTER = timedelta(minutes=1)
Way = Anchoring.Way


def anchor_due(*, by: Actor, now: datetime, at_once: bool = False) -> list[Anchoring]:
    """Leave the head of every chain at each place that is set, where it is due; ``at_once`` whether it is or not.

    Notes every try, and records on the trail when a way begins to fail. What fails is tried again in a minute.
    """
    due = [(way, leave) for way, leave in ways() if at_once or _is_due(way, now)]
    heads = trail_queries.heads() if due else []
    return [_tried(way, leave, heads, by, now) for way, leave in due]


def ways() -> Iterator[tuple[str, Callable[[str], None]]]:
    """Which ways are set for this instance, and what leaves a text there."""
    if settings.ANCHOR_FILE:
        yield Way.FILE.value, _to_file
    if settings.ANCHOR_EMAIL:
        yield Way.EMAIL.value, _by_mail
    if settings.ANCHOR_URL:
        yield Way.URL.value, _to_address


def _is_due(way: str, now: datetime) -> bool:
    last = trail_queries.last_anchoring(way)
    wait = AGAIN_AFTER if last is not None and last.problem else EVERY
    return last is None or not last.at <= now < last.at + wait


def _tried(way: str, leave: Callable[[str], None], heads: list[anchors.Head], by: Actor, now: datetime) -> Anchoring:
    try:
        leave(anchors.text(heads, now))
        problem = ""
    except (OSError, http.client.HTTPException, CannotBeSent, TryAgain, NotThere) as why:
        problem = str(why) or type(why).__name__
        log.warning("The last seals of the trail could not be left outside by %s: %s", way, problem)
    return trail.note_anchoring(way=way, heads=len(heads), problem=problem, by=by, now=now)


def _to_file(text: str) -> None:
    """Add to the file, and be sure that it lies on the disk. How to check it stands there once."""
    path = Path(settings.ANCHOR_FILE)
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    with os.fdopen(descriptor, "a", encoding="utf-8") as file:
        fresh = os.fstat(file.fileno()).st_size == 0
        file.write(text if fresh else text.partition("\n")[2])
        file.flush()
        os.fsync(file.fileno())


def _by_mail(text: str) -> None:
    """By whatever sends e-mail here. The row is only its shape: it is never written."""
    message = Message(
        id=uuid7(),
        audience=Audience.STAFF,
        channel=Channel.EMAIL,
        address=settings.ANCHOR_EMAIL,
        kind="trail-anchor",
        subject=_("Kith's trail: the last seals. Please keep this."),
        body=text,
        attempts=1,
    )
    message.key = f"trail-anchor:{message.id}"
    if not leaves_for_good(message):
        raise CannotBeSent(_("Nothing is set that sends e-mail, so nobody outside gets it."))
    sender_for(message)(message)


def _to_address(text: str) -> None:
    status = post_text(settings.ANCHOR_URL, text)
    if not 200 <= status < 300:
        raise TryAgain(f"It answered {status}.")
