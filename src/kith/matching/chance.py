"""How likely is a yes to this ask? Learned from what was asked and answered before, drawn towards what is usual while
that is little. Nobody is shown it: it says how many are asked at once, and what to say of it to staff is a reason for
this one ask."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kith.kit.clock import LONDON
from kith.kit.sentence import Sentence, sentence

# Before anybody has answered anything, three of ten say yes.
USUAL = 0.3
# How many answers it takes until what was learned counts as much as what is usual.
OF_A_PLACE, OF_A_PERSON = 20.0, 4.0
# Each time they were asked in the last week makes a yes this much less likely, until we know better.
EACH_NUDGE = 0.9
_LEAST, _MOST = 0.02, 0.95
_BANDS_KM = (0.3, 1.0, 3.0, 8.0)
# Odds of a yes by distance, nearest first, before we know better; the last is "we do not know how far".
_BY_DISTANCE = (1.3, 1.1, 1.0, 0.85, 0.7, 0.9)

Cell = tuple[str, str]


@dataclass(frozen=True)
class Past:
    """One time somebody was asked: about what, when in the week, how far away, how often that week, and the answer."""

    volunteer_id: UUID
    community_id: UUID | None
    kind: str
    part: str
    band: int
    lately: int
    yes: bool


def part_of(moment: datetime) -> str:
    """The part of the week somebody is asked in, on the wall clock: "morning", "weekend-evening"."""
    here = moment.astimezone(LONDON)
    part = "morning" if 5 <= here.hour < 12 else "afternoon" if 12 <= here.hour < 17 else "evening"
    return f"weekend-{part}" if here.weekday() >= 5 else part


def band_of(km: float | None) -> int:
    """Roughly how far, as a number of a band; the last is "we do not know"."""
    return len(_BANDS_KM) + 1 if km is None else bisect_left(_BANDS_KM, km)


class History:
    """What was asked and answered, as counts. Each time can be taken out again, so that a late yes mends a silence."""

    def __init__(self) -> None:
        """Nothing is known yet."""
        self._counts: dict[tuple[object, ...], list[int]] = defaultdict(lambda: [0, 0])
        self._own: dict[UUID, dict[Cell, list[int]]] = {}
        self._contexts: dict[tuple[UUID | None, str, str], float] = {}

    def tell(self, past: Past, times: int = 1) -> None:
        """Count one time somebody was asked; ``times=-1`` takes it out again."""
        yes = times if past.yes else 0
        lately = ("lately", min(past.lately, 2))
        for key in ((), ("place", past.community_id), ("kind", past.kind), ("part", past.part), ("band", past.band)):
            count = self._counts[key]
            count[0] += times
            count[1] += yes
        count = self._counts[lately]
        count[0] += times
        count[1] += yes
        cell = self._own.setdefault(past.volunteer_id, {}).setdefault((past.kind, past.part), [0, 0])
        cell[0] += times
        cell[1] += yes
        self._contexts.clear()

    def chance(
        self,
        volunteer_id: UUID,
        community_id: UUID | None,
        *,
        kind: str,
        part: str,
        km: float | None = None,
        lately: int = 0,
    ) -> float:
        """How likely this person says yes to this: own history of the kind, else own, else the place's, else usual."""
        usual = self._context(community_id, kind, part)
        own, own_kind, own_part = self._own_ratios(volunteer_id, community_id, kind, part)
        likely = usual * self._by_distance(km) * own_kind * (own_part / own) * self._each_nudge() ** lately
        return round(min(max(likely, _LEAST), _MOST), 6)

    def said_yes(self, volunteer_id: UUID, *, kind: str, part: str) -> tuple[int, int]:
        """How often they said yes to this kind, and how often in this part of the week: for a reason, never shown."""
        cells = self._own.get(volunteer_id, {})
        of_kind = sum(yes for (one, _part), (_asked, yes) in cells.items() if one == kind)
        of_part = sum(yes for (_kind, one), (_asked, yes) in cells.items() if one == part)
        return of_kind, of_part

    def _context(self, community_id: UUID | None, kind: str, part: str) -> float:
        """What is usual here for this kind at this time of the week, whoever is asked."""
        key = (community_id, kind, part)
        if key not in self._contexts:
            everywhere = self._rate((), USUAL)
            odds = _odds(self._rate(("place", community_id), everywhere))
            for one in (("kind", kind), ("part", part)):
                odds *= _odds(self._rate(one, everywhere)) / _odds(everywhere)
            self._contexts[key] = odds / (1 + odds)
        return self._contexts[key]

    def _rate(self, key: tuple[object, ...], before: float, weight: float = OF_A_PLACE) -> float:
        asked, yes = self._counts.get(key, (0, 0))
        return (yes + weight * before) / (asked + weight)

    def _own_ratios(
        self, volunteer_id: UUID, community_id: UUID | None, kind: str, part: str
    ) -> tuple[float, float, float]:
        """How many more yeses than usual: of theirs, of theirs to this kind, of theirs in this part of the week.

        The finer is drawn towards the coarser, and the coarsest towards one.
        """
        yes, usual = [0, 0, 0], [0.0, 0.0, 0.0]
        for (one, when), (asked, said) in self._own.get(volunteer_id, {}).items():
            expected = asked * self._context(community_id, one, when)
            for place, counts in enumerate((True, one == kind, when == part)):
                if counts:
                    yes[place] += said
                    usual[place] += expected
        weight = OF_A_PERSON * USUAL
        own = (yes[0] + weight) / (usual[0] + weight)
        of_kind, of_part = ((yes[place] + weight * own) / (usual[place] + weight) for place in (1, 2))
        return own, of_kind, of_part

    def _by_distance(self, km: float | None) -> float:
        everywhere = self._rate((), USUAL)
        band = band_of(km)
        odds = _odds(everywhere) * _BY_DISTANCE[band]
        return self._rate(("band", band), odds / (1 + odds)) / everywhere

    def _each_nudge(self) -> float:
        """How much less likely each time in the last week makes a yes: never more likely."""
        rested = self._rate(("lately", 0), USUAL)
        often = self._rate(("lately", 2), rested * EACH_NUDGE**2, 2 * OF_A_PLACE)
        each: float = (often / rested) ** 0.5
        return min(max(each, 0.75), 0.97)


def reason(history: History, volunteer_id: UUID, *, kind: str, part: str) -> Sentence | None:
    """Why a yes to this ask is likely, for staff: only ever in favour, and never a number of a person."""
    of_kind, of_part = history.said_yes(volunteer_id, kind=kind, part=part)
    if of_kind and of_part >= 2:
        return sentence("Has said yes to this before, and at this time of day.")
    if of_kind:
        return sentence("Has said yes to this before.")
    return None


def _odds(chance: float) -> float:
    return chance / (1 - chance)
