"""Who may be asked, and the sentence that says why not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest

from kith.kit.geometry import km
from kith.matching import Candidate, Level, Obstacle, Slot, Wanted, day_part, eligible, obstacles

MONDAY_10 = datetime(2026, 11, 23, 10, tzinfo=UTC)
STREET, COMMUNITY, ELSEWHERE = UUID(int=1), UUID(int=2), UUID(int=3)
SAM = Candidate(
    volunteer_id=UUID(int=9),
    lat=51.0,
    lon=-4.0,
    street_id=STREET,
    community_id=COMMUNITY,
    kinds=frozenset({"shopping", "prescription"}),
    name="Sam Quick",
    phone="+447700900123",
)
SHOPPING = Wanted(
    kind="shopping",
    lat=51.0,
    lon=-4.0,
    street_id=STREET,
    community_id=COMMUNITY,
    need_by=MONDAY_10 + timedelta(hours=6),
)


def why_not(wanted=SHOPPING, candidate=SAM, now=MONDAY_10, **changed):
    return eligible(wanted, replace(candidate, **changed), now)


def test_a_neighbour_with_nothing_in_the_way_may_be_asked():
    assert why_not() is None


def test_every_obstacle_is_a_sentence():
    for changed in ({"kinds": frozenset()}, {"blocked": True}, {"weekly_most": 0}, {"offered_this_week": 99}):
        said = why_not(**changed)
        assert said.endswith(".")
        assert said[0].isupper()


@pytest.mark.parametrize(
    ("level", "on", "fine"),
    [
        ("none", None, False),
        ("basic", date(2026, 1, 1), False),
        ("enhanced", None, False),
        ("enhanced", date(2023, 1, 1), False),
        ("enhanced", date(2027, 1, 1), False),
        ("enhanced", date(2024, 6, 1), True),
    ],
)
def test_medicine_for_a_checked_volunteer_needs_a_fresh_check_of_that_level(level, on, fine):
    wanted = replace(SHOPPING, kind="prescription", checks_needed="enhanced")
    assert (why_not(wanted, check_level=level, check_on=on) is None) is fine


def test_a_check_we_have_never_heard_of_is_never_met():
    wanted = replace(SHOPPING, checks_needed="barred list")
    assert why_not(wanted, check_level="basic", check_on=date(2026, 1, 1))


@pytest.mark.parametrize(
    ("travel", "reach", "lat", "fine"),
    [
        ("foot", None, 51.005, True),
        ("foot", None, 51.03, False),
        ("bicycle", None, 51.03, True),
        ("bicycle", 2.0, 51.03, False),
        ("car", None, 51.09, True),
        ("car", None, 51.2, False),
    ],
)
def test_nobody_is_asked_beyond_their_reach(travel, reach, lat, fine):
    assert (why_not(replace(SHOPPING, lat=lat), travel=travel, reach_km=reach) is None) is fine


def test_the_quick_square_turns_nobody_away_who_is_within_reach():
    for step in range(40):
        lon = -4.0 + step * 0.001
        fine = why_not(replace(SHOPPING, lon=lon), reach_km=2.0) is None
        assert fine == (km(51.0, -4.0, 51.0, lon) * 1.3 <= 2.0)


def test_a_call_can_come_from_anywhere():
    assert why_not(replace(SHOPPING, lat=50.1, by_phone=True)) is None


def test_without_a_point_the_street_and_the_community_say_how_far_it_is():
    nowhere = replace(SHOPPING, lat=None, lon=None)
    assert why_not(nowhere) is None
    assert why_not(nowhere, street_id=None, community_id=ELSEWHERE)
    assert why_not(nowhere, street_id=None, community_id=ELSEWHERE, travel="car") is None


def test_weekly_hours_are_read_on_the_london_wall_clock():
    summer = datetime(2026, 6, 22, 8, 30, tzinfo=UTC)
    wanted = replace(SHOPPING, need_by=summer + timedelta(hours=1))
    assert why_not(wanted, now=summer, slots=(Slot(0, time(9), time(11)),)) is None
    assert why_not(wanted, now=summer, slots=(Slot(0, time(7), time(9, 30)),))


def test_too_short_a_stretch_is_not_free_and_touching_stretches_count_as_one():
    wanted = replace(SHOPPING, effort=60, need_by=MONDAY_10 + timedelta(hours=2))
    assert why_not(wanted, slots=(Slot(0, time(11, 30), time(18)),))
    assert why_not(wanted, slots=(Slot(0, time(10), time(10, 30)), Slot(0, time(10, 30), time(11)))) is None


def test_day_parts_are_hours_and_one_we_do_not_know_is_an_error():
    assert day_part("sun-evening") == Slot(6, time(17), time(21))
    with pytest.raises(KeyError):
        day_part("sun-teatime")


def test_a_slot_over_midnight_reaches_into_the_next_day():
    late = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
    wanted = replace(SHOPPING, need_by=late + timedelta(hours=1))
    assert why_not(wanted, now=late, slots=(Slot(6, time(22), time(2)),)) is None


@pytest.mark.parametrize("night", [datetime(2026, 3, 28, 23, tzinfo=UTC), datetime(2026, 10, 24, 23, tzinfo=UTC)])
def test_hours_keep_their_wall_clock_over_the_nights_the_clocks_change(night):
    nine_to_ten = (Slot(6, time(9), time(10)),)
    for minutes_before, fine in ((0, True), (31, False)):
        nine = datetime(night.year, night.month, night.day + 1, 10, tzinfo=UTC) - (
            timedelta(hours=1) if night.month == 3 else timedelta(0)
        )
        wanted = replace(SHOPPING, need_by=nine - timedelta(minutes=minutes_before), effort=30)
        assert (why_not(wanted, now=night, slots=nine_to_ten) is None) is fine


def test_an_ask_whose_time_has_gone_is_offered_to_nobody():
    assert "has gone" in why_not(replace(SHOPPING, need_by=MONDAY_10))


def test_somebody_who_has_done_their_week_is_left_alone():
    assert why_not(weekly_most=2, taken_this_week=1) is None
    assert why_not(weekly_most=2, taken_this_week=2)


@pytest.mark.parametrize(
    ("named", "volunteer", "may_go"),
    [
        ("Margaret Cole", "Margaret Cole", False),
        ("mrs MARGARET  cole", "Margaret Anne Cole", False),
        ("Cole, Margaret", "Margaret Cole", False),
        ("M Cole", "Margaret Cole", False),
        ("Margaret Cole", "Margaret", False),
        ("Zoë O'Brien", "Zoe OBrien", False),
        ("Siân Llŷr", "Sian Llyr", False),
        ("أحمد حداد", "احمد حداد", False),
        ("Tom Ash and Margaret Cole", "Margaret Cole", False),
        ("Margaret Cole", "Martin Cole", True),
        ("Margaret Cole", "Sam Quick", True),
        ("", "Sam Quick", True),
        ("his mother", "Sam Quick", True),
    ],
)
def test_somebody_named_as_one_who_must_not_know_is_never_asked(named, volunteer, may_go):
    assert (why_not(replace(SHOPPING, blocked_names=[named]), name=volunteer) is None) is may_go


@pytest.mark.parametrize("number", ["07700 900123", "+44 7700 900 123", "0044 (0)7700-900123"])
def test_a_number_that_must_not_be_reached_is_never_asked(number):
    assert why_not(replace(SHOPPING, blocked_phones=[number]))


def test_an_empty_number_blocks_nobody():
    assert why_not(replace(SHOPPING, blocked_phones=["", "none"]), phone="") is None


def test_somebody_from_further_away_is_never_from_the_street_or_the_community():
    private = replace(SHOPPING, further_away=True)
    assert "further away" in why_not(private)
    assert why_not(private, street_id=None)
    assert why_not(private, street_id=None, community_id=None)
    assert why_not(private, street_id=None, community_id=ELSEWHERE) is None


def test_without_a_known_community_further_away_means_far_and_unknown_means_no():
    private = replace(SHOPPING, further_away=True, street_id=None, community_id=None)
    assert why_not(private, travel="car")
    assert why_not(private, travel="car", lat=51.07) is None
    assert why_not(replace(private, lat=None, lon=None), travel="car")


def test_what_a_place_is_short_of_can_be_counted():
    people = [SAM, replace(SAM, kinds=frozenset()), replace(SAM, blocked=True), replace(SAM, street_id=ELSEWHERE)]
    assert obstacles(SHOPPING, people, MONDAY_10, Level.STREET) == {Obstacle.KIND: 1, Obstacle.BLOCKED: 1}
