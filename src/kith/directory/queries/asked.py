"""From what somebody typed to what is looked for: their words, put right where misspelt, and a directory's words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from math import log

from kith.directory.words import EMPTY, THEIRS
from kith.kit.text import fold

# How much a word of theirs, a word we know for it, and a word we took for a misspelt one each count.
OWN, KNOWN, MENDED = 1.0, 0.9, 0.7
MOST_TERMS = 10
_LONGEST = 300
_WORD = re.compile(r"[^\W_]+")
_MARKS = re.compile(r"['’ʼ`´]")
# Too many short words are one letter from another: of those only a swap, and a letter missed or added, is put right.
_LIKE, _SHORT, _WORTH_MEANING = 0.5, 6, 4


@dataclass(frozen=True)
class Term:
    """A word or phrase to look for, and how much it counts."""

    words: str
    weight: float


@dataclass(frozen=True)
class Asked:
    """What is looked for. ``took`` says which word we read as another."""

    said: str
    terms: tuple[Term, ...]
    took: tuple[tuple[str, str], ...] = ()

    @property
    def one_word(self) -> bool:
        """Whether they typed a single word that says something: whoever has it fits, however little else it says."""
        return len({word for word in words_of(self.said) if word not in EMPTY and len(word) > 1}) == 1

    @property
    def said_right(self) -> str:
        """What they typed, with the misspelt words put right: what its meaning is worked out from."""
        words = self.said
        for wrong, right in self.took:
            words = re.sub(rf"\b{re.escape(wrong)}\b", right, words, flags=re.IGNORECASE)
        return words


class Vocabulary:
    """The words of a place's own entries, how many entries have each, and which word a misspelt one is most like."""

    def __init__(self, texts: Iterable[str]) -> None:
        """Count the words of these entries, and of the people's own words besides."""
        self.entries = 0
        self.count: Counter[str] = Counter()
        for text in texts:
            self.entries += 1
            self.count.update(set(words_of(text)))
        self._like: dict[str, set[str]] = {}
        for word in {*self.count, *_their_words(), *_known_words()}:
            if len(word) >= _WORTH_MEANING and word.isalpha():
                for part in _parts(word):
                    self._like.setdefault(part, set()).add(word)

    def weight(self, word: str) -> float:
        """More for a word few entries have."""
        return log(1 + (self.entries + 1) / (1 + self.count.get(word, 0)))

    def knows(self, word: str) -> bool:
        """Whether it is a word here, as it is written or in another ending."""
        return any(one in self.count or one in _their_words() for one in _endings(word))

    def meant_by(self, word: str) -> str:
        """The word this misspelt one is most like, or nothing."""
        if len(word) < _WORTH_MEANING or not word.isalpha() or self.knows(word):
            return ""
        if len(word) < _SHORT:
            return self._nearly(word)
        parts = _parts(word)
        shared = Counter(other for part in parts for other in self._like.get(part, ()))
        best, most = "", 0.0
        for other, both in shared.most_common(40):
            alike = 2 * both / (len(parts) + len(_parts(other)))
            slips = _slips(word, other)
            if slips > 2 and alike < _LIKE:
                continue
            score = alike - 0.12 * slips + 0.002 * min(self.count.get(other, 0), 20)
            if slips <= 3 and score > most:
                best, most = other, score
        return best if most > 0.2 else ""

    def _nearly(self, word: str) -> str:
        """Of a short word the one of the entries that differs by a swap of neighbours or by one letter more or less."""
        found = [one for one in _one_slip(word) if self.count.get(one) and one[0] == word[0]]
        return max(found, key=lambda one: (self.count[one], one), default="")


def words_of(text: str) -> list[str]:
    """The words of a text, folded: no capitals, accents or apostrophes."""
    return _WORD.findall(_MARKS.sub("", fold(text[:2000])))


