"""News of a death amid everything else, on real connections: nothing leaves after it, and nobody waits for ever."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection

from kith.asks import actions as asks
from kith.asks.jobs import sweep as clock_of_asks
from kith.asks.models import Ask
from kith.dispatch import actions
from kith.dispatch.actions import SomebodyHasIt
from kith.dispatch.jobs import sweep as search
from kith.dispatch.models import Offer
from kith.kit.actor import Actor
from kith.outbox.jobs import sweep as send
from kith.outbox.models import Message
from kith.people.actions import About, Reach
from kith.promises.models import Promise
from tests.asks.test_open_ask import shopping
from tests.thread import BUILDER, NOW, Town, build_town, neighbour

RACES = 100 if os.environ.get("KITH_TEST_FULL") else 5
SOON = NOW + timedelta(minutes=1)
LATER = NOW + timedelta(minutes=3)


@pytest.fixture
def town(transactional_db: None) -> Town:
    return build_town()


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Everything at the same moment; what went wrong, if anything."""
    ready, wrong = threading.Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        ready.wait()
        try:
            act()
        except SomebodyHasIt:
            pass
        except DatabaseError as problem:
            wrong.append(repr(problem))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return wrong


def test_nothing_leaves_after_it_whatever_happens_beside_it(town: Town) -> None:
    sam = neighbour(town, weekly_most=RACES + 1)
    for number in range(RACES):
        about = About(name=f"Somebody {number}", reaches=(Reach(f"+4477009{number:05}", safe="yes"),))
        ask = asks.open_ask(wanted=shopping(about=about, client_key=f"p{number}"), by=Actor.public(), now=NOW)
        search(NOW)
        offer = Offer.objects.get(ask=ask)
        wrong = at_once(
            lambda: send(SOON),
            lambda: clock_of_asks(SOON),
            lambda: search(SOON),
            lambda offer=offer: actions.accept(offer=offer, by=Actor.volunteer(sam), now=SOON),  # type: ignore[misc]
            lambda ask=ask: actions.leave_in_peace(  # type: ignore[misc]
                person=ask.person, what="died", said_by="Ann", by=BUILDER, now=SOON
            ),
        )
        assert wrong == []
        search(LATER)
        send(LATER)
        about_them = Message.objects.filter(about_id=ask.id).exclude(audience="staff").exclude(kind="no-longer-needed")
        assert not about_them.filter(sent_at__gte=LATER).exists()
        assert not about_them.filter(state__in=["waiting", "held"], person=ask.person).exists()
        assert Promise.objects.filter(about_id=ask.person_id, kind="close", state="open").count() == 1
        assert Ask.objects.get(pk=ask.pk).state == "no-longer-wanted"
