"""Who is asked first, and how many? Near, not overloaded, a fair share, the asked-for language first; never a
broadcast. Deterministic: the same facts always give the same people in the same order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import nsmallest
from uuid import UUID

from kith.kit.sentence import Sentence, counted, sentence
from kith.matching.chance import OF_A_PERSON, USUAL, History, part_of
from kith.matching.chance import reason as why_likely
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
# More than any wish below them: nobody is asked twice while a neighbour like them was never asked.
NEVER_ASKED = 8.0
UNKNOWN_WAY = 30.0
# A no costs the person waiting some minutes. Looked at among the first few only, so that it never decides by itself.
FOR_A_NO = 8.0
LOOKED_AT = 12

TARGET = 0.6
# One at a time while there is time; where this is the last chance two, in case one is out.
FEWEST, FEWEST_AT_LAST, MOST = 1, 2, 5


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
    history: History | None = None,
) -> list[Ranked]:
    """The best ``n`` who are eligible at this level and were not asked ``already``, best first.

    ``history`` is what was asked and answered before; without it only their own counts are looked at.
    """
    window, level = window_of(wanted, now), Level(level)
    fits = (
        candidate
        for candidate in candidates
        if lives_within(wanted, candidate, level)
        and candidate.volunteer_id not in already
        and obstacle_to(wanted, candidate, now, window) is None
    )
    rows = ((*_order(wanted, candidate, now), candidate) for candidate in fits)
    first = nsmallest(max(n, LOOKED_AT), rows, key=lambda row: row[:3])
    likely = [(*row, chance_of(row[-1], wanted, now, history)) for row in first]
    likely.sort(key=lambda row: (row[0], round(row[1] + FOR_A_NO * (1 - row[4]), 6), row[2]))
    return [_ranked(wanted, candidate, now, chance, history) for *_order, candidate, chance in likely[:n]]


def next_few(
    wanted: Wanted,
    candidates: Iterable[Candidate],
    now: datetime,
    *,
    level: Level | str = Level.DISTRICT,
    already: frozenset[UUID] = frozenset(),
    at_most: int = MOST,
    target: float = TARGET,
    waves_left: int = 1,
    history: History | None = None,
) -> list[Ranked]:
    """The fewest who make a yes likely enough for now: one at a time while there is time, never more than five."""
    ranked = rank(wanted, candidates, now, min(at_most, MOST), level=level, already=already, history=history)
    return ranked[: how_many([row.chance for row in ranked], target=target, waves_left=waves_left)]


def how_many(chances: Sequence[float], *, target: float = TARGET, waves_left: int = 1) -> int:
    """The shortest run of these chances, taken in order, of which one yes is likely enough for this wave.

    ``target`` is what the step as a whole must reach, and ``waves_left`` how often somebody can still be asked before
    it ends: with more waves each needs less, because most of those who would be asked at once would be asked in vain.
    """
    share = 1.0 - (1.0 - target) ** (1.0 / max(1, waves_left))
    fewest = FEWEST if waves_left > 1 else FEWEST_AT_LAST
    nobody = 1.0
    for count, chance in enumerate(chances[:MOST], start=1):
        nobody *= 1.0 - chance
        if count >= fewest and 1.0 - nobody >= share - 1e-9:
            return count
    return min(len(chances), MOST)


def chance_of(
    candidate: Candidate, wanted: Wanted | None = None, now: datetime | None = None, history: History | None = None
) -> float:
    """How likely a yes is: what they answered so far, drawn towards the usual while that is little."""
    if history is None or wanted is None or now is None:
        usual = OF_A_PERSON * USUAL
        return (candidate.said_yes + usual) / (max(candidate.was_asked, candidate.said_yes) + OF_A_PERSON)
    return history.chance(
        candidate.volunteer_id,
        candidate.community_id,
        kind=wanted.kind,
        part=part_of(now),
        km=None if wanted.by_phone else km_between(wanted, candidate),
        lately=candidate.offered_this_week,
    )


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
    if candidate.last_offered_at is None:
        return cost - LONG_UNASKED - NEVER_ASKED
    return cost - LONG_UNASKED * min(_days_unasked(candidate, now), LONG_UNASKED_DAYS) / LONG_UNASKED_DAYS


def _way(wanted: Wanted, candidate: Candidate) -> float:
    away = km_between(wanted, candidate)
    if away is None:
        return UNKNOWN_WAY
    return away * DETOUR * 60 / KM_AN_HOUR.get(candidate.travel, KM_AN_HOUR["foot"])


def _days_unasked(candidate: Candidate, now: datetime) -> int:
    assert candidate.last_offered_at is not None
    return max(0, (now - candidate.last_offered_at).days)


def _ranked(
    wanted: Wanted, candidate: Candidate, now: datetime, chance: float, history: History | None = None
) -> Ranked:
    reason = sentence("%(near)s %(share)s", near=_nearness(wanted, candidate), share=_share(candidate, now))
    if history is not None:
        likely = why_likely(history, candidate.volunteer_id, kind=wanted.kind, part=part_of(now))
        reason = sentence("%(near)s %(share)s", near=reason, share=likely) if likely else reason
    if wanted.language and wanted.language in candidate.languages:
        speaks = sentence("They speak the language asked for.")
        reason = sentence("%(near)s %(share)s", near=reason, share=speaks)
    return Ranked(candidate, km_between(wanted, candidate), chance, reason)


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
