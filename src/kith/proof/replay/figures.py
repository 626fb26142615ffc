"""The arithmetic of the season's report: shares with their intervals, medians with theirs, and how evenly load lies.

Pure and seeded: the same numbers always give the same figures.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import median

# How many times a sample is drawn anew for an interval, and how sure the interval is to hold the truth.
RESAMPLES, SURE = 400, 0.95
_Z = 1.96


@dataclass(frozen=True)
class Interval:
    """A figure, between what and what it lies with 95 % certainty, and of how many it was made."""

    figure: float
    low: float
    high: float
    of: int


def share(some: int, of: int) -> Interval:
    """A share with Wilson's interval, which holds for few as well and never leaves 0 to 1."""
    if of == 0:
        return Interval(0.0, 0.0, 1.0, 0)
    p, z2 = some / of, _Z * _Z
    middle = (p + z2 / (2 * of)) / (1 + z2 / of)
    wide = _Z * sqrt(p * (1 - p) / of + z2 / (4 * of * of)) / (1 + z2 / of)
    return Interval(round(p, 4), round(max(0.0, middle - wide), 4), round(min(1.0, middle + wide), 4), of)


def median_of(values: Sequence[float], seed: int) -> Interval:
    """A median with the interval that drawing the sample anew gives."""
    if not values:
        return Interval(0.0, 0.0, 0.0, 0)
    chance, ordered = random.Random(f"bootstrap:{seed}"), sorted(values)
    drawn = sorted(median(chance.choices(ordered, k=len(ordered))) for _each in range(RESAMPLES))
    tail = int(RESAMPLES * (1 - SURE) / 2)
    return Interval(round(median(ordered), 1), round(drawn[tail], 1), round(drawn[-1 - tail], 1), len(ordered))


def quantile(values: Sequence[float], part: float) -> float:
    """The value below which ``part`` of them lie; 0 where there are none."""
    if not values:
        return 0.0
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def gini(loads: Sequence[int]) -> float:
    """0 where everybody does as much, towards 1 where one does it all."""
    total, count = sum(loads), len(loads)
    if total == 0:
        return 0.0
    weighted = sum(place * load for place, load in enumerate(sorted(loads), start=1))
    return round(2 * weighted / (count * total) - (count + 1) / count, 3)


def by_group(values: Mapping[str, Sequence[float]], seed: int) -> dict[str, Interval]:
    """The median of each group with its interval, the slowest first."""
    found = {name: median_of(each, seed) for name, each in values.items()}
    return dict(sorted(found.items(), key=lambda pair: (-pair[1].figure, pair[0])))
