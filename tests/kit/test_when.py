"""Times as people write them, read the British way."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kith.kit import said, when
from kith.kit.clock import LONDON

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)  # a Tuesday in winter
BEFORE_SPRING = datetime(2026, 3, 27, 10, 0, tzinfo=UTC)


def ends(text: str, now: datetime = NOW) -> str:
    found = when.parse(text, now)
    return said.point(found.end, now) if found.end else ""


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("today", "5 today"),
        ("tonight", "10 tonight"),
        ("TOMORROW", "5 tomorrow"),
        ("tommorow morning", "12 tomorrow"),
        ("tomoz am", "12 tomorrow"),
        ("by Friday", "5 on Friday"),
        ("Fri 3pm", "3 on Friday"),
        ("before the weekend", "5 on Friday"),
        ("asap", "12 today"),
        ("this week", "5 on Friday"),
        ("next Friday", "5 on Friday 4 December"),
        ("a week on Friday", "5 on Friday 4 December"),
        ("03/12/2026", "5 on Thursday 3 December"),
        ("3.12.26 14:30", "2:30 on Thursday 3 December"),
        ("3 Dec", "5 on Thursday 3 December"),
        ("the 3rd of December 2026 at half past 2", "2:30 on Thursday 3 December"),
        ("2026-12-03T14:30:00Z", "2:30 on Thursday 3 December"),
        ("2026-12-03 00:00:00", "5 on Thursday 3 December"),
        ("46359", "5 on Thursday 3 December"),
        ("46359.604166667", "2:30 on Thursday 3 December"),
        ("within 48 hours", "10 on Thursday"),
        ("by 12 tonight", "midnight tonight"),
        ("not urgent, by Friday", "5 on Friday"),
        ("غدا", "5 tomorrow"),
        ("yfory", "5 tomorrow"),
    ],
)
def test_a_need_by_is_read(text: str, end: str) -> None:
    assert ends(text) == end
    assert when.parse(text, NOW).words == text


def test_a_window_has_a_start() -> None:
    found = when.parse("Thursday between 2 and 4", NOW)
    assert said.span(found.start or NOW, found.end or NOW, NOW) == "Thursday between 2 and 4"
    assert when.parse("by Friday", NOW).start is None


def test_urgent_is_marked() -> None:
    assert when.parse("URGENT!!", NOW).urgent
    assert not when.parse("not urgent", NOW).urgent


def test_words_that_leave_it_open_are_no_problem() -> None:
    for text in ("", "whenever", "no rush", "n/a"):
        found = when.parse(text, NOW)
        assert (found.end, found.problem) == (None, "")


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("03/04/2020", "has gone by"),
        ("yesterday", "has gone by"),
        ("31/02/2027", "no day"),
        ("04/23/2027", "no month 23"),
        ("Friday 3 December 2026", "not a Friday"),
        ("when the boat comes in", "not a time we can read"),
        ("01/01/9999", "not a time we can read"),
        ("3 December 2028", "more than a year away"),
        ("every Tuesday", "more than once"),
    ],
)
def test_what_needs_a_look_says_so(text: str, part: str) -> None:
    found = when.parse(text, NOW)
    assert part in found.problem
    assert text in found.problem


def test_relative_words_count_from_the_rows_own_time() -> None:
    written = NOW - timedelta(days=3)
    found = when.parse("tomorrow", NOW, base=written)
    assert found.end == datetime(2026, 11, 22, 17, 0, tzinfo=UTC)
    assert "has gone by" in found.problem


def test_on_a_friday_evening_friday_is_the_next_one() -> None:
    friday_evening = datetime(2026, 11, 27, 18, 0, tzinfo=UTC)
    assert ends("by Friday 3pm", friday_evening) == "3 on Friday 4 December"
    assert ends("Friday 9pm", friday_evening) == "9 tonight"


def test_an_hour_that_never_comes_is_the_hour_after() -> None:
    assert ends("Sunday 1:30am", BEFORE_SPRING) == "2:30 on Sunday morning"


def test_an_hour_that_comes_twice_is_its_first() -> None:
    autumn = datetime(2026, 10, 22, 10, 0, tzinfo=UTC)
    assert when.parse("Sunday 1:30am", autumn).end == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_stamp_is_an_absolute_date() -> None:
    assert when.stamp("03/04/2020 14:30", NOW) == datetime(2020, 4, 3, 13, 30, tzinfo=UTC)
    assert when.stamp("03/04/2020", NOW) == datetime(2020, 4, 3, 9, tzinfo=LONDON).astimezone(UTC)
    assert when.stamp("tomorrow", NOW) is None
    assert when.stamp("Carol", NOW) is None


def test_a_need_by_is_noticed_in_a_sentence() -> None:
    found = when.mentioned("could somebody get bread by Friday please", NOW)
    assert found is not None
    assert found.end == datetime(2026, 11, 27, 17, tzinfo=UTC)
    assert when.mentioned("bread and milk", NOW) is None


MOMENTS = st.integers(min_value=0, max_value=1_000_000).map(lambda n: NOW + timedelta(minutes=n))


@given(MOMENTS, st.integers(min_value=2, max_value=120 * 24 * 60))
def test_what_is_said_is_read_back(now: datetime, minutes_ahead: int) -> None:
    moment = now + timedelta(minutes=minutes_ahead)
    assume(moment.astimezone(LONDON).date() >= now.astimezone(LONDON).date())
    found = when.parse(said.by(moment, now), now)
    assert found.end == moment, said.by(moment, now)


@given(st.text(max_size=200), MOMENTS)
def test_any_text_is_read_or_has_a_problem(text: str, now: datetime) -> None:
    found = when.parse(text, now)
    assert found.end is None or found.end.tzinfo is not None
    assert found.start is None or found.end is None or found.start <= found.end
    when.stamp(text, now)
    when.mentioned(text, now)


WORDS = ["by", "friday", "3", "31/02", "tomorrow", "5pm", "12", "/", "-", "2020", "between", "and", "asap", "week",
         "midnight", "99", "in", "hours", "3rd", "mar", "next", "not", "before", "24:30", "night", "0"]  # fmt: skip


@given(st.lists(st.sampled_from(WORDS), max_size=7).map(" ".join), MOMENTS)
def test_any_jumble_of_time_words_is_read_or_has_a_problem(text: str, now: datetime) -> None:
    found = when.parse(text, now)
    assert found.start is None or found.end is None or found.start <= found.end
