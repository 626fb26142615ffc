"""What the worker does for the outbox."""

from __future__ import annotations

from datetime import datetime

from kith.kit.actor import Actor
from kith.outbox import actions

SWEEP = Actor.system("the sweep of messages")


def sweep(now: datetime) -> int:
    """Let every due message to people leave. Answers how many left."""
    return actions.send_due(now=now, by=SWEEP, programs=False)


def tell_programs(now: datetime) -> int:
    """Let what programs wait for leave. By itself, because a program may be slow, and nobody waits for it."""
    left = actions.send_due(now=now, by=SWEEP, programs=True)
    actions.tell_of_silent_hooks(by=SWEEP, now=now)
    return left
