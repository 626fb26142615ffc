"""A group rings each other: everybody is rung once, by one person, with few calls each; and we learn no name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.outreach.ring_tree import tree


@given(people=st.integers(1, 200), each=st.integers(1, 5))
def test_everybody_is_rung_once_and_nobody_rings_more_than_they_were_asked(people: int, each: int) -> None:
    calls = tree(people, each)
    rung = [number for call in calls for number in call.rings]
    assert sorted(rung) == list(range(2, people + 1))
    assert all(len(call.rings) <= each for call in calls)
    assert all(call.rung_by == next((one.number for one in calls if call.number in one.rings), 0) for call in calls)


@pytest.mark.parametrize(("people", "each"), [(0, 2), (5, 0)])
def test_nobody_is_no_tree(people: int, each: int) -> None:
    with pytest.raises(ValueError, match="at least one"):
        tree(people, each)
