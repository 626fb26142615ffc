"""What is asked in a season, by whom and when? One value, the same for the same seed. Pure: it writes nothing.

Seventeen weeks that begin with a surge, shaped like a real district's spring: two thousand asks of nine hundred people,
one in twenty asked by somebody else, some without a phone, some in another language.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

from kith.demo.asks_said import SAID
from kith.demo.district import District, district
from kith.demo.neighbours import VolunteerSpec
from kith.demo.people_names import FIRST, LAST
from kith.demo.spots import PlaceSpec
from kith.kit.clock import LONDON

START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
WEEKS = 17
# How many of two thousand are of each kind. What the figures call "other" is everything after the first three.
SHARES = {"shopping": 600, "prescription": 940, "call": 300, "dog_walk": 40, "post": 40, "parcel": 40, "other": 40}
MAIN = ("shopping", "prescription", "call")
# How busy each week is beside the others: a surge, then a long tail.
BUSY = (9, 12, 13, 11, 9, 7, 6, 5, 5, 4, 4, 4, 3, 3, 3, 3, 3)
_BY_DAY = (11, 10, 10, 10, 10, 6, 5)
_BY_HOUR = (1, 1, 0, 0, 0, 1, 3, 8, 20, 26, 26, 22, 16, 16, 18, 17, 15, 12, 9, 7, 6, 5, 3, 2)
PEOPLE_PER_ASK = 0.45
# Mobiles below this belong to volunteers, those above to people who ask; the last fifty are colleagues'.
_MOBILES, _LAST_MOBILE, _FIRST_LANDLINE = 500, 949, 100
LANGUAGES = ("en", "cy", "pl", "ar", "ro", "uk")


@dataclass(frozen=True)
class PersonSpec:
    """Somebody who asks. ``lane`` is how they come to us; ``safe`` is what they answered about their number."""

    number: int
    name: str
    lane: str
    reach: str
    safe: str
    language: str
    street: str
    town: str
    house: str
    postcode: str
    further_away: bool
    must_not_know: tuple[str, ...]
    reads: float


@dataclass(frozen=True)
class AskSpec:
    """One ask of the season, as it will be told to us, and what its person will do about it."""

    number: int
    at: datetime
    kind: str
    words: str
    details: dict[str, str]
    person: PersonSpec
    need_by: datetime | None
    knows: str
    withdraws_after: timedelta | None
    # What they say when asked whether a business, group or service may be asked as well; and, where they want to be
    # asked first, what they say then.
    partners_may: str
    if_asked: str

    @property
    def group(self) -> str:
        """The kind as the season's report counts it."""
        return self.kind if self.kind in MAIN else "other"


@dataclass(frozen=True)
class Season:
    """Everything that will be asked, and the district it is asked in."""

    seed: int
    start: datetime
    end: datetime
    here: District
    asks: tuple[AskSpec, ...]


def season(*, asks: int, volunteers: int, seed: int, weeks: int = WEEKS) -> Season:
    """The season of ``seed``: ``asks`` asks over ``weeks`` weeks among ``volunteers`` neighbours."""
    chance = random.Random(f"season:{seed}")
    here = district(START + timedelta(hours=3), volunteers=volunteers)
    here = replace(here, opens=time(8), closes=time(20), volunteers=tuple(_habits(chance, here.volunteers)))
    people = list(_people(chance, here, max(12, int(asks * PEOPLE_PER_ASK))))
    moments = sorted(_moments(chance, asks, weeks))
    kinds = _kinds(chance, asks)
    told = tuple(
        _ask(chance, number, at, kind, chance.choice(people), _of_partners(seed, number))
        for number, (at, kind) in enumerate(zip(moments, kinds, strict=True))
    )
    return Season(seed, START, START + timedelta(weeks=weeks, days=2), here, told)


def _habits(chance: random.Random, specs: Sequence[VolunteerSpec]) -> Iterator[VolunteerSpec]:
    """The demo's volunteers with the hours of an ordinary season; half have a mobile, half read e-mail."""
    days = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    parts = [f"{day}-{part}" for day in days for part in ("morning", "afternoon", "evening")]
    for number, spec in enumerate(specs):
        slots = set(chance.sample(parts, chance.randint(5, 13)))
        mobile = number % 2 == 0 and number // 2 < _MOBILES
        yield replace(
            spec,
            slots=tuple(part for part in parts if part in slots),
            phone=f"07700 900{number // 2:03}" if mobile else "",
            email="" if mobile else f"neighbour{number}@example.org",
        )


def _people(chance: random.Random, here: District, count: int) -> Iterator[PersonSpec]:
    streets = [place for place in here.places if place.kind == "street"]
    weights = [street.homes for street in streets]
    mobiles = iter(range(_MOBILES, _LAST_MOBILE + 1))
    landlines = iter(range(_FIRST_LANDLINE, 1_000))
    for number in range(count):
        lane = chance.choices(("web", "phone", "text", "paper"), (38, 34, 14, 14))[0]
        reach = _reach(chance, number, lane, mobiles, landlines)
        home = chance.choices(streets, weights)[0]
        language = chance.choices(LANGUAGES, (86, 3, 4, 3, 2, 2))[0]
        yield _person(chance, number, lane, reach, home, here.place(home.community).name, language)


