"""May this volunteer be asked at all, and if not, why not? It says nothing about who is better than whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum
from math import cos, radians

from kith.kit.clock import LONDON
from kith.kit.geometry import KM_PER_DEGREE, km
from kith.kit.sentence import Sentence, sentence
from kith.matching.facts import Candidate, Wanted
from kith.matching.free import Window, is_free, window_of
from kith.matching.names import may_be_the_same

# ``barred`` is an enhanced check with the barred lists.
CHECKS = {"none": 0, "basic": 1, "standard": 2, "enhanced": 3, "barred": 4}
CHECK_LASTS = timedelta(days=3 * 365)
# How far somebody goes who has not said: there by the way they travel.
REACH_KM = {"foot": 1.5, "bicycle": 5.0, "car": 15.0}
KM_AN_HOUR = {"foot": 4.8, "bicycle": 12.0, "car": 30.0}
# Lanes are longer than the crow's way; measured on rural roads at about 1.3.
DETOUR = 1.3
SAME_STREET_KM = 0.2
SAME_COMMUNITY_KM = 2.0
# "Somebody from further away": where no community is known, this far and more.
FURTHER_AWAY_KM = 5.0
USUAL_WEEKLY_MOST = 5
OFFERS_A_WEEK = 6


class Level(StrEnum):
    """How far from home an ask is offered, nearest first. Partners are teams; the last is a person's phone."""

    STREET = "street"
    COMMUNITY = "community"
    NEARBY = "nearby"
    DISTRICT = "district"
    PARTNER = "partner"
    PERSON = "person"


class Obstacle(StrEnum):
    """Why somebody is not asked."""

    BLOCKED = "blocked"
    KIND = "kind"
    CHECKS = "checks"
    CHECK_DATE = "check_date"
    TOO_NEAR = "too_near"
    TOO_FAR = "too_far"
    ELSEWHERE = "elsewhere"
    OVER = "over"
    NOT_FREE = "not_free"
    ENOUGH = "enough"
    ASKED_ENOUGH = "asked_enough"


def eligible(wanted: Wanted, candidate: Candidate, now: datetime) -> Sentence | None:
    """Why this volunteer cannot be asked, in a sentence for staff; None when they can."""
    obstacle = obstacle_to(wanted, candidate, now, window_of(wanted, now))
    return _said(obstacle, wanted, candidate) if obstacle else None


def obstacles(
    wanted: Wanted, candidates: Iterable[Candidate], now: datetime, level: Level | str = Level.DISTRICT
) -> Counter[Obstacle]:
    """How many are held back by what, for "short of someone who..." (those of other places are left out)."""
    window = window_of(wanted, now)
    near = (candidate for candidate in candidates if lives_within(wanted, candidate, Level(level)))
    found = (obstacle_to(wanted, candidate, now, window) for candidate in near)
    return Counter(obstacle for obstacle in found if obstacle)


def lives_within(wanted: Wanted, candidate: Candidate, level: Level) -> bool:
    """Whether the candidate belongs to the part of the place that is being asked now."""
    if level is Level.STREET:
        return wanted.street_id is not None and candidate.street_id == wanted.street_id
    if level is Level.COMMUNITY:
        return wanted.community_id is not None and candidate.community_id == wanted.community_id
    if level is Level.NEARBY:
        return candidate.community_id in wanted.nearby and _is_there_in_time(wanted, candidate)
    return level is Level.DISTRICT


def minutes_between(wanted: Wanted, candidate: Candidate) -> float | None:
    """Minutes on the road from the volunteer's home, the way they travel; None where a point is missing."""
    away = km_between(wanted, candidate)
    return None if away is None else road_minutes(away, candidate.travel)


def road_minutes(away_km: float, travel: str = "car") -> float:
    """Minutes that so many kilometres as the crow flies take on the road."""
    return away_km * DETOUR * 60 / KM_AN_HOUR.get(travel, KM_AN_HOUR["foot"])


def _is_there_in_time(wanted: Wanted, candidate: Candidate) -> bool:
    if wanted.by_phone:
        return True
    minutes = minutes_between(wanted, candidate)
    return minutes is None or minutes <= wanted.nearby_minutes


def obstacle_to(wanted: Wanted, candidate: Candidate, now: datetime, window: Window) -> Obstacle | None:
    """The first thing in the way. The cheap questions come first: this runs a thousand times for every ask."""
    if wanted.kind not in candidate.kinds:
        return Obstacle.KIND
    if candidate.blocked or is_named(wanted, candidate):
        return Obstacle.BLOCKED
    if window.is_over:
        return Obstacle.OVER
    most = USUAL_WEEKLY_MOST if candidate.weekly_most is None else candidate.weekly_most
    if candidate.taken_this_week >= most:
        return Obstacle.ENOUGH
    if candidate.offered_this_week >= max(OFFERS_A_WEEK, 3 * most):
        return Obstacle.ASKED_ENOUGH
    if wanted.checks_needed != "none" and (obstacle := _checks(wanted, candidate, now)):
        return obstacle
    if wanted.further_away and _is_too_near(wanted, candidate):
        return Obstacle.TOO_NEAR
    if not wanted.by_phone and (obstacle := _travel(wanted, candidate)):
        return obstacle
    return None if is_free(candidate, window) else Obstacle.NOT_FREE


