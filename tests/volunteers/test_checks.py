"""A check is what a kind of ask needs, and never more than may lawfully be asked for; a keyed yes is no way round."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest

from kith.asks import actions as asks
from kith.asks import kinds
from kith.asks.models import Ask
from kith.dispatch import actions
from kith.dispatch.models import Offer
from kith.dispatch.permissions import CannotTake
from kith.dispatch.pool import Pool
from kith.kit.actor import Actor
from kith.matching.eligible import CHECKS, eligible, lacks_check
from kith.matching.facts import Candidate, Wanted
from kith.places import actions as places
from kith.trail.models import Entry
from kith.volunteers.models import Volunteer
from tests.asks.test_open_ask import shopping
from tests.thread import BUILDER, NOW, build_town, neighbour

TODAY = NOW.date()
LEVELS = tuple(CHECKS)
# When it was made and when it is looked at again, and whether it is good today.
STATUSES = {
    "made today": (TODAY, TODAY + timedelta(days=900), True),
    "last good day": (TODAY - timedelta(days=900), TODAY, True),
    "over since yesterday": (TODAY - timedelta(days=900), TODAY - timedelta(days=1), False),
    "no day to look again, three years": (TODAY - timedelta(days=3 * 365), None, True),
    "no day to look again, and a day": (TODAY - timedelta(days=3 * 365 + 1), None, False),
    "dated tomorrow": (TODAY + timedelta(days=1), TODAY + timedelta(days=900), False),
    "no date at all": (None, None, False),
}


def asked() -> list[tuple[str, dict[str, str]]]:
    """Every line of the table, as an ask of that kind."""
    return [(name.partition(",")[0], {"careful": "yes"} if "," in name else {}) for name in kinds.CHECKS]


def test_in_every_combination_nobody_has_an_ask_below_its_check():
    tried = below = refused = 0
    for (kind, details), level, status in product(asked(), LEVELS, STATUSES):
        on, again_on, good = STATUSES[status]
        needed = kinds.checks_needed(kind, details)
        held = Candidate(
            volunteer_id=NOW, kinds=frozenset([kind]), check_level=level, check_on=on, check_again_on=again_on
        )  # type: ignore[arg-type]
        wanted = Wanted(kind=kind, need_by=NOW + timedelta(hours=8), checks_needed=needed, by_phone=True)
        may = eligible(wanted, held, NOW) is None
        enough = CHECKS[needed] == 0 or (CHECKS[level] >= CHECKS[needed] and good)
        tried += 1
        below += may and not enough
        refused += enough and not may
        assert (lacks_check(needed, level, on, again_on, NOW) is None) == enough
    assert tried >= 300
    assert (below, refused) == (0, 0)


def test_in_every_combination_nobody_is_asked_for_more_than_may_be_asked_for():
    tried = above = 0
    for chosen, in_care, _level in product(kinds.KINDS, (False, True), LEVELS):
        for others in ((), ("post",), ("shopping", "call")):
            does = (chosen, *others)
            most, why = kinds.most_to_ask(does, in_care)
            lawful = max(CHECKS[kinds.CHECKS[one].most_in_care if in_care else kinds.CHECKS[one].most] for one in does)
            tried += 1
            above += CHECKS[most] > lawful
            assert why
    assert tried >= 200
    assert above == 0


def test_every_kind_has_a_line_and_needs_no_more_than_may_be_asked_for():
    assert {name.partition(",")[0] for name in kinds.CHECKS} == set(kinds.KINDS)
    for line in kinds.CHECKS.values():
        assert CHECKS[line.needs] <= CHECKS[line.most] <= CHECKS[line.most_in_care]


@pytest.mark.django_db
def test_a_check_above_what_may_be_asked_for_is_refused_with_the_reason():
    town = build_town()
    sam = neighbour(town, kinds=("dog_walk", "post"))
    with pytest.raises(actions.AboveEligibility, match=r"an enhanced check.*a basic check is the most"):
        actions.record_check(volunteer=sam, level="enhanced", on=TODAY, in_care=True, by=BUILDER, now=NOW)
    sam.refresh_from_db()
    assert (sam.check_level, sam.check_on) == ("none", None)
    sam.kinds = ["call"]
    with pytest.raises(actions.AboveEligibility, match="For anybody else a basic check"):
        actions.record_check(volunteer=sam, level="enhanced", on=TODAY, in_care=False, by=BUILDER, now=NOW)
    actions.record_check(volunteer=sam, level="enhanced", on=TODAY, in_care=True, by=BUILDER, now=NOW)
    assert Volunteer.objects.get().check_level == "enhanced"


@pytest.mark.django_db
def test_of_a_check_only_its_level_its_days_and_who_looked_are_kept():
    town = build_town()
    sam = neighbour(town)
    places.change_place(place=town.street, settings={"check_lasts_years": 2}, by=BUILDER, now=NOW)
    sam.refresh_from_db()
    by = Actor.user(town.bo.user)
    actions.record_check(volunteer=sam, level="basic", on=date(2024, 2, 29), in_care=False, by=by, now=NOW)
    sam.refresh_from_db()
    assert (sam.check_level, sam.check_on, sam.check_by, sam.check_again_on) == (
        "basic",
        date(2024, 2, 29),
        "Bo",
        date(2026, 2, 28),
    )
    assert Entry.objects.filter(verb="volunteer.check", detail={"level": "basic"}).count() == 1
    assert not [f.name for f in Volunteer._meta.fields if "certificate" in f.name or "file" in f.name]
    actions.record_check(volunteer=sam, level="none", on=None, in_care=False, by=by, now=NOW)
    sam.refresh_from_db()
    assert (sam.check_level, sam.check_on, sam.check_by, sam.check_again_on) == ("none", None, "", None)


@pytest.mark.django_db
@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("level", LEVELS)
def test_a_keyed_yes_asks_for_the_same_check_as_the_link(level: str, status: str):
    on, again_on, good = STATUSES[status]
    if (level == "none") != (on is None):
        return
    town = build_town()
    held = {"check_level": level, "check_on": on, "check_again_on": again_on}
    sam = neighbour(town, **held)
    ask = asks.open_ask(wanted=replace(shopping(), kind="welfare_check"), by=Actor.public(), now=NOW)
    may = good and CHECKS[level] >= 1
    listed = {row.candidate.volunteer_id for row in _could(ask)}
    assert (sam.id in listed) == may
    if may:
        actions.said_yes(ask=ask, volunteer=sam, by=BUILDER, now=NOW)
    else:
        with pytest.raises(CannotTake):
            actions.said_yes(ask=ask, volunteer=sam, by=BUILDER, now=NOW)
    assert Offer.objects.filter(ask=ask, state="accepted").exists() == may


def _could(ask: Ask):
    pool = Pool(NOW)
    from kith.matching import Level

    wanted = pool.wanted(ask, NOW + timedelta(hours=6))
    return [row for level in (Level.STREET, Level.COMMUNITY) for row in pool.next_few(ask, wanted, level, [])]