def asked(said: str, known: Vocabulary) -> Asked:
    """What is looked for when somebody types this."""
    written = words_of(said[:_LONGEST])
    took = {word: known.meant_by(word) for word in written if word not in EMPTY}
    mended = [took.get(word) or word for word in written]
    weights: dict[str, float] = {}
    covered: set[str] = set()
    for phrase, theirs in _phrases_in(mended):
        covered |= set(phrase)
        for words in theirs:
            weights[words] = max(weights.get(words, 0.0), KNOWN * _of_phrase(words, known))
    for before, word in zip(written, mended, strict=True):
        if word in EMPTY or (len(word) < 2):
            continue
        counts = OWN if before == word else MENDED
        # Where we know what a phrase means, its single words say less: "wife" of "my wife died".
        weights[word] = max(weights.get(word, 0.0), counts * known.weight(word) * (0.4 if word in covered else 1.0))
    if not weights:
        weights = dict.fromkeys(written, 0.5)
    best = sorted(weights.items(), key=lambda pair: -pair[1])[:MOST_TERMS]
    changed = tuple((word, right) for word, right in took.items() if right)
    return Asked(said, tuple(Term(words, round(weight, 3)) for words, weight in best), changed)


def _of_phrase(words: str, known: Vocabulary) -> float:
    weights = [known.weight(word) for word in words_of(words)]
    return sum(weights) / len(weights) if weights else 1.0


def _phrases_in(written: list[str]) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The phrases of theirs that stand in what was written, the longest first."""
    stems = [_stem(word) for word in written]
    found, table = [], _their_phrases()
    for length in range(_longest_phrase(), 0, -1):
        for begin in range(len(stems) - length + 1):
            theirs = table.get(tuple(stems[begin : begin + length]))
            if theirs:
                found.append((tuple(written[begin : begin + length]), theirs))
    return found


@cache
def _their_phrases() -> Mapping[tuple[str, ...], tuple[str, ...]]:
    found: dict[tuple[str, ...], tuple[str, ...]] = {}
    for said, look_for in THEIRS:
        for phrase in said.split("|"):
            key = tuple(_stem(word) for word in words_of(phrase))
            found[key] = tuple(dict.fromkeys((*found.get(key, ()), *look_for.split("|"))))
    return found


@cache
def _longest_phrase() -> int:
    return max(len(phrase) for phrase in _their_phrases())


@cache
def _their_words() -> frozenset[str]:
    return frozenset(word for said, _look_for in THEIRS for word in words_of(said.replace("|", " "))) | EMPTY


@cache
def _known_words() -> frozenset[str]:
    return frozenset(word for _said, look_for in THEIRS for word in words_of(look_for.replace("|", " ")))


def _endings(word: str) -> tuple[str, ...]:
    return (word, f"{word}s", word.removesuffix("s"), word.removesuffix("ing"), word.removesuffix("es"))


def _stem(word: str) -> str:
    """A rough stem, for comparing phrases only: one ending off, where enough is left."""
    for ending in ("ies", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            return word[: -len(ending)] + ("y" if ending == "ies" else "")
    return word


@cache
def _parts(word: str) -> frozenset[str]:
    padded = f"  {word} "
    return frozenset(padded[at : at + 3] for at in range(len(padded) - 2))


def _one_slip(word: str) -> set[str]:
    """The words one gets by swapping two neighbours, leaving one letter out or putting one in; none is changed."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    places = range(len(word))
    swapped = {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in places[:-1]}
    fewer = {word[:at] + word[at + 1 :] for at in places if len(word) > _WORTH_MEANING}
    more = {word[:at] + one + word[at:] for at in range(len(word) + 1) for one in letters}
    return (swapped | fewer | more) - {word}


def _slips(a: str, b: str) -> int:
    """How many letters were missed, added, changed or swapped with a neighbour."""
    before_last: list[int] = []
    last = list(range(len(b) + 1))
    for i, x in enumerate(a, start=1):
        row = [i]
        for j, y in enumerate(b, start=1):
            row.append(min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (x != y)))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                row[j] = min(row[j], before_last[j - 2] + 1)
        before_last, last = last, row
    return last[-1]
