"""What does this text that came in mean? It reads short answers; whatever is longer, or says two things at once, is for
a person to read. It never guesses a yes."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from kith.kit.text import ascii_digits


class Kind(StrEnum):
    """What a text says. ``UNCLEAR`` is for a person to read."""

    YES = "yes"
    NO = "no"
    STOP = "stop"
    START = "start"
    LESS = "less"
    NOT_THIS_WEEK = "not_this_week"
    HAND_BACK = "hand_back"
    OK = "ok"
    DONE = "done"
    IN = "in"
    OUT = "out"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class Inbound:
    """A text as it was understood; ``number`` is the offer's, where one was given."""

    kind: Kind
    number: int | None = None


# Longest first within a kind; whole words only, so that "stopping by" is no STOP and "yesterday" no YES.
_SAYS: dict[Kind, tuple[str, ...]] = {
    Kind.LESS: ("ask me less", "less please", "less often", "less"),
    Kind.NOT_THIS_WEEK: ("not this week", "away this week", "no time this week"),
    Kind.HAND_BACK: ("hand it back", "hand back", "can not do it after all", "cannot do it after all", "give it back"),
    Kind.NO: (
        "not this time",
        "no thank you",
        "no thanks",
        "no sorry",
        "sorry no",
        "not today",
        "not now",
        "can not",
        "cannot",
        "cant",
        "unable",
        "nope",
        "nah",
        "no",
        "n",
        "na",
        "لا",
        "nie",
    ),
    Kind.DONE: ("all done", "it is done", "its done", "done", "delivered", "finished"),
    Kind.YES: (
        "yes please",
        "yes i can",
        "i can do this",
        "i can do it",
        "can do",
        "i will do it",
        "happy to",
        "yes",
        "yeah",
        "yep",
        "yup",
        "aye",
        "sure",
        "y",
        "ie",
        "نعم",
        "tak",
    ),
    Kind.OK: ("okay", "ok", "got it", "read it", "seen it", "seen", "thank you", "thanks", "ta"),
}
_STOP = re.compile(
    r"(?:please )?(?:stop|stopall|unsubscribe|end)(?: (?:please|it|now|texting|asking|texts|all|me|to|\d+))*"
)
_START = re.compile(r"(?:please )?(?:start|unstop)(?: (?:please|again|me|asking))*")
# In somebody's home, and out of it: these words and nothing else, so that "in 20 minutes" is for a person to read.
_NUMBER = r"(?: (?P<number>\d{1,4}))?(?: (?:now|thanks|thank you|ta|safe|and well|all well|fine))*"
_IN = re.compile(
    rf"(?:i am |im |just )?(?:going |gone )?in(?: now)?{_NUMBER}|دخلت{_NUMBER.replace('number', 'number_ar')}"
)
_OUT = re.compile(
    rf"(?:i am |im |just |all )?(?:out|home|safe home|home safe|out safe)(?: now)?{_NUMBER}"
    rf"|خرجت{_NUMBER.replace('number', 'number_ar')}"
)
_COURTESIES = """
    please pls thanks thank you thx ta sorry love x xx xxx hi hello dear kith ok the for to i me it this one number
    offer that fine will can do happy cheers very much all is good great course of
"""
# Words that change nothing about what was said.
_FILLING = frozenset(_COURTESIES.split())
_BEFORE_A_TIME = "at by around about after before until till from in past to"
_AFTER_A_TIME = "am pm oclock min mins minutes hour hours hrs ish today bags tomorrow or"
# A figure beside one of these is a time or an amount, never the number of an offer.
_TIME_BEFORE, _TIME_AFTER = frozenset(_BEFORE_A_TIME.split()), frozenset(_AFTER_A_TIME.split())
_AGREES_AND_NOT = re.compile(r"\b(?:no (?:problem|prob|probs|worries|bother|trouble)|not a problem|no idea|why not)\b")
_LONGEST = 60


def read(text: str) -> Inbound:
    """Understand a text: "YES 4", "yes4", "Y 4 👍", "no thanks 4", STOP, LESS, OK, DONE 4.

    STOP alone, or with a courtesy, always stops. A yes beside a no, a question, or a long text is unclear.
    """
    plain = _plain(text)
    if _STOP.fullmatch(plain):
        return Inbound(Kind.STOP)
    if _START.fullmatch(plain):
        return Inbound(Kind.START)
    for kind, pattern in ((Kind.IN, _IN), (Kind.OUT, _OUT)):
        here = pattern.fullmatch(plain)
        if here is not None and "?" not in text and "؟" not in text:
            number = here["number"] or here["number_ar"]
            return Inbound(kind, int(number) if number else None)
    if not plain or len(plain) > _LONGEST or "?" in text or "؟" in text or _AGREES_AND_NOT.search(plain):
        return Inbound(Kind.UNCLEAR)
    said, rest = _said(plain)
    numbers, rest = _numbers(rest)
    if said is None or len(numbers) > 1 or set(rest.split()) - _FILLING:
        return Inbound(Kind.UNCLEAR, numbers[0] if len(numbers) == 1 else None)
    return Inbound(said, numbers[0] if numbers else None)


def _plain(text: str) -> str:
    """Small letters and digits with single spaces: no emoji, marks, quotes or signs; letters and digits apart."""
    line = unicodedata.normalize("NFKC", ascii_digits(text[:400])).casefold()
    line = re.sub(r"['’`]", "", line)
    line = re.sub(r"\b(\d{1,2})[:.](\d\d)\b", r"at \1", line)
    line = "".join(sign if sign.isalnum() else " " for sign in line)
    line = re.sub(r"(?<=[^\W\d])(?=\d)|(?<=\d)(?=[^\W\d])", " ", line)
    return " ".join(line.split())


def _said(plain: str) -> tuple[Kind | None, str]:
    """The one thing said and what is left; None when nothing, or more than one thing, was said."""
    found: list[Kind] = []
    rest = f" {plain} "
    for kind, phrases in _SAYS.items():
        for phrase in phrases:
            if f" {phrase} " in rest:
                rest = rest.replace(f" {phrase} ", " | ")
                found.append(kind)
    meant = set(found)
    if len(meant) > 1:
        # "Yes, ok" and "done, thanks" say one thing; "no" beside a "yes" says two.
        meant -= {Kind.OK}
    return (meant.pop() if len(meant) == 1 else None), rest.replace("|", " ")


def _numbers(rest: str) -> tuple[list[int], str]:
    words = rest.split()
    numbers, left = [], []
    for at, word in enumerate(words):
        if not word.isdigit():
            left.append(word)
            continue
        before, after = words[at - 1] if at else "", words[at + 1] if at + 1 < len(words) else ""
        if before in _TIME_BEFORE or after in _TIME_AFTER or len(word) > 4:
            left.append("(time)")
        else:
            numbers.append(int(word))
    return list(dict.fromkeys(numbers)), " ".join(left)
