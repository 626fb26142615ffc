"""Is this volunteer somebody the person named as one who must not know? Fails closed: in doubt, yes.
It knows spelling, titles and initials; it does not know nicknames or who is whose mother."""

from __future__ import annotations

import re
import unicodedata

_TITLES = frozenset(["mr", "mrs", "ms", "miss", "mx", "dr", "rev", "revd", "sir", "lady", "dame", "father", "sister"])
# Written apart or joined, with or without marks: one letter for all in Arabic names.
_ONE_LETTER = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ـ": "", "ß": "ss", "ø": "o"})
_SAME_NUMBER_DIGITS = 10


def words_of(name: str) -> frozenset[str]:
    """The words of a name without case, accents, apostrophes or titles."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_ONE_LETTER))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = re.sub(r"['’`ʼ]", "", plain)
    words = frozenset(re.findall(r"[^\W\d_]+", plain))
    return words - _TITLES or words


def digits_of(phone: str) -> str:
    """The last ten digits: the same for 01632 960001, +44 1632 960001 and 0044 (0)1632 960001."""
    return re.sub(r"\D", "", phone)[-_SAME_NUMBER_DIGITS:]


def may_be_the_same(named: frozenset[str], candidate: frozenset[str]) -> bool:
    """Whether every word of the shorter name is in the longer; a lone letter stands for a word it begins.

    "Margaret Cole" meets "Mrs Margaret Anne Cole", "M Cole" and somebody known to us as "Margaret" only.
    """
    shorter, longer = sorted((named, candidate), key=len)
    if not shorter or not shorter & longer:
        return False
    return all(word in longer or _stands_for(word, longer) for word in shorter)


def _stands_for(word: str, others: frozenset[str]) -> bool:
    return any(word[0] == other[0] and 1 in (len(word), len(other)) for other in others)
