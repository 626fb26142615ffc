"""What looks through every byte before a yes, and what it found."""

from __future__ import annotations

import logging
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote
from uuid import UUID

from kith.outbox.channels.mail import as_sent
from kith.outbox.models import Audience, Channel, Message

# To these nothing of the person may be said before a yes; to everybody else, nothing of any other person.
NOT_YET = (Audience.VOLUNTEER, Audience.PARTNER, Audience.PROGRAM, Audience.GROUP, Audience.RAISER)
_OWN = (Audience.PERSON, Audience.ASKER)
# Every mark in words begins alike, so that one that was cut short is found as well.
_A_MARK = re.compile(r"canary[a-z]*")
# The numbers of those who ask end in four digits more than any of ours; they may stand there with spaces between.
_A_NUMBER = re.compile(r"[\s\u00a0-]*".join("7700900") + r"[\s\u00a0\d-]{6,}")
_BETWEEN = re.compile(r"[\s\u00a0-]")
# Where a page, a calendar or an e-mail breaks a long line.
_BROKEN = re.compile(r"=\r?\n|\r?\n[ \t]")
# The person's own page, and what opens it.
_OWN_LINK = re.compile(r"/s/[\w-]{12,}")


@dataclass
class Shown:
    """What was looked through, by kind, and each mark that was found."""

    asks: int = 0
    # Asks that somebody who could say yes was asked about; of the others nobody could have learnt anything.
    offered: int = 0
    offers: int = 0
    cards: int = 0
    accepted: int = 0
    bytes: int = 0
    messages: Counter[str] = field(default_factory=Counter)
    audiences: Counter[str] = field(default_factory=Counter)
    pages: Counter[str] = field(default_factory=Counter)
    log_lines: int = 0
    canaries: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, answer: dict[str, Any]) -> Shown:
        """What another process answered."""
        counted = {name: Counter(answer[name]) for name in ("messages", "audiences", "pages")}
        return cls(**{**answer, **counted})

    def answer(self) -> dict[str, Any]:
        """What another process is told. A ``Counter`` is not copied as other mappings are, so they are named."""
        counted = {name: dict(getattr(self, name)) for name in ("messages", "audiences", "pages")}
        return {**vars(self), **counted}

    def figures(self) -> dict[str, Any]:
        """What the command prints: the figure first, then how much of what was looked at."""
        first = {"asks": self.asks, "bytes": self.bytes, "canaries": len(self.canaries)}
        counted = {name: getattr(self, name) for name in ("offered", "offers", "cards", "accepted", "log_lines")}
        for name in ("messages", "audiences", "pages"):
            counted[name] = dict(sorted(getattr(self, name).items()))
        return {**first, **counted}

    def join(self, other: Shown) -> None:
        """Add what another part of the drill saw."""
        for name in ("asks", "offered", "offers", "cards", "accepted", "bytes", "log_lines"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.messages.update(other.messages)
        self.audiences.update(other.audiences)
        self.pages.update(other.pages)
        self.canaries += other.canaries


class Eyes(logging.Handler):
    """Looks through whatever it is given for every mark."""

    def __init__(self) -> None:
        super().__init__()
        self.found = Shown()
        self.setFormatter(logging.Formatter("{asctime} {levelname} {name}: {message}", style="{"))
        self._marks: dict[str, tuple[int, str]] = {}
        self._numbers: dict[str, tuple[int, str]] = {}
        self._phrases: dict[UUID, dict[str, str]] = {}
        self._postcodes: set[str] = set()
        self._about: dict[UUID, int] = {}
        # Who said yes to what: from then on they may read whose door it is.
        self.said_yes: set[tuple[UUID, UUID]] = set()

    def know(self, marks: dict[str, str], number: int = 0) -> None:
        """The marks of one ask, by the field they stand in."""
        for name, mark in marks.items():
            if name == "their postcode":
                self._postcodes.add(mark.lower().replace(" ", ""))
            elif mark.startswith("+"):
                self._numbers[mark.removeprefix("+44")] = number, name
            else:
                self._marks[mark.lower().partition("@")[0]] = number, name

    def know_ask(self, number: int, ask_id: UUID, whose: tuple[UUID, ...], phrases: dict[str, str]) -> None:
        """Whose ask it is, and what lets somebody in or shows who they are: words and codes we made ourselves."""
        self._phrases[ask_id] = {phrase.lower(): name for name, phrase in phrases.items() if phrase}
        self._about |= dict.fromkeys(whose, number)

    def look(self, where: str, words: str, *, own: int | None = None, ask_id: UUID | None = None) -> None:
        """Every byte. ``own`` is the number of the ask whose own marks may stand there, ``ask_id`` what it is about."""
        self.found.bytes += len(words.encode())
        low = unquote(_BROKEN.sub("", words)).lower() if "%" in words else _BROKEN.sub("", words).lower()
        wrong = [mark for mark in _A_MARK.findall(low) if own is None or self._marks.get(mark, (-1, ""))[0] != own]
        for mark in dict.fromkeys(wrong):
            self._tell(where, self._marks.get(mark, (-1, "a part of something"))[1], mark)
        for written in _A_NUMBER.findall(low):
            number = _BETWEEN.sub("", written)[:13]
            of, name = self._numbers.get(number, (-1, ""))
            if name and (own is None or of != own):
                self._tell(where, name, number)
        for phrase, name in self._phrases.get(ask_id, {}).items() if ask_id is not None and own is None else ():
            if phrase in low:
                self._tell(where, name, phrase)
        if own is None and any(code in _BETWEEN.sub("", low) for code in self._postcodes):
            self._tell(where, "their postcode", "")

    def _tell(self, where: str, name: str, mark: str) -> None:
        self.found.canaries.append(f"{where} says {name}: {mark}")

    def page(self, kind: str, words: str, *, ask_id: UUID | None = None) -> None:
        """A page, a feed or an answer of the API, with its headers."""
        self.found.pages[kind] += 1
        self.look(f"the page {kind}", words, ask_id=ask_id)

    def emit(self, record: logging.LogRecord) -> None:
        """A line of a log as it is written, with the trace of what went wrong."""
        self.found.log_lines += 1
        self.look("the log", self.format(record))

    def left(self, message: Message) -> None:
        """A message, in every form in which a provider is given it."""
        self.found.messages[str(message.channel)] += 1
        self.found.audiences[str(message.audience)] += 1
        where = f"{message.kind} by {message.channel} to {message.audience}"
        words = _all_of(message)
        if (message.about_id, message.person_id) in self.said_yes:
            return
        if message.audience in NOT_YET:
            self.look(where, words, ask_id=message.about_id)
            if _OWN_LINK.search(words):
                self._tell(where, "the way to their own page", "")
        elif message.audience in _OWN:
            self.look(where, words, own=self._about.get(message.person_id) if message.person_id else None)
        else:
            self.found.bytes += len(words.encode())


def _all_of(message: Message) -> str:
    parts = [message.kind, message.key, message.address, message.subject, message.body, message.about_label]
    parts.append(message.postal)
    if message.channel == Channel.EMAIL:
        parts.append(as_sent(message).message().as_bytes().decode("utf-8", "replace"))
    return "\n".join(parts)
