"""What is done to the directory by itself."""

from __future__ import annotations

from datetime import datetime

from kith.directory.actions import work_out_meanings
from kith.kit.actor import Actor

MEANING = Actor.system("what works out meanings")
AT_ONCE = 64


def meanings(now: datetime) -> int:
    """Work out what the words of entries mean, where that has not been done since they changed."""
    return work_out_meanings(most=AT_ONCE, by=MEANING, now=now)
