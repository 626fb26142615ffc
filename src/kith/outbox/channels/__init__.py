"""The ways out. Only this package talks to a provider; each channel is one module with ``send(message)``."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings

from kith.outbox.channels import mail, sent_box
from kith.outbox.models import Channel, Message

Send = Callable[[Message], None]


def sender_for(message: Message) -> Send:
    """The function that sends this message: mail where a mail server is set, else the local sent box."""
    if message.channel == Channel.EMAIL and settings.EMAIL_URL:
        return mail.send
    return sent_box.send
