"""What is this ask called, so that it can be said on the phone and written with a shaky hand? A word and a number,
and a code of six figures beside it. Neither says how many asks there are or who asked."""

from __future__ import annotations

import hashlib
import hmac
import re
from functools import lru_cache
from uuid import UUID

from kith.kit.reference_words import WORDS
from kith.kit.text import ascii_digits

# No 0 and 1: they are read as O and I, and written like them.
DIGITS = "23456789"
CODE_LENGTH = 6
SPOKEN_WORDS = 3
_SHORTEST_NUMBER = 2
_BASE, _BITS = len(DIGITS), 3
_SAID = ("two", "three", "four", "five", "six", "seven", "eight", "nine")
_SAID_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SPOKEN = dict(zip(_SAID, DIGITS, strict=True))
_TENS = dict(zip(_SAID_TENS, DIGITS, strict=True))
_LONG_WORD = 7


def reference(n: int) -> str:
    """The reference of the n-th ask: ``KESTREL 42``. Each n has its own, and neighbours look nothing alike.

    The first 16,384 have two figures, the next 131,072 three, and so on without end.
    """
    if n < 0:
        raise ValueError("References are counted from 0.")
    length = _SHORTEST_NUMBER
    while n >= _how_many(length):
        n -= _how_many(length)
        length += 1
    number, word = divmod(_scrambled(n, _how_many(length)), len(WORDS))
    return f"{WORDS[word]} {_figures(number, length)}"


def parse(text: str) -> str | None:
    """The reference somebody typed or said, as we write it; None when it is none of ours.

    Forgives case, spacing, stray signs, figures said as words, and a slip of the pen in the word.
    """
    plain = ascii_digits(text[:80]).casefold()
    plain = re.sub(r"[a-z]+", lambda found: f" {_SPOKEN.get(found[0]) or _tens(found[0])} ", plain)
    tidy = re.sub(r"[^a-z0-9]+", " ", plain).strip()
    found = re.fullmatch(r"(?:(?:ref|reference|my|the|word|is|number|no|it|s) )*([a-z][a-z ]*?) ?(\d[\d ]*)", tidy)
    if found is None:
        return None
    number = _joined(found[2])
    word = _nearest(found[1].replace(" ", "").upper())
    if word is None or len(number) < _SHORTEST_NUMBER or set(number) - set(DIGITS):
        return None
    return f"{word} {number}"


def code(secret: str, ask_id: UUID, version: int) -> str:
    """Six figures without 0 and 1 that open the page of one ask; a new version is a new code.

    It is derived and not kept, so that a stolen database without the secret opens nothing. 8^6 is 262,144: whoever
    checks it must count wrong tries.
    """
    digest = hmac.new(secret.encode(), f"ask code {ask_id} {version}".encode(), hashlib.sha256).digest()
    return _figures(int.from_bytes(digest[:8], "big") % _BASE**CODE_LENGTH, CODE_LENGTH)


def spoken_words(secret: str, about: UUID, version: int) -> str:
    """Three words, one of 16,777,216 such, by which somebody at a door or on the phone shows who sent them.

    Derived and not kept, like a code. They have nothing to do with the reference, which stands on every message.
    """
    digest = hmac.new(secret.encode(), f"visit word {about} {version}".encode(), hashlib.sha256).digest()
    return " ".join(WORDS[each % len(WORDS)] for each in digest[:SPOKEN_WORDS])


def same_code(typed: str, right: str) -> bool:
    """Whether somebody typed the right code, however they spaced it; takes as long for a wrong one."""
    return hmac.compare_digest(re.sub(r"\D", "", ascii_digits(typed[:40])).encode(), right.encode())


def _how_many(length: int) -> int:
    return len(WORDS) << length * _BITS


def _figures(number: int, length: int) -> str:
    figures = ""
    for _ in range(length):
        number, figure = divmod(number, _BASE)
        figures += DIGITS[figure]
    return figures


def _scrambled(n: int, size: int) -> int:
    """Another number below ``size``, a power of two; an odd factor and a shifted xor can both be undone."""
    bits = size.bit_length() - 1
    for factor, offset in ((0x9E3779B1, 0x7F4A7C15), (0x85EBCA6B, 0xC2B2AE35), (0x27D4EB2F, 0x165667B1)):
        n = (n * factor + offset) & (size - 1)
        n ^= n >> (bits // 2)
    return n


def _tens(word: str) -> str:
    return f"{_TENS[word]}0" if word in _TENS else word


def _joined(spoken: str) -> str:
    """ "4 2" and "40 2" are both 42: tens said as a word bring a nought that the next figure takes."""
    return re.sub(r"0 (?=[2-9]( |$))", "", spoken).replace(" ", "")


def _nearest(word: str) -> str | None:
    if word in _KNOWN:
        return word
    slips = 2 if len(word) >= _LONG_WORD else 1
    near = sorted((_slips(word, other), other) for other in WORDS if abs(len(other) - len(word)) <= slips)
    near = [(count, other) for count, other in near if count <= slips]
    if not near or (len(near) > 1 and near[0][0] == near[1][0]):
        return None
    return near[0][1]


@lru_cache(maxsize=4096)
def _slips(typed: str, meant: str) -> int:
    """How many letters were left out, added, changed or swapped with their neighbour."""
    before: list[int] = []
    row = list(range(len(meant) + 1))
    for i, letter in enumerate(typed, 1):
        line = [i]
        for j, right in enumerate(meant, 1):
            cost = min(row[j] + 1, line[j - 1] + 1, row[j - 1] + (letter != right))
            if i > 1 and j > 1 and letter == meant[j - 2] and typed[i - 2] == right:
                cost = min(cost, before[j - 2] + 1)
            line.append(cost)
        before, row = row, line
    return row[-1]


_KNOWN = frozenset(WORDS)
