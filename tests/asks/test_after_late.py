"""How soon a person hears again when we are late: within the hour at first, then less and less often."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kith.asks import hearing
from tests.thread import NOW

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("late_for", "hours"), [(timedelta(minutes=2), 1), (HOUR, 1), (2 * HOUR, 2), (3 * HOUR, 3), (30 * HOUR, 4)]
)
def test_the_longer_we_are_late_the_longer_until_the_next_word(late_for: timedelta, hours: int) -> None:
    assert hearing.after_late(NOW, None, missed_since=NOW - late_for) == NOW + hours * HOUR


def test_what_presses_is_looked_at_every_hour() -> None:
    assert hearing.after_late(NOW, None, missed_since=NOW - 30 * HOUR, pressing=True) == NOW + HOUR


def test_the_next_word_comes_by_the_time_it_is_needed() -> None:
    need_by = NOW + timedelta(minutes=40)
    assert hearing.after_late(NOW, need_by, missed_since=NOW - 30 * HOUR) == need_by
