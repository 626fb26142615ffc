"""One decision at a time: asked, waited for, stepped up, held, and in the end always a person's phone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from kith.dispatch.awake import quiet_between
from kith.dispatch.ladder import AskFacts, plan
from kith.dispatch.rungs import HEIGHT
from kith.dispatch.step import RING_AGAIN, Asked, Decision, State, What, hold_until, step
from kith.matching import Level

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
NEED_BY = NOW + timedelta(hours=8)
FACTS = AskFacts("shopping", NEED_BY)
PEOPLE = (Level.STREET, Level.COMMUNITY, Level.NEARBY, Level.DISTRICT)
STREET = [UUID(int=number) for number in range(1, 4)]
COMMUNITY = [UUID(int=number) for number in range(11, 14)]


def found(street=STREET, community=COMMUNITY, district=(), nearby=(), partner=()):
    people = {"street": street, "community": community, "nearby": nearby, "district": district, "partner": partner}
    return lambda level: people[level]


def nobody(level):
    return ()


def state(facts=FACTS, now=NOW, quiet=(), **changed) -> State:
    return State(facts, plan(facts, now, quiet), **changed)


def asked(who, at=NOW, level=Level.STREET, answer="") -> list[Asked]:
    return [Asked(one, level, at, answer) for one in who]


def test_it_begins_by_asking_the_first_few_on_the_street():
    decision = step(state(), NOW, found())
    assert decision.what is What.ASK_NEXT
    assert decision.level is Level.STREET
    assert decision.who == tuple(STREET)
    assert decision.told == "Neighbours close to you are being asked."
    assert decision.why == "On the street: 3 neighbours are asked."
    assert decision.look_again_at > NOW


def test_it_waits_while_those_asked_may_still_answer():
    decision = step(state(level=Level.STREET), NOW + timedelta(minutes=5), found([]), asked(STREET[:1]))
    assert decision.what is What.WAIT
    assert decision.why == "On the street: 1 neighbour has not answered yet."


def test_when_all_have_said_no_the_next_few_are_asked_at_once():
    said_no = asked(STREET[:2], answer="no")
    decision = step(state(level=Level.STREET), NOW + timedelta(minutes=5), found(STREET[2:]), said_no)
    assert decision.what is What.ASK_NEXT
    assert decision.who == tuple(STREET[2:])


def test_when_the_few_are_silent_the_next_few_are_asked_as_well():
    later = NOW + state().plan.rungs[0].wave
    decision = step(state(level=Level.STREET), later, found(STREET[2:]), asked(STREET[:2]))
    assert decision.what is What.ASK_NEXT


def test_a_rung_never_asks_more_than_its_most():
    many = [UUID(int=number) for number in range(100, 140)]
    assert len(step(state(), NOW, found(many)).who) == state().plan.rungs[0].most_offers


def test_a_rung_without_volunteers_steps_up_at_once_and_says_why():
    decision = step(state(level=Level.STREET), NOW, found([]))
    assert decision.what is What.STEP_UP
    assert decision.level is Level.COMMUNITY
    assert decision.why == "In the community: Nobody nearer could in time. 3 neighbours are asked."


def test_the_clock_steps_up_though_the_street_has_more_neighbours():
    community = state().plan.rungs[1]
    decision = step(state(level=Level.STREET), community.starts, found(), asked(STREET[:1]))
    assert (decision.what, decision.level) == (What.STEP_UP, Level.COMMUNITY)


def test_it_never_goes_back_down():
    decision = step(state(level=Level.DISTRICT), NOW, found(district=STREET))
    assert decision.level is Level.DISTRICT


def test_with_nobody_left_anywhere_a_person_is_rung():
    decision = step(state(level=Level.STREET), NOW, nobody)
    assert decision.what is What.RING_A_PERSON
    assert "nobody left" in decision.why


def test_a_phone_nobody_answers_rings_again():
    rung = state(level=Level.PERSON, rang_at=NOW)
    assert step(rung, NOW + timedelta(minutes=1), nobody).what is What.WAIT
    assert step(rung, NOW + RING_AGAIN, nobody).what is What.RING_A_PERSON


def test_once_a_person_has_it_in_hand_nothing_else_happens():
    decision = step(state(level=Level.PERSON, rang_at=NOW, in_hand=True), NOW + timedelta(minutes=40), found())
    assert decision.what is What.WAIT


def test_a_yes_ends_the_asking():
    decision = step(state(level=Level.STREET), NOW, found(), asked(STREET[:1], answer="yes"))
    assert decision.what is What.WAIT
    assert decision.told == "Somebody has this."


def test_a_hold_asks_nobody_and_says_who_is_sorting_it():
    held = state(level=Level.STREET, held_at=NOW, held_until=hold_until(NOW), held_by="Jan")
    decision = step(held, NOW + timedelta(minutes=29), found())
    assert decision.what is What.HOLD
    assert decision.told == "Jan is sorting this out for you now."
    assert step(held, NOW + timedelta(minutes=30), found()).what is What.ASK_NEXT


def test_a_hold_is_never_longer_than_half_an_hour():
    assert hold_until(NOW, 300) == NOW + timedelta(minutes=30)
    held = state(level=Level.STREET, held_at=NOW, held_until=NOW + timedelta(days=1), held_by="Jan")
    assert step(held, NOW, found()).look_again_at == NOW + timedelta(minutes=30)
    assert step(held, NOW + timedelta(minutes=31), found()).what is What.ASK_NEXT


def test_a_hold_does_not_move_the_time_at_which_a_person_is_rung():
    last = state().plan.last_call.starts
    held = state(level=Level.DISTRICT, held_at=last - timedelta(minutes=5), held_until=last + timedelta(minutes=25))
    assert step(held, last - timedelta(minutes=1), found()).look_again_at == last
    assert step(held, last, found()).what is What.RING_A_PERSON


def test_at_night_nobody_is_asked_but_a_red_flag_rings():
    night = datetime(2026, 11, 23, 2, tzinfo=UTC)
    quiet = quiet_between(time(8), time(20), night, night + timedelta(days=1))
    late = AskFacts("shopping", night + timedelta(hours=14))
    decision = step(state(late, night, quiet), night, found(), quiet=quiet)
    assert decision.what is What.WAIT
    assert decision.look_again_at == datetime(2026, 11, 23, 8, tzinfo=UTC)
    assert decision.who == ()
    red = replace(late, red_flag=True)
    assert step(state(red, night, quiet), night, found(), quiet=quiet).what is What.RING_A_PERSON


def test_an_ask_that_cannot_be_in_time_carries_the_advice():
    late = AskFacts("prescription", NOW + timedelta(minutes=20))
    decision = step(state(late), NOW, found())
    assert decision.what is What.RING_A_PERSON
    assert decision.advice.short_by == timedelta(minutes=40)


def test_somebody_who_wants_no_neighbour_is_told_that_none_is_asked():
    private = replace(FACTS, further_away=True)
    decision = step(state(private), NOW, found(district=STREET))
    assert decision.level is Level.DISTRICT
    assert decision.told == "Somebody from further away is being asked, as you wished."


@settings(deadline=None, max_examples=150)
@given(
    now=st.integers(0, 255 * 24 * 60).map(lambda minute: datetime(2026, 3, 20, tzinfo=UTC) + timedelta(minutes=minute)),
    minutes=st.integers(-60, 6 * 24 * 60),
    kind=st.sampled_from(["shopping", "prescription", "call", "welfare_check"]),
    pools=st.tuples(*[st.integers(0, 12)] * 4),
    says=st.sampled_from(["", "no", "mixed"]),
    further=st.booleans(),
)
def test_with_no_yes_every_search_climbs_and_ends_at_a_persons_phone_in_time(now, minutes, kind, pools, says, further):
    need_by = now + timedelta(minutes=minutes)
    quiet = quiet_between(time(8), time(20), now, max(now, need_by))
    here = state(AskFacts(kind, need_by, further_away=further), now, quiet)
    rang_at = climb(here, now, pools, says, quiet)
    assert rang_at <= max(now, here.plan.last_call.starts)
    if kind == "prescription" and here.plan.advice is None:
        assert need_by - rang_at >= timedelta(minutes=60)


def climb(here: State, now: datetime, pools, says: str, quiet) -> datetime:
    """Follow the decisions until a phone rings; at most a hundred of them."""
    left = {
        level: [UUID(int=1000 * height + one) for one in range(count)]
        for height, (level, count) in enumerate(zip(PEOPLE, pools, strict=True))
    }
    answers: list[Asked] = []
    for _ in range(100):
        decision = step(here, now, lambda level: left.get(level, [])[:3], answers, quiet)
        if decision.what is What.RING_A_PERSON:
            return now
        check(decision, here, now, quiet)
        for number, who in enumerate(decision.who):
            left[decision.level].remove(who)
            silent = says == "" or (says == "mixed" and number % 2)
            answers.append(Asked(who, decision.level, now, "" if silent else "no"))
        here, now = replace(here, level=decision.level), decision.look_again_at
    raise AssertionError("a search must end")


def check(decision: Decision, here: State, now: datetime, quiet) -> None:
    assert decision.look_again_at > now
    down = decision.what is What.STEP_DOWN
    assert down or here.level is None or HEIGHT[decision.level] >= HEIGHT[here.level]
    assert decision.why
    assert decision.told
    if decision.who:
        assert not [1 for start, end in quiet if start <= now < end], "nobody is asked in quiet hours"
