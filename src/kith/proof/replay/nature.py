"""How do the season's people really behave? What nobody in Kith can see: who says yes, how soon, and what comes of it.

Pure. Each answer follows from the seed and from who is asked what, never from the order of the questions, so that two
ways of asking meet the very same people.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from math import exp

from kith.kit.clock import LONDON, local

YES, NO, SILENT = "yes", "no", "silent"
DONE, HAND_BACK, FORGOTTEN, DONE_UNSAID, NOBODY_ANSWERED, SAID_DONE = (
    "done",
    "hand-back",
    "forgotten",
    "done-unsaid",
    "nobody-answered",
    "said-done",
)
NEVER = 0.06
ILL, LEAVES, WITHOUT_A_WORD = 0.22, 0.08, 0.4
# Each nudge of the last seven days beyond these makes the next one less welcome.
UNTIRED, TIRES = 2, 0.93
# How far somebody goes as gladly as next door, by the way they travel.
_EASY_KM = {"foot": 1.5, "bicycle": 4.0, "car": 14.0}
WAKES, SLEEPS = time(7, 30), time(22, 0)


@dataclass(frozen=True)
class Nature:
    """One volunteer as they are. ``keen`` is how often they say yes to an easy thing near home."""

    name: str
    keen: float
    taste: dict[str, float]
    minutes: float
    late: float
    forgets: float
    lane: str


def nature(seed: int, name: str, mobile: bool) -> Nature:
    """What somebody is like, for the whole season."""
    chance = random.Random(f"nature:{seed}:{name}")
    keen = 0.0 if chance.random() < NEVER else chance.betavariate(2.6, 2.8)
    kinds = ("shopping", "prescription", "call", "dog_walk", "post", "parcel", "welfare_check", "other")
    taste = {kind: chance.uniform(0.6, 1.2) for kind in kinds}
    lane = "text" if mobile and chance.random() < 0.2 else "link"
    return Nature(
        name, keen, taste, chance.uniform(4, 45), chance.betavariate(1.5, 10), chance.betavariate(1.2, 30), lane
    )


def chance_of_yes(one: Nature, kind: str, km: float | None, travel: str, at: datetime, nudged: int) -> float:
    """The true chance that this nudge becomes a yes: by person, kind, distance, hour and how often they were nudged."""
    hour = local(at).hour
    by_hour = 1.0 if 9 <= hour < 19 else 0.75
    far = 1.0 if kind == "call" or km is None else exp(-km / _EASY_KM.get(travel, 2.0) / 2.5)
    tired = TIRES ** max(0, nudged - UNTIRED)
    return min(0.97, one.keen * one.taste[kind] * by_hour * far * tired)


@dataclass(frozen=True)
class Answer:
    """What they say to one nudge and when; ``twice`` presses again. Silence has no time."""

    says: str
    after: timedelta | None = None
    twice: bool = False
    unclear: bool = False


def answer(seed: int, one: Nature, ask: int, turn: int, chance_of: float) -> Answer:
    """Their answer to one nudge about one ask; the same luck meets them whoever asks, however."""
    chance = random.Random(f"answer:{seed}:{one.name}:{ask}:{turn}")
    luck, rest = chance.random(), chance.random()
    if luck >= chance_of:
        # Of those who cannot, six in ten say so.
        if one.keen == 0.0 or rest > 0.6:
            return Answer(SILENT)
        return Answer(NO, _minutes(chance.expovariate(1 / one.minutes)), unclear=chance.random() < 0.02)
    after = chance.expovariate(1 / one.minutes)
    if chance.random() < one.late:
        after += chance.uniform(90, 600)
    return Answer(YES, _minutes(after), twice=chance.random() < 0.03)


@dataclass(frozen=True)
class Deed:
    """What comes of a yes, and how long after it. ``window`` is the hours they said they would come in, if they did."""

    comes: str
    after: timedelta
    window: tuple[timedelta, timedelta] | None = None


def deed(seed: int, one: Nature, ask: int, effort: int, left: timedelta, needs_address: bool) -> Deed:
    """What somebody who said yes then does, with ``left`` until it is needed."""
    chance = random.Random(f"deed:{seed}:{one.name}:{ask}")
    comes = _what_comes(chance, one, needs_address)
    least = effort * chance.uniform(0.7, 1.3) + chance.uniform(5, 25)
    most = max(least, min(left.total_seconds() / 60 * 0.75, 26 * 60))
    takes = least + (most - least) * chance.betavariate(1.2, 3)
    if comes == HAND_BACK:
        takes = chance.uniform(5, max(10.0, min(180.0, most / 2)))
    window = None
    if chance.random() < 0.4:
        window = (_minutes(max(1.0, takes - 40)), _minutes(takes + 30))
    return Deed(comes, _minutes(takes), window)


def _what_comes(chance: random.Random, one: Nature, needs_address: bool) -> str:
    if chance.random() < one.forgets:
        return FORGOTTEN
    comes = chance.choices((DONE, HAND_BACK, DONE_UNSAID, NOBODY_ANSWERED, SAID_DONE), (87, 5, 5.5, 1.2, 1.3))[0]
    return DONE if comes == NOBODY_ANSWERED and not needs_address else comes


@dataclass(frozen=True)
class Life:
    """When in the season somebody falls ill, for how long, and when they leave; each as a share of it, or None."""

    ill: float | None
    days: float
    ill_silently: bool
    leaves: float | None
    leaves_silently: bool


def life(seed: int, name: str) -> Life:
    """What else happens to a volunteer in a season."""
    chance = random.Random(f"life:{seed}:{name}")
    ill = chance.random() if chance.random() < ILL else None
    days, ill_silently = chance.uniform(4, 9), chance.random() < WITHOUT_A_WORD
    leaves = chance.random() if chance.random() < LEAVES else None
    return Life(ill, days, ill_silently, leaves, chance.random() < WITHOUT_A_WORD)


@dataclass(frozen=True)
class PartnerNature:
    """One partner as it is. ``keen`` is how often it says yes on a quiet day; ``careless`` forgets to be in touch."""

    name: str
    keen: float
    minutes: float
    silent: float
    careless: float


def partner(seed: int, name: str) -> PartnerNature:
    """What a partner is like, for the whole season."""
    chance = random.Random(f"partner:{seed}:{name}")
    return PartnerNature(
        name, chance.betavariate(6, 3), chance.uniform(4, 20), chance.uniform(0.05, 0.25), chance.betavariate(1.5, 12)
    )


def chance_of_a_partners_yes(one: PartnerNature, at: datetime, asked: int) -> float:
    """The true chance that this card becomes a yes: by partner, hour, and how often it was asked that day."""
    by_hour = 1.0 if 9 <= local(at).hour < 17 else 0.6
    return min(0.95, one.keen * by_hour * 0.96**asked)


def partner_answer(seed: int, one: PartnerNature, ask: int, turn: int, chance_of: float) -> Answer:
    """Its answer to one card."""
    chance = random.Random(f"card:{seed}:{one.name}:{ask}:{turn}")
    luck, rest, after = chance.random(), chance.random(), _minutes(chance.expovariate(1 / one.minutes))
    if luck < chance_of:
        return Answer(YES, after)
    return Answer(SILENT) if rest < one.silent / max(0.05, 1 - chance_of) else Answer(NO, after)


@dataclass(frozen=True)
class PartnerDeed:
    """What comes of a partner's yes: when it is in touch with the person (None: not), and when it is done after that.

    ``tells_us`` is whether it presses "we have been in touch".
    """

    comes: str
    in_touch_after: timedelta | None
    after: timedelta
    tells_us: bool


def partner_deed(seed: int, one: PartnerNature, ask: int, turn: int, effort: int, left: timedelta) -> PartnerDeed:
    """What a partner that said yes then does, with ``left`` until it is needed."""
    chance = random.Random(f"partner-deed:{seed}:{one.name}:{ask}:{turn}")
    comes = chance.choices((DONE, HAND_BACK, DONE_UNSAID, SAID_DONE), (85, 6, 8, 1))[0]
    in_touch = None if chance.random() < one.careless else _minutes(chance.uniform(5, 70))
    least = effort * chance.uniform(0.8, 1.4) + chance.uniform(10, 40)
    most = max(least, min(left.total_seconds() / 60 * 0.6, 20 * 60))
    takes = least + (most - least) * chance.betavariate(1.2, 3)
    if comes == HAND_BACK:
        takes = chance.uniform(5, 60)
    return PartnerDeed(comes, in_touch, _minutes(takes), chance.random() < 0.5)


def awake(moment: datetime) -> datetime:
    """The moment, or when people get up after it."""
    here = local(moment)
    if WAKES <= here.time() < SLEEPS:
        return moment
    day = here.date() + (timedelta(days=1) if here.time() >= SLEEPS else timedelta(0))
    up = datetime.combine(day, WAKES, tzinfo=LONDON).astimezone(UTC)
    return up + timedelta(minutes=moment.minute, seconds=moment.second)


def _minutes(count: float) -> timedelta:
    return timedelta(seconds=round(count * 60))
