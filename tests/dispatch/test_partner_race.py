"""Volunteers and partners say yes at the same moment, on real connections: one has it, whoever it is."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import OperationalError, connection

from kith.asks.models import Ask
from kith.dispatch import actions
from kith.dispatch.actions import SomebodyHasIt
from kith.dispatch.actions.offering import offer_to
from kith.dispatch.models import Offer, PartnerCard
from kith.dispatch.pool import Pool
from kith.kit.actor import Actor
from kith.matching import Level
from tests.dispatch.test_partners import a_partner, an_ask, card_for
from tests.thread import BUILDER, NOW, build_town, neighbour

SOON = NOW + timedelta(minutes=1)
EACH, RACES = 6, 4


@pytest.mark.django_db(transaction=True)
def test_among_volunteers_and_partners_exactly_one_has_it() -> None:
    town = build_town()
    volunteers = [neighbour(town, f"Neighbour {n}", n) for n in range(EACH)]
    teams = [a_partner(town, f"Shop {n}", email=f"shop{n}@example.org") for n in range(EACH)]
    more = {"level": Level.STREET, "why": "near", "km": 1.0, "need_by": NOW + timedelta(hours=6)}
    for number in range(RACES):
        ask, pool = an_ask(client_key=f"race-{number}"), Pool(NOW)
        offers = [offer_to(ask=ask, volunteer=one, pool=pool, by=BUILDER, now=NOW, **more) for one in volunteers]
        cards = [card_for(ask, team) for team in teams]
        won, wrong = race([*map(accepts, offers), *map(answers, cards)])
        ask = Ask.objects.get(pk=ask.pk)
        assert wrong == []
        assert won == 1
        assert (ask.taken_by_id is None) is not (ask.taken_by_team_id is None)
        has = Offer.objects.filter(ask=ask, state="accepted").count()
        assert has + PartnerCard.objects.filter(ask=ask, state="accepted").count() == 1


def accepts(offer: Offer):
    return lambda: actions.accept(offer=offer, by=Actor.volunteer(offer.volunteer), now=SOON)


def answers(card: PartnerCard):
    return lambda: actions.partner_answers(card=card, answer="yes", by=Actor.partner(card.team), now=SOON)


def race(acts: list) -> tuple[int, list[str]]:
    """Everybody presses at once. How many won, and what went wrong."""
    ready = threading.Barrier(len(acts))
    won, wrong = [], []

    def run(act) -> None:
        ready.wait()
        try:
            act()
            won.append(1)
        except SomebodyHasIt:
            pass
        except OperationalError as problem:
            wrong.append(str(problem))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(won), wrong
