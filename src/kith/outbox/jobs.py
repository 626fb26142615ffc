"""What the worker does for the outbox."""

from __future__ import annotations

from datetime import datetime

from kith.kit.actor import Actor
from kith.outbox import actions

ANCHORS = Actor.system("the sweep that leaves the last seals of the trail outside")
SWEEP = Actor.system("the sweep of messages")


def sweep(now: datetime) -> int:
    """Let every due message to people leave. Answers how many left."""
    return actions.send_due(now=now, by=SWEEP, programs=False)


def tell_programs(now: datetime) -> int:
    """Let what programs wait for leave. By itself, because a program may be slow, and nobody waits for it."""
    left = actions.send_due(now=now, by=SWEEP, programs=True)
    actions.tell_of_silent_hooks(by=SWEEP, now=now)
    return left


def anchor(now: datetime) -> int:
    """Leave the last seals of the trail wherever that is due. Answers at how many places it was done."""
    return sum(not one.problem for one in actions.anchor_due(by=ANCHORS, now=now))
