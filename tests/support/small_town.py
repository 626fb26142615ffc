"""A town kept in memory, run by the real ladder, steps and life cycles: what the database does, without the database.

``careless`` switches one rule off at a time, to show that a history without it loses somebody.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from kith.asks import hearing
from kith.asks import lifecycle as asks
from kith.dispatch import lifecycle as offers
from kith.dispatch.awake import Span
from kith.dispatch.ladder import AskFacts, Plan, plan
from kith.dispatch.step import Asked, Decision, State, What, hold_until, step
from kith.matching import Level
from kith.promises import lifecycle as promises

STEP_UP_AGAIN = timedelta(minutes=30)
ANSWERS = {offers.ACCEPTED: "yes", offers.NOT_THIS_TIME: "no", offers.HANDED_BACK: "no"}


class Refused(Exception):
    """The rules say no; nothing has changed."""


@dataclass
class Colleague:
    """Somebody with an account on one team; team 0 is the community's, team 1 the district's."""

    name: str
    team: int
    live: bool = True
    ends_at: datetime | None = None


@dataclass
class Promise:
    holder: Colleague | None
    due: datetime | None
    explanation: str
    meanwhile: str
    state: str = promises.OPEN
    stepped_up_at: datetime | None = None
    stepped_up_to: int = 0

    def end(self, state: str) -> None:
        promises.PROMISE.check(self.state, state)
        self.state = state


@dataclass
class Offer:
    volunteer: int
    level: Level
    at: datetime
    state: str = offers.OFFERED

    def move(self, state: str) -> None:
        offers.OFFER.check(self.state, state)
        self.state = state


@dataclass
class Ask:
    facts: AskFacts
    promise: Promise
    started_at: datetime
    plan: Plan
    state: str = asks.NEW
    version: int = 0
    level: Level | None = None
    look_again_at: datetime | None = None
    held_at: datetime | None = None
    held_until: datetime | None = None
    rang_at: datetime | None = None
    in_hand: bool = False
    outcome: str = ""
    offers: list[Offer] = field(default_factory=list)

    @property
    def takers(self) -> list[Offer]:
        return [one for one in self.offers if one.state == offers.ACCEPTED]

    def move(self, state: str) -> None:
        asks.ASK.check(self.state, state)
        self.state, self.version = state, self.version + 1


@dataclass
class SmallTown:
    """Twelve volunteers over two streets, two teams, and whatever is asked of them."""

    now: datetime
    quiet: list[Span] = field(default_factory=list)
    careless: frozenset[str] = frozenset()
    asks: list[Ask] = field(default_factory=list)
    colleagues: list[Colleague] = field(default_factory=list)
    gone: set[int] = field(default_factory=set)
    rings: int = 0

    def __post_init__(self) -> None:
        self.colleagues = [Colleague(f"C{number}", number % 2) for number in range(4)]

    # --- people

    def answers_for(self, team: int, without: Colleague | None = None) -> Colleague:
        """The first live colleague of this team, else of those above it."""
        for level in range(team, 2):
            for one in self.colleagues:
                if one.team == level and one is not without and one.live:
                    return one
        raise Refused("nobody would answer")

    def leaves(self, who: Colleague) -> None:
        """Their promises find another holder in the same act, or they cannot leave."""
        held = [ask.promise for ask in self.asks if ask.promise.holder is who and ask.promise.state == promises.OPEN]
        heir = self.answers_for(who.team, without=who)
        self.answers_for(1, without=who)
        if "no re-homing" not in self.careless:
            for promise in held:
                promise.holder = heir
        who.live = False

    def turn_ends_at(self, who: Colleague, when: datetime) -> None:
        self.answers_for(1, without=who)
        who.ends_at = when

    # --- asks

    def ask(self, kind: str, need_by: datetime, red_flag: bool, further_away: bool) -> Ask:
        facts = AskFacts(kind, need_by, red_flag, further_away, partners=False)
        due = hearing.first_hear_by(
            self.now, need_by=need_by, red_flag=red_flag, medicine=facts.is_medicine, opens_at=None
        )
        promise = Promise(self.answers_for(0), due, "We look for somebody now.", "Ring us.")
        made = Ask(facts, promise, self.now, plan(facts, self.now, self.quiet), look_again_at=self.now)
        self.asks.append(made)
        return made

    def answers(self, ask: Ask) -> list[Asked]:
        return [
            Asked(UUID(int=one.volunteer), one.level, one.at, ANSWERS.get(one.state, ""))
            for one in ask.offers
            if one.state not in offers.MAY_BE_ASKED_AGAIN and one.at >= ask.started_at
        ]

    def available(self, ask: Ask, level: Level) -> list[UUID]:
        """Numbers 1 to 4 live on the street, to 8 in the community, to 12 in the district."""
        most = {Level.STREET: 4, Level.COMMUNITY: 8}.get(level, 12)
        already = {one.volunteer for one in ask.offers if one.state not in offers.MAY_BE_ASKED_AGAIN} | self.gone
        return [UUID(int=number) for number in range(1, most + 1) if number not in already][:3]

    def accepts(self, ask: Ask, offer: Offer, seen_version: int | None = None) -> None:
        """Compare and swap: somebody who read the page before another said yes does not have it too."""
        stale = seen_version is not None and seen_version != ask.version
        if ask.state not in asks.WANTED or stale:
            if "no compare-and-swap" not in self.careless or ask.state in asks.ENDED:
                raise Refused("somebody has it")
            offer.move(offers.ACCEPTED)
            return
        offer.move(offers.ACCEPTED)
        ask.move(asks.TAKEN)
        ask.look_again_at = ask.facts.need_by
        for other in ask.offers:
            if other is not offer and other.state in (offers.OFFERED, offers.SILENT):
                other.move(offers.SOMEBODY_ELSE)

    def says_no(self, offer: Offer) -> None:
        offer.move(offers.NOT_THIS_TIME)

    def hands_back(self, ask: Ask, offer: Offer) -> None:
        offer.move(offers.HANDED_BACK)
        ask.move(asks.ASKING)
        ask.started_at, ask.level, ask.rang_at, ask.in_hand = self.now, None, None, False
        ask.plan = plan(ask.facts, self.now, self.quiet)
        ask.look_again_at = self.now

    def ends(self, ask: Ask, state: str, outcome: str) -> None:
        if not outcome and "sent is closed" not in self.careless:
            raise Refused("say what came of it")
        ask.move(state)
        ask.outcome, ask.look_again_at = outcome, None
        for offer in ask.offers:
            if offer.state in offers.LIVE:
                done = offer.state == offers.ACCEPTED and state == asks.DONE
                offer.move(offers.FINISHED if done else offers.NOT_NEEDED)
        ask.promise.end(promises.LATE if (ask.promise.due or self.now) < self.now else promises.KEPT)

    def did_not_come(self, ask: Ask) -> None:
        """The same ask opens again, with a promise of its own."""
        ask.move(asks.ASKING)
        ask.outcome = ""
        ask.promise = Promise(self.answers_for(0), self.now + hearing.WELFARE, "It did not come.", "Ring us.")
        ask.started_at, ask.level, ask.rang_at, ask.in_hand = self.now, None, None, False
        ask.plan = plan(ask.facts, self.now, self.quiet)
        ask.look_again_at = self.now

    def hold(self, ask: Ask) -> None:
        ask.held_at, ask.held_until = self.now, hold_until(self.now)
        ask.look_again_at = min(ask.look_again_at or self.now, ask.held_until)

    def has_it_in_hand(self, ask: Ask, who: Colleague) -> None:
        """Hand-over by acceptance: the one before keeps it until this one has said yes."""
        if not who.live:
            raise Refused("no longer here")
        ask.promise.holder, ask.in_hand = who, True

    # --- the clock

    def sweep(self) -> None:
        """What the worker does: memberships that ended, every due step, every date that has passed."""
        self.end_memberships()
        for ask in self.asks:
            while ask.look_again_at is not None and ask.look_again_at <= self.now:
                self.look(ask)
        for ask in self.asks:
            self.watch(ask.promise)

    def end_memberships(self) -> None:
        """A membership that has ended is a leaving; the last who answers stays until there is another."""
        for one in self.colleagues:
            if one.live and one.ends_at is not None and one.ends_at <= self.now:
                with suppress(Refused):
                    self.leaves(one)

    def look(self, ask: Ask) -> None:
        if ask.state == asks.TAKEN:
            # Nothing heard of it by the time it was needed: the holder has a quarter of an hour to ring.
            ask.look_again_at = None
            ask.promise.due = min(ask.promise.due or self.now, self.now + hearing.WELFARE)
            return
        state = State(
            ask.facts, ask.plan, ask.level, ask.held_at, ask.held_until, rang_at=ask.rang_at, in_hand=ask.in_hand
        )
        self.carry_out(
            ask, step(state, self.now, lambda level: self.available(ask, level), self.answers(ask), self.quiet)
        )

    def carry_out(self, ask: Ask, found: Decision) -> None:
        ask.level = found.level
        # As the database does: never twice within half a minute.
        ask.look_again_at = max(found.look_again_at, self.now + timedelta(seconds=30))
        if "forgets to look again" in self.careless and found.what is What.WAIT:
            ask.look_again_at = None
        for who in found.who:
            ask.offers = [one for one in ask.offers if one.volunteer != who.int]
            ask.offers.append(Offer(who.int, found.level, self.now))
        if found.who and ask.state != asks.ASKING:
            ask.move(asks.ASKING)
        if found.what is What.RING_A_PERSON:
            ask.rang_at, self.rings = self.now, self.rings + 1
            if ask.state != asks.STUCK:
                ask.move(asks.STUCK)
        ask.promise.explanation = str(found.told)

    def watch(self, promise: Promise) -> None:
        if promise.state != promises.OPEN or promise.due is None or promise.due > self.now:
            return
        if promise.stepped_up_at is None or promise.stepped_up_at + STEP_UP_AGAIN <= self.now:
            promise.stepped_up_at, promise.stepped_up_to = self.now, 1
