"""The ladder's times: backwards from the time it is needed, never overlapping, never too late for medicine."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.dispatch.awake import Awake, quiet_between
from kith.dispatch.ladder import AskFacts, plan
from kith.dispatch.rungs import HEIGHT, LADDERS, LAST_CALL
from kith.kit.clock import LONDON
from kith.matching import Level

MONDAY_9 = datetime(2026, 11, 23, 9, tzinfo=UTC)
KINDS = ["shopping", "prescription", "call", "dog_walk", "post", "parcel", "welfare_check", "other"]
# Both nights on which clocks change lie in this stretch.
MOMENTS = st.integers(0, 255 * 24 * 60).map(
    lambda minute: datetime(2026, 3, 20, tzinfo=UTC) + timedelta(minutes=minute)
)
FACTS = st.builds(
    lambda kind, further, lowest, red: (kind, further, lowest, red),
    st.sampled_from(KINDS),
    st.booleans(),
    st.sampled_from(list(Level)),
    st.sampled_from([False, False, False, True]),
)
HOURS = st.sampled_from([(time(8), time(20)), (time(7, 30), time(21)), (time(0), time(0)), (time(22), time(6))])


def levels(made) -> list[str]:
    return [rung.level.value for rung in made]


def test_a_working_day_is_shared_between_street_communities_district_and_a_person():
    made = plan(AskFacts("shopping", MONDAY_9 + timedelta(hours=8)), MONDAY_9)
    assert levels(made) == ["street", "community", "nearby", "district", "partner", "person"]
    assert made.rungs[0].starts == MONDAY_9
    assert made.last_call.ends == MONDAY_9 + timedelta(hours=8)
    assert made.advice is None


def test_with_little_time_the_rungs_whose_people_another_holds_are_left_out():
    assert levels(plan(AskFacts("shopping", MONDAY_9 + timedelta(minutes=100)), MONDAY_9)) == [
        "community",
        "district",
        "person",
    ]
    assert levels(plan(AskFacts("shopping", MONDAY_9 + timedelta(minutes=40)), MONDAY_9)) == ["person"]


def test_a_red_flag_goes_straight_to_the_phone_even_at_night():
    night = datetime(2026, 11, 23, 2, tzinfo=UTC)
    quiet = quiet_between(time(8), time(20), night, night + timedelta(days=1))
    made = plan(AskFacts("other", night + timedelta(hours=12), red_flag=True), night, quiet)
    assert levels(made) == ["person"]
    assert made.last_call.starts == night


def test_somebody_from_further_away_starts_the_ladder_at_the_district():
    made = plan(AskFacts("shopping", MONDAY_9 + timedelta(days=2), further_away=True), MONDAY_9)
    assert levels(made) == ["district", "partner", "person"]


def test_a_colleague_can_ask_further_away():
    made = plan(AskFacts("shopping", MONDAY_9 + timedelta(days=2), from_level=Level.COMMUNITY), MONDAY_9)
    assert levels(made) == ["community", "nearby", "district", "partner", "person"]


def test_medicine_needed_too_soon_says_so_and_rings_at_once():
    made = plan(AskFacts("prescription", MONDAY_9 + timedelta(minutes=59)), MONDAY_9)
    assert levels(made) == ["person"]
    assert made.last_call.starts == MONDAY_9
    assert made.advice.short_by == timedelta(minutes=1)


def test_a_time_that_has_gone_says_so_and_rings_at_once():
    made = plan(AskFacts("shopping", MONDAY_9 - timedelta(hours=1)), MONDAY_9)
    assert "has gone" in made.advice.why
    assert made.last_call.starts == MONDAY_9 < made.last_call.ends


def test_nobody_is_asked_in_the_night_and_the_night_is_nobodys_share():
    evening = datetime(2026, 11, 23, 19, tzinfo=UTC)
    quiet = quiet_between(time(8), time(20), evening, evening + timedelta(days=1))
    made = plan(AskFacts("shopping", evening + timedelta(hours=16)), evening, quiet)
    assert levels(made) == ["street", "community", "nearby", "district", "partner", "person"]
    assert made.rungs[0].ends <= datetime(2026, 11, 23, 20, tzinfo=UTC)
    assert not [rung for rung in made if datetime(2026, 11, 23, 20, tzinfo=UTC) < rung.starts < quiet[0][1]]


def test_medicine_for_the_early_morning_rings_somebody_in_the_night_rather_than_too_late():
    night = datetime(2026, 11, 23, 2, tzinfo=UTC)
    quiet = quiet_between(time(8), time(20), night, night + timedelta(days=1))
    made = plan(AskFacts("prescription", night + timedelta(hours=6, minutes=30)), night, quiet)
    assert made.last_call.starts == night
    shopping = plan(AskFacts("shopping", night + timedelta(hours=6, minutes=40)), night, quiet)
    assert shopping.last_call.starts == datetime(2026, 11, 23, 8, tzinfo=UTC)


@pytest.mark.parametrize("kind", [*LADDERS, "something new"])
def test_every_ladder_ends_with_a_person_and_its_shares_make_one(kind):
    rungs = LADDERS.get(kind) or LADDERS["prescription"]
    assert rungs[-1].level is Level.PERSON
    assert sum(rung.share for rung in rungs) == pytest.approx(1)


@pytest.mark.parametrize("which", [0, 1])
def test_a_time_without_a_zone_is_refused(which):
    times = [MONDAY_9, MONDAY_9 + timedelta(hours=5)]
    times[which] = times[which].replace(tzinfo=None)
    with pytest.raises(ValueError, match="zone"):
        plan(AskFacts("shopping", times[1]), times[0])


@settings(deadline=None)
@given(facts=FACTS, now=MOMENTS, minutes=st.integers(-600, 9 * 24 * 60), hours=HOURS, local=st.booleans())
def test_rungs_never_overlap_never_go_back_and_medicine_rings_in_time_or_says_so(facts, now, minutes, hours, local):
    kind, further, lowest, red = facts
    need_by = now + timedelta(minutes=minutes)
    quiet = quiet_between(*hours, now, max(now, need_by))
    asked = now.astimezone(LONDON) if local else now
    made = plan(AskFacts(kind, need_by, red, further, lowest), asked, quiet)
    rungs = list(made)
    assert rungs[0].starts >= now
    assert rungs[-1].level is Level.PERSON
    for rung in rungs:
        assert rung.starts < rung.ends
        assert rung.starts.utcoffset() == timedelta(0)
    for before, after in pairwise(rungs):
        assert before.ends <= after.starts
        assert HEIGHT[before.level] < HEIGHT[after.level]
    if kind == "prescription":
        assert made.advice or need_by - rungs[-1].starts >= LAST_CALL
    if not made.advice:
        assert rungs[-1].ends == need_by
    if further:
        assert {rung.level for rung in rungs} <= {Level.DISTRICT, Level.PARTNER, Level.PERSON}
    for rung in rungs[:-1]:
        assert not [1 for start, end in quiet if start <= rung.starts < end]


@settings(deadline=None)
@given(now=MOMENTS, minutes=st.integers(1, 9 * 24 * 60), hours=HOURS)
def test_quiet_and_awake_make_up_the_whole(now, minutes, hours):
    end = now + timedelta(minutes=minutes)
    quiet = quiet_between(*hours, now, end)
    total = sum((ends - begins for begins, ends in quiet), timedelta(0))
    assert Awake(now, end, quiet).total + total == end - now
    assert Awake(now, end, [*quiet, *quiet[:1], (now - timedelta(days=9), now)]).total + total == end - now


@pytest.mark.parametrize(("day", "hours"), [(28, 11), (29, 12)])
def test_the_spring_night_is_an_hour_shorter(day, hours):
    start = datetime(2026, 3, day, 20, tzinfo=LONDON).astimezone(UTC)
    quiet = quiet_between(time(8), time(20), start, start + timedelta(hours=20))
    assert quiet[0][1] - quiet[0][0] == timedelta(hours=hours)
