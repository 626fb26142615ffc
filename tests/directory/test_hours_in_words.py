"""Hours as people write them: read where every word is understood, never guessed."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.directory.reading import hours
from kith.directory.reading.hours import DAYS, Hours

READ = {
    "Mon-Fri 9am to 5pm": ((0, 1, 2, 3, 4), "09:00", "17:00"),
    "Mondays 10am - 12 noon": ((0,), "10:00", "12:00"),
    "Tuesdays 2-4": ((1,), "14:00", "16:00"),
    "every Wednesday from 10:30am until 12:30pm": ((2,), "10:30", "12:30"),
    "Thursday 2–4pm": ((3,), "14:00", "16:00"),
    "Weekdays 9.30 - 4.30": ((0, 1, 2, 3, 4), "09:30", "16:30"),
    "Monday and Wednesday, 10.00-11.30": ((0, 2), "10:00", "11:30"),
    "Sat & Sun 11-1": ((5, 6), "11:00", "13:00"),
    "Every day 09:00 to 17:00": ((0, 1, 2, 3, 4, 5, 6), "09:00", "17:00"),
    "Fri-Mon 10am-2pm": ((4, 5, 6, 0), "10:00", "14:00"),
    "Tues 11am-1pm": ((1,), "11:00", "13:00"),
}
NOT_READ = (
    "First Tuesday of the month, 2pm",
    "Ring for times",
    "Mondays",
    "10am to 12",
    "Mon 9-5 term time only",
    "Tuesdays 2pm",
    "Alternate Fridays 10-12",
    "by appointment Mon-Fri 9-5",
    "Mon 25:00 - 26:00",
    "Monday 5pm - 3pm",
    "",
    "Mon-Fri 9-5 (closed bank holidays)",
)


@pytest.mark.parametrize("words", READ)
def test_what_is_understood_is_read(words):
    days, opens, closes = READ[words]
    assert hours.read(words) == (Hours(days, time.fromisoformat(opens), time.fromisoformat(closes)),)


@pytest.mark.parametrize("words", NOT_READ)
def test_what_is_not_understood_whole_stays_words(words):
    assert hours.read(words) == ()


def test_several_days_with_hours_of_their_own():
    assert hours.read("Mon 9-5, Tue 10-4; Sat 10am-12 noon") == (
        Hours((0,), time(9), time(17)),
        Hours((1,), time(10), time(16)),
        Hours((5,), time(10), time(12)),
    )


@settings(max_examples=150, deadline=None)
@given(
    st.sets(st.integers(0, 6), min_size=1, max_size=7),
    st.times().map(lambda one: one.replace(second=0, microsecond=0)),
    st.times().map(lambda one: one.replace(second=0, microsecond=0)),
)
def test_hours_written_out_are_read_as_they_were_meant(days, one, two):
    opens, closes = sorted((one, two))
    named = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    words = f"{', '.join(named[day] for day in sorted(days))} {opens:%I:%M%p} to {closes:%I:%M%p}".lower()
    found = hours.read(words)
    assert found == ((Hours(tuple(sorted(days)), opens, closes),) if opens < closes else ())


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=80))
def test_no_words_at_all_make_it_stumble(words):
    for one in hours.read(words):
        assert one.opens < one.closes and set(one.weekdays) <= set(range(7)) and one.weekdays


@given(st.sets(st.sampled_from(DAYS), min_size=1))
def test_the_standards_own_days_are_read(days):
    assert {DAYS[day] for day in hours.weekdays(",".join(days))} == days
    assert hours.weekdays("2TU,-1FR") == (1, 4)


@pytest.mark.parametrize(
    ("written", "meant"),
    [("10:00:00", time(10)), ("10:00Z", time(10)), ("9am", time(9)), ("12 noon", time(12)), ("never", None), (7, None)],
)
def test_one_time_of_day(written, meant):
    assert hours.clock(written) == meant
