"""Times and lengths in people's words."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.kit import said
from kith.kit.clock import LONDON, local

MINUTE = timedelta(minutes=1)
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)  # a Tuesday in winter


def london(day: int, hour: int, minute: int = 0, month: int = 11, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=LONDON).astimezone(UTC)


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (london(24, 17), "by 5 today"),
        (london(24, 21), "by 9 tonight"),
        (london(25, 10, 30), "by 10:30 tomorrow"),
        (london(25, 7), "by 7 tomorrow morning"),
        (london(26, 12), "by 12 on Thursday"),
        (london(26, 22), "by 10 on Thursday night"),
        (london(25, 0), "by midnight tonight"),
        (london(26, 23, 59), "by the end of Thursday"),
        (london(3, 12, month=12), "by 12 on Thursday 3 December"),
        (london(3, 12, month=12, year=2027), "by 12 on Friday 3 December 2027"),
        (london(23, 9), "by 9 yesterday"),
        (london(23, 21), "by 9 last night"),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "by 1:30 on Sunday 25 October morning, before the clocks go back"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "by 1:30 on Sunday 25 October morning, after the clocks go back"),
    ],
)
def test_by_is_said_as_people_say_it(moment: datetime, words: str) -> None:
    assert said.by(moment, NOW) == words


def test_windows_name_the_day_once() -> None:
    assert said.span(london(24, 14), london(24, 16), NOW) == "today between 2 and 4"
    assert said.span(london(26, 14), london(26, 16), NOW) == "Thursday between 2 and 4"
    assert said.span(london(24, 22), london(25, 2), NOW) == "from 10 tonight to 2 tomorrow morning"


def test_days_and_hours() -> None:
    assert said.at(london(24, 16), NOW) == "at 4 today"
    assert said.on(london(26, 9), NOW) == "on Thursday"
    assert said.on(london(24, 9), NOW) == "today"
    assert said.day(london(1, 9, month=12), NOW) == "Tuesday 1 December"
    assert said.clock(time(21)) == "9 at night"
    assert said.clock(time(8)) == "8"


def test_lengths_are_counted() -> None:
    assert said.left(NOW + timedelta(minutes=40), NOW) == "in 40 minutes"
    assert said.left(NOW + timedelta(hours=1, minutes=42), NOW) == "in 1 hour 40 minutes"
    assert said.left(NOW - timedelta(minutes=1), NOW) == "1 minute ago"
    assert said.ago(NOW - timedelta(seconds=5), NOW) == "just now"
    assert said.ago(NOW - timedelta(days=3), NOW) == "3 days ago"
    assert said.minutes(42) == "about 40 minutes"
    assert said.minutes(60) == "about an hour"


def test_distances_are_rough() -> None:
    assert said.distance(0.1) == "a few minutes' walk"
    assert said.distance(1.0) == "about half a mile"
    assert said.distance(1.7) == "about a mile"
    assert said.distance(5) == "about 3 miles"


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        said.by(datetime(2026, 11, 24, 10), NOW)


MOMENTS = st.integers(min_value=0, max_value=50_000_000).map(lambda n: datetime(2000, 1, 1, tzinfo=UTC) + n * MINUTE)


@given(MOMENTS, MOMENTS)
def test_no_date_is_ever_in_bare_figures(moment: datetime, now: datetime) -> None:
    for words in (said.by(moment, now), said.at(moment, now), said.day(moment, now), said.left(moment, now)):
        assert "/" not in words
        assert not re.search(r"\d+[-.]\d+[-.]\d+", words)


def test_no_two_minutes_of_a_day_are_said_alike() -> None:
    start = london(25, 0)
    heard = {said.point(start + timedelta(minutes=n), NOW) for n in range(1, 24 * 60)}
    assert len(heard) == 24 * 60 - 1
    assert local(start).hour == 0
