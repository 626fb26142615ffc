"""Who is asked first, and how many at once."""

from __future__ import annotations

import random
import time as stopwatch
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.matching import Candidate, Level, Wanted, how_many, next_few, rank

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
STREET, COMMUNITY = UUID(int=1), UUID(int=2)
WANTED = Wanted(
    kind="shopping", lat=51.0, lon=-4.0, street_id=STREET, community_id=COMMUNITY, need_by=NOW + timedelta(hours=6)
)


def neighbour(number: int, **changed) -> Candidate:
    facts = {
        "volunteer_id": UUID(int=100 + number),
        "lat": 51.001,
        "lon": -4.0,
        "community_id": COMMUNITY,
        "kinds": frozenset({"shopping"}),
        "last_offered_at": NOW - timedelta(days=2),
        "name": f"Neighbour {number}",
    }
    return Candidate(**{**facts, **changed})


def numbers(ranked) -> list[int]:
    return [row.candidate.volunteer_id.int - 100 for row in ranked]


def test_the_nearer_comes_first():
    assert numbers(rank(WANTED, [neighbour(1, lat=51.008), neighbour(2)], NOW, 5)) == [2, 1]


def test_the_same_street_comes_before_the_next_one():
    assert numbers(rank(WANTED, [neighbour(1), neighbour(2, street_id=STREET)], NOW, 5)) == [2, 1]


def test_somebody_with_little_to_do_comes_before_somebody_with_much():
    assert numbers(rank(WANTED, [neighbour(1, taken_this_week=2), neighbour(2)], NOW, 5)) == [2, 1]


def test_somebody_long_unasked_comes_up():
    people = [neighbour(1), neighbour(2, lat=51.002, last_offered_at=NOW - timedelta(days=27))]
    assert numbers(rank(WANTED, people, NOW, 5)) == [2, 1]


def test_the_language_asked_for_comes_first_but_is_no_condition():
    wanted = replace(WANTED, language="ar")
    people = [neighbour(1), neighbour(2, lat=51.008, languages=frozenset({"ar"}))]
    ranked = rank(wanted, people, NOW, 5)
    assert numbers(ranked) == [2, 1]
    assert "language asked for" in ranked[0].reason
    assert "language" not in ranked[1].reason


def test_nobody_is_asked_twice_for_the_same_ask():
    people = [neighbour(1), neighbour(2)]
    assert numbers(rank(WANTED, people, NOW, 5, already=frozenset({people[0].volunteer_id}))) == [2]


def test_a_rung_asks_only_its_own_part_of_the_place():
    people = [neighbour(1, street_id=STREET), neighbour(2), neighbour(3, community_id=UUID(int=5))]
    assert numbers(rank(WANTED, people, NOW, 5, level=Level.STREET)) == [1]
    assert sorted(numbers(rank(WANTED, people, NOW, 5, level="community"))) == [1, 2]
    assert sorted(numbers(rank(WANTED, people, NOW, 5, level="district"))) == [1, 2, 3]
    assert rank(WANTED, people, NOW, 5, level=Level.PERSON) == []


@given(st.randoms(use_true_random=False))
def test_the_order_people_come_in_changes_nothing(shuffle: random.Random):
    people = [neighbour(number) for number in range(8)]
    expected = numbers(rank(WANTED, people, NOW, 5))
    shuffle.shuffle(people)
    assert numbers(rank(WANTED, people, NOW, 5)) == expected


def test_the_reason_is_in_words_and_names_nobody():
    reason = rank(WANTED, [neighbour(1)], NOW, 1)[0].reason
    assert reason == "About 2 minutes away on foot. Last asked 2 days ago."


def test_three_of_whom_nothing_is_known_are_asked_at_once():
    people = [neighbour(number) for number in range(9)]
    assert len(next_few(WANTED, people, NOW)) == 3


def test_somebody_who_always_says_yes_makes_the_few_fewer():
    keen = [neighbour(number, said_yes=9, was_asked=10) for number in range(9)]
    assert len(next_few(WANTED, keen, NOW)) == 2


def test_people_who_hardly_ever_can_make_the_few_more_but_never_more_than_five():
    busy = [neighbour(number, said_yes=0, was_asked=20) for number in range(9)]
    assert len(next_few(WANTED, busy, NOW)) == 5


def test_one_neighbour_is_asked_alone_and_none_is_nobody():
    assert len(next_few(WANTED, [neighbour(1)], NOW)) == 1
    assert next_few(WANTED, [], NOW) == []


@given(st.lists(st.floats(0, 1), max_size=12))
def test_never_more_than_five_and_at_least_two_where_there_are_two(chances):
    count = how_many(chances)
    assert min(len(chances), 2) <= count <= 5


@pytest.mark.slow
def test_two_thousand_asks_among_a_thousand_volunteers_take_seconds_not_minutes():
    dice = random.Random(7)
    people = [
        neighbour(
            number,
            lat=51 + dice.uniform(-0.2, 0.2),
            lon=-4 + dice.uniform(-0.3, 0.3),
            travel=dice.choice(["foot", "bicycle", "car"]),
        )
        for number in range(1000)
    ]
    begun = stopwatch.process_time()
    for _ in range(200):
        here = replace(WANTED, lat=51 + dice.uniform(-0.2, 0.2), lon=-4 + dice.uniform(-0.3, 0.3))
        next_few(replace(here, blocked_names=["Margaret Cole"]), people, NOW)
    assert stopwatch.process_time() - begun < 3.0, "two thousand asks must take less than 30 s on one slow core"
