"""What is the demo's district? One value, the same for the same seed and hour: places, cast and volunteers.

Pure: it writes nothing. Whoever builds the demo walks through it and calls the ordinary actions.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime, time
from math import cos, pi, radians, sin, sqrt

from kith.demo import cast, land, neighbours
from kith.demo.cast import OrganisationSpec, TeamSpec
from kith.demo.neighbours import VolunteerSpec
from kith.demo.spots import PlaceSpec, PostcodeSpec
from kith.kit.clock import local
from kith.kit.geometry import KM_PER_DEGREE

SEED = 1947
VOLUNTEERS = 1_000
_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
_DAY, _NIGHT = (time(8), time(20)), (time(0), time(0))


@dataclass(frozen=True)
class District:
    """Everything the demo is built from. Places come in an order in which each parent is before its children.

    ``deprivation`` is (LSOA code, decile, rank) of invented areas, one for each community and village.
    """

    seed: int
    places: tuple[PlaceSpec, ...]
    opens: time
    closes: time
    organisations: tuple[OrganisationSpec, ...]
    teams: tuple[TeamSpec, ...]
    volunteers: tuple[VolunteerSpec, ...]
    deprivation: tuple[tuple[str, int, int], ...]
    by_key: dict[str, PlaceSpec] = field(repr=False, compare=False)

    def place(self, key: str) -> PlaceSpec:
        """The place with this key, such as ``combe-martin/quay-street``."""
        return self.by_key[key]


def district(around: datetime, seed: int = SEED, volunteers: int = VOLUNTEERS) -> District:
    """The whole district; enough of its volunteers can help at ``around``, whatever hour that is."""
    places = tuple(_places(random.Random(seed)))
    streets = [place for place in places if place.kind == "street"]
    opens, closes = hours(around)
    return District(
        seed=seed,
        places=places,
        opens=opens,
        closes=closes,
        organisations=cast.ORGANISATIONS,
        teams=cast.teams(),
        volunteers=tuple(neighbours.volunteers(random.Random(seed + 1), streets, around, volunteers)),
        deprivation=tuple(_deprivation(random.Random(seed + 2), places)),
        by_key={place.key: place for place in places},
    )


def hours(around: datetime) -> tuple[time, time]:
    """Eight to eight; day and night when the demo is shown outside of that, so that there is something to see."""
    return _DAY if 11 <= local(around).hour < 19 else _NIGHT


def _places(chance: random.Random) -> list[PlaceSpec]:
    places = [
        PlaceSpec(land.SYSTEM, "system", "Devon", None, 50.75, -3.90, phone="01632 960002", colour="#334455"),
        PlaceSpec(
            land.DISTRICT, "district", "Northern Devon", land.SYSTEM, 51.03, -4.10, phone="01632 960001",
            colour="#23395d", aliases=("North Devon",),
        ),
    ]  # fmt: skip
    places += [
        PlaceSpec(each.key, "neighbourhood", each.name, land.DISTRICT, each.lat, each.lon, phone=each.phone)
        for each in land.NEIGHBOURHOODS
    ]
    codes = _Codes()
    for number, town in enumerate(land.TOWNS, start=1):
        places.append(
            PlaceSpec(
                town.key, "community", town.name, town.neighbourhood, town.lat, town.lon,
                phone=town.phone, colour=town.colour, aliases=town.aliases,
            )
        )  # fmt: skip
        places += _streets(chance, town, number, codes)
        places += [_village(chance, town, village, codes) for village in town.villages]
    return places


def _streets(chance: random.Random, town: land.Town, number: int, codes: _Codes) -> list[PlaceSpec]:
    invented = chance.sample(land.STREET_NAMES, town.streets - len(town.fixed))
    return [
        _street(chance, town, name, _near(chance, town.lat, town.lon, town.spread_km), number, codes)
        for name in [*town.fixed, *sorted(invented)]
    ]


def _street(
    chance: random.Random, town: land.Town, name: str, point: tuple[float, float], number: int, codes: _Codes
) -> PlaceSpec:
    homes = chance.randint(52, 90) if name in town.fixed else chance.randint(24, 80)
    lsoa = f"E0199{number:02}01"
    postcodes = tuple(codes.next(chance, town.outward, point, 0.12, lsoa) for _each in range(1 + homes // 40))
    key = f"{town.key}/{_slug(name)}"
    return PlaceSpec(key, "street", name, town.key, *point, homes=homes, postcodes=postcodes)


def _village(chance: random.Random, town: land.Town, village: land.Village, codes: _Codes) -> PlaceSpec:
    number = [each.key for each in land.TOWNS].index(town.key) + 1
    lsoa = f"E0199{number:02}{town.villages.index(village) + 2:02}"
    point = (village.lat, village.lon)
    count = max(1, village.homes // 45)
    postcodes = tuple(codes.next(chance, village.outward or town.outward, point, 0.4, lsoa) for _each in range(count))
    key = f"{town.key}/{_slug(village.name)}"
    return PlaceSpec(
        key, "street", village.name, town.key, *point, homes=village.homes, village=True, postcodes=postcodes
    )


class _Codes:
    """Hands out postcodes of the area ZZ, which does not exist, each once."""

    def __init__(self) -> None:
        self._given: dict[str, int] = {}

    def next(
        self, chance: random.Random, outward: str, point: tuple[float, float], spread_km: float, lsoa: str
    ) -> PostcodeSpec:
        """The next postcode that begins with ``outward``, near a point."""
        count = self._given[outward] = self._given.get(outward, -1) + 1
        # Neighbouring codes are not handed out in a row, as in life: a slip of one letter is another street or none.
        count *= 3
        first, rest = divmod(count, len(_LETTERS) ** 2)
        second, third = divmod(rest, len(_LETTERS))
        inward = f"{first % 10}{_LETTERS[second]}{_LETTERS[third]}"
        return PostcodeSpec(f"{outward} {inward}", *_near(chance, *point, spread_km), lsoa)


def _near(chance: random.Random, lat: float, lon: float, spread_km: float) -> tuple[float, float]:
    """A point at random within a circle, as likely in its every part."""
    away, turn = spread_km * sqrt(chance.random()), 2 * pi * chance.random()
    up = away * sin(turn) / KM_PER_DEGREE
    across = away * cos(turn) / (KM_PER_DEGREE * cos(radians(lat)))
    return round(lat + up, 6), round(lon + across, 6)


def _deprivation(chance: random.Random, places: tuple[PlaceSpec, ...]) -> list[tuple[str, int, int]]:
    codes = sorted({each.lsoa for place in places for each in place.postcodes})
    deciles = {f"{number:02}": town.decile for number, town in enumerate(land.TOWNS, start=1)}
    found = []
    for code in codes:
        decile = min(10, max(1, deciles[code[5:7]] + (chance.randint(-1, 2) if code[7:] != "01" else 0)))
        found.append((code, decile, (decile - 1) * 3_375 + chance.randint(1, 3_375)))
    return found


def _slug(name: str) -> str:
    return name.lower().replace(" ", "-")
