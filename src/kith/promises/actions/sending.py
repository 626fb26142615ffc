"""News goes by another way than was meant. Whoever was to hear it has not heard it by that."""

from __future__ import annotations

from datetime import datetime

from kith.kit.actor import Actor
from kith.kit.whole import put, whole
from kith.outbox.models import Message
from kith.promises.actions.promising import _noted
from kith.promises.models import Telling
from kith.trail.verbs import Verb


def goes_by(*, telling: Telling, how: str, message: Message, by: Actor, now: datetime) -> None:
    """Note by which way news now goes, and in which message. Records it. The telling stays as open as it was."""
    with whole():
        telling.how, telling.message = Telling.How(how).value, message
        put(telling, "how", "message")
        _noted(telling.promise, Verb.TELLING_PROMISED, by, now, {"how": telling.how, "news": telling.news})
