"""Everybody says yes at the same moment, over connections of their own: does exactly one have it each time?"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from queue import Empty
from typing import Any

from django.db import OperationalError, connection, transaction

from kith.accounts.models import Team
from kith.asks import actions as asks
from kith.asks.models import Ask
from kith.asks.wanted import Wanted, Where
from kith.dispatch import actions as dispatch
from kith.dispatch.actions import Partner, SomebodyHasIt
from kith.dispatch.jobs import sweep
from kith.dispatch.models import Offer, PartnerCard
from kith.dispatch.pool import Pool
from kith.kit.actor import Actor
from kith.kit.cli import Stop
from kith.kit.lifecycle import WrongMove
from kith.kit.progress import Advance
from kith.kit.whole import whole
from kith.matching import Level
from kith.people import actions as people
from kith.people.actions import About
from kith.people.models import ContactRoute, Safe
from kith.places.models import Place
from kith.proof.drill import land
from kith.volunteers.models import Volunteer

BY = Actor.system("the race drill")
# So many asks are made ready in one go, and then raced for one after the other.
IN_ONE_GO = 20
NEIGHBOURS = 60
# Every so many of the racers may be written to, the others are only rung: each message of thanks lengthens a race.
WRITTEN_TO = 4
# Twenty who wait for each other keep no second core busy, so several processes race side by side.
MOST_LANES = 4
Act = Callable[[], None]


@dataclass
class Races:
    """What came of them. ``wrong`` says in words what must never be."""

    races: int = 0
    winners_not_one: int = 0
    deadlocks: int = 0
    won_by_partner: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, other: Races) -> None:
        """What another lane found, added to this."""
        self.races += other.races
        self.winners_not_one += other.winners_not_one
        self.deadlocks += other.deadlocks
        self.won_by_partner += other.won_by_partner
        self.wrong += other.wrong


@dataclass
class Field:
    """The place where they race, and who takes part."""

    street: Place
    volunteers: list[Volunteer]
    pool: Pool
    partner: Team
    now: datetime

    @classmethod
    def lay_out(cls, racers: int, now: datetime) -> Field:
        """The demo's district with enough neighbours, and one partner."""
        land.settle_in(now, max(racers, NEIGHBOURS))
        volunteers = list(Volunteer.objects.select_related("person").order_by("id")[:racers])
        if len(volunteers) < racers:
            raise Stop(f"Only {len(volunteers)} can race here; give --each a smaller number.")
        _not_in_writing([one for number, one in enumerate(volunteers) if number % WRITTEN_TO], now)
        street = Place.objects.filter(kind=Place.Kind.STREET).select_related("parent").order_by("name", "id")[0]
        about = Partner(name="The Drill Pharmacy", partner_kind="business", phone="01632 960777")
        partner = dispatch.add_partner(place=street.ancestor("community") or street, partner=about, by=BY, now=now)
        return cls(street, volunteers, Pool(now), partner, now)

    def part(self, lane: int, each: int) -> Field:
        """The same place with the racers of one lane: no two offers of a phone have one number."""
        return replace(self, volunteers=self.volunteers[lane * each : (lane + 1) * each])

    def ready(self, numbers: Sequence[int]) -> list[tuple[list[Offer], PartnerCard]]:
        """Asks of which everybody has been asked."""
        where = Where(street=self.street.name, community=self.street.parent.name if self.street.parent else "")
        # In one transaction, so that a sweep of another lane meets an ask of which everybody has been asked, or none.
        with transaction.atomic():
            return self._ready(numbers, where)

    def _ready(self, numbers: Sequence[int], where: Where) -> list[tuple[list[Offer], PartnerCard]]:
        with whole(many=True):
            made = [asks.open_ask(wanted=self._wanted(number, where), by=BY, now=self.now) for number in numbers]
        with whole(many=True):
            for ask in made:
                dispatch.begin(ask=ask, by=BY, now=self.now)
        return [self._asked(ask) for ask in made]

    def _wanted(self, number: int, where: Where) -> Wanted:
        return Wanted(
            words=f"two letters to post, please. Race {number}.",
            kind="post",
            where=where,
            about=About(name=f"Person {number}"),
            partners_may="yes",
            need_by=self.now + timedelta(hours=6),
            client_key=f"race-{number}",
        )

    def _asked(self, ask: Ask) -> tuple[list[Offer], PartnerCard]:
        more = {"level": Level.STREET, "why": "near", "km": 1.0, "pool": self.pool, "need_by": ask.need_by}
        with whole(many=True):
            offers = [
                dispatch.offer_to(ask=ask, volunteer=one, by=BY, now=self.now, quietly=True, **more)  # type: ignore[arg-type]
                for one in self.volunteers
            ]
        card = dispatch.card_to(ask=ask, team=self.partner, by=BY, now=self.now, pool=self.pool, quietly=True)
        return offers, card


def _not_in_writing(volunteers: Sequence[Volunteer], now: datetime) -> None:
    with whole(many=True):
        for route in ContactRoute.objects.filter(person__in=[one.person_id for one in volunteers]):
            people.say_safe(route=route, safe=Safe.NO, by=BY, now=now)


