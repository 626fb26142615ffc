"""The same season by naive rules, for comparison: everybody who could is asked at once, and what was sent is done.

Pure: no database. The same people with the same luck meet the same asks, by three rules that are often met with.
1. Broadcast: everybody eligible is nudged as an ask comes in, or in the morning; the first yes has it.
2. Delivered means coming: nobody looks again, no person is rung when nobody says yes, nobody asks how it went.
3. No re-homing: what somebody handed back, or forgot, or left behind as they fell ill, is nobody's.
"""

from __future__ import annotations

import heapq
from collections import Counter, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from itertools import count
from statistics import median
from uuid import UUID

from kith.asks import kinds
from kith.matching.eligible import km_between, obstacle_to
from kith.matching.facts import Candidate, Wanted
from kith.matching.free import window_of
from kith.places import hours
from kith.proof.replay import nature
from kith.proof.replay.figures import gini, quantile
from kith.proof.replay.nature import Deed
from kith.proof.replay.scene import Known, Neighbour, Scene

A_WEEK = timedelta(days=7)
WAKES, SLEEPS = time(8), time(21)
REALLY_DONE = (nature.DONE, nature.DONE_UNSAID, nature.NOBODY_ANSWERED)


@dataclass
class Outcome:
    """What the naive rules came to."""

    asks: int = 0
    nudges: int = 0
    hoped: float = 0.0
    minutes: list[float] = field(default_factory=list)
    delivered: dict[UUID, datetime] = field(default_factory=dict)
    missed: int = 0
    load: Counter[UUID] = field(default_factory=Counter)

    def figures(self, known: Mapping[UUID, Known], could: Mapping[UUID, int], everybody: int) -> dict[str, object]:
        """The same figures as ours."""
        within = [one for one in self._asked(known) if could.get(one.id)]
        kept = sum(1 for one in within if one.id in self.delivered and self.delivered[one.id] <= one.need_by)
        loads = [*self.load.values(), *([0] * (everybody - len(self.load)))]
        accepted = len(self.minutes)
        return {
            "asks": self.asks,
            "missed": self.missed,
            "need_by_kept": round(kept / len(within), 4) if within else None,
            "nudges_per_accept": round(self.nudges / accepted, 2) if accepted else None,
            "floor": round(self.nudges / self.hoped, 2) if self.hoped else None,
            "to_acceptance_min": {
                "p50": round(quantile(self.minutes, 0.5), 1),
                "p95": round(quantile(self.minutes, 0.95), 1),
            },
            "load": {"median": median(loads), "most": max(loads, default=0), "gini": gini(loads)},
        }

    def _asked(self, known: Mapping[UUID, Known]) -> Iterable[Known]:
        return (one for one in known.values() if one.spec is not None and one.spec.withdraws_after is None)


class _Naive:
    """One telling of the season by the naive rules."""

    def __init__(self, scene: Scene) -> None:
        self.scene, self.out = scene, Outcome()
        self.candidates = {one.volunteer_id: one for one in scene.at_first.values()}
        self.nudged: dict[UUID, deque[datetime]] = {key: deque() for key in self.candidates}
        self.taken: dict[UUID, UUID] = {}
        self._later: list[tuple[datetime, int, UUID, UUID]] = []
        self._number = count()

    def tell(self) -> Outcome:
        asked = [one for one in self.scene.asks.values() if one.spec is not None and one.id in self.scene.wanted]
        for known in sorted(asked, key=lambda one: (one.asked_at, one.number)):
            self._answers_until(known.asked_at)
            self._broadcast(known, self.scene.wanted[known.id])
        self._answers_until(self.scene.season.end + A_WEEK)
        self.out.missed = sum(1 for one in asked if one.id not in self.out.delivered and not _withdrawn(one))
        return self.out

    def _broadcast(self, known: Known, wanted: Wanted) -> None:
        now = hours.next_open(WAKES, SLEEPS, known.asked_at)
        window = window_of(wanted, now)
        self.out.asks += 1
        for key, candidate in self.candidates.items():
            one = self.scene.by_volunteer[key]
            if _has_said_stop(self.scene, one, now) or obstacle_to(wanted, candidate, now, window) is not None:
                continue
            self._nudge(one, candidate, known, wanted, now)

    def _nudge(self, one: Neighbour, candidate: Candidate, known: Known, wanted: Wanted, now: datetime) -> None:
        nudged = self.nudged[one.id]
        while nudged and nudged[0] <= now - A_WEEK:
            nudged.popleft()
        away = km_between(wanted, candidate)
        chance = nature.chance_of_yes(one.nature, known.kind, away, one.spec.travel, now, len(nudged))
        nudged.append(now)
        self.out.nudges += 1
        self.out.hoped += chance
        said = nature.answer(self.scene.seed, one.nature, known.number, 0, chance)
        if said.says == nature.YES and said.after is not None and not _is_away(self.scene, one, now):
            heapq.heappush(self._later, (nature.awake(now + said.after), next(self._number), known.id, one.id))

    def _answers_until(self, moment: datetime) -> None:
        while self._later and self._later[0][0] <= moment:
            at, _number, ask_id, volunteer_id = heapq.heappop(self._later)
            known, one = self.scene.asks[ask_id], self.scene.by_volunteer[volunteer_id]
            if ask_id not in self.taken and not _is_away(self.scene, one, at) and not _withdrawn(known):
                self._takes(known, one, at)

    def _takes(self, known: Known, one: Neighbour, at: datetime) -> None:
        self.taken[known.id] = one.id
        self.out.minutes.append((at - known.asked_at).total_seconds() / 60)
        self.out.load[one.id] += 1
        deed = self._deed(known, one, at)
        done_at = at + deed.after
        if deed.comes in REALLY_DONE and not _is_away(self.scene, one, done_at):
            self.out.delivered[known.id] = done_at

    def _deed(self, known: Known, one: Neighbour, at: datetime) -> Deed:
        address = kinds.KINDS[known.kind].needs_address
        return nature.deed(self.scene.seed, one.nature, known.number, known.effort, known.need_by - at, address)


def _withdrawn(known: Known) -> bool:
    return known.spec is not None and known.spec.withdraws_after is not None


def _has_said_stop(scene: Scene, one: Neighbour, now: datetime) -> bool:
    life = nature.life(scene.seed, one.spec.name)
    length = scene.season.end - scene.season.start
    return life.leaves is not None and not life.leaves_silently and now >= scene.season.start + length * life.leaves


def _is_away(scene: Scene, one: Neighbour, now: datetime) -> bool:
    life, start = nature.life(scene.seed, one.spec.name), scene.season.start
    length = scene.season.end - start
    if life.leaves is not None and now >= start + length * life.leaves:
        return True
    ill = start + length * life.ill if life.ill is not None else None
    return ill is not None and ill <= now < ill + timedelta(days=life.days)


def naive(scene: Scene) -> dict[str, object]:
    """Tell the season of a finished scene again by the naive rules, and answer their figures."""
    outcome = _Naive(scene).tell()
    return outcome.figures(scene.asks, scene.could, len(scene.by_volunteer))