def _person(
    chance: random.Random, number: int, lane: str, reach: str, home: PlaceSpec, town: str, language: str
) -> PersonSpec:
    never = ("Margaret Cole",) if chance.random() < 0.01 else ()
    return PersonSpec(
        number=number,
        name=f"{chance.choice(FIRST)} {chance.choice(LAST)}",
        lane=lane,
        reach=reach,
        safe=chance.choices(("yes", "please-ring", "no"), (93, 5, 2))[0],
        language=language,
        street=home.name,
        town=town,
        house=f"{chance.randint(1, 60)} {home.name}",
        postcode=chance.choice(home.postcodes).postcode if chance.random() < 0.85 else "",
        further_away=chance.random() < 0.02,
        must_not_know=never,
        reads=chance.betavariate(5, 2),
    )


def _reach(chance: random.Random, number: int, lane: str, mobiles: Iterator[int], landlines: Iterator[int]) -> str:
    """How they can be reached: paper mostly not at all, a phone call from a landline, the others in writing."""
    email = f"person{number}@example.com"
    if lane == "paper" and chance.random() < 0.7:
        return ""
    if lane in ("phone", "paper") and chance.random() < 0.75:
        line = next(landlines, None)
        return email if line is None else f"01632 960{line:03}"
    if lane == "web" and chance.random() < 0.4:
        return email
    mobile = next(mobiles, None)
    return email if mobile is None else f"07700 900{mobile:03}"


def _moments(chance: random.Random, count: int, weeks: int) -> Iterator[datetime]:
    monday = START.astimezone(LONDON).replace(hour=0, minute=0, tzinfo=None)
    busy = [BUSY[week * len(BUSY) // weeks] for week in range(weeks)]
    for _each in range(count):
        week = chance.choices(range(weeks), busy)[0]
        day = chance.choices(range(7), _BY_DAY)[0]
        hour = chance.choices(range(24), _BY_HOUR)[0]
        wall = monday + timedelta(weeks=week, days=day, hours=hour, seconds=chance.randrange(3_600))
        yield max(wall.replace(tzinfo=LONDON).astimezone(UTC), START + timedelta(minutes=1))


def _kinds(chance: random.Random, count: int) -> list[str]:
    """So many of each kind, by largest remainder, in an order of their own."""
    whole = sum(SHARES.values())
    exact = {kind: share * count / whole for kind, share in SHARES.items()}
    found = {kind: int(share) for kind, share in exact.items()}
    by_rest = sorted(exact, key=lambda kind: found[kind] - exact[kind])
    for kind in by_rest[: count - sum(found.values())]:
        found[kind] += 1
    kinds = [kind for kind, number in found.items() for _each in range(number)]
    chance.shuffle(kinds)
    return kinds


def _of_partners(seed: int, number: int) -> tuple[str, str]:
    """What somebody says of partners: with chance of its own, so that it moves nothing else in the season."""
    chance = random.Random(f"partners-may:{seed}:{number}")
    return chance.choices(("yes", "ask-first", "no"), (45, 45, 10))[0], "yes" if chance.random() < 0.7 else "no"


def _ask(
    chance: random.Random, number: int, at: datetime, kind: str, person: PersonSpec, of_partners: tuple[str, str]
) -> AskSpec:
    words = chance.choice(SAID[kind])
    if kind == "prescription" and chance.random() < 0.004:
        words += ". Says there have been chest pains since breakfast"
    details = {}
    if kind == "shopping" and chance.random() < 0.94:
        details["paid"] = "receipt"
    return AskSpec(
        number=number,
        at=at,
        kind=kind,
        words=words,
        details=details,
        person=person,
        need_by=_need_by(chance, kind, at),
        knows=chance.choices(("self", "said-yes", "not-yet"), (94, 4, 2))[0],
        withdraws_after=timedelta(hours=chance.uniform(0.3, 20)) if chance.random() < 0.03 else None,
        partners_may=of_partners[0],
        if_asked=of_partners[1],
    )


def _need_by(chance: random.Random, kind: str, at: datetime) -> datetime | None:
    """By when, where they said so: medicine mostly today or tomorrow, the rest some days later; by day."""
    if chance.random() < 0.3:
        return None
    hours = (5, 8, 24, 28, 48) if kind == "prescription" else (8, 24, 30, 48, 72, 120)
    wall = (at + timedelta(hours=chance.choice(hours))).astimezone(LONDON)
    if wall.hour < 11:
        wall = wall.replace(hour=11, minute=0)
    elif wall.hour >= 20:
        wall = (wall + timedelta(days=1)).replace(hour=12, minute=0)
    return wall.replace(second=0, microsecond=0).astimezone(UTC)
