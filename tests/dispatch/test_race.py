"""Many say yes at the same moment, on real connections: one has it, everybody is thanked, nobody waits for ever."""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import OperationalError, connection

from kith.asks import actions as asks
from kith.asks.models import Ask
from kith.dispatch import actions
from kith.dispatch.actions import SomebodyHasIt
from kith.dispatch.actions.offering import offer_to
from kith.dispatch.jobs import sweep
from kith.dispatch.models import Offer
from kith.dispatch.pool import Pool
from kith.kit.actor import Actor
from kith.kit.lifecycle import WrongMove
from kith.matching import Level
from tests.asks.test_open_ask import shopping
from tests.thread import BUILDER, NOW, Town, build_town, neighbour

AT_ONCE = 20
RACES = 1_000 if os.environ.get("KITH_TEST_FULL") == "1" else 20
SOON = NOW + timedelta(minutes=1)


def asked_by_everybody(number: int, volunteers: list, pool: Pool) -> list[Offer]:
    ask = asks.open_ask(wanted=shopping(client_key=f"race-{number}"), by=Actor.public(), now=NOW)
    actions.begin(ask=ask, by=BUILDER, now=NOW)
    more = {"level": Level.STREET, "why": "near", "km": 1.0, "pool": pool, "need_by": NOW + timedelta(hours=6)}
    return [offer_to(ask=ask, volunteer=one, by=BUILDER, now=NOW, **more) for one in volunteers]


def hold(ask: Ask) -> None:
    """Whoever said yes first leaves nothing to hold, and the colleague is told so."""
    with suppress(WrongMove):
        actions.hold_for_me(ask=ask, by=BUILDER, now=SOON)


def race(offers: list[Offer], meanwhile: tuple) -> tuple[list[str], list[str]]:
    """Everybody presses at once; somebody hands it round behind their backs. Who won, and what went wrong."""
    ready = threading.Barrier(len(offers) + len(meanwhile))
    won, wrong = [], []

    def run(act, name: str) -> None:
        ready.wait()
        try:
            act()
            won.append(name)
        except SomebodyHasIt:
            pass
        except OperationalError as problem:
            wrong.append(f"{name}: {problem}")
        finally:
            connection.close()

    def says_yes(offer: Offer):
        return lambda: actions.accept(offer=offer, by=Actor.volunteer(offer.volunteer), now=SOON)

    threads = [threading.Thread(target=run, args=(says_yes(offer), str(offer.volunteer_id))) for offer in offers]
    threads += [threading.Thread(target=run, args=(act, "meanwhile")) for act in meanwhile]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return [name for name in won if name != "meanwhile"], wrong


@pytest.fixture
def town(transactional_db: None) -> Town:
    return build_town()


def test_one_winner_each_and_no_deadlock(town: Town) -> None:
    volunteers = [neighbour(town, f"Near {n}", n) for n in range(AT_ONCE)]
    pool = Pool(NOW)
    for number in range(RACES):
        offers = asked_by_everybody(number, volunteers, pool)
        # The clock of searches and a colleague at the keyboard are at the same ask.
        held = (lambda: sweep(SOON), lambda ask=offers[0].ask: hold(ask))
        won, wrong = race(offers, held if number % 2 else ())
        assert wrong == []
        assert len(won) == 1, f"race {number}: {len(won)} winners"
        ask = Ask.objects.get(pk=offers[0].ask_id)
        assert str(ask.taken_by_id) == won[0]
        states = list(Offer.objects.filter(ask=ask).values_list("state", flat=True))
        assert sorted(states) == ["accepted", *["somebody-else"] * (AT_ONCE - 1)]


def test_a_yes_and_calling_it_off_at_the_same_moment_leave_one_truth(town: Town) -> None:
    volunteers = [neighbour(town, f"Near {n}", n) for n in range(3)]
    pool = Pool(NOW)
    for number in range(10):
        offers = asked_by_everybody(number, volunteers, pool)
        won, wrong = race(offers, (lambda ask=offers[0].ask: actions.call_off(ask=ask, by=BUILDER, now=SOON),))
        assert wrong == []
        ask = Ask.objects.get(pk=offers[0].ask_id)
        assert ask.state == "no-longer-wanted"
        assert len(won) <= 1
        assert not Offer.objects.filter(ask=ask, state__in=("offered", "accepted", "silent")).exists()