def run(*, races: int, each: int, now: datetime, tick: Advance) -> Races:
    """So many races of so many each, in the database we are on.

    Every second one has a partner in it as well, and a sweep and a colleague at the same ask.
    """
    forked = multiprocessing.get_context("fork")
    heard: Any = forked.Queue()
    count = min(MOST_LANES, os.cpu_count() or 1, max(1, races // IN_ONE_GO))
    ground = Field.lay_out(each * count, now)
    connection.close()
    lanes = [
        forked.Process(target=_lane, args=(range(lane, races, count), ground.part(lane, each), heard), daemon=True)
        for lane in range(count)
    ]
    for lane in lanes:
        lane.start()
    try:
        return _heard(heard, lanes, tick)
    finally:
        for lane in lanes:
            lane.terminate()
            lane.join()


def _heard(heard: Any, lanes: list[Any], tick: Advance) -> Races:
    """What the lanes found, put together."""
    total, ended = Races(), 0
    while ended < len(lanes):
        with suppress(Empty):
            found = heard.get(timeout=5)
            if found is None:
                tick()
                continue
            total.add(found)
            ended += 1
            continue
        if any(lane.exitcode for lane in lanes):
            raise Stop("A process of the race drill fell over; what it said is above.")
    return total


def _lane(numbers: range, ground: Field, heard: Any) -> None:
    """Races one after the other, in a process of its own."""
    # What to do at a signal is the business of whoever started us, and was inherited with all the rest.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    # Many threads that mostly wait: let whoever has an answer go on at once.
    sys.setswitchinterval(0.0005)
    found, each = Races(), len(ground.volunteers)
    with ThreadPoolExecutor(max_workers=each + 3) as threads:
        for start in range(0, len(numbers), IN_ONE_GO):
            some = numbers[start : start + IN_ONE_GO]
            for number, (offers, card) in zip(some, ground.ready(some), strict=True):
                _race(number, offers, card, ground.now + timedelta(minutes=1), threads, found)
                heard.put(None)
        _part(threads, each + 3)
    connection.close()
    heard.put(found)


def _race(
    number: int, offers: list[Offer], card: PartnerCard, at: datetime, threads: ThreadPoolExecutor, found: Races
) -> None:
    contenders: dict[str, Act] = {str(offer.volunteer_id): _says_yes(offer, at) for offer in offers}
    meanwhile: list[Act] = []
    if number % 2:
        contenders[str(card.team_id)] = lambda: _partner_says_yes(card, at)
        ask = card.ask
        meanwhile = [lambda: _swept(at), lambda: _held(ask, at)]
    ready = threading.Barrier(len(contenders) + len(meanwhile))
    going = {threads.submit(_go, act, ready): name for name, act in contenders.items()}
    beside = [threads.submit(_go, act, ready) for act in meanwhile]
    ended = {name: future.result(timeout=120) for future, name in going.items()}
    problems = [problem for problem in [*ended.values(), *(one.result(timeout=120) for one in beside)] if problem]
    found.races += 1
    found.deadlocks += sum("deadlock" in problem for problem in problems)
    found.wrong += [f"race {number}: {problem}" for problem in problems if problem != _LATE]
    _judge(number, [name for name, problem in ended.items() if not problem], card, found)


_LATE = "somebody has it"


def _go(act: Act, ready: threading.Barrier) -> str:
    """Waits for the others, then acts. Answers what went wrong, or nothing."""
    ready.wait(60)
    try:
        act()
    except SomebodyHasIt:
        return _LATE
    except OperationalError as problem:
        connection.close()
        return str(problem)
    return ""


def _judge(number: int, won: list[str], card: PartnerCard, found: Races) -> None:
    """One winner, and the rows say the same."""
    ask = Ask.objects.get(pk=card.ask_id)
    has_it = [str(one) for one in (ask.taken_by_id, ask.taken_by_team_id) if one]
    yes = Offer.objects.filter(ask=ask, state="accepted").count()
    yes += PartnerCard.objects.filter(ask=ask, state="accepted").count()
    still_open = Offer.objects.filter(ask=ask, state="offered").count()
    found.won_by_partner += str(card.team_id) in won
    if len(won) != 1 or has_it != won or yes != 1 or still_open:
        found.winners_not_one += 1
        found.wrong.append(f"race {number}: told yes {won}, has it {has_it}, {yes} accepted, {still_open} open")


def _says_yes(offer: Offer, at: datetime) -> Act:
    return lambda: _taken(offer, at)


def _taken(offer: Offer, at: datetime) -> None:
    dispatch.accept(offer=offer, by=Actor.volunteer(offer.volunteer), now=at)


def _partner_says_yes(card: PartnerCard, at: datetime) -> None:
    dispatch.partner_answers(card=card, answer="yes", by=BY, now=at)


def _swept(at: datetime) -> None:
    sweep(at)


def _held(ask: Ask, at: datetime) -> None:
    # Whoever said yes first leaves nothing to hold, and the colleague is told so.
    with suppress(WrongMove):
        dispatch.hold_for_me(ask=ask, by=BY, now=at)


def _part(threads: ThreadPoolExecutor, count: int) -> None:
    """Every thread closes its own connection."""
    together = threading.Barrier(count)

    def close() -> None:
        together.wait(60)
        connection.close()

    for future in [threads.submit(close) for _ in range(count)]:
        future.result(timeout=60)
