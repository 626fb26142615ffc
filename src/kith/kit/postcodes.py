"""Postcodes as people write them. It knows their shape and the usual slips, not whether one exists or where it is."""

from __future__ import annotations

import re
import unicodedata
from itertools import product

from kith.kit.text import ascii_digits

_OUTWARD = re.compile(r"[A-Z]{1,2}[0-9]{1,2}|[A-Z][0-9][ABCDEFGHJKPSTUW]|[A-Z]{2}[0-9][ABEHMNPRVWXY]|GIR")
# C I K M O V are never used after the space, so that hand-written ones are not mistaken.
_INWARD = re.compile(r"[0-9][ABDEFGHJLNPQRSTUWXYZ]{2}")
_ROUGHLY = re.compile(r"(?i)[a-z][a-z01]?[0-9oil]{1,2}[a-z]?\s{0,2}[0-9oil][a-z0-9]{1,2}")
_IN_TEXT = re.compile(r"(?i)(?<![a-z0-9])([a-z][a-z01]?[0-9oil][0-9oila-z]?)\s{0,3}([0-9oil][a-z]{2})(?![a-z0-9])")
_READ_AT_MOST = 2_000
_TO_DIGIT = {"O": "0", "I": "1", "L": "1"}
_TO_LETTER = {"0": "O", "1": "I"}


def normalise(text: str) -> str | None:
    """The postcode as ``ZZ31 4AB``, with O for 0 and I for 1 mended where only one reading fits; else None."""
    bare = re.sub(r"[\s.,;:_'\"\-]", "", _plain(text[:40]))
    if not 5 <= len(bare) <= 7:
        return None
    inward = _TO_DIGIT.get(bare[-3], bare[-3]) + bare[-2:]
    outward = _mended_outward(bare[:-3])
    if outward is None or not _INWARD.fullmatch(inward):
        return None
    return f"{outward} {inward}"


def looks_like(text: str) -> bool:
    """Whether somebody meant a postcode here, even one we cannot read."""
    return bool(_ROUGHLY.fullmatch(_plain(text[:40]).strip())) or normalise(text) is not None


def find(text: str) -> tuple[str, str] | None:
    """The last postcode in an address and the address without it, or None."""
    plain = _plain(text[:_READ_AT_MOST], upper=False)
    for match in reversed(list(_IN_TEXT.finditer(plain))):
        postcode = normalise(match.group())
        if postcode:
            rest = plain[: match.start()].rstrip(" ,\n") + plain[match.end() :]
            return postcode, rest.strip(" ,.\n")
    return None


def outward(postcode: str) -> str:
    """The first half, which is an area many homes share: ``ZZ31`` of ``ZZ31 4AB``."""
    return postcode.split(" ")[0]


def _plain(text: str, upper: bool = True) -> str:
    kept = ascii_digits(unicodedata.normalize("NFKC", text))
    return kept.upper() if upper else kept


def _mended_outward(written: str) -> str | None:
    if _OUTWARD.fullmatch(written):
        return written
    choices = [{c, _TO_DIGIT.get(c, c), _TO_LETTER.get(c, c)} for c in written]
    fits = {guess for letters in product(*choices) if _OUTWARD.fullmatch(guess := "".join(letters))}
    # As many O as fit would be a guess; the reading with the fewest changes wins, and a draw is nobody's.
    ranked = sorted(fits, key=lambda guess: _changes(written, guess))
    if not ranked or (len(ranked) > 1 and _changes(written, ranked[0]) == _changes(written, ranked[1])):
        return None
    return ranked[0]


def _changes(written: str, guess: str) -> int:
    return sum(a != b for a, b in zip(written, guess, strict=True))
