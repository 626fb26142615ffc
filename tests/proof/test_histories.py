"""Whatever happens, in whichever order: everybody who asked has somebody, a date, and a promise to be told."""

from __future__ import annotations

import contextlib
import logging
import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
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

from kith.accounts import actions as accounts
from kith.accounts.actions import NotPossible
from kith.accounts.models import DutyTurn, Membership, Team, User
from kith.accounts.queries import NobodyAnswers
from kith.asks import actions as asks
from kith.asks import lifecycle, missed
from kith.asks.actions import TooLate
from kith.asks.models import Ask
from kith.config.worker import sweep_once
from kith.dispatch import actions as dispatch
from kith.dispatch import lifecycle as offers
from kith.dispatch.actions import NotYours, Partner, SomebodyHasIt
from kith.dispatch.models import Offer, PartnerCard, Search
from kith.dispatch.permissions import CannotTake
from kith.dispatch.step import RING_AGAIN
from kith.governance import actions as governance
from kith.governance.models import Purpose
from kith.kit.actor import Actor
from kith.kit.clock import local
from kith.kit.lifecycle import WrongMove
from kith.outbox.permissions import SAYS_IT_IS_OVER, queued_about
from kith.people.actions import About, Reach
from kith.people.models import Absence
from kith.promises import actions as promises
from kith.promises import lifecycle as promise_states
from kith.promises import queries
from kith.promises.actions import AnswerIsOver, CannotAsk, NeedsReason, NotMovable
from kith.promises.models import HandOver, Promise, Telling
from kith.trail.verbs import Verb
from kith.volunteers.models import Volunteer
from tests.asks.test_open_ask import shopping
from tests.thread import BUILDER, NOW, Town, build_town, neighbour

FULL = bool(os.environ.get("KITH_TEST_FULL"))
PARTS = 4
HISTORIES = (10_000 if FULL else 100) // PARTS
# Long histories find what takes long to go wrong, short ones try more beginnings.
STEPS = (60,) * PARTS if FULL else (25, 25, 40, 60)
SAID_NO = (
    AnswerIsOver, CannotAsk, CannotTake, NeedsReason, NobodyAnswers, NotMovable, NotPossible, NotYours, SomebodyHasIt,
    TooLate, WrongMove,
)  # fmt: skip
WHICH = st.integers(0, 11)
ENDED_BY = {
    lifecycle.DONE: Verb.ASK_DONE,
    lifecycle.NOT_DONE: Verb.ASK_NOT_DONE,
    lifecycle.NO_LONGER: Verb.ASK_NO_LONGER_WANTED,
}
CAROL = Reach("+447700900599", safe="yes")


def joins(team: Team, on_duty: bool, now: datetime) -> None:
    count = User.objects.count()
    user = accounts.add_user(name=f"Colleague {count}", email=f"c{count}@example.org", by=BUILDER, now=now)
    role = team.memberships.earliest("started_at").role
    joined = accounts.join_team(user=user, team=team, role=role, by=BUILDER, now=now)
    if on_duty:
        turns = DutyTurn.objects.filter(team=team).order_by("position").select_related("membership")
        rota = [*(turn.membership for turn in turns), joined]
        accounts.set_duty_rota(team=team, memberships=rota, by=BUILDER, now=now)


