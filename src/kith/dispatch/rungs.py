"""Which rungs has a ladder, and which ladders may a place keep? The built-in ones, as data, and the checks of those
somebody edits; when each rung begins is worked out in ``ladder``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import Any

from kith.asks import in_time
from kith.kit.sentence import Sentence, sentence
from kith.matching import Level

# The hazard log's figure: medicine reaches a person's phone at least this long before it is needed.
LAST_CALL = in_time.LEAST_FOR_MEDICINE
LEAST_FOR_A_PERSON = 15
SHARES = (1, 95)
FLOORS = (5, 240)
MOST = (1, 30)
TARGETS = (30, 95)
TRAVEL = (5, 90)
HEIGHT = {level: height for height, level in enumerate(Level)}


@dataclass(frozen=True)
class Rung:
    """One step: its share of the time left, the least it needs, and how many are asked on it at most.

    ``target`` is how likely a yes has to be before no more are asked at once. ``minutes`` is how far away, on the
    road, a community may be and still be nearby.
    """

    level: Level
    share: float
    floor_minutes: int
    most_offers: int
    target: float = 0.6
    minutes: int = 20

    @property
    def floor(self) -> timedelta:
        """The least time this rung is worth having for."""
        return timedelta(minutes=self.floor_minutes)


Rungs = tuple[Rung, ...]
DEFAULT: Rungs = (
    Rung(Level.STREET, 0.20, 20, 4),
    Rung(Level.COMMUNITY, 0.30, 30, 8),
    Rung(Level.NEARBY, 0.15, 20, 6),
    Rung(Level.DISTRICT, 0.10, 30, 10),
    Rung(Level.PARTNER, 0.10, 30, 3),
    Rung(Level.PERSON, 0.15, 30, 0),
)
LADDERS: dict[str, Rungs] = {
    "prescription": (
        Rung(Level.STREET, 0.15, 15, 4),
        Rung(Level.COMMUNITY, 0.25, 20, 8),
        Rung(Level.NEARBY, 0.15, 20, 6),
        Rung(Level.DISTRICT, 0.15, 25, 10),
        Rung(Level.PARTNER, 0.10, 20, 3),
        Rung(Level.PERSON, 0.20, 60, 0),
    ),
    # A voice can come from anywhere: the street gets less of the time, the district more.
    "call": (
        Rung(Level.STREET, 0.20, 20, 3),
        Rung(Level.COMMUNITY, 0.30, 30, 8),
        Rung(Level.DISTRICT, 0.20, 30, 10),
        Rung(Level.PARTNER, 0.10, 20, 3),
        Rung(Level.PERSON, 0.20, 30, 0),
    ),
    # Somebody may be lying on a floor: a neighbour first, then whoever is down for such a check by name, such as the
    # fire service, and a person's phone soon.
    "welfare_check": (
        Rung(Level.STREET, 0.25, 10, 5),
        Rung(Level.COMMUNITY, 0.20, 10, 5),
        Rung(Level.PARTNER, 0.10, 10, 2),
        Rung(Level.PERSON, 0.45, 30, 0),
    ),
}
# What a rung gets that was not in a ladder and is switched on.
USUAL: dict[Level, Rung] = {rung.level: rung for rung in DEFAULT}


def built_in(kind: str) -> Rungs:
    """The ladder of a kind where no place keeps another."""
    return LADDERS.get(kind, DEFAULT)


def as_data(rungs: Iterable[Rung]) -> list[dict[str, Any]]:
    """The rungs as they are kept: plain values, in order."""
    return [
        {
            "level": rung.level.value,
            "share": rung.share,
            "floor": rung.floor_minutes,
            "most": rung.most_offers,
            "target": rung.target,
            "minutes": rung.minutes,
        }
        for rung in rungs
    ]


def from_data(data: Sequence[Mapping[str, Any]]) -> Rungs:
    """The rungs that were kept. What a later edition left out has its usual value."""
    return tuple(
        Rung(
            Level(row["level"]),
            float(row["share"]),
            int(row["floor"]),
            int(row["most"]),
            float(row.get("target", 0.6)),
            int(row.get("minutes", 20)),
        )
        for row in data
    )


def mistakes(rungs: Sequence[Rung], kind: str = "") -> list[Sentence]:
    """Why a place may not keep these rungs for this kind, each with what to do; empty when it may."""
    return [*_of_the_whole(rungs), *(said for rung in rungs for said in _of_one(rung, kind))]


def least_for_a_person(kind: str) -> int:
    """How many minutes before it is needed a person's phone must ring, whatever else a ladder says."""
    return int(LAST_CALL.total_seconds() // 60) if kind in in_time.MEDICINE else LEAST_FOR_A_PERSON


def _of_the_whole(rungs: Sequence[Rung]) -> Iterator[Sentence]:
    if not rungs or rungs[-1].level is not Level.PERSON:
        yield sentence("The last step is always a person's phone. Put it back.")
    if any(HEIGHT[before.level] >= HEIGHT[after.level] for before, after in pairwise(rungs)):
        yield sentence("Each step comes once, the nearest first.")
    if len(rungs) == 1:
        yield sentence("Leave at least one step on which neighbours or partners are asked.")
    total = round(sum(rung.share for rung in rungs) * 100)
    if total < 100:
        more = {"total": total, "left": 100 - total}
        yield sentence("The shares make %(total)s. Share out %(left)s more, so that they make 100.", **more)
    if total > 100:
        less = {"total": total, "over": total - 100}
        yield sentence("The shares make %(total)s. Take %(over)s away, so that they make 100.", **less)


def _of_one(rung: Rung, kind: str) -> Iterator[Sentence]:
    if found := _outside(round(rung.share * 100), SHARES, rung):
        yield sentence("%(where)s: give a share from %(low)s to %(high)s.", **found)
    if found := _outside(rung.floor_minutes, FLOORS, rung):
        yield sentence("%(where)s: give %(low)s to %(high)s minutes at least.", **found)
    if rung.level is Level.PERSON:
        least = {"where": WORDS[rung.level], "least": least_for_a_person(kind)}
        if rung.floor_minutes < least_for_a_person(kind):
            yield sentence("%(where)s: a person needs %(least)s minutes or more to ring round.", **least)
        return
    if found := _outside(rung.most_offers, MOST, rung):
        yield sentence("%(where)s: ask %(low)s to %(high)s at most.", **found)
    if found := _outside(round(rung.target * 100), TARGETS, rung):
        yield sentence("%(where)s: give a chance of a yes from %(low)s to %(high)s in 100.", **found)
    if rung.level is Level.NEARBY and (found := _outside(rung.minutes, TRAVEL, rung)):
        yield sentence("%(where)s: give %(low)s to %(high)s minutes on the road.", **found)


def _outside(value: int, bounds: tuple[int, int], rung: Rung) -> dict[str, object]:
    """What a sentence needs to say the bounds with; empty when the value is within them."""
    low, high = bounds
    return {} if low <= value <= high else {"where": WORDS[rung.level], "low": low, "high": high}


WORDS: dict[Level, Sentence] = {
    Level.STREET: sentence("On the street"),
    Level.COMMUNITY: sentence("In the community"),
    Level.NEARBY: sentence("In nearby communities"),
    Level.DISTRICT: sentence("In the district"),
    Level.PARTNER: sentence("With partners"),
    Level.PERSON: sentence("On the phone"),
}