def is_named(wanted: Wanted, candidate: Candidate) -> bool:
    """Whether the person named this volunteer as one who must not know, by name or by number."""
    if wanted.blocked_phones and candidate.phone_digits in wanted.blocked_digits:
        return True
    return any(may_be_the_same(named, candidate.name_words) for named in wanted.blocked_words)


def km_between(wanted: Wanted, candidate: Candidate) -> float | None:
    """Kilometres from the volunteer's home, guessed from street or community where a point is missing."""
    if None not in (wanted.lat, wanted.lon, candidate.lat, candidate.lon):
        return km(wanted.lat, wanted.lon, candidate.lat, candidate.lon)  # type: ignore[arg-type]
    if wanted.street_id is not None and wanted.street_id == candidate.street_id:
        return SAME_STREET_KM
    if wanted.community_id is not None and wanted.community_id == candidate.community_id:
        return SAME_COMMUNITY_KM
    return None


def lacks_check(needed: str, level: str, on: date | None, again_on: date | None, now: datetime) -> Obstacle | None:
    """What is wrong with a check for what it is needed for: too low, or no longer good; None when nothing is.

    A level we do not know is needed higher than any. ``again_on`` is the last day on which it is good; without one
    it is good for three years.
    """
    if CHECKS.get(level, 0) < CHECKS.get(needed, max(CHECKS.values()) + 1):
        return Obstacle.CHECKS
    if CHECKS.get(needed, 1) == 0:
        return None
    today = now.astimezone(LONDON).date()
    if on is None or not on <= today <= (again_on or on + CHECK_LASTS):
        return Obstacle.CHECK_DATE
    return None


def _checks(wanted: Wanted, candidate: Candidate, now: datetime) -> Obstacle | None:
    held = (candidate.check_level, candidate.check_on, candidate.check_again_on)
    return lacks_check(wanted.checks_needed, *held, now)


def _is_too_near(wanted: Wanted, candidate: Candidate) -> bool:
    if wanted.street_id is not None and candidate.street_id == wanted.street_id:
        return True
    if wanted.community_id is not None:
        # Somebody whose community we do not know may be next door.
        return candidate.community_id in (None, wanted.community_id)
    away = km_between(wanted, candidate)
    return away is None or away < FURTHER_AWAY_KM


def _travel(wanted: Wanted, candidate: Candidate) -> Obstacle | None:
    reach = reach_of(candidate) / DETOUR
    if wanted.lat is not None and wanted.lon is not None and candidate.lat is not None and candidate.lon is not None:
        # A square first: it costs a tenth of the distance and turns most people away.
        up = reach / KM_PER_DEGREE
        if abs(candidate.lat - wanted.lat) > up:
            return Obstacle.TOO_FAR
        if abs(candidate.lon - wanted.lon) * cos(radians(wanted.lat)) > up * 1.01:
            return Obstacle.TOO_FAR
    away = km_between(wanted, candidate)
    if away is None:
        return None if candidate.travel == "car" else Obstacle.ELSEWHERE
    return Obstacle.TOO_FAR if away > reach else None


def reach_of(candidate: Candidate) -> float:
    """How many kilometres of road they go, as they said or as is usual for the way they travel."""
    return candidate.reach_km if candidate.reach_km is not None else REACH_KM.get(candidate.travel, REACH_KM["foot"])


def _said(obstacle: Obstacle, wanted: Wanted, candidate: Candidate) -> Sentence:
    match obstacle:
        case Obstacle.BLOCKED:
            return sentence("One of the two must not meet or know of the other.")
        case Obstacle.KIND:
            return sentence("They have not said that they do this kind of thing.")
        case Obstacle.CHECKS:
            return _NEEDS.get(wanted.checks_needed, _NEEDS["barred"])
        case Obstacle.CHECK_DATE:
            return sentence("Their check has no date, or is to be looked at again: do it with them first.")
        case Obstacle.TOO_NEAR:
            return sentence("The person asked for somebody from further away.")
        case Obstacle.TOO_FAR:
            return _too_far(wanted, candidate)
        case Obstacle.ELSEWHERE:
            return sentence("We do not know how far this is from them, and they do not drive.")
        case Obstacle.OVER:
            return sentence("The time it was needed by has gone.")
        case Obstacle.NOT_FREE:
            return sentence("They are not free for long enough before it is needed.")
        case Obstacle.ENOUGH:
            return sentence("They have taken as much as they do in a week.")
        case Obstacle.ASKED_ENOUGH:
            return sentence("They have been asked often enough this week.")


_NEEDS = {
    "basic": sentence("This needs a basic check, and they have none on record."),
    "standard": sentence("This needs a standard check, and they have none on record."),
    "enhanced": sentence("This needs an enhanced check, and they have none on record."),
    "barred": sentence("This needs an enhanced check with the barred lists, and they have none on record."),
}


def _too_far(wanted: Wanted, candidate: Candidate) -> Sentence:
    miles = (km_between(wanted, candidate) or 0.0) * DETOUR / 1.609344
    most = reach_of(candidate) / 1.609344
    return sentence(
        "It is about %(miles)s miles by road, and they go up to %(most)s.", miles=f"{miles:.1f}", most=f"{most:.1f}"
    )
