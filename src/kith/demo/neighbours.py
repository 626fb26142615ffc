"""A thousand invented volunteers: where they live, what they do, when and how far. Pure, the same for the same seed."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kith.asks.kinds import most_to_ask
from kith.demo import cast, land
from kith.demo.people_names import FIRST, LAST
from kith.demo.spots import PlaceSpec
from kith.kit.clock import local
from kith.matching.eligible import CHECKS
from kith.volunteers import dayparts

KINDS = ("shopping", "prescription", "call", "dog_walk", "post", "parcel", "welfare_check", "other")
# How many in a hundred do each kind.
_DO = {
    "shopping": 78, "prescription": 70, "call": 45, "dog_walk": 34, "post": 55, "parcel": 48, "welfare_check": 42,
    "other": 36,
}  # fmt: skip
# The last hundred of the thousand drama numbers belong to the people who ask and to the staff.
LAST_NUMBER = 899
EMAIL_ONLY = 0.12
_REACH = {"foot": (1.2, 3.0), "bicycle": (3.0, 8.0), "car": (8.0, 25.0)}
_OTHER_LANGUAGES = (
    ("cy", 0.02),
    ("pl", 0.03),
    ("ar", 0.012),
    ("ro", 0.015),
    ("uk", 0.012),
    ("bfi", 0.01),
    ("tr", 0.005),
)


@dataclass(frozen=True)
class VolunteerSpec:
    """One volunteer. ``slots`` are parts of the week such as ``mon-morning``; ``phone`` or ``email`` may be empty."""

    name: str
    phone: str
    email: str
    street: str
    lat: float
    lon: float
    kinds: tuple[str, ...]
    slots: tuple[str, ...]
    travel: str
    reach_km: float
    check_level: str
    check_on: date | None
    weekly_most: int
    languages: tuple[str, ...]


def volunteers(
    chance: random.Random, streets: Sequence[PlaceSpec], around: datetime, count: int
) -> Iterator[VolunteerSpec]:
    """``count`` volunteers, those everybody knows first. Two in three of them can help at ``around``."""
    numbers = iter(range(10, LAST_NUMBER + 1))
    names = _names(chance)
    by_key = {street.key: street for street in streets}
    for known in cast.KNOWN_VOLUNTEERS:
        yield _known(chance, known, by_key[known.street], around)
    homes = _homes(chance, streets, count - len(cast.KNOWN_VOLUNTEERS))
    for home in homes:
        name = next(names)
        number = None if chance.random() < EMAIL_ONLY else next(numbers, None)
        yield _one(chance, name, number, home, around)


def _one(chance: random.Random, name: str, number: int | None, home: PlaceSpec, around: datetime) -> VolunteerSpec:
    travel = chance.choices(("foot", "bicycle", "car"), (45, 15, 40) if not home.village else (20, 10, 70))[0]
    level = chance.choices(("none", "basic", "enhanced"), (50, 28, 22))[0]
    email = "" if number is not None and chance.random() < 0.5 else f"{name.lower().replace(' ', '.')}@example.org"
    lat, lon = _at_home(chance, home)
    does = _kinds(chance)
    # Nobody was asked for more than what they do allows.
    level = level if CHECKS[level] <= CHECKS[most_to_ask(does, in_care=True)[0]] else "basic"
    return VolunteerSpec(
        name=name,
        phone="" if number is None else f"07700 900{number:03}",
        email=email,
        street=home.key,
        lat=lat,
        lon=lon,
        kinds=does,
        slots=_slots(chance, around),
        travel=travel,
        reach_km=round(chance.uniform(*_REACH[travel]), 1),
        check_level=level,
        check_on=None if level == "none" else _check_on(chance, around),
        weekly_most=chance.choices((1, 2, 3, 4, 5), (10, 25, 35, 20, 10))[0],
        languages=("en", *(language for language, share in _OTHER_LANGUAGES if chance.random() < share)),
    )


def _known(chance: random.Random, known: cast.KnownVolunteer, home: PlaceSpec, around: datetime) -> VolunteerSpec:
    here = dayparts.at(around)
    lat, lon = _at_home(chance, home)
    return VolunteerSpec(
        name=known.name,
        phone=known.phone,
        email="",
        street=known.street,
        lat=lat,
        lon=lon,
        kinds=known.kinds,
        slots=tuple(dict.fromkeys((here, *dayparts.following(here, 3), *_slots(chance, around)))),
        travel=known.travel,
        reach_km=known.reach_km,
        check_level=known.check_level,
        check_on=None if known.check_level == "none" else local(around).date() - timedelta(days=200),
        weekly_most=5,
        languages=known.languages,
    )


def _homes(chance: random.Random, streets: Sequence[PlaceSpec], count: int) -> list[PlaceSpec]:
    """Homes for that many, by each town's share and then by how many doors a street has."""
    shares = {town.key: town.volunteers for town in land.TOWNS}
    lived_in = [street for street in streets if street.key not in land.WITHOUT_VOLUNTEERS]
    doors = {key: sum(street.homes for street in lived_in if street.community == key) for key in shares}
    weights = [shares[street.community] * street.homes / doors[street.community] for street in lived_in]
    return chance.choices(lived_in, weights, k=count)


def _names(chance: random.Random) -> Iterator[str]:
    """Names, each once, none of them a name of the cast."""
    taken = {known.name for known in cast.KNOWN_VOLUNTEERS}
    while True:
        name = f"{chance.choice(FIRST)} {chance.choice(LAST)}"
        if name not in taken:
            taken.add(name)
            yield name


def _kinds(chance: random.Random) -> tuple[str, ...]:
    chosen = tuple(kind for kind in KINDS if chance.randrange(100) < _DO[kind])
    return chosen or ("shopping",)


def _slots(chance: random.Random, around: datetime) -> tuple[str, ...]:
    """A few parts of the week by habit, and, for two in three, the part that holds ``around`` and those beside it."""
    by_day = [name for name in dayparts.ALL if not name.endswith("night")]
    slots = set(chance.sample(by_day, chance.randint(3, 10)))
    here = dayparts.at(around)
    if chance.random() < 0.67:
        before = dayparts.at(around - timedelta(hours=3))
        slots |= {before, here, *dayparts.following(here, chance.randint(0, 2))}
    return tuple(name for name in dayparts.ALL if name in slots)


def _check_on(chance: random.Random, around: datetime) -> date:
    return local(around).date() - timedelta(days=chance.randint(20, 1_000))


def _at_home(chance: random.Random, home: PlaceSpec) -> tuple[float, float]:
    """Somewhere along the street; further apart in a village."""
    spread = 0.004 if home.village else 0.0008
    return round(home.lat + chance.uniform(-spread, spread), 6), round(home.lon + chance.uniform(-spread, spread), 6)
