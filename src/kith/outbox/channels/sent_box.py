"""The local sent box: a message stays here to be read on its page, word for word as it would arrive."""

from __future__ import annotations

import logging

from django.conf import settings

from kith.outbox.models import SIGN_IN_CODE, Message

log = logging.getLogger("kith.outbox")


def send(message: Message) -> None:
    """Keep the message. There is nothing to hand over: its own row is the sent box.

    A code to sign in is not kept in it, so where no provider takes it whoever started Kith reads it on the terminal.
    It opens nothing but the browser that asked for it.
    """
    if message.kind == SIGN_IN_CODE and not settings.DEMO_INSTANCE:
        log.warning("Nothing is set that sends this by %s, so it is said here: %s", message.channel, message.body)
