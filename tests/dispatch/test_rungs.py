"""The ladders a place may keep: whatever is saved, a person is rung in time; and what one would have done last week."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from uuid import UUID, uuid4

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kith.asks import in_time, kinds
from kith.dispatch.awake import quiet_between
from kith.dispatch.ladder import AskFacts, plan
from kith.dispatch.rungs import LADDERS, USUAL, Rung, as_data, built_in, from_data, mistakes
from kith.dispatch.step import RING_AGAIN, Asked, State, What, step
from kith.dispatch.would import Was, would_have
from kith.matching import Candidate, Level, Wanted
from kith.matching.eligible import lives_within
from kith.matching.nearby import Neighbouring

NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
HOURS = st.sampled_from([(time(8), time(20)), (time(7, 30), time(21)), (time(0), time(0)), (time(22), time(6))])


@st.composite
def savable(draw: st.DrawFn, kind: str) -> tuple[Rung, ...]:
    """Any ladder the page would keep for this kind."""
    chosen = [level for level in Level if level is not Level.PERSON and draw(st.booleans())]
    levels = [*chosen, Level.PERSON]
    weights = [draw(st.integers(1, 20)) for _level in levels]
    shares = [max(1, 100 * one // sum(weights)) for one in weights]
    shares[-1] += 100 - sum(shares)
    rungs = tuple(
        Rung(level, share / 100, draw(st.integers(5, 240)), draw(st.integers(1, 30)))
        for level, share in zip(levels, shares, strict=True)
    )
    assume(not mistakes(rungs, kind))
    return rungs


@settings(deadline=None, max_examples=300)
@given(
    data=st.data(),
    kind=st.sampled_from(sorted(kinds.KINDS)),
    minute=st.integers(0, 255 * 24 * 60),
    minutes=st.integers(-60, 6 * 24 * 60),
    hours=HOURS,
    further=st.booleans(),
)
def test_on_every_ladder_anybody_can_keep_medicine_rings_an_hour_before_or_it_is_said_at_intake(
    data: st.DataObject, kind: str, minute: int, minutes: int, hours: tuple[time, time], further: bool
) -> None:
    # A ladder for every kind is looked at as such, and may then be gone by for medicine.
    rungs = data.draw(savable(data.draw(st.sampled_from([kind, ""]))))
    now = datetime(2026, 3, 20, tzinfo=UTC) + timedelta(minutes=minute)
    need_by = now + timedelta(minutes=minutes)
    quiet = quiet_between(*hours, now, max(now, need_by))
    made = plan(AskFacts(kind, need_by, further_away=further, ladder=rungs), now, quiet)
    assert made.rungs[-1].level is Level.PERSON
    if kind in in_time.MEDICINE:
        assert in_time.is_too_late(kind, need_by, now) == (made.advice is not None)
        assert made.advice or need_by - made.last_call.starts >= HOUR
    elif made.advice is None:
        assert need_by - made.last_call.starts >= timedelta(minutes=15)


def test_the_built_in_ladders_may_be_kept() -> None:
    for kind in ("", *LADDERS):
        assert mistakes(built_in(kind), kind) == []
        assert from_data(as_data(built_in(kind))) == built_in(kind)


def test_what_makes_no_ladder_is_said_with_what_to_do() -> None:
    street, person = replace(USUAL[Level.STREET], share=0.5), replace(USUAL[Level.PERSON], share=0.4)
    assert mistakes([street]) == [
        "The last step is always a person's phone. Put it back.",
        "Leave at least one step on which neighbours or partners are asked.",
        "The shares make 50. Share out 50 more, so that they make 100.",
    ]
    assert mistakes([street, person]) == ["The shares make 90. Share out 10 more, so that they make 100."]
    short = replace(person, share=0.5, floor_minutes=30)
    assert mistakes([street, short], "prescription") == [
        "On the phone: a person needs 60 minutes or more to ring round."
    ]
    assert "Each step comes once, the nearest first." in mistakes([street, street, short])
    assert "On the street: ask 1 to 30 at most." in mistakes([replace(street, most_offers=0), short])


def test_partners_take_nobodys_time_where_the_person_said_no() -> None:
    need_by = NINE + 8 * HOUR
    levels = [rung.level for rung in plan(AskFacts("shopping", need_by, partners=False), NINE)]
    assert Level.PARTNER not in levels
    assert Level.PARTNER in [rung.level for rung in plan(AskFacts("shopping", need_by), NINE)]


def people(**found: list[UUID]):
    return lambda level: found.get(level.value, [])


def climbing(**changed: object) -> State:
    facts = AskFacts("shopping", NINE + 8 * HOUR)
    return State(facts, plan(facts, NINE), **changed)  # type: ignore[arg-type]


def test_before_the_next_communities_are_asked_whoever_became_free_nearer_is() -> None:
    here = climbing(level=Level.NEARBY)
    nearby = here.plan.on(Level.NEARBY).starts
    free, far = uuid4(), uuid4()
    down = step(here, nearby, people(street=[free], nearby=[far]))
    assert (down.what, down.level, down.who) == (What.STEP_DOWN, Level.STREET, (free,))
    assert "Somebody nearer has not been asked yet." in down.why
    after = replace(here, level=Level.STREET)
    asked = [Asked(free, Level.STREET, nearby)]
    up = step(after, down.look_again_at, people(nearby=[far]), asked)
    assert (up.what, up.level, up.who) == (What.STEP_UP, Level.NEARBY, (far,))


def test_going_back_asks_no_more_than_the_steps_so_far_may_ask() -> None:
    here = climbing(level=Level.NEARBY)
    nearby = here.plan.on(Level.NEARBY)
    most = sum(rung.most_offers for rung in here.plan)
    asked = [Asked(uuid4(), Level.COMMUNITY, NINE, "no") for _one in range(most)]
    assert step(here, nearby.starts, people(street=[uuid4()]), asked).what is not What.STEP_DOWN


def test_a_phone_that_rang_early_is_no_reason_not_to_ask_whoever_is_free_now() -> None:
    here = climbing(level=Level.PERSON, rang_at=NINE)
    free = uuid4()
    assert step(here, NINE + RING_AGAIN / 2, people(street=[free])).what is What.WAIT
    down = step(here, NINE + RING_AGAIN, people(street=[free]))
    assert (down.what, down.who) == (What.STEP_DOWN, (free,))
    assert step(here, here.plan.last_call.starts, people(street=[free])).what is What.RING_A_PERSON
    assert step(replace(here, in_hand=True), NINE + RING_AGAIN, people(street=[free])).what is What.WAIT


def test_partners_are_asked_after_every_neighbour_and_before_the_phone() -> None:
    here, shop = climbing(level=Level.DISTRICT), uuid4()
    asked = step(here, here.plan.on(Level.PARTNER).starts, people(partner=[shop]))
    assert (asked.what, asked.level, asked.who) == (What.ASK_PARTNERS, Level.PARTNER, (shop,))
    waits = step(
        replace(here, level=Level.PARTNER),
        here.plan.on(Level.PARTNER).starts + timedelta(minutes=1),
        people(),
        [Asked(shop, Level.PARTNER, here.plan.on(Level.PARTNER).starts)],
    )
    assert waits.what is What.WAIT


def test_next_to_it_is_what_is_near_on_the_road_whatever_it_is_called() -> None:
    mine, near, far = uuid4(), uuid4(), uuid4()
    round_here = Neighbouring({mine: (51.2, -4.0), near: (51.22, -4.0), far: (51.5, -4.0)})
    assert round_here.within(mine, 20) == {near}
    assert round_here.within(mine, 120) == {near, far}
    assert round_here.within(None, 20, (51.22, -4.0)) == {mine, near}
    assert round_here.within(None, 20) == frozenset()


def test_a_neighbour_on_foot_in_the_next_village_is_not_nearby() -> None:
    mine, near = uuid4(), uuid4()
    wanted = Wanted("shopping", NINE + HOUR, 51.2, -4.0, community_id=mine, nearby=frozenset({near}))
    drives = Candidate(uuid4(), 51.22, -4.0, community_id=near, travel="car")
    assert lives_within(wanted, drives, Level.NEARBY)
    assert not lives_within(wanted, replace(drives, travel="foot"), Level.NEARBY)
    assert not lives_within(wanted, replace(drives, community_id=mine), Level.NEARBY)


def test_last_week_by_another_ladder_moves_only_the_clock() -> None:
    facts = AskFacts("shopping", NINE + 8 * HOUR)
    asks = [
        Was(facts, NINE, NINE + timedelta(minutes=50), Level.STREET),
        Was(facts, NINE, NINE + 8 * HOUR),
        Was(replace(facts, red_flag=True), NINE, NINE + HOUR),
    ]
    here = would_have(asks)
    assert (here.asks, here.phone, here.further) == (2, 1, ())
    quick = (replace(USUAL[Level.STREET], share=0.01), replace(USUAL[Level.PERSON], share=0.99))
    there = would_have(asks, quick)
    assert there.phone == 2
    assert [(one.taken_on, one.by_then, one.asks) for one in there.further] == [(Level.STREET, Level.PERSON, 1)]
    assert there.least_before is not None
    assert there.least_before > (here.least_before or timedelta(0))