class Problems(logging.Handler):
    """Sweeps go on when one step of theirs fails; here such a failure is one."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.found.append(self.format(record))


class History(RuleBasedStateMachine):
    """A small town for a while. Each step is an ordinary act that may be refused, but may never lose anybody."""

    town: Town
    shop: Team

    @initialize(
        kind=st.sampled_from(["shopping", "prescription", "call", "post"]), knows=st.sampled_from(["self", "not-yet"])
    )
    def begin(self, kind: str, knows: str) -> None:
        self.act = transaction.atomic()
        self.act.__enter__()
        self.problems = Problems()
        logging.getLogger("kith").addHandler(self.problems)
        self.now, self.latest, self.swept, self.people = NOW, NOW, False, 0
        self.somebody_asks(kind, 5, "bread please", "self", "yes", False, "Quay Street")
        self.somebody_asks("shopping", None, "bread please", knows, "please-ring", False, "Church Street")
        self.the_clock_sweeps()

    def teardown(self) -> None:
        if hasattr(self, "act"):
            logging.getLogger("kith").removeHandler(self.problems)
            transaction.set_rollback(True)
            self.act.__exit__(None, None, None)

    # --- choosing

    def ask(self, which: int, *states: str) -> Ask | None:
        found = Ask.objects.select_related("promise__holder__user", "promise__holder__team", "person", "place")
        return self.one(found.filter(**({"state__in": states} if states else {})).order_by("id"), which)

    def offer(self, which: int, *states: str) -> Offer | None:
        found = Offer.objects.select_related("volunteer__person", "ask__place", "ask__person", "ask__promise")
        return self.one(found.filter(state__in=states).order_by("id"), which)

    def one(self, rows: Any, which: int) -> Any:
        rows = list(rows)
        return rows[which % len(rows)] if rows else None

    @contextlib.contextmanager
    def trying(self) -> Iterator[None]:
        """An act is whole: refused, it leaves nothing behind."""
        self.swept = False
        with contextlib.suppress(*SAID_NO), transaction.atomic():
            yield

    # --- what happens

    @rule(
        kind=st.sampled_from(["shopping", "prescription", "call", "welfare_check", "post"]),
        hours=st.sampled_from([None, -2, 0.2, 1, 5, 30]),
        words=st.sampled_from(["bread please", "bread, and I have chest pain"]),
        knows=st.sampled_from(["self", "self", "said-yes", "not-yet"]),
        safe=st.sampled_from(["yes", "please-ring", "no", ""]),
        further_away=st.booleans(),
        place=st.sampled_from(["Quay Street", "Church Street", "Nowhere"]),
    )
    def somebody_asks(
        self, kind: str, hours: float | None, words: str, knows: str, safe: str, further_away: bool, place: str
    ) -> None:
        if Ask.objects.count() >= 5:
            return
        self.people += 1
        reaches = (Reach(f"+4477009005{self.people:02}", safe=safe),) if safe else ()
        with self.trying():
            asks.open_ask(
                wanted=shopping(
                    kind=kind, words=words, knows=knows,
                    where=shopping().where.__class__(street=place, community="Saltcombe", address=f"4 {place}"),
                    about=About(name=f"Edith {self.people}", reaches=reaches, further_away=further_away),
                    asker=About(name="Carol", reaches=(CAROL,)) if knows != "self" else None,
                    need_by=None if hours is None else self.now + timedelta(hours=hours),
                ),
                by=Actor.public(), now=self.now,
            )  # fmt: skip

    @rule(minutes=st.sampled_from([1, 6, 12, 31, 65, 130, 600, 1_440]), sweeping=st.sampled_from([True, True, False]))
    def time_passes(self, minutes: int, sweeping: bool) -> None:
        self.now += timedelta(minutes=minutes)
        self.swept = False
        if sweeping:
            self.the_clock_sweeps()

    @rule(minutes=st.sampled_from([-3, -31, -120]))
    def the_clock_is_set_back(self, minutes: int) -> None:
        """By two hours in all at most."""
        self.latest = max(self.latest, self.now)
        self.now = max(self.now + timedelta(minutes=minutes), self.latest - timedelta(hours=2))
        self.the_clock_sweeps()

    @rule()
    def the_clock_sweeps(self) -> None:
        sweep_once(self.now)
        self.swept = True

    @rule(which=WHICH)
    def says_yes(self, which: int) -> None:
        offer = self.offer(which, *offers.OFFER.states)
        if offer:
            with self.trying():
                dispatch.accept(offer=offer, by=Actor.volunteer(offer.volunteer), now=self.now)

    @rule(which=WHICH, who=WHICH)
    def says_yes_at_the_door(self, which: int, who: int) -> None:
        ask, volunteer = self.ask(which), self.one(Volunteer.objects.select_related("person").order_by("id"), who)
        if ask:
            with self.trying():
                dispatch.said_yes(ask=ask, volunteer=volunteer, by=BUILDER, now=self.now)

    @rule(which=WHICH, how=st.sampled_from(["not_this_time", "ask_me_less", "not_this_week", "stop_asking"]))
    def says_no(self, which: int, how: str) -> None:
        offer = self.offer(which, *offers.LIVE)
        if offer:
            with self.trying():
                getattr(dispatch, how)(offer=offer, by=Actor.volunteer(offer.volunteer), now=self.now)

    @rule(
        which=WHICH,
        how=st.sampled_from(
            ["hand_back", "finish", "not_done", "nobody_answered", "not_safe", "also_asked", "late", "still_right"]
        ),
    )
    def says_what_happened(self, which: int, how: str) -> None:
        offer = self.offer(which, offers.ACCEPTED)
        if not offer:
            return
        more: dict[str, Any] = {
            "not_done": {"why": "the shop was shut"},
            "also_asked": {"words": "post", "kind": "post"},
        }.get(how, {})
        if how == "late":
            how, more = "say_when", {"coming": (self.now + timedelta(hours=1), self.now + timedelta(hours=2))}
        with self.trying():
            getattr(dispatch, how)(offer=offer, by=Actor.volunteer(offer.volunteer), now=self.now, **more)

    @rule(which=WHICH)
    def it_is_called_off(self, which: int) -> None:
        if ask := self.ask(which):
            with self.trying():
                dispatch.call_off(ask=ask, by=Actor.person(ask.person), now=self.now)

    @rule(which=WHICH)
    def it_did_not_come(self, which: int) -> None:
        if ask := self.ask(which, lifecycle.DONE, lifecycle.NOT_DONE):
            with self.trying():
                asks.did_not_come(ask=ask, by=Actor.person(ask.person), now=self.now)

    @rule(which=WHICH, how=st.sampled_from(["seen", "call", "visit"]))
    def the_person_hears(self, which: int, how: str) -> None:
        telling = self.one(
            Telling.objects.filter(told_at=None, replaced_at=None).select_related("of").order_by("id"), which
        )
        ask = (
            Ask.objects.filter(id=telling.of.about_id).select_related("promise", "person").first() if telling else None
        )
        if ask:
            with self.trying():
                if how == "seen":
                    asks.seen(ask=ask, by=Actor.person(ask.person), now=self.now)
                else:
                    asks.told_by_us(telling=telling, ask=ask, how=how, by=BUILDER, now=self.now)

    @rule(
        which=WHICH,
        what=st.sampled_from(
            [
                "hold",
                "let go",
                "further",
                "nearer",
                "have this",
                "move",
                "settle",
                "yes",
                "no",
                "finish",
                "not done",
                "already",
            ]
        ),
    )
    def a_colleague_sorts_it(self, which: int, what: str) -> None:
        if not (ask := self.ask(which)):
            return
        more = {"ask": ask, "by": BUILDER, "now": self.now}
        with self.trying():
            if what == "hold":
                dispatch.hold_for_me(**more)
            elif what == "let go":
                dispatch.let_go_of_hold(**more)
            elif what == "further":
                dispatch.ask_further_away(**more)
            elif what == "nearer":
                dispatch.ask_nearer(**more)
            elif what == "already":
                dispatch.already_done(who="her son", **more)
            elif what == "have this" and ask.promise.state == promise_states.OPEN:
                dispatch.have_this(membership=self.one(Membership.objects.live().order_by("id"), which), **more)
            elif what == "move" and ask.promise.state == promise_states.OPEN:
                asks.move_date(to=self.now + timedelta(hours=3), reason="the shop is shut", how="call", **more)
            elif what == "settle":
                asks.settle_checks(note="rang and asked", details={"paid": "receipt"}, **more)
            elif what == "yes":
                asks.they_said_yes(asker_may="everything", safe="yes", **more)
            elif what == "no" and ask.state == lifecycle.SPEAK_FIRST:
                asks.they_said_no(**more)
            elif what in ("finish", "not done"):
                self.it_is_keyed(ask, what)

    def it_is_keyed(self, ask: Ask, what: str) -> None:
        """As the page of one ask does it: by whoever has it, else by the colleague."""
        more = {"by": BUILDER, "now": self.now}
        if offer := Offer.objects.filter(ask=ask, state=offers.ACCEPTED).first():
            dispatch.finish(offer=offer, **more) if what == "finish" else dispatch.not_done(
                offer=offer, why="shut", **more
            )
            return
        asks.finish(ask=ask, **more) if what == "finish" else asks.not_done(ask=ask, why="nobody could", **more)
        dispatch.close_after_ending(ask=Ask.objects.get(pk=ask.pk), **more)

    @rule(which=WHICH, how=st.sampled_from([Purpose.CONTACT, Purpose.HELP]), back=st.booleans())
    def somebody_takes_their_yes_back(self, which: int, how: Purpose, back: bool) -> None:
        if ask := self.ask(which):
            with self.trying():
                say = governance.permit if back else governance.take_back
                say(person=ask.person, purpose=how, how="on the phone", by=BUILDER, now=self.now)

    @rule(on_duty=st.booleans(), which=WHICH)
    def somebody_joins(self, on_duty: bool, which: int) -> None:
        with self.trying():
            joins((self.town.jan.team, self.town.bo.team, self.town.gareth.team)[which % 3], on_duty, self.now)

    @rule(which=WHICH, how=st.sampled_from(["leaves", "account", "away", "sick", "her day ends"]))
    def somebody_goes(self, which: int, how: str) -> None:
        membership = self.one(Membership.objects.live().select_related("user", "team__place").order_by("id"), which)
        with self.trying():
            if how == "leaves":
                promises.leave_team(membership=membership, by=BUILDER, now=self.now)
            elif how == "account":
                promises.disable_account(user=membership.user, by=BUILDER, now=self.now)
            elif how == "her day ends":
                accounts.end_on(membership=membership, ends_at=self.now + timedelta(hours=2), by=BUILDER, now=self.now)
            else:
                more = {"user": membership.user, "asked": self.a_colleague(which + 1), "by": BUILDER, "now": self.now}
                until = self.now + timedelta(days=2)
                if how == "sick":
                    promises.off_sick(until=until, **more)
                else:
                    promises.away(since=self.now + timedelta(hours=1), until=until, **more)

    def a_colleague(self, which: int) -> Membership:
        return self.one(Membership.objects.live().select_related("user", "team").order_by("id"), which)

    @rule(which=WHICH, answer=st.sampled_from(["yes", "no", "back"]))
    def a_colleague_is_asked_to_have_it(self, which: int, answer: str) -> None:
        found = HandOver.objects.filter(state="offered").select_related("giver__user", "asked__user", "asked__team")
        with self.trying():
            if answer == "back" or not (asked := self.one(found.order_by("id"), which)):
                giver, to = self.a_colleague(which), self.a_colleague(which + 1)
                held = list(Promise.objects.filter(holder=giver, state=promise_states.OPEN))
                promises.ask_to_have(
                    giver=giver, asked=to, promises=held, why=HandOver.Why.OTHER, by=BUILDER, now=self.now
                )
            elif answer == "yes":
                promises.say_yes(hand_over=asked, by=BUILDER, now=self.now, how="page")
            else:
                promises.say_not_this_time(hand_over=asked, by=BUILDER, now=self.now, how="page")

    @rule(
        which=WHICH,
        what=st.sampled_from(["yes", "yes", "no", "reached", "not reached", "hands back", "finishes", "nobody there"]),
    )
    def a_partner_says(self, which: int, what: str) -> None:
        more = {"by": BUILDER, "now": self.now}
        if what in ("yes", "no"):
            if ask := self.ask(which):
                with self.trying():
                    if which % 2:
                        dispatch.person_says_partners_may(ask=ask, may="yes", **more)
                    dispatch.rang(ask=ask, team=self.shop, answer=what, **more)
            return
        card = self.one(PartnerCard.objects.filter(state__in=offers.PARTNER_HAS_IT).select_related("ask"), which)
        if card is None:
            return
        with self.trying():
            if what == "reached":
                dispatch.person_was_reached(ask=card.ask, how="on the phone", **more)
            elif what == "not reached":
                dispatch.person_was_not_reached(ask=card.ask, how="on the phone", **more)
            elif what == "hands back":
                dispatch.partner_hands_back(card=card, **more)
            elif what == "finishes":
                dispatch.partner_finishes(card=card, **more)
            else:
                dispatch.partner_found_nobody(card=card, **more)

    @rule(which=WHICH, what=st.sampled_from(["died", "moved", "hospital", "back", "spoke"]))
    def somebody_is_gone(self, which: int, what: str) -> None:
        more = {"by": BUILDER, "now": self.now}
        with self.trying():
            if what == "back":
                if absence := self.one(Absence.objects.filter(ended_by=None).exclude(what="back"), which):
                    dispatch.can_be_reached_again(absence=absence, said_by="her sister", **more)
            elif what == "spoke":
                if promise := self.one(Promise.objects.filter(kind="close", state=promise_states.OPEN), which):
                    dispatch.spoke_with_those_close(promise=promise, words="Her son knows.", again=None, **more)
            elif ask := self.ask(which):
                look = local(self.now).date() + timedelta(days=3) if what == "hospital" else None
                dispatch.leave_in_peace(person=ask.person, what=what, said_by="a neighbour", look_again_on=look, **more)

    # --- what always holds

    def begun(self) -> bool:
        return hasattr(self, "act")

    @precondition(begun)
    @invariant()
    def everybody_has_somebody_and_a_date(self) -> None:
        connection.check_constraints()
        for question in (
            queries.without_holder,
            queries.without_next_contact,
            queries.holder_not_live,
            missed.not_told,
        ):
            assert not question().exists(), question.__name__

    @precondition(begun)
    @invariant()
    def an_ask_has_one_taker_or_none_and_an_open_promise_while_it_is_open(self) -> None:
        took = list(Offer.objects.filter(state=offers.ACCEPTED).values_list("ask_id", "volunteer_id"))
        took += list(PartnerCard.objects.filter(state__in=offers.PARTNER_HAS_IT).values_list("ask_id", "team_id"))
        takers = dict(took)
        assert len(takers) == len(took)
        for ask in Ask.objects.select_related("promise"):
            assert (ask.promise.state == promise_states.OPEN) == (ask.state not in lifecycle.ENDED), ask.state
            has_it = ask.taken_by_id or ask.taken_by_team_id
            if ask.state == lifecycle.TAKEN:
                assert takers.get(ask.id) == has_it is not None
            elif ask.state not in lifecycle.ENDED:
                assert has_it is None
                assert ask.id not in takers

    @precondition(begun)
    @invariant()
    def nothing_has_ended_without_saying_how(self) -> None:
        for ask in Ask.objects.filter(state__in=lifecycle.ENDED):
            assert ask.ended_why or ask.state == lifecycle.DONE
            line = ask.events.filter(what=ENDED_BY[ask.state], at=ask.ended_at).first()
            assert line is not None, ask.state
            assert line.staff_words and line.by_label

    @precondition(begun)
    @invariant()
    def nothing_waits_to_be_sent_to_or_about_somebody_who_is_gone(self) -> None:
        gone = Absence.objects.filter(ended_by=None).exclude(what="back").values_list("person", flat=True)
        assert not queued_about(list(gone), ()).exclude(kind__in=SAYS_IT_IS_OVER).exists()

    @precondition(lambda self: self.begun() and self.swept)
    @invariant()
    def after_a_sweep_nothing_is_late_in_silence_and_no_search_has_stopped(self) -> None:
        assert self.problems.found == []
        found = missed.counts(self.now)
        assert found.overdue_not_escalated == found.unsent_older_than_15_min == 0, missed.names(self.now)
        assert not Offer.objects.filter(ask__state__in=lifecycle.ENDED, state__in=offers.LIVE).exists()
        for ask in Ask.objects.filter(state__in=lifecycle.WANTED):
            self.is_looked_at_again(ask)
        for promise in Promise.objects.filter(state=promise_states.OPEN):
            assert promise.next_contact_by is not None

    def is_looked_at_again(self, ask: Ask) -> None:
        """By the sweeps; what is still to be checked is looked at by whoever has it, by the date of their promise."""
        search = Search.objects.filter(ask=ask).first()
        if ask.to_check and ask.state == lifecycle.NEW:
            return
        if ask.paused_for:
            # They took something back: nobody is sought, and whoever holds the promise decides with them by its date.
            assert search is None or search.look_again_at is None, "sought, though its person said no"
            assert ask.promise.state == promise_states.OPEN, "waits for a decision which nobody owes"
            return
        assert search is not None, f"{ask.state}: nobody is sought"
        assert search.look_again_at is not None, f"{ask.state}: the sweeps have forgotten it"
        # What came back in this very sweep is for the next; nothing is ever left from before it.
        assert self.now <= search.look_again_at, f"{ask.state}: a step that was due was not taken"
        assert search.look_again_at <= max(search.need_by, self.latest, self.now) + RING_AGAIN, "only when too late"


@pytest.mark.django_db
@pytest.mark.parametrize("part", range(PARTS))
def test_nobody_is_ever_missed(part: int) -> None:
    """Split into parts so that workers share them; each part has histories of its own."""
    town = build_town()
    for number, where in enumerate((town.street, town.street, town.street, town.other_street)):
        neighbour(town, f"Sam Number{number}", number, home=where)
    for team in (town.jan.team, town.gareth.team):
        joins(team, True, NOW)
    shop = dispatch.add_partner(
        place=town.community, partner=Partner("Corner Shop", "business", phone="01632960077"), by=BUILDER, now=NOW
    )
    machine = seed(part)(type(f"History{part}", (History,), {"town": town, "shop": shop}))
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=HISTORIES, stateful_step_count=STEPS[part], deadline=None, database=None,
            suppress_health_check=list(HealthCheck), print_blob=False,
            # A history that fails is short enough to read, and making it shorter takes minutes.
            phases=[Phase.generate],
        ),
    )  # fmt: skip
