"""A season of asks in memory, to count how many are asked in vain: simulated neighbours, and the real choice.

Every neighbour has a true chance of a yes that nobody but the simulation knows, by kind and time of the day, and
answers in their own time or never. ``nudges x p / accepted`` is one where nobody is asked in vain but by chance.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush
from uuid import UUID

from kith.matching import Candidate, History, Past, Ranked, Wanted, band_of, next_few, part_of
from kith.matching.eligible import km_between

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
KINDS = ("shopping", "prescription", "call", "other")
COMMUNITY = UUID(int=7)
WEEK = timedelta(days=7)
Choose = Callable[[Wanted, list[Candidate], datetime, frozenset[UUID], History, int, float], list[Ranked]]


@dataclass
class Neighbour:
    """Somebody simulated: what is true of them, and what they were asked lately."""

    candidate: Candidate
    chance: float
    likes: str
    early: bool
    slow: float
    asked_at: list[datetime] = field(default_factory=list)
    taken_at: list[datetime] = field(default_factory=list)

    def truly(self, kind: str, at: datetime) -> float:
        """The chance of a yes to this, now. Each time they were asked lately makes it less."""
        chance = self.chance * (1.3 if kind == self.likes else 0.9)
        chance *= 1.2 if self.early == (at.hour < 12) else 0.8
        lately = sum(at - WEEK < one <= at for one in self.asked_at)
        return float(min(0.95, chance * 0.9**lately))

    def seen(self, now: datetime) -> Candidate:
        """As the choice sees them at this moment."""
        return replace(
            self.candidate,
            taken_this_week=sum(one > now - WEEK for one in self.taken_at),
            offered_this_week=sum(one > now - WEEK for one in self.asked_at),
            last_offered_at=self.asked_at[-1] if self.asked_at else None,
        )


@dataclass
class Season:
    """What came of it."""

    asks: int = 0
    accepted: int = 0
    nudges: int = 0
    floor: float = 0.0
    waited: list[float] = field(default_factory=list)
    asked: dict[UUID, int] = field(default_factory=dict)

    @property
    def times_floor(self) -> float:
        """Nudges for each accepted ask, against the 1/p that asking one by one and waiting for ever would take."""
        return self.floor / self.accepted

    @property
    def gini(self) -> float:
        """How unevenly people were asked: 0 is all alike."""
        counts = sorted(self.asked.values())
        total, many = sum(counts), len(counts)
        return sum((2 * place - many + 1) * count for place, count in enumerate(counts)) / (many * total)


def town(dice: random.Random, many: int, alike: bool = False) -> list[Neighbour]:
    """So many neighbours of one community."""
    people = []
    for number in range(many):
        candidate = Candidate(
            volunteer_id=UUID(int=1000 + number),
            lat=51 + (0 if alike else dice.uniform(-0.02, 0.02)),
            lon=-4 + (0 if alike else dice.uniform(-0.03, 0.03)),
            community_id=COMMUNITY,
            kinds=frozenset(KINDS),
            travel="car",
            weekly_most=3,
        )
        chance = 0.35 if alike else dice.betavariate(1.6, 3.2)
        likes = "" if alike else dice.choice(KINDS)
        people.append(Neighbour(candidate, chance, likes, dice.random() < 0.5, dice.lognormvariate(0, 0.6)))
    return people


def run(
    choose: Choose, *, seed: int, neighbours: int = 150, asks: int = 600, hours: tuple[float, float] = (2.0, 7.0),
    alike: bool = False,
) -> Season:  # fmt: skip
    """Tell a season: each ask has one step of some hours in three waves, as the ladder divides it."""
    dice = random.Random(seed)
    people = {one.candidate.volunteer_id: one for one in town(dice, neighbours, alike)}
    history, season, number = History(), Season(asked=dict.fromkeys(people, 0)), 0
    for day in range(asks // 8):
        for _ask in range(8):
            begins = MONDAY + timedelta(days=day, minutes=dice.randrange(0, 480))
            wanted = Wanted(
                kind=dice.choice(KINDS),
                need_by=begins + timedelta(hours=9),
                lat=51 + dice.uniform(-0.02, 0.02),
                lon=-4 + dice.uniform(-0.03, 0.03),
                community_id=COMMUNITY,
            )
            number += 1
            _one_ask(choose, wanted, begins, timedelta(hours=dice.uniform(*hours)), people, history, season, dice)
    season.asks = number
    return season


def _one_ask(
    choose: Choose,
    wanted: Wanted,
    begins: datetime,
    lasts: timedelta,
    people: dict[UUID, Neighbour],
    history: History,
    season: Season,
    dice: random.Random,
) -> None:
    ends, wave = begins + lasts, min(max(lasts / 3, timedelta(minutes=10)), timedelta(hours=3))
    answers: list[tuple[datetime, int, UUID, bool]] = []
    asked: dict[UUID, Past] = {}
    replied: set[UUID] = set()
    now, look = begins, begins
    while now < ends:
        if now >= look or asked.keys() == replied:
            left = max(1, round((ends - now) / wave))
            seen = [one.seen(now) for one in people.values()]
            for row in choose(wanted, seen, now, frozenset(asked), history, left, 0.6):
                _ask(row, wanted, now, people, answers, asked, season, dice)
            look = now + wave
        now = min(look, answers[0][0] if answers else look)
        if answers and answers[0][0] <= now:
            at, _number, key, yes = heappop(answers)
            replied.add(key)
            history.tell(replace(asked[key], yes=yes))
            asked[key] = replace(asked[key], yes=yes)
            if yes and at < ends:
                season.accepted += 1
                season.waited.append((at - begins).total_seconds() / 60)
                people[key].taken_at.append(at)
                break
    for key, past in asked.items():
        if key not in replied:
            history.tell(past)


def _ask(
    row: Ranked,
    wanted: Wanted,
    now: datetime,
    people: dict[UUID, Neighbour],
    answers: list[tuple[datetime, int, UUID, bool]],
    asked: dict[UUID, Past],
    season: Season,
    dice: random.Random,
) -> None:
    one = people[row.candidate.volunteer_id]
    truly = one.truly(wanted.kind, now)
    season.nudges += 1
    season.floor += truly
    season.asked[row.candidate.volunteer_id] += 1
    lately = row.candidate.offered_this_week
    asked[row.candidate.volunteer_id] = Past(
        row.candidate.volunteer_id,
        row.candidate.community_id,
        wanted.kind,
        part_of(now),
        band_of(km_between(wanted, row.candidate)),
        lately,
        False,
    )
    one.asked_at.append(now)
    # Half of those who will not say yes say so; the others are silent. Most answer within the half hour.
    yes = dice.random() < truly
    if yes or dice.random() < 0.5:
        minutes = one.slow * dice.lognormvariate(2.9, 1.0)
        heappush(answers, (now + timedelta(minutes=minutes), season.nudges, row.candidate.volunteer_id, yes))


def ours(
    wanted: Wanted,
    seen: list[Candidate],
    now: datetime,
    already: frozenset[UUID],
    history: History,
    left: int,
    target: float,
) -> list[Ranked]:
    """The choice as Kith makes it."""
    return next_few(wanted, seen, now, already=already, target=target, waves_left=left, history=history)
