"""A county's directory that was never anywhere, made from a seed: shaped like a real one, and quick to make."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import sqrt
from typing import Any
from uuid import UUID

from kith.directory import days, meaning
from kith.directory.queries import searched
from kith.kit.actor import Actor
from kith.places import actions as places
from kith.places.models import Place
from kith.proof.search_kinds import KINDS, Kind

BY = Actor.system("the bench")
SEED = 20_261_122
_SIZES = ("tiny", "tiny", "small", "small", "large", "unknown")
_STATES = ("open", "open", "open", "open", "open", "waiting", "full", "paused", "online")
_TAIL = (
    "Please telephone to book.", "Referrals accepted from professionals and individuals.", "Wheelchair accessible.",
    "Funded by the National Lottery.", "Open to all residents.", "Refreshments provided.", "No referral needed.",
    "Delivered in partnership with the council.", "Contact the co-ordinator for details.", "Suggested donation.",
)  # fmt: skip


@dataclass(frozen=True)
class Town:
    """A community of the county."""

    place: Place
    lat: float
    lon: float


@dataclass(frozen=True)
class Made:
    """One made-up entry, as a row that is searched. ``by_weight`` are its words; ``vector`` is for speed alone."""

    id: UUID
    kind: str
    town: Town
    name: str
    text: str
    by_weight: tuple[str, str, str, str]
    row: tuple[Any, ...]


def towns(many: int, now: datetime) -> list[Town]:
    """So many communities, fifteen to a district, about ten miles from each other."""
    found: list[Town] = []
    chance = random.Random(SEED)
    across = int(sqrt(many)) + 1
    district = None
    for number in range(many):
        if number % 15 == 0:
            district = places.add_place(kind="district", name=f"District {number // 15}", parent=None, by=BY, now=now)
        lat = 50.5 + (number // across) * 0.14 + chance.uniform(-0.02, 0.02)
        lon = -4.5 + (number % across) * 0.22 + chance.uniform(-0.03, 0.03)
        place = places.add_place(
            kind="community", name=f"Town {number}", parent=district, lat=lat, lon=lon, by=BY, now=now
        )
        found.append(Town(place, lat, lon))
    return found


def entries(many: int, here: list[Town], now: datetime) -> Iterator[Made]:
    """So many entries, each of some kind in some town."""
    chance = random.Random(SEED + 1)
    for number in range(many):
        yield _entry(number, KINDS[number % len(KINDS)], chance.choice(here), chance, now)


def _entry(number: int, kind: Kind, town: Town, chance: random.Random, now: datetime) -> Made:
    name = f"{town.place.name} {chance.choice(kind.names)}" if chance.random() < 0.4 else chance.choice(kind.names)
    says = ". ".join([chance.choice(kind.says), *chance.sample(_TAIL, 2)])
    terms = chance.sample(kind.words, 1) if chance.random() < 0.8 else []
    state, size = chance.choice(_STATES), chance.choice(_SIZES)
    on = days.bit(chance.randrange(7), chance.choice(days.PARTS)) | days.bit(
        chance.randrange(7), chance.choice(days.PARTS)
    )
    text = f"{name}. {', '.join(terms)}. {says}"
    one = UUID(int=chance.getrandbits(128) & ~(0xF << 76) | (7 << 76), version=None)
    card = {
        "name": name, "who": "", "blurb": says, "for": "", "where": f"The hall, {town.place.name}",
        "area": town.place.name, "phone": "01632 960000", "pace": None, "wheres": 1,
        "when": [{"days": [1], "opens": "10:00", "closes": "12:00"}],
    }  # fmt: skip
    takes_new = state in ("open", "online")
    row = (
        one, town.place.id, [f"in:{step}" for step in town.place.path] + [f"of:{town.place.id}"], text,
        searched.mark_of(text), town.lat + chance.uniform(-0.03, 0.03), town.lon + chance.uniform(-0.04, 0.04), state,
        takes_new, None, chance.choice((None, None, 2, 5)), chance.choice((True, True, False, None)),
        chance.choice((True, False, None)), chance.random() < 0.2, on, True, size,
        (now - timedelta(days=chance.randrange(300))).date(), False, json.dumps(card), now,
    )  # fmt: skip
    weights = (" ".join((name, *terms)), "", says, town.place.name)
    return Made(one, kind.key, town, name, text, weights, row)


class Noise:
    """Meanings that were never worked out: one middle for each kind and noise round it. For speed, never relevance."""

    def __init__(self) -> None:
        """One middle for each kind."""
        self.np = __import__("numpy")
        self.chance = self.np.random.default_rng(SEED)
        middles = self.chance.normal(size=(len(KINDS), meaning.SIZE))
        self.middles = dict(zip((kind.key for kind in KINDS), middles, strict=True))

    def of(self, kind: str) -> str:
        """A meaning near that of its kind."""
        vector = self.middles[kind] + self.chance.normal(size=meaning.SIZE) * 0.9
        return meaning.written(vector / self.np.linalg.norm(vector))
