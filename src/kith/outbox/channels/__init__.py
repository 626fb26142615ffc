"""The ways out. Only this package talks to a provider; each channel is one module with ``send(message)``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings

from kith.outbox.channels import mail, sent_box
from kith.outbox.models import Channel, Message

Send = Callable[[Message], None]
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
    """The function that sends this message: mail where a mail server is set, else the local sent box."""
    instead = _INSTEAD.get()
    if instead is not None:
        return instead
    if message.channel == Channel.EMAIL and settings.EMAIL_URL:
        return mail.send
    return sent_box.send
