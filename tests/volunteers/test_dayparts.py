"""The parts of a week, on the wall clock."""

from datetime import UTC, datetime, time

import pytest

from kith.volunteers import dayparts


@pytest.mark.parametrize(
    ("moment", "name"),
    [
        (datetime(2026, 11, 23, 9, 0, tzinfo=UTC), "mon-morning"),
        (datetime(2026, 11, 23, 12, 0, tzinfo=UTC), "mon-afternoon"),
        (datetime(2026, 11, 23, 22, 0, tzinfo=UTC), "mon-night"),
        (datetime(2026, 11, 23, 3, 0, tzinfo=UTC), "sun-night"),
        (datetime(2026, 7, 6, 7, 30, tzinfo=UTC), "mon-morning"),
    ],
)
def test_every_moment_lies_in_one_part_of_the_week(moment, name):
    assert dayparts.at(moment) == name


def test_a_night_begins_in_the_evening_and_ends_next_morning():
    assert (dayparts.slot("sun-night").start, dayparts.slot("sun-night").end) == (time(21), time(8))
    assert dayparts.slot("sun-night").weekday == 6


def test_the_week_goes_round():
    assert dayparts.following("sun-evening", 3) == ("sun-night", "mon-morning", "mon-afternoon")


def test_a_part_we_do_not_know_is_left_out_or_refused():
    assert dayparts.slots(["mon-morning", "mon-brunch"]) == (dayparts.slot("mon-morning"),)
    with pytest.raises(KeyError):
        dayparts.slot("noday-morning")
