"""Who is asked first, next and last, and when? The time left is divided backwards from the time it is needed by, so
that a person's phone rings while there is still time to go. It reads nothing and sends nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from kith.dispatch.awake import Awake, Span, in_utc
from kith.kit.sentence import Sentence, sentence
from kith.matching import Level

MEDICINE = frozenset({"prescription"})
# The hazard log's figure: medicine reaches a person's phone at least this long before it is needed.
LAST_CALL = timedelta(minutes=60)


@dataclass(frozen=True)
class Rung:
    """One step: its share of the time left, the least it needs, and how many are asked on it at most."""

    level: Level
    share: float
    floor_minutes: int
    most_offers: int

    @property
    def floor(self) -> timedelta:
        """The least time this rung is worth having for."""
        return timedelta(minutes=self.floor_minutes)


DEFAULT = (
    Rung(Level.STREET, 0.25, 20, 4),
    Rung(Level.COMMUNITY, 0.35, 30, 8),
    Rung(Level.DISTRICT, 0.20, 30, 10),
    Rung(Level.PERSON, 0.20, 30, 0),
)
LADDERS: dict[str, tuple[Rung, ...]] = {
    "prescription": (
        Rung(Level.STREET, 0.20, 15, 4),
        Rung(Level.COMMUNITY, 0.30, 20, 8),
        Rung(Level.DISTRICT, 0.20, 25, 10),
        Rung(Level.PERSON, 0.30, 60, 0),
    ),
    # A voice can come from anywhere: the street gets less of the time, the district more.
    "call": (
        Rung(Level.STREET, 0.20, 20, 3),
        Rung(Level.COMMUNITY, 0.35, 30, 8),
        Rung(Level.DISTRICT, 0.25, 30, 10),
        Rung(Level.PERSON, 0.20, 30, 0),
    ),
    # Somebody may be lying on a floor: a neighbour first, and a person's phone soon.
    "welfare_check": (
        Rung(Level.STREET, 0.30, 10, 5),
        Rung(Level.COMMUNITY, 0.20, 10, 5),
        Rung(Level.PERSON, 0.50, 30, 0),
    ),
}


@dataclass(frozen=True)
class AskFacts:
    """What the ladder needs to know of an ask. ``from_level`` leaves out what is below it ("Ask further away")."""

    kind: str
    need_by: datetime
    red_flag: bool = False
    further_away: bool = False
    from_level: Level = Level.STREET

    @property
    def is_medicine(self) -> bool:
        """Whether being late may harm somebody."""
        return self.kind in MEDICINE


@dataclass(frozen=True)
class RungTime:
    """A rung with its times. The last rung, a person's phone, ends when it is needed by."""

    level: Level
    starts: datetime
    ends: datetime
    most_offers: int

    @property
    def wave(self) -> timedelta:
        """How long the few who were asked have, before the next few are asked as well."""
        return min(max((self.ends - self.starts) / 3, timedelta(minutes=10)), timedelta(hours=3))


@dataclass(frozen=True)
class CannotBeInTime:
    """Advice: there is less time than a person on the phone needs. Say so at once, with what to do instead."""

    need_by: datetime
    short_by: timedelta
    why: Sentence


@dataclass(frozen=True)
class Plan:
    """The rungs of one ask in order, and the advice to give when they cannot be enough."""

    rungs: tuple[RungTime, ...]
    advice: CannotBeInTime | None = None

    def __iter__(self) -> Iterator[RungTime]:
        """The rungs, first to last."""
        return iter(self.rungs)

    @property
    def last_call(self) -> RungTime:
        """The rung on which a person is rung."""
        return self.rungs[-1]

    def due(self, now: datetime) -> RungTime:
        """The rung the clock has reached: the last that has begun, else the first."""
        return max((rung for rung in self.rungs if rung.starts <= now), key=_height, default=self.rungs[0])

    def on(self, level: Level) -> RungTime:
        """The rung at this level, or where it was left out the next above it."""
        return next((rung for rung in self.rungs if HEIGHT[rung.level] >= HEIGHT[level]), self.last_call)


HEIGHT = {level: height for height, level in enumerate(Level)}


def _height(rung: RungTime) -> int:
    return HEIGHT[rung.level]


def rungs_for(facts: AskFacts) -> tuple[Rung, ...]:
    """The ladder of this kind, without what the person or a colleague has ruled out."""
    lowest = Level.DISTRICT if facts.further_away else facts.from_level
    lowest = max(lowest, facts.from_level, key=HEIGHT.__getitem__)
    return tuple(rung for rung in LADDERS.get(facts.kind, DEFAULT) if HEIGHT[rung.level] >= HEIGHT[lowest])


def plan(facts: AskFacts, now: datetime, quiet: Iterable[Span] = ()) -> Plan:
    """Divide the time from now until it is needed.

    1. A red flag goes straight to a person's phone, at any hour.
    2. Where not even the phone has its least time, ring now and say that it cannot be in time.
    3. Leave out the lowest rungs until the least times of the others fit into the hours people are awake.
    4. Each rung gets its least time and its share of what remains, the last ending when it is needed by.
    """
    now, need_by, quiet = in_utc(now), in_utc(facts.need_by), list(quiet)
    rungs = rungs_for(facts)
    floor = rungs[-1].floor
    if facts.red_flag or need_by - now < floor:
        return _ring_at(now, now, need_by, floor)
    awake = Awake(now, need_by, quiet)
    while len(rungs) > 1 and sum((rung.floor for rung in rungs), timedelta(0)) > awake.total:
        rungs = rungs[1:]
    if len(rungs) == 1:
        asleep = awake.total < floor and (facts.is_medicine or not awake.spans)
        return _ring_at(now, now if asleep else awake.begins_after(timedelta(0)), need_by, floor)
    return Plan(tuple(_divided(rungs, awake, need_by)))


def _ring_at(now: datetime, start: datetime, need_by: datetime, floor: timedelta) -> Plan:
    rung = RungTime(Level.PERSON, start, max(need_by, now + floor), 0)
    short_by = floor - (need_by - start)
    if short_by <= timedelta(0):
        return Plan((rung,))
    past = sentence("The time it was needed by has gone. A person is rung at once.")
    near = sentence("There is less time left than finding somebody takes. A person is rung, and the person told so.")
    return Plan((rung,), CannotBeInTime(need_by, short_by, past if need_by <= now else near))


def _divided(rungs: tuple[Rung, ...], awake: Awake, need_by: datetime) -> Iterator[RungTime]:
    spare = awake.total - sum((rung.floor for rung in rungs), timedelta(0))
    shares = sum(rung.share for rung in rungs)
    gone = timedelta(0)
    for rung in rungs[:-1]:
        length = rung.floor + timedelta(seconds=int(spare.total_seconds() * rung.share / shares))
        yield RungTime(rung.level, awake.begins_after(gone), awake.ends_after(gone + length), rung.most_offers)
        gone += length
    yield RungTime(Level.PERSON, awake.begins_after(gone), need_by, 0)
