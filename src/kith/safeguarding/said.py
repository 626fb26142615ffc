"""What somebody who is worried tells us, and what the page they came from was about. Plain values; no row is read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from kith.matching import names

# A shorter word than this is a name for too many.
SHORTEST_NAME = 3
WITHIN = timedelta(hours=4)
AT_ONCE = timedelta(minutes=30)
# What was said on paper a day ago still leaves somebody the time to read it.
SOONEST = timedelta(minutes=15)
# How long nobody may have read it before the next is given it, by whether somebody is in danger.
NEXT_AFTER = {"yes": timedelta(minutes=10), "unsure": timedelta(minutes=30), "no": timedelta(hours=1)}


@dataclass(frozen=True)
class About:
    """Whom the page was about: what it is called there, how they are reached, and every name that belongs to it."""

    kind: str = ""
    id: UUID | None = None
    label: str = ""
    reach: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Said:
    """One worry, as it was said. ``answer`` and ``answer_to`` are the one way that is safe, if there is one."""

    words: str
    about_words: str = ""
    about_us: bool = False
    danger: str = "unsure"
    lane: str = "web"
    said_at: datetime | None = None
    answer: str = "not"
    answer_to: str = ""
    answer_note: str = ""
    # Written in this language, and answered in it.
    language: str = ""
    client_key: str = ""
    # Too many came from one connection: a person answers, and not a machine.
    by_a_person_only: bool = False
    about: About = field(default_factory=About)


def look_by(said: Said, now: datetime) -> datetime:
    """By when it is read: four hours after it was said, half an hour when somebody is in danger now."""
    within = AT_ONCE if said.danger == "yes" else WITHIN
    return max((said.said_at or now) + within, now + SOONEST)


def may_be_about(name: str, words: str, about_words: str, about_names: Iterable[str], about_us: bool) -> bool:
    """Whether a concern may be about the colleague with this name. In doubt it is, and somebody else reads it.

    Any word of their name among those said to be whom it is about; their whole name anywhere in what was written; or
    any word of it there, when it is about somebody who works or helps here.
    """
    theirs = {word for word in names.words_of(name) if len(word) >= SHORTEST_NAME}
    if not theirs:
        return False
    about = set().union(*(names.words_of(one) for one in (about_words, *about_names)))
    written = _every_word(words)
    if theirs & about or theirs <= written:
        # One short name alone, such as Jan, is also a month's; it counts where whom it is about is said.
        return bool(theirs & about) or len(theirs) > 1 or about_us
    return about_us and bool(theirs & written)


def _every_word(text: str) -> set[str]:
    return {word for line in re.split(r"\n", text) for word in names.words_of(line)}
