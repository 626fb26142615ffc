"""Words that cannot wait: what in a sentence means danger, and what to ring now.

It raises urgency and never lowers it: "no chest pain" may raise too. It is no diagnosis and decides nothing else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from kith.asks.redflag_words import ENGLISH, NOT_SLIPS, OFTEN_MISSPELT, OTHERS
from kith.kit.text import fold
from kith.kit.words import gettext_lazy

TODAY, ILL, LIFE = 1, 2, 3
_READ_AT_MOST = 60_000

_RING_999 = gettext_lazy("Ring 999 now. It costs nothing from any phone.")
_RING_111 = gettext_lazy("Ring 111 now, day or night: it costs nothing. If it gets worse ring 999.")
_RING_US = gettext_lazy("Ring us now: please do not wait for a message.")
_RINGS: dict[str, tuple[int, str]] = {
    "suicidal": (
        LIFE,
        gettext_lazy(
            "If life is in danger ring 999. To talk to somebody now ring 111 and choose 2, or Samaritans on 116 123."
        ),
    ),
    "being hurt by somebody": (
        LIFE,
        gettext_lazy("In danger now ring 999; if you cannot speak, cough or press 55. To talk ring 0808 2000 247."),
    ),
    "fire": (LIFE, gettext_lazy("Get out, stay out and ring 999.")),
    "gas or fumes": (LIFE, gettext_lazy("Open windows, go outside and ring 0800 111 999 from there.")),
    "no medicine": (ILL, gettext_lazy("Ring your pharmacy now, or 111 when it is shut. If you feel ill ring 999.")),
    "very confused or missing": (ILL, gettext_lazy("Somebody missing: ring 999. Suddenly confused: ring 111 now.")),
    "very ill": (ILL, _RING_111),
    "nobody has seen them": (ILL, gettext_lazy("If you think they are hurt ring 999. Then ring us.")),
    "no food": (TODAY, _RING_US),
    "cold or no power": (
        TODAY,
        gettext_lazy("No power: ring 105. Somebody very cold or drowsy: ring 999. Then ring us."),
    ),
    "nowhere to sleep": (TODAY, _RING_US),
    "children alone": (LIFE, _RING_999),
}


@dataclass(frozen=True)
class Flag:
    """One danger heard. ``word`` names it in English for colleagues; ``heard`` is what was written.

    ``ring`` says whom to ring now. ``level`` is 3 for life in danger, 2 for today's illness, 1 for a need of today.
    """

    word: str
    ring: str
    level: int
    heard: str = ""


def find(words: str) -> list[Flag]:
    """Every danger in the words, the worst first, each once. Never raises."""
    text = _plain(words[:_READ_AT_MOST])
    spelt = _without_slips(text)
    flags = []
    for word, english, others in _PATTERNS:
        heard = english.search(text) or english.search(spelt) or (others.search(text) if others else None)
        if heard:
            level, ring = _RINGS.get(word, (LIFE, _RING_999))
            flags.append(Flag(word, str(ring), level, heard.group().strip()[:80]))
    return sorted(flags, key=lambda flag: -flag.level)


def level(words: str) -> int:
    """The highest level in the words; 0 when nothing is heard."""
    return max((flag.level for flag in find(words)), default=0)


def _plain(words: str) -> str:
    """Folded, apostrophes gone, every other mark a space, and the ways of writing "cannot" made one."""
    text = fold(words).translate(_LETTERS)
    text = re.sub(r"[’'ʼ`´]", "", text)
    # \w leaves out the vowel signs of Bengali and Punjabi, so the marks to drop are named instead.
    text = re.sub(r"[^\w\s\u0900-\u0dff]|_", " ", text)
    text = re.sub(r"\b(?:can not|cannot|carnt|cant|canny|couldnt|could not|unable to|not able to)\b", "cant", text)
    return " ".join(text.split())


# Letters that no accent-folding reaches, and the Arabic ones people write either way.
_LETTERS = str.maketrans({"ł": "l", "ı": "i", "đ": "d", "ø": "o", "œ": "oe", "æ": "ae", "ى": "ي", "ة": "ه", "ـ": None})


def _without_slips(text: str) -> str:
    return " ".join(_mended(word) for word in text.split())


@lru_cache(maxsize=20_000)
def _mended(word: str) -> str:
    """The often misspelt word this one is a slip of, else itself."""
    if not 4 <= len(word) < 18 or word in NOT_SLIPS or not word.isascii():
        return word
    for right in OFTEN_MISSPELT:
        most = 1 if len(right) < 8 else 2
        if right[0] == word[0] and abs(len(right) - len(word)) <= most and _slips(word, right, most) <= most:
            return right
    return word


def _slips(a: str, b: str, most: int) -> int:
    """How many letters were missed, added, changed or swapped with a neighbour; more than ``most`` is not counted."""
    before_last: list[int] = []
    last = list(range(len(b) + 1))
    for i, x in enumerate(a, start=1):
        row = [i]
        for j, y in enumerate(b, start=1):
            row.append(min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (x != y)))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                row[j] = min(row[j], before_last[j - 2] + 1)
        if min(row) > most:
            return most + 1
        before_last, last = last, row
    return last[-1]


def _compiled() -> list[tuple[str, re.Pattern[str], re.Pattern[str] | None]]:
    made = []
    for word, english in ENGLISH.items():
        phrases = [_plain(phrase) for each in OTHERS.get(word, {}).values() for phrase in each.split("|")]
        longest_first = sorted({p for p in phrases if p}, key=len, reverse=True)
        others = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + ")") if longest_first else None
        made.append((word, re.compile(rf"\b(?:{english})"), others))
    return made


_PATTERNS = _compiled()
