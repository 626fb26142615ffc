"""Words that occur once: each protected field of each invented person holds its own, which says whose and which class.

A byte that leaves is read for them; whose they may not be is the oracle's question.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

# Beside the five classes of field: somebody's own words, which whoever said them may read, and what no page ever says.
WORDS, NEVER = "W", "X"
# The name of whoever asked for another: the person may know whom they let look, and not how to reach them.
NAME = "N"
# What somebody was worried about.
SAFETY = "D"

# A word by itself: the random letters of a token may happen to hold one.
_WORD = re.compile(r"(?:(?<![a-z0-9])|(?<=%[0-9a-f]{2}))zq([a-ehklnwx])(\d{3})[a-z](?![a-z0-9])", re.IGNORECASE)
_PHONE = re.compile(r"(?:\+44|0)\s?(7700\s?900|1632\s?960)\s?(\d{3})(?!\d)")
# How far north an entry of the directory lies.
_NORTH = re.compile(r"53\.7(8\d\d)(?!\d)")
_POSTCODE = re.compile(r"ZZ(\d\d)(?:\s|%20|\+)?(\d)CB")
# Of an entry of the directory: what may leave, what waits for somebody to look, what says where a place of safety is,
# and what is kept among colleagues. Entries have numbers of their own.
OPEN, BACK, WHERE, KEPT = "A", "H", "L", "K"
ENTRIES = 800
# From here on the numbers are those of places and teams, which anybody may ring.
HOUSE_PHONES = 900


@dataclass(frozen=True, order=True)
class Canary:
    """Whose field, and of which class."""

    subject: int
    letter: str


@dataclass(frozen=True)
class Marks:
    """The words of one subject: a person helped, a volunteer, or somebody who asked for another."""

    subject: int

    def word(self, letter: str, which: str) -> str:
        """A word for one field: ``which`` tells apart the fields of one class."""
        return f"Zq{letter.lower()}{self.subject:03}{which}"

    @property
    def name(self) -> str:
        """A first name and a surname."""
        return f"{self.word('B', 'n')} {self.word('B', 's')}"

    @property
    def asker_name(self) -> str:
        """The name of somebody who asked for another."""
        return f"{self.word(NAME, 'n')} {self.word(NAME, 's')}"

    @property
    def mobile(self) -> str:
        """A mobile number in the range kept for drama."""
        return f"+447700900{self.subject:03}"

    @property
    def landline(self) -> str:
        """A landline in the range kept for drama."""
        return f"+441632960{self.subject:03}"

    @property
    def email(self) -> str:
        """A mailbox nobody has."""
        return f"{self.word('B', 'e').lower()}@example.org"

    @property
    def latitude(self) -> float:
        """How far north an entry lies: nothing else lies there."""
        return float(f"53.7{self.subject:03}")

    @property
    def postcode(self) -> str:
        """A postcode of an area that does not exist."""
        return f"ZZ{self.subject // 10:02} {self.subject % 10}CB"


def found_in(text: str) -> set[Canary]:
    """Every canary in these words."""
    found = {Canary(int(number), letter.upper()) for letter, number in _WORD.findall(text)}
    found |= {Canary(int(number), "B") for _range, number in _PHONE.findall(text) if int(number) < HOUSE_PHONES}
    found |= {_of_house(int(tens) * 10 + int(ones)) for tens, ones in _POSTCODE.findall(text)}
    found |= {Canary(int(number), WHERE) for number in _NORTH.findall(text)}
    return found


def _of_house(subject: int) -> Canary:
    """Where somebody lives is how to reach them; where an entry is, is a word of its own."""
    return Canary(subject, WHERE if subject > ENTRIES else "B")


def without(text: str) -> str:
    """The same words with no canary left in them, for a form that is filled from a page."""
    return _POSTCODE.sub("ZZ99 9ZZ", _PHONE.sub("07700 900999", _WORD.sub("neutral", text)))


def found_in_all(texts: Iterable[str]) -> set[Canary]:
    """Every canary in any of these."""
    return found_in("\n".join(texts))
