"""What would another ladder have done with the asks of last week? It moves only the clock: who would have said yes
sooner or later nobody can say, and it says nothing about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from kith.dispatch.awake import Span
from kith.dispatch.ladder import AskFacts, Plan, plan
from kith.dispatch.rungs import HEIGHT, Rungs
from kith.matching import Level


@dataclass(frozen=True)
class Was:
    """One ask as it went: when its search began, and when and where somebody took it, or when it was over."""

    facts: AskFacts
    began: datetime
    over: datetime
    taken_on: Level | None = None
    quiet: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Further:
    """So many were taken at one level when this ladder would have been asking further away by then."""

    taken_on: Level
    by_then: Level
    asks: int
    after: timedelta


@dataclass(frozen=True)
class Would:
    """What one ladder would have done: how far each ask would have been by the time it was over."""

    asks: int
    reached: dict[Level, int]
    further: tuple[Further, ...]
    too_late: int
    least_before: timedelta | None

    @property
    def phone(self) -> int:
        """How many would have reached a person's phone."""
        return self.reached.get(Level.PERSON, 0)


def would_have(asks: Iterable[Was], rungs: Rungs = ()) -> Would:
    """Go through the asks with these rungs; without any, each with the ladder it has in its facts.

    A red flag rings at once on every ladder, so those are left out.
    """
    plans = [(one, _plan(one, rungs)) for one in asks if not one.facts.red_flag]
    reached = Counter(made.due(one.over).level for one, made in plans)
    in_time = [one.facts.need_by - made.last_call.starts for one, made in plans if made.advice is None]
    return Would(
        asks=len(plans),
        reached=dict(reached),
        further=tuple(_further(plans)),
        too_late=sum(made.advice is not None for _one, made in plans),
        least_before=min(in_time, default=None),
    )


def _plan(one: Was, rungs: Rungs) -> Plan:
    return plan(replace(one.facts, ladder=rungs or one.facts.ladder), one.began, one.quiet)


def _further(plans: Sequence[tuple[Was, Plan]]) -> list[Further]:
    found: dict[tuple[Level, Level], list[timedelta]] = {}
    for one, made in plans:
        by_then = made.due(one.over).level
        if one.taken_on is not None and HEIGHT[by_then] > HEIGHT[one.taken_on]:
            found.setdefault((one.taken_on, by_then), []).append(one.over - one.began)
    rows = [Further(*levels, len(after), sorted(after)[len(after) // 2]) for levels, after in found.items()]
    return sorted(rows, key=lambda row: (-row.asks, HEIGHT[row.taken_on], HEIGHT[row.by_then]))
