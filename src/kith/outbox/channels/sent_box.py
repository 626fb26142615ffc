"""The local sent box: a message stays here to be read on its page, word for word as it would arrive."""

from __future__ import annotations

from kith.outbox.models import Message


def send(message: Message) -> None:
    """Keep the message. There is nothing to hand over: its own row is the sent box."""
