"""The proof that nobody is missed: 0 everywhere when we do our part, and names where we do not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kith.asks import actions as asks
from kith.asks import missed
from kith.asks.models import Ask
from kith.kit.actor import Actor
from kith.promises.jobs import sweep as watch
from kith.promises.models import Telling
from tests.asks.test_open_ask import shopping
from tests.thread import NOW, Town, build_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return build_town()


def an_ask() -> Ask:
    return asks.open_ask(wanted=shopping(), by=Actor.public(), now=NOW)


def test_a_fresh_ask_misses_nobody(town: Town) -> None:
    an_ask()
    assert missed.counts(NOW).missed == 0
    assert missed.counts(NOW).open == 2


def test_a_date_that_passes_without_a_step_up_is_named_and_a_sweep_steps_it_up(town: Town) -> None:
    ask = an_ask()
    late = NOW + timedelta(hours=3)
    assert missed.counts(late).overdue_not_escalated == 2
    assert ask.promise.label in missed.names(late)["overdue_not_escalated"]
    asks.we_are_late(ask=ask, by=Actor.system("the clock"), now=late)
    watch(late)
    assert missed.counts(late).overdue_not_escalated == 0


def test_a_message_that_left_is_not_somebody_told(town: Town) -> None:
    ask = an_ask()
    assert missed.told().count() == 0
    asks.seen(ask=ask, by=Actor.person(ask.person), now=NOW)
    assert missed.told().count() == 1


def test_keeping_every_date_alive_by_pushing_it_is_found_out(town: Town) -> None:
    ask = an_ask()
    jan = Actor.user(town.jan.user)
    first = ask.promise.next_contact_by
    for push in range(4):
        now = NOW + timedelta(minutes=100 * (push + 1))
        ask.promise.refresh_from_db()
        asks.move_date(ask=ask, to=now + timedelta(hours=2), reason="busy", how="text", by=jan, now=now)
    late = NOW + timedelta(minutes=100 * 4 + 1)
    found = missed.counts(late)
    assert found.moved_without_telling > 0
    assert Telling.objects.filter(told_at__isnull=True, replaced_at__isnull=True).get().hear_by <= first


def test_a_moved_date_that_was_told_is_no_failing(town: Town) -> None:
    ask = an_ask()
    jan = Actor.user(town.jan.user)
    now = NOW + timedelta(minutes=30)
    asks.move_date(ask=ask, to=NOW + timedelta(hours=4), reason="the shop opens late", how="call", by=jan, now=now)
    telling = Telling.objects.get(told_at__isnull=True, replaced_at__isnull=True)
    asks.told_by_us(telling=telling, ask=ask, how="call", by=jan, now=now)
    assert missed.counts(NOW + timedelta(hours=3)).moved_without_telling == 0
