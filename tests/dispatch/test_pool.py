"""Everybody who may be asked, read once and then only read on: what is new is counted, and nothing else is read."""

from __future__ import annotations

import random
import time as stopwatch
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kith.asks import actions as asks
from kith.asks.models import Ask
from kith.dispatch import actions
from kith.dispatch.jobs import sweep
from kith.dispatch.models import Offer
from kith.dispatch.pool import Pool
from kith.kit.actor import Actor
from kith.kit.ids import uuid7
from kith.people.actions import About, Reach
from kith.volunteers import actions as volunteers
from kith.volunteers.actions import Help
from kith.volunteers.models import Volunteer
from tests.asks.test_open_ask import shopping
from tests.thread import BUILDER, EVERY_DAY, EVERY_KIND, NOW, Town, build_town, neighbour

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def town() -> Town:
    return build_town()


def an_ask(number: int = 0, now: datetime = NOW) -> Ask:
    wanted = shopping(client_key=f"ask {number}", need_by=now + 6 * HOUR)
    return asks.open_ask(wanted=wanted, by=Actor.public(), now=now)


def counts(pool: Pool) -> dict[str, tuple[object, ...]]:
    """What the pool knows of each, and how likely it takes a yes to be."""
    return {
        one.name: (
            one.taken_this_week,
            one.offered_this_week,
            one.last_offered_at,
            one.said_yes,
            one.was_asked,
            one.weekly_most,
            pool.history.chance(one.volunteer_id, one.community_id, kind="shopping", part="morning"),
        )
        for one in pool.candidates.values()
    }


def test_reading_on_knows_what_reading_anew_knows(town: Town) -> None:
    people = [neighbour(town, f"Near {n}", n) for n in range(8)]
    pool, dice, now = Pool(NOW), random.Random(3), NOW
    for turn in range(12):
        an_ask(turn, now)
        sweep(now, pool)
        for offer in Offer.objects.filter(state="offered").order_by("offered_at", "volunteer_id"):
            by, choice = Actor.volunteer(offer.volunteer), dice.random()
            offer.refresh_from_db()
            if choice < 0.3 and offer.state == "offered":
                actions.accept(offer=offer, by=by, now=now + HOUR)
            elif choice < 0.5:
                actions.not_this_time(offer=offer, by=by, now=now + HOUR)
        held = Offer.objects.filter(state="accepted").order_by("volunteer_id").first()
        if held is not None and turn % 3 == 0:
            actions.hand_back(offer=held, by=Actor.volunteer(held.volunteer), now=now + HOUR)
        if turn == 5:
            volunteers.not_this_week(volunteer=people[0], by=BUILDER, now=now)
            volunteers.ask_me_less(volunteer=people[1], by=BUILDER, now=now)
            neighbour(town, "New", 20)
        now += timedelta(hours=24)
        assert counts(pool.later(now)) == counts(Pool(now))
    assert Offer.objects.count() > 8


def test_who_rests_is_not_there_and_is_there_again_afterwards(town: Town) -> None:
    one = neighbour(town, "Near", 1)
    pool = Pool(NOW)
    volunteers.not_this_week(volunteer=one, by=BUILDER, now=NOW)
    assert one.id not in pool.later(NOW + HOUR).candidates
    assert one.id in pool.later(NOW + timedelta(days=8)).candidates


def test_a_late_yes_mends_a_silence(town: Town) -> None:
    for n in range(3):
        neighbour(town, f"Near {n}", n)
    ask = an_ask()
    sweep(NOW)
    offer = Offer.objects.filter(ask=ask).select_related("volunteer").first()
    assert offer is not None
    Offer.objects.filter(pk=offer.pk).update(state="silent", answered_at=NOW + HOUR)
    pool = Pool(NOW + HOUR)
    where = (offer.volunteer_id, pool.candidates[offer.volunteer_id].community_id)
    before = pool.history.chance(*where, kind="shopping", part="morning")
    actions.accept(offer=offer, by=Actor.volunteer(offer.volunteer), now=NOW + 2 * HOUR)
    assert pool.later(NOW + 2 * HOUR).history.chance(*where, kind="shopping", part="morning") > before


def _a_big_town(town: Town, many: int, offers: int) -> None:
    rows = [
        (
            About(name=f"Neighbour {n}", reaches=(Reach(f"+447700{900000 + n}", safe="yes"),)),
            (town.street, town.other_street)[n % 2],
            Help(kinds=EVERY_KIND, slots=EVERY_DAY, lat=51.2, lon=-4.0, reach_km=6.0, travel="car"),
        )
        for n in range(many)
    ]
    volunteers.welcome_many(rows=rows, controller=town.jan.team.organisation, by=BUILDER, now=NOW)
    people, dice = list(Volunteer.objects.all()), random.Random(5)
    sample = [an_ask(n) for n in range(max(1, offers // many + 1))]
    made = []
    for n in range(offers):
        at = NOW - timedelta(minutes=dice.randrange(60 * 24 * 90))
        state = dice.choice(["not-this-time", "silent", "somebody-else"])
        one, ask = people[n % many], sample[n // many]
        made.append(
            Offer(
                id=uuid7(),
                controller_id=ask.controller_id,
                ask=ask,
                volunteer=one,
                level="street",
                number=1 + n // many,
                address=f"a{n}",
                why="",
                state=state,
                offered_at=at,
                answered_at=at + timedelta(minutes=20),
            )
        )
    Offer.objects.bulk_create(made)


def test_reading_on_asks_two_questions_however_much_there_was(town: Town) -> None:
    _a_big_town(town, 40, 200)
    pool = Pool(NOW).later(NOW)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        pool.later(NOW + HOUR)
    assert len(asked) == 2


@pytest.mark.slow
def test_reading_on_among_a_thousand_with_five_thousand_offers_takes_milliseconds(town: Town) -> None:
    _a_big_town(town, 1000, 5000)
    pool, spent = Pool(NOW), []
    for minute in range(30):
        Offer.objects.filter(number=1 + minute % 4)[:1].get()
        begun = stopwatch.process_time()
        pool.later(NOW + timedelta(minutes=minute))
        spent.append(stopwatch.process_time() - begun)
    assert sorted(spent)[15] < 0.015, "aim: 5 ms; three times that on a slow core"
