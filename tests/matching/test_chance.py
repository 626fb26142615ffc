"""How likely a yes is: learned from what was asked and answered, and usual while nothing is known."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from kith.matching import History, Past, band_of, part_of
from kith.matching.chance import reason

SAM, ANN, NEW, HERE, THERE = (UUID(int=n) for n in range(1, 6))
kinds = st.sampled_from(["shopping", "prescription", "call"])
parts = st.sampled_from(["morning", "afternoon", "weekend-morning"])
pasts = st.builds(
    Past,
    volunteer_id=st.sampled_from([SAM, ANN]),
    community_id=st.sampled_from([HERE, THERE]),
    kind=kinds,
    part=parts,
    band=st.integers(0, 5),
    lately=st.integers(0, 4),
    yes=st.booleans(),
)


def told(*pasts: Past) -> History:
    history = History()
    for past in pasts:
        history.tell(past)
    return history


def past(who: UUID = SAM, yes: bool = True, kind: str = "shopping", part: str = "morning", **more) -> Past:
    return Past(who, HERE, kind, part, 1, more.get("lately", 0), yes)


def chance(history: History, who: UUID = SAM, kind: str = "shopping", part: str = "morning", **more) -> float:
    return history.chance(who, HERE, kind=kind, part=part, km=0.5, **more)


def test_somebody_new_has_the_usual_chance():
    assert 0.25 < chance(History(), NEW) < 0.35


def test_somebody_new_has_the_chance_that_is_usual_where_they_live():
    busy = told(*(past(ANN, yes=n % 10 == 0) for n in range(200)))
    assert chance(busy, NEW) < 0.2 < chance(History(), NEW)


def test_a_yes_makes_the_next_more_likely_and_a_silence_less():
    assert chance(told(past(yes=False))) < chance(History()) < chance(told(past(yes=True)))


def test_what_they_do_gladly_is_more_likely_than_what_they_never_do():
    history = told(*(past(kind="shopping") for _ in range(6)), *(past(kind="call", yes=False) for _ in range(6)))
    assert chance(history, kind="shopping") > chance(history, kind="other") > chance(history, kind="call")


def test_their_hour_counts():
    history = told(*(past(part="morning") for _ in range(6)), *(past(part="evening", yes=False) for _ in range(6)))
    assert chance(history, part="morning") > chance(history, part="evening")


def test_the_nearer_is_more_likely_before_anything_is_known():
    near, far = (History().chance(SAM, HERE, kind="shopping", part="morning", km=km) for km in (0.2, 12.0))
    assert near > far


@given(st.lists(pasts, max_size=40), kinds, parts, st.floats(0, 30))
def test_each_nudge_of_the_last_week_makes_a_yes_less_likely(before, kind, part, km):
    history = told(*before)
    likely = [history.chance(SAM, HERE, kind=kind, part=part, km=km, lately=n) for n in range(6)]
    assert likely == sorted(likely, reverse=True)
    assert all(0 < one < 1 for one in likely)


@given(st.lists(pasts, min_size=1, max_size=40), st.randoms(use_true_random=False))
def test_the_order_of_telling_changes_nothing_and_what_is_taken_out_was_never_there(before, shuffle):
    again = before[:]
    shuffle.shuffle(again)
    assert chance(told(*before)) == chance(told(*again))
    history = told(*before)
    history.tell(again[0], times=-1)
    again.pop(0)
    assert chance(history) == chance(told(*again))


def test_a_reason_is_only_ever_in_favour_and_holds_no_number():
    history = told(past(), past(), *(past(ANN, yes=False) for _ in range(9)))
    said = reason(history, SAM, kind="shopping", part="morning")
    assert said == "Has said yes to this before, and at this time of day."
    assert reason(history, ANN, kind="shopping", part="morning") is None
    assert reason(history, NEW, kind="shopping", part="morning") is None


def test_parts_are_those_of_the_wall_clock():
    assert part_of(datetime(2026, 7, 1, 11, 30, tzinfo=UTC)) == "afternoon"
    assert part_of(datetime(2026, 1, 7, 11, 30, tzinfo=UTC)) == "morning"
    assert part_of(datetime(2026, 1, 10, 18, 0, tzinfo=UTC)) == "weekend-evening"


def test_bands_grow_with_the_distance():
    assert [band_of(km) for km in (0.1, 0.9, 2.0, 5.0, 50.0, None)] == [0, 1, 2, 3, 4, 5]
