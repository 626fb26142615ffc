"""Which house is meant, however its address is written, and whether some words give it away. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kith.kit import postcodes
from kith.kit.geometry import km
from kith.kit.text import fold

# So near is the same house, where the postcode does not say otherwise.
NEAR_KM = 0.03
_NUMBER = re.compile(r"\b\d+[a-z]?\b")
_CODE = re.compile(r"\b([a-z]{1,2}\d[a-z\d]?)\s*(\d[a-z]{2})\b")
_SHORT = 5
_MANY_HAVE = frozenset(
    {"street", "road", "lane", "avenue", "close", "drive", "house", "court", "place", "square", "terrace", "flat",
     "floor", "unit", "the", "and", "hall", "way", "hill", "row", "centre", "building", "first", "ground"}
)  # fmt: skip


@dataclass(frozen=True)
class Spot:
    """One house: its postcode, the line of its address, its town and its name, as they are compared; where it lies."""

    postcode: str = ""
    line: str = ""
    city: str = ""
    name: str = ""
    point: tuple[float, float] | None = None

    @property
    def numbers(self) -> frozenset[str]:
        """The numbers in its line: that of the house, or of the flat too."""
        return frozenset(_NUMBER.findall(self.line))

    @property
    def words(self) -> frozenset[str]:
        """The words of its line and its name that few houses have."""
        said = f"{self.line} {self.name}".split()
        return frozenset(word for word in said if len(word) > 2 and not word.isdigit()) - _MANY_HAVE

    @property
    def says_something(self) -> bool:
        """Whether it can be told from another at all."""
        return bool(self.postcode or self.point or (self.line and self.city))


@dataclass(frozen=True)
class Said:
    """Some words, as they are searched for an address."""

    words: str
    tokens: frozenset[str]
    codes: frozenset[str]


def flat(words: str) -> str:
    """Words alone, with a space between: no capitals, accents, commas."""
    return " ".join(re.findall(r"\w+", fold(words).replace("'", "").replace("\u2019", "")))


def said(words: str) -> Said:
    """These words, made ready once."""
    plain = flat(words)
    return Said(f" {plain} ", frozenset(plain.split()), frozenset(f"{a}{b}" for a, b in _CODE.findall(plain)))


def spots_of(name: str, addresses: Iterable[Any], lat: float | None, lon: float | None) -> list[Spot]:
    """Each house that a location names; one with a point alone where it names none."""
    point = (lat, lon) if lat is not None and lon is not None else None
    called = flat(name)
    found = [_spot(one, called, point) for one in addresses if isinstance(one, Mapping)]
    return [one for one in found or [Spot(name=called, point=point)] if one.says_something]


def _spot(address: Mapping[str, Any], name: str, point: tuple[float, float] | None) -> Spot:
    lines = " ".join(str(address.get(part) or "") for part in ("attention", "address_1", "address_2"))
    code, city = str(address.get("postal_code") or ""), str(address.get("city") or "")
    return Spot((postcodes.normalise(code) or code).casefold().replace(" ", ""), flat(lines), flat(city), name, point)


def same(one: Spot, other: Spot) -> bool:
    """Whether two are one house, or may be."""
    if one.postcode and other.postcode:
        return one.postcode == other.postcode and _may_be_one(one, other)
    if one.line and one.line == other.line and one.city == other.city:
        return True
    return _near(one, other) and not _two_numbers(one, other)


def _may_be_one(one: Spot, other: Spot) -> bool:
    """Of two with one postcode: other numbers are another house; what has no number may be any."""
    if one.numbers and other.numbers:
        return bool(one.numbers & other.numbers)
    nothing_else = not one.words or not other.words
    return nothing_else or bool(one.words & other.words) or _near(one, other)


def _two_numbers(one: Spot, other: Spot) -> bool:
    return bool(one.numbers and other.numbers and not one.numbers & other.numbers)


def _near(one: Spot, other: Spot) -> bool:
    return one.point is not None and other.point is not None and km(*one.point, *other.point) <= NEAR_KM


def tells(words: Said, spot: Spot, *, kin: bool, known_as: str = "") -> bool:
    """Whether these words give a house away.

    ``kin``: they are of the same people who run what is there, so that its line, its postcode or its name alone does.
    Of anybody else's the line counts with the postcode or the town: there is a High Street in every one. ``known_as``
    is what those people are called, which says nothing of where a house is.
    """
    line = len(spot.line) >= _SHORT and bool(spot.words) and f" {spot.line} " in words.words
    code = bool(spot.postcode) and spot.postcode in words.codes
    if kin:
        named = len(spot.name) > _SHORT and f" {spot.name} " not in f" {flat(known_as)} "
        return line or code or (named and f" {spot.name} " in words.words)
    town = bool(spot.city) and f" {spot.city} " in words.words
    every_word = bool(spot.line) and frozenset(spot.line.split()) <= words.tokens
    return (line and (town or code)) or (code and every_word)
