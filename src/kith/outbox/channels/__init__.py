"""The ways out. Only this package talks to a provider; each channel is one module with ``send(message)``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings

from kith.kit.phones import can_text
from kith.outbox.channels import mail, notify, sent_box, webhook
from kith.outbox.models import Channel, Message
from kith.outbox.problems import CannotBeSent

# A provider that gives a message an id of its own answers with it.
Send = Callable[[Message], str | None]
_INSTEAD: ContextVar[Send | None] = ContextVar("kith_ways_out", default=None)


@contextmanager
def everything_to(send: Send) -> Iterator[None]:
    """Meanwhile every message goes to ``send`` and to no provider: for a replay, where nobody real may be reached."""
    token = _INSTEAD.set(send)
    try:
        yield
    finally:
        _INSTEAD.reset(token)


def sender_for(message: Message) -> Send:
    """The function that sends this message: a provider where one is set for its channel, else the local sent box."""
    instead = _INSTEAD.get()
    if instead is not None:
        return instead
    if message.channel == Channel.WEBHOOK:
        return webhook.send
    if notify.takes(message):
        return notify.send
    if message.channel == Channel.EMAIL and settings.EMAIL_URL:
        return mail.send
    if message.channel == Channel.RING and _sends_something() and not settings.DEMO_INSTANCE:
        return _rings_nobody
    return sent_box.send


def _sends_something() -> bool:
    """Whether any provider is set. With none at all, as in a trial, whoever tries it reads the sent box."""
    return bool(settings.EMAIL_URL or notify.channels())


def _rings_nobody(message: Message) -> None:
    """Says why a duty phone was not rung, so that the next one is. Kept in the sent box it would count as heard."""
    if not can_text(message.address):
        raise CannotBeSent("Only a mobile can be rung by text, and this is none. Give the team a mobile.")
    raise CannotBeSent("Nothing is set that sends texts, so no duty phone can be rung.")


def far() -> frozenset[str]:
    """The channels that leave this machine: each of their messages may take seconds, and is sent by itself."""
    if _INSTEAD.get() is not None:
        return frozenset()
    by_mail = {Channel.EMAIL.value} if settings.EMAIL_URL else set()
    by_notify = notify.channels()
    rings = {Channel.RING.value} if Channel.TEXT in by_notify else set()
    return frozenset(by_mail | by_notify | rings | {Channel.WEBHOOK.value})


def leaves_for_good(message: Message) -> bool:
    """Whether a message of this channel goes to somebody, and does not only stay in the sent box."""
    return sender_for(message) is not sent_box.send


def by_post() -> bool:
    """Whether this instance can have a letter printed and posted."""
    return Channel.LETTER in notify.channels()
