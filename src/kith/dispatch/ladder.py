"""Who is asked first, next and last, and when? The time left is divided backwards from the time it is needed by, so
that a person's phone rings while there is still time to go. It reads nothing and sends nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from kith.asks import in_time
from kith.dispatch.awake import Awake, Span, in_utc
from kith.dispatch.rungs import HEIGHT, LAST_CALL, Rung, Rungs, built_in
from kith.kit.sentence import Sentence, sentence
from kith.matching import Level

# When there is too little time for every rung, these are left out first: the community holds its streets, and the
# district holds everybody.
LEFT_OUT_FIRST = (Level.STREET, Level.NEARBY, Level.PARTNER, Level.COMMUNITY, Level.DISTRICT)


@dataclass(frozen=True)
class AskFacts:
    """What the ladder needs to know of an ask. ``from_level`` leaves out what is below it ("Ask further away").

    ``ladder`` are the rungs its search keeps to; empty, the built-in ones of its kind. ``partners`` is whether the
    person lets partners be asked; without it their rung is left out.
    """

    kind: str
    need_by: datetime
    red_flag: bool = False
    further_away: bool = False
    from_level: Level = Level.STREET
    ladder: Rungs = ()
    partners: bool = True

    @property
    def is_medicine(self) -> bool:
        """Whether being late may harm somebody."""
        return self.kind in in_time.MEDICINE


@dataclass(frozen=True)
class RungTime:
    """A rung with its times. The last rung, a person's phone, ends when it is needed by."""

    level: Level
    starts: datetime
    ends: datetime
    most_offers: int
    target: float = 0.6
    minutes: int = 20

    @property
    def wave(self) -> timedelta:
        """How long the few who were asked have, before the next few are asked as well."""
        return min(max((self.ends - self.starts) / 3, timedelta(minutes=10)), timedelta(hours=3))

    def waves_left(self, now: datetime) -> int:
        """How often somebody can be asked on this rung before it ends, now included."""
        return max(1, -(-(self.ends - now) // self.wave))


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


def _height(rung: RungTime) -> int:
    return HEIGHT[rung.level]


def rungs_for(facts: AskFacts) -> Rungs:
    """The ladder of this ask, without what the person or a colleague has ruled out.

    Whatever a place keeps, it ends with a person's phone, and medicine rings it an hour before it is needed.
    """
    lowest = Level.DISTRICT if facts.further_away else facts.from_level
    lowest = max(lowest, facts.from_level, key=HEIGHT.__getitem__)
    kept = facts.ladder or built_in(facts.kind)
    out = {Level.PERSON} if facts.partners else {Level.PERSON, Level.PARTNER}
    above = tuple(rung for rung in kept if HEIGHT[rung.level] >= HEIGHT[lowest] and rung.level not in out)
    last = next((rung for rung in kept if rung.level is Level.PERSON), built_in(facts.kind)[-1])
    if facts.is_medicine and last.floor < LAST_CALL:
        last = replace(last, floor_minutes=int(LAST_CALL.total_seconds() // 60))
    return (*above, last)


def plan(facts: AskFacts, now: datetime, quiet: Iterable[Span] = ()) -> Plan:
    """Divide the time from now until it is needed.

    1. A red flag goes straight to a person's phone, at any hour.
    2. Where not even the phone has its least time, ring now and say that it cannot be in time.
    3. Leave out rungs, those first whose people another rung holds too, until the least times of the others fit into
       the hours people are awake.
    4. Each rung gets its least time and its share of what remains, the last ending when it is needed by.
    """
    now, need_by, quiet = in_utc(now), in_utc(facts.need_by), list(quiet)
    rungs = rungs_for(facts)
    floor = rungs[-1].floor
    if facts.red_flag or need_by - now < floor:
        return _ring_at(facts, now, now, floor)
    awake = Awake(now, need_by, quiet)
    while len(rungs) > 1 and sum((rung.floor for rung in rungs), timedelta(0)) > awake.total:
        out = next(level for level in LEFT_OUT_FIRST if any(rung.level is level for rung in rungs))
        rungs = tuple(rung for rung in rungs if rung.level is not out)
    if len(rungs) == 1:
        asleep = awake.total < floor and (facts.is_medicine or not awake.spans)
        return _ring_at(facts, now, now if asleep else awake.begins_after(timedelta(0)), floor)
    return Plan(tuple(_divided(rungs, awake, need_by)))


def _ring_at(facts: AskFacts, now: datetime, start: datetime, floor: timedelta) -> Plan:
    need_by = in_utc(facts.need_by)
    rung = RungTime(Level.PERSON, start, max(need_by, now + floor), 0)
    short_by = in_time.least_for(facts.kind) - (need_by - start)
    if short_by <= timedelta(0):
        return Plan((rung,))
    past = sentence("The time it was needed by has gone. A person is rung at once.")
    near = sentence("There is less time left than finding somebody takes. A person is rung, and the person told so.")
    return Plan((rung,), CannotBeInTime(need_by, short_by, past if need_by <= now else near))


def _divided(rungs: Rungs, awake: Awake, need_by: datetime) -> Iterator[RungTime]:
    spare = awake.total - sum((rung.floor for rung in rungs), timedelta(0))
    shares = sum(rung.share for rung in rungs)
    gone = timedelta(0)
    for rung in rungs[:-1]:
        length = rung.floor + timedelta(seconds=int(spare.total_seconds() * rung.share / shares))
        yield _times(rung, awake.begins_after(gone), awake.ends_after(gone + length))
        gone += length
    yield _times(rungs[-1], awake.begins_after(gone), need_by)


def _times(rung: Rung, starts: datetime, ends: datetime) -> RungTime:
    most = 0 if rung.level is Level.PERSON else rung.most_offers
    return RungTime(rung.level, starts, ends, most, rung.target, rung.minutes)
