"""How many are asked in vain over a season, beside the 1/p that nobody can do better than, and how fairly."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from statistics import median
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.matching import Candidate, Wanted, how_many, next_few, rank
from tests.matching.season import Season, ours, run

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
HOME = UUID(int=2)
chances = st.lists(st.floats(0.02, 0.95), min_size=1, max_size=12)


def twenty_at_once(wanted, seen, now, already, history, left, target):
    """The naive rule beside ours: everybody near is asked, and the first yes has it."""
    return rank(wanted, seen, now, 20, already=already)


def seasons(choose, **more) -> list[Season]:
    return [run(choose, seed=seed, asks=160, neighbours=60, **more) for seed in (1, 2, 3)]


@pytest.mark.slow
def test_with_time_few_are_asked_in_vain_and_fewer_than_by_a_naive_rule():
    kith, naive = seasons(ours), seasons(twenty_at_once)
    assert median(one.times_floor for one in kith) <= 1.5
    assert median(one.times_floor for one in naive) > 1.5 * median(one.times_floor for one in kith)
    assert all(one.accepted / one.asks > 0.8 for one in kith)


@pytest.mark.slow
def test_a_season_is_the_same_each_time():
    first, again = (run(ours, seed=5, asks=80, neighbours=40) for _ in range(2))
    assert first == again


@pytest.mark.slow
def test_people_who_are_alike_are_asked_alike():
    season = run(ours, seed=2, asks=160, neighbours=60, alike=True)
    assert season.gini < 0.15
    assert max(season.asked.values()) <= 3 + 2 * sum(season.asked.values()) / len(season.asked)


@given(chances, st.floats(0.3, 0.95), st.integers(1, 8))
def test_with_more_time_nobody_more_is_asked_at_once(given_chances, target, waves):
    assert how_many(given_chances, target=target, waves_left=waves + 1) <= how_many(
        given_chances, target=target, waves_left=waves
    )


@given(chances, st.integers(1, 8))
def test_a_higher_target_never_asks_fewer(given_chances, waves):
    asked = [how_many(given_chances, target=target, waves_left=waves) for target in (0.3, 0.5, 0.7, 0.9)]
    assert asked == sorted(asked)


@given(st.floats(0.3, 0.95), st.integers(2, 8))
def test_one_is_asked_alone_where_there_is_time_and_a_yes_is_likely(target, waves):
    assert how_many([0.9, 0.9], target=min(target, 0.89), waves_left=waves) == 1


def alike(number: int) -> Candidate:
    return Candidate(
        volunteer_id=UUID(int=100 + number), lat=51.001, lon=-4.0, community_id=HOME, kinds=frozenset({"shopping"})
    )


@settings(deadline=None)
@given(st.integers(2, 9), st.integers(0, 10_000), st.integers(1, 40))
def test_among_people_who_are_alike_nobody_is_asked_twice_before_everybody_was_asked(many, seed, apart):
    """Whatever they answer, and however far apart the asks are."""
    dice, now = random.Random(seed), NOW
    people = {one.volunteer_id: one for one in map(alike, range(many))}
    asked: list[UUID] = []
    for _turn in range(many):
        wanted = Wanted(
            kind="shopping", lat=51.0, lon=-4.0, community_id=HOME, need_by=now.replace(hour=10) + timedelta(hours=6)
        )
        (first,) = next_few(wanted, people.values(), now, waves_left=3, at_most=1)
        one = first.candidate
        asked.append(one.volunteer_id)
        yes = dice.random() < 0.5
        people[one.volunteer_id] = replace(
            one,
            last_offered_at=now,
            offered_this_week=one.offered_this_week + 1,
            was_asked=one.was_asked + 1,
            said_yes=one.said_yes + yes,
            taken_this_week=one.taken_this_week + yes,
        )
        now += timedelta(days=apart)
    assert len(set(asked)) == many


def test_whoever_waited_longest_comes_up_among_people_who_were_all_asked():
    people = [replace(alike(n), last_offered_at=NOW - timedelta(days=n), was_asked=1) for n in range(1, 9)]
    wanted = Wanted(kind="shopping", lat=51.0, lon=-4.0, community_id=HOME, need_by=NOW + timedelta(hours=6))
    assert rank(wanted, people, NOW, 1)[0].candidate == people[-1]
