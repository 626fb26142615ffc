"""When does somebody who went into a home hear of it that they are not out? Times only: it tells nobody anything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

# A text a few minutes before, so that most who are late are only late to say so.
REMIND_BEFORE = timedelta(minutes=5)
# The buddy has so long to reach them; then a colleague looks after it.
DUTY_AFTER = timedelta(minutes=10)
# Somebody of ours knows how they are by then.
KNOWN_WITHIN = timedelta(minutes=10)
SHORTEST, LONGEST, LONGER = 5, 240, 15
LENGTHS = (15, 30, 45, 60, 90, 120)


class Tell(StrEnum):
    """Who is told next."""

    THEMSELVES = "themselves"
    BUDDY = "buddy"
    DUTY = "duty"


@dataclass(frozen=True)
class Inside:
    """A visit as far as its clock is concerned. ``buddy`` is false where nobody was chosen or can be written to."""

    due_at: datetime
    buddy: bool
    reminded: bool = False
    buddy_told_at: datetime | None = None
    duty_told: bool = False


def tell_next(inside: Inside, now: datetime) -> Tell | None:
    """Who is to be told now: a buddy at the moment they meant to be out, duty ten minutes later or where none is."""
    if inside.duty_told:
        return None
    if now >= inside.due_at:
        if inside.buddy and inside.buddy_told_at is None:
            return Tell.BUDDY
        told = inside.buddy_told_at
        return Tell.DUTY if told is None or now >= told + DUTY_AFTER else None
    return Tell.THEMSELVES if not inside.reminded and now >= inside.due_at - REMIND_BEFORE else None


def due_at(now: datetime, minutes: int) -> datetime:
    """When somebody means to be out who goes in now, within reason."""
    return now + timedelta(minutes=max(SHORTEST, min(LONGEST, minutes)))
