"""What the worker does for the outbox."""

from __future__ import annotations

from datetime import datetime

from kith.kit.actor import Actor
from kith.outbox import actions

SWEEP = Actor.system("the sweep of messages")


def sweep(now: datetime) -> int:
    """Let every due message leave. Answers how many left."""
    left = actions.send_due(now=now, by=SWEEP)
    actions.tell_of_silent_hooks(by=SWEEP, now=now)
    return left
