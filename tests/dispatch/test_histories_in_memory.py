"""Two thousand histories of a small town in memory: whatever the order, nobody is forgotten and nobody goes twice."""

from __future__ import annotations

import contextlib
import os
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from kith.asks import hearing
from kith.asks import lifecycle as asks
from kith.dispatch import lifecycle as offers
from kith.dispatch.awake import quiet_between
from kith.dispatch.step import RING_AGAIN
from kith.kit.lifecycle import WrongMove
from kith.promises import lifecycle as promises
from tests.support.small_town import Ask, Offer, Refused, SmallTown

FULL = bool(os.environ.get("KITH_TEST_FULL"))
PARTS = 4
HISTORIES = (10_000 if FULL else 2_000) // PARTS
STEPS = 60
# The last Saturday before the clocks go back, so that long histories cross that night.
STARTS = datetime(2026, 10, 24, 14, tzinfo=UTC)
WHICH = st.integers(0, 11)
KINDS = ("shopping", "prescription", "call", "welfare_check", "post", "dog_walk")


class History(RuleBasedStateMachine):
    """Each step is an ordinary act that may be refused, but may never lose anybody."""

    careless: frozenset[str] = frozenset()
    town: SmallTown

    @initialize(kind=st.sampled_from(KINDS), hours=st.sampled_from([1, 4, 20]), awake=st.booleans())
    def begin(self, kind: str, hours: int, awake: bool) -> None:
        quiet = [] if awake else quiet_between(time(8), time(20), STARTS, STARTS + timedelta(days=30))
        self.town, self.swept, self.latest = SmallTown(STARTS, quiet, self.careless), False, STARTS
        self.town.ask(kind, STARTS + timedelta(hours=hours), False, False)

    def one(self, which: int, *states: str) -> Ask | None:
        found = [ask for ask in self.town.asks if ask.state in states]
        return found[which % len(found)] if found else None

    def an_offer(self, which: int, *states: str) -> tuple[Ask, Offer] | None:
        found = [(ask, one) for ask in self.town.asks for one in ask.offers if one.state in states]
        return found[which % len(found)] if found else None

    def trying(self) -> Any:
        self.swept = False
        return contextlib.suppress(Refused, WrongMove)

    # --- what happens

    @rule(
        kind=st.sampled_from(KINDS),
        hours=st.sampled_from([-2.0, 0.2, 1.0, 5.0, 30.0]),
        red_flag=st.sampled_from([False, False, True]),
        further_away=st.booleans(),
    )
    def somebody_asks(self, kind: str, hours: float, red_flag: bool, further_away: bool) -> None:
        if len(self.town.asks) < 5:
            with self.trying():
                self.town.ask(kind, self.town.now + timedelta(hours=hours), red_flag, further_away)

    @rule(minutes=st.sampled_from([1, 6, 12, 31, 65, 130, 600, 1_440]), sweeping=st.sampled_from([True, True, False]))
    def time_passes(self, minutes: int, sweeping: bool) -> None:
        self.town.now += timedelta(minutes=minutes)
        self.swept = False
        if sweeping:
            self.the_clock_sweeps()

    @rule(minutes=st.sampled_from([-120, -31, -3]))
    def the_clock_is_set_back(self, minutes: int) -> None:
        """By two hours in all at most: what was due may be late by that much, and is not forgotten."""
        self.latest = max(self.latest, self.town.now)
        self.town.now = max(self.town.now + timedelta(minutes=minutes), self.latest - timedelta(hours=2))
        self.the_clock_sweeps()

    @rule()
    def the_clock_sweeps(self) -> None:
        self.town.sweep()
        self.swept = True

    @rule(which=WHICH)
    def says_yes(self, which: int) -> None:
        if found := self.an_offer(which, *offers.OFFER.states):
            with self.trying():
                self.town.accepts(*found)

    @rule(which=WHICH, other=WHICH)
    def two_say_yes_at_once(self, which: int, other: int) -> None:
        ask = self.one(which, *asks.WANTED)
        waiting = [one for one in ask.offers if one.state in (offers.OFFERED, offers.SILENT)] if ask else []
        if ask and len(waiting) > 1:
            seen, first = ask.version, waiting.pop(which % len(waiting))
            with self.trying():
                self.town.accepts(ask, first, seen)
            with self.trying():
                self.town.accepts(ask, waiting[other % len(waiting)], seen)

    @rule(which=WHICH)
    def says_no(self, which: int) -> None:
        if found := self.an_offer(which, *offers.LIVE):
            with self.trying():
                self.town.says_no(found[1])

    @rule(which=WHICH)
    def hands_back(self, which: int) -> None:
        if found := self.an_offer(which, offers.ACCEPTED):
            with self.trying():
                self.town.hands_back(*found)

    @rule(
        which=WHICH,
        how=st.sampled_from([asks.DONE, asks.NOT_DONE, asks.NO_LONGER]),
        outcome=st.sampled_from(["left at the door", ""]),
    )
    def it_ends(self, which: int, how: str, outcome: str) -> None:
        if ask := self.one(which, *asks.ASK.open_states()):
            with self.trying():
                self.town.ends(ask, how, outcome)

    @rule(which=WHICH)
    def it_did_not_come(self, which: int) -> None:
        if ask := self.one(which, asks.DONE, asks.NOT_DONE):
            with self.trying():
                self.town.did_not_come(ask)

    @rule(which=WHICH)
    def a_colleague_holds_it(self, which: int) -> None:
        if ask := self.one(which, *asks.WANTED):
            with self.trying():
                self.town.hold(ask)

    @rule(which=WHICH, who=WHICH)
    def a_colleague_has_it(self, which: int, who: int) -> None:
        if ask := self.one(which, *asks.WANTED):
            with self.trying():
                self.town.has_it_in_hand(ask, self.town.colleagues[who % len(self.town.colleagues)])

    @rule(who=WHICH, how=st.sampled_from(["leaves", "ends soon"]))
    def a_colleague_goes(self, who: int, how: str) -> None:
        here = [one for one in self.town.colleagues if one.live]
        with self.trying():
            if how == "leaves":
                self.town.leaves(here[who % len(here)])
            else:
                self.town.turn_ends_at(here[who % len(here)], self.town.now + timedelta(hours=1))

    @rule(who=WHICH)
    def a_volunteer_goes(self, who: int) -> None:
        """What they had comes back before anybody waits for it in vain."""
        self.swept = False
        self.town.gone.add(who)
        for ask in self.town.asks:
            for offer in ask.takers:
                if offer.volunteer == who:
                    self.town.hands_back(ask, offer)

    # --- what always holds

    def begun(self) -> bool:
        return hasattr(self, "town")

    @precondition(begun)
    @invariant()
    def everybody_has_somebody_a_date_and_words(self) -> None:
        for ask in self.town.asks:
            promise = ask.promise
            assert (promise.state == promises.OPEN) == (ask.state not in asks.ENDED), "open, and nobody promised"
            if promise.state == promises.OPEN:
                assert promise.holder is not None, "nobody has it"
                assert promise.holder.live, "whoever has it has left"
                assert promise.due is not None, "no date"
                assert promise.explanation, "no explanation"
                assert promise.meanwhile, "no meanwhile"

    @precondition(begun)
    @invariant()
    def one_goes_or_nobody(self) -> None:
        for ask in self.town.asks:
            assert len(ask.takers) == (ask.state == asks.TAKEN), "two go, or each thinks the other went"

    @precondition(begun)
    @invariant()
    def nothing_is_done_without_an_outcome(self) -> None:
        for ask in self.town.asks:
            assert ask.state not in asks.ENDED or ask.outcome, "closed, and nobody knows what came of it"

    @precondition(begun)
    @invariant()
    def no_search_is_forgotten(self) -> None:
        for ask in self.town.asks:
            if ask.state in asks.WANTED:
                assert ask.look_again_at is not None, "the sweeps have forgotten it"
                end = max(ask.facts.need_by, self.latest, self.town.now) + RING_AGAIN
                assert ask.look_again_at <= end, "looked at again only when it is too late"
            elif ask.state == asks.TAKEN:
                looks = [one for one in (ask.look_again_at, ask.promise.due) if one is not None]
                assert looks, "taken, and nobody asks after it"
                assert min(looks) <= max(ask.facts.need_by, self.town.now) + hearing.ORDINARY, "nobody asks after it"

    @precondition(lambda self: self.begun() and self.swept)
    @invariant()
    def after_a_sweep_no_date_has_passed_in_silence(self) -> None:
        now = self.town.now
        for ask in self.town.asks:
            assert ask.look_again_at is None or ask.look_again_at > now, "a step is due"
            if ask.promise.state == promises.OPEN and ask.promise.due is not None and ask.promise.due <= now:
                assert ask.promise.stepped_up_at is not None, "past its date, and nobody was told"


def run(part: int, histories: int, careless: str = "") -> None:
    rules = frozenset({careless} if careless else ())
    machine = seed(part)(type(f"History{part}", (History,), {"careless": rules}))
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=histories, stateful_step_count=STEPS, deadline=None, database=None,
            suppress_health_check=list(HealthCheck), print_blob=False, phases=[Phase.generate],
        ),
    )  # fmt: skip


@pytest.mark.parametrize("part", range(PARTS))
def test_nobody_is_ever_forgotten(part: int) -> None:
    run(part, HISTORIES)


@pytest.mark.parametrize(
    ("careless", "what_is_lost"),
    [
        ("no re-homing", "whoever has it has left"),
        ("no compare-and-swap", "two go"),
        ("sent is closed", "nobody knows what came of it"),
        ("forgets to look again", "forgotten it"),
    ],
)
def test_each_rule_left_out_loses_somebody(careless: str, what_is_lost: str) -> None:
    with pytest.raises(AssertionError, match=what_is_lost):
        run(1, 500, careless)
