"""How the invented people of the demo behave: who says yes, how soon, and what comes of it.

Pure: each answer depends only on the seed and on who is asked what, never on the order of the questions, so that a
morning can be told again.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import timedelta

YES, NOT_THIS_TIME, SILENT = "yes", "not_this_time", "silent"
DONE, HAND_BACK, NOBODY_ANSWERED, STILL_GOING = "done", "hand_back", "nobody_answered", "still_going"
LINK, TEXT, PHONE = "link", "text", "phone"
# The one who never looks at a phone in the morning; kept so that a story can count on it.
NEVER_ANSWERS = frozenset({"Derek Pound"})
ALWAYS_SAYS_YES = frozenset({"Sam Tidy", "Jean Brimble"})


@dataclass(frozen=True)
class Answer:
    """What somebody says to an offer, how long after it reached them, and by which lane. Silence has no time."""

    says: str
    after: timedelta | None = None
    lane: str = LINK


@dataclass(frozen=True)
class Ending:
    """What comes of a taken ask, and how long after it was taken. Still going has no time."""

    comes: str
    after: timedelta | None = None
    reason: str = ""


def answer(seed: int, volunteer: str, ask: str) -> Answer:
    """What ``volunteer`` says when offered ``ask``; any stable names or numbers will do for either."""
    chance = random.Random(f"answer:{seed}:{volunteer}:{ask}")
    if volunteer in NEVER_ANSWERS:
        return Answer(SILENT)
    says = chance.choices((YES, NOT_THIS_TIME, SILENT), (52, 22, 26))[0]
    if volunteer in ALWAYS_SAYS_YES:
        says = YES
    if says == SILENT:
        return Answer(SILENT)
    # Most look within minutes; a few an hour later.
    after = timedelta(minutes=min(75.0, 0.5 + chance.expovariate(1 / 6)))
    lane = chance.choices((LINK, TEXT, PHONE), (62, 30, 8))[0]
    return Answer(says, _seconds(after), lane)


def ending(seed: int, ask: str, effort_minutes: int = 30) -> Ending:
    """What comes of an ask once somebody has it."""
    chance = random.Random(f"ending:{seed}:{ask}")
    comes = chance.choices((DONE, STILL_GOING, HAND_BACK, NOBODY_ANSWERED), (66, 24, 6, 4))[0]
    if comes == STILL_GOING:
        return Ending(STILL_GOING)
    if comes == HAND_BACK:
        reason = chance.choice(("My car would not start.", "I have been called into work.", "My knee is bad today."))
        return Ending(HAND_BACK, _seconds(timedelta(minutes=chance.uniform(4, 25))), reason)
    travel = chance.uniform(6, 25)
    return Ending(comes, _seconds(timedelta(minutes=effort_minutes * chance.uniform(0.7, 1.3) + travel)))


def hears_after(seed: int, person: str, message: str) -> timedelta | None:
    """How long until a person's phone says that a message arrived; None when it never does."""
    chance = random.Random(f"hears:{seed}:{person}:{message}")
    return None if chance.random() < 0.01 else _seconds(timedelta(seconds=chance.uniform(2, 40)))


def told_in_person_after(seed: int, person: str) -> timedelta:
    """How long until somebody without a phone has been told by a card, a visit or a call."""
    chance = random.Random(f"told:{seed}:{person}")
    return _seconds(timedelta(minutes=chance.uniform(8, 35)))


def also_asks_for(seed: int, ask: str) -> str:
    """What the person also asked for at the door: a sentence, mostly none."""
    chance = random.Random(f"also:{seed}:{ask}")
    if chance.random() > 0.06:
        return ""
    return chance.choice(
        ("Could somebody post two letters for her?", "He would like a call on Sunday.", "Stamps, please.")
    )


def _seconds(length: timedelta) -> timedelta:
    return timedelta(seconds=round(length.total_seconds()))
