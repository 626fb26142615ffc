"""Which two organizations may be one under two spellings. It only proposes, with the reason; a person decides."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from urllib.parse import urlsplit

from kith.kit.text import fold
from kith.kit.words import gettext as _

# Words that say what something is in law, or nothing at all.
_IDLE = frozenset(
    {"the", "a", "of", "and", "for", "in", "at", "ltd", "limited", "cic", "cio", "plc", "llp", "uk", "charity", "inc",
     "charitable", "trust", "company", "community", "interest", "incorporated", "organisation", "organization",
     "association", "assoc", "registered", "society", "group"}
)  # fmt: skip
_SHARED_HOSTS = (
    "facebook.com",
    "gov.uk",
    "nhs.uk",
    "instagram.com",
    "sites.google.com",
    "wordpress.com",
    "wixsite.com",
)
_NEAR, _LONG_ENOUGH, _LARGEST_BLOCK = 0.9, 7, 60


@dataclass(frozen=True)
class Named:
    """What an organization is known by."""

    id: str
    name: str
    website: str = ""
    numbers: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Maybe:
    """Two that may be one, and why."""

    one: str
    other: str
    why: str


def key(name: str) -> str:
    """What is left of a name without capitals, marks, and words that many have."""
    flat = re.sub(
        r"\b([a-z])\.(?=[a-z]\b|\W|$)", r"\1", fold(name).replace("&", " and ").replace("'", "").replace("\u2019", "")
    )
    words = [word for word in re.sub(r"[^\w]+", " ", flat).split() if word not in _IDLE]
    return " ".join(words) or " ".join(flat.split())


def alike(one: str, other: str) -> bool:
    """Whether these may be two spellings of one name."""
    first, second = key(one), key(other)
    return bool(first) and (first == second or _nearly(first, second))


def find(every: Iterable[Named], new: set[str]) -> Iterator[Maybe]:
    """The pairs of which at least one is new. Each pair once, for its strongest reason."""
    named = list(every)
    seen: set[frozenset[str]] = set()
    for reason in (_by_number, _by_key, _by_host, _by_spelling):
        for one, other, why in reason(named, new):
            pair = frozenset((one.id, other.id))
            if len(pair) == 2 and pair not in seen:
                seen.add(pair)
                yield Maybe(one.id, other.id, why)


Pairs = Iterator[tuple[Named, Named, str]]


def _by_number(named: list[Named], new: set[str]) -> Pairs:
    for number, same in _blocks((number, one) for one in named for number in one.numbers):
        why = _("Both give the number %(number)s.") % {"number": number}
        yield from ((one, other, why) for one, other in _pairs(same, new))


def _by_key(named: list[Named], new: set[str]) -> Pairs:
    for words, same in _blocks((key(one.name), one) for one in named):
        if words:
            why = _("Their names are the same but for small words.")
            yield from ((one, other, why) for one, other in _pairs(same, new))


def _by_host(named: list[Named], new: set[str]) -> Pairs:
    for host, same in _blocks((_host(one.website), one) for one in named):
        if host and len(same) <= 5:
            for one, other in _pairs(same, new):
                if _share_words(key(one.name), key(other.name)):
                    yield (
                        one,
                        other,
                        _("Both have the website %(host)s, and their names share a word.") % {"host": host},
                    )


def _by_spelling(named: list[Named], new: set[str]) -> Pairs:
    keys = {one.id: key(one.name) for one in named}
    starts = [(keys[one.id][:4], one) for one in named]
    ends = [(keys[one.id][-5:], one) for one in named]
    for blocks in (starts, ends):
        for _words, same in _blocks(blocks):
            for one, other in _pairs(same, new):
                if _nearly(keys[one.id], keys[other.id]):
                    yield one, other, _("Their names differ by a letter or two.")


def _share_words(one: str, other: str) -> bool:
    """Whether half of the words that say anything are in both: a village alone is in the names of many."""
    few, many = sorted(({word for word in name.split() if len(word) > 2} for name in (one, other)), key=len)
    return bool(few) and len(few & many) * 2 > len(few)


def _nearly(one: str, other: str) -> bool:
    """Two spellings of one name: but "Group 1" and "Group 2" are two names."""
    if one == other or min(len(one), len(other)) < _LONG_ENOUGH or re.findall(r"\d+", one) != re.findall(r"\d+", other):
        return False
    if abs(len(one) - len(other)) > 3:
        return False
    ratio = SequenceMatcher(None, one, other, autojunk=False)
    return ratio.quick_ratio() >= _NEAR and ratio.ratio() >= _NEAR


def _blocks(pairs: Iterable[tuple[str, Named]]) -> Iterator[tuple[str, list[Named]]]:
    found: dict[str, list[Named]] = defaultdict(list)
    for block, one in pairs:
        found[block].append(one)
    yield from ((block, same) for block, same in found.items() if 1 < len(same) <= _LARGEST_BLOCK)


def _pairs(same: list[Named], new: set[str]) -> Iterator[tuple[Named, Named]]:
    ordered = sorted(same, key=lambda one: one.id)
    for place, one in enumerate(ordered):
        for other in ordered[place + 1 :]:
            if one.id in new or other.id in new:
                yield one, other


def _host(website: str) -> str:
    host = (urlsplit(website).hostname or "").removeprefix("www.")
    return "" if any(host == one or host.endswith(f".{one}") for one in _SHARED_HOSTS) else host
