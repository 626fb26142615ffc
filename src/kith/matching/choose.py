"""Who is asked first, and how many? Near, not overloaded, a fair share, the asked-for language first; never a
broadcast. Deterministic: the same facts always give the same people in the same order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import nsmallest
from uuid import UUID

from kith.kit.sentence import Sentence, counted, sentence
from kith.matching.eligible import DETOUR, KM_AN_HOUR, Level, km_between, lives_within, obstacle_to
from kith.matching.facts import Candidate, Wanted
from kith.matching.free import window_of

# Minutes, so that every wish below has a price one can argue about.
OTHER_STREET = 4.0
OTHER_COMMUNITY = 10.0
FOR_EACH_TAKEN = 4.0
FOR_EACH_OFFER = 1.0
LONG_UNASKED = 10.0
LONG_UNASKED_DAYS = 28
UNKNOWN_WAY = 30.0

# Before somebody has answered anything they count as one who says yes three times in ten.
USUAL_YES, USUAL_ASKED = 1.2, 4.0
TARGET = 0.6
FEWEST, MOST = 2, 5


@dataclass(frozen=True)
class Ranked:
    """One who may be asked: how far away (None where we do not know), how likely, and why, for staff."""

    candidate: Candidate
    km: float | None
    chance: float
    reason: Sentence


def rank(
    wanted: Wanted,
    candidates: Iterable[Candidate],
    now: datetime,
    n: int,
    *,
    level: Level | str = Level.DISTRICT,
    already: frozenset[UUID] = frozenset(),
) -> list[Ranked]:
    """The best ``n`` who are eligible at this level and were not asked ``already``, best first."""
    window, level = window_of(wanted, now), Level(level)
    fits = (
        candidate
        for candidate in candidates
        if lives_within(wanted, candidate, level)
        and candidate.volunteer_id not in already
        and obstacle_to(wanted, candidate, now, window) is None
    )
    best = nsmallest(n, ((*_order(wanted, candidate, now), candidate) for candidate in fits), key=lambda row: row[:3])
    return [_ranked(wanted, candidate, now) for *_, candidate in best]


def next_few(
    wanted: Wanted,
    candidates: Iterable[Candidate],
    now: datetime,
    *,
    level: Level | str = Level.DISTRICT,
    already: frozenset[UUID] = frozenset(),
    at_most: int = MOST,
    target: float = TARGET,
) -> list[Ranked]:
    """The fewest who make a yes likely: at least two where there are two, at most five."""
    ranked = rank(wanted, candidates, now, min(at_most, MOST), level=level, already=already)
    return ranked[: how_many([row.chance for row in ranked], target=target)]


def how_many(chances: Sequence[float], *, target: float = TARGET) -> int:
    """The shortest run of these chances, taken in order, of which one yes is likely enough."""
    nobody = 1.0
    for count, chance in enumerate(chances[:MOST], start=1):
        nobody *= 1.0 - chance
        if count >= FEWEST and 1.0 - nobody >= target:
            return count
    return min(len(chances), MOST)


def chance_of(candidate: Candidate) -> float:
    """How likely a yes is: what they answered so far, drawn towards the usual while that is little."""
    return (candidate.said_yes + USUAL_YES) / (max(candidate.was_asked, candidate.said_yes) + USUAL_ASKED)


def _order(wanted: Wanted, candidate: Candidate, now: datetime) -> tuple[int, float, str]:
    speaks = not wanted.language or wanted.language in candidate.languages
    return (0 if speaks else 1, round(_minutes(wanted, candidate, now), 6), candidate.order)


def _minutes(wanted: Wanted, candidate: Candidate, now: datetime) -> float:
    cost = 0.0 if wanted.by_phone else _way(wanted, candidate)
    if wanted.street_id is None or candidate.street_id != wanted.street_id:
        cost += OTHER_STREET
    if wanted.community_id is None or candidate.community_id != wanted.community_id:
        cost += OTHER_COMMUNITY
    cost += FOR_EACH_TAKEN * candidate.taken_this_week + FOR_EACH_OFFER * candidate.offered_this_week
    return cost - LONG_UNASKED * min(_days_unasked(candidate, now), LONG_UNASKED_DAYS) / LONG_UNASKED_DAYS


def _way(wanted: Wanted, candidate: Candidate) -> float:
    away = km_between(wanted, candidate)
    if away is None:
        return UNKNOWN_WAY
    return away * DETOUR * 60 / KM_AN_HOUR.get(candidate.travel, KM_AN_HOUR["foot"])


def _days_unasked(candidate: Candidate, now: datetime) -> int:
    if candidate.last_offered_at is None:
        return LONG_UNASKED_DAYS
    return max(0, (now - candidate.last_offered_at).days)


def _ranked(wanted: Wanted, candidate: Candidate, now: datetime) -> Ranked:
    parts = [_nearness(wanted, candidate), _share(candidate, now)]
    if wanted.language and wanted.language in candidate.languages:
        parts.append(sentence("They speak the language asked for."))
    reason = sentence("%(near)s %(share)s %(language)s", near=parts[0], share=parts[1], language="".join(parts[2:]))
    if not parts[2:]:
        reason = sentence("%(near)s %(share)s", near=parts[0], share=parts[1])
    return Ranked(candidate, km_between(wanted, candidate), chance_of(candidate), reason)


def _nearness(wanted: Wanted, candidate: Candidate) -> Sentence:
    if wanted.by_phone:
        return sentence("Can ring from home.")
    if wanted.street_id is not None and candidate.street_id == wanted.street_id:
        return sentence("Lives on the same street.")
    minutes = max(1, round(_way(wanted, candidate)))
    match candidate.travel:
        case "car":
            return counted("About %(n)s minute away by car.", "About %(n)s minutes away by car.", minutes)
        case "bicycle":
            return counted("About %(n)s minute away by bicycle.", "About %(n)s minutes away by bicycle.", minutes)
    return counted("About %(n)s minute away on foot.", "About %(n)s minutes away on foot.", minutes)


def _share(candidate: Candidate, now: datetime) -> Sentence:
    if candidate.taken_this_week:
        return counted("Has taken %(n)s ask this week.", "Has taken %(n)s asks this week.", candidate.taken_this_week)
    if candidate.last_offered_at is None:
        return sentence("Has not been asked before.")
    days = _days_unasked(candidate, now)
    if days < 1:
        return sentence("Has taken none this week.")
    return counted("Last asked %(n)s day ago.", "Last asked %(n)s days ago.", days)
