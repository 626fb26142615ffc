"""No time is promised while everybody sleeps, unless the need itself cannot wait for the morning."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kith.asks import actions as asks
from kith.asks import missed
from kith.asks.jobs import sweep
from kith.kit.actor import Actor
from kith.kit.clock import local
from kith.outbox import lifecycle as messages
from kith.outbox.jobs import sweep as send
from kith.promises.jobs import sweep as watch
from tests.asks.test_open_ask import shopping
from tests.thread import Town, build_town

pytestmark = pytest.mark.django_db
EVENING = datetime(2026, 11, 24, 19, 30, tzinfo=UTC)


@pytest.fixture
def town() -> Town:
    return build_town()


def test_an_ask_of_the_evening_is_answered_in_the_morning(town: Town) -> None:
    ask = asks.open_ask(wanted=shopping(need_by=EVENING + timedelta(hours=20)), by=Actor.public(), now=EVENING)
    due = local(ask.promise.next_contact_by)
    assert (due.day, due.hour, due.minute) == (25, 8, 30)


def test_what_is_needed_tonight_does_not_wait_for_the_morning(town: Town) -> None:
    ask = asks.open_ask(wanted=shopping(need_by=EVENING + timedelta(hours=3)), by=Actor.public(), now=EVENING)
    assert ask.promise.next_contact_by < EVENING + timedelta(hours=3)


def test_a_quiet_night_misses_nobody(town: Town) -> None:
    asks.open_ask(wanted=shopping(need_by=EVENING + timedelta(hours=20)), by=Actor.public(), now=EVENING)
    for minutes in range(0, 12 * 60, 30):
        now = EVENING + timedelta(minutes=minutes)
        sweep(now)
        watch(now)
        send(now)
        assert missed.counts(now).missed == 0, local(now)


def test_being_late_at_night_is_told_in_the_morning_and_is_no_failing_before(town: Town) -> None:
    ask = asks.open_ask(wanted=shopping(need_by=None), by=Actor.public(), now=EVENING)
    late = EVENING + timedelta(hours=3)
    asks.we_are_late(ask=ask, by=Actor.system("the clock"), now=late)
    watch(late)
    send(late)
    assert missed.counts(late + timedelta(hours=5)).moved_without_telling == 0


@pytest.mark.parametrize(("hours", "leaves"), [(3, True), (20, False)])
def test_news_of_what_is_needed_tonight_does_not_wait_for_the_morning(town: Town, hours: int, leaves: bool) -> None:
    late = EVENING + timedelta(hours=2)
    ask = asks.open_ask(wanted=shopping(need_by=EVENING + timedelta(hours=hours)), by=Actor.public(), now=EVENING)
    said = asks.tell_person(ask=ask, news="late", hear_by=late + timedelta(minutes=30), by=Actor.public(), now=late)
    send(late)
    assert said.message is not None
    said.message.refresh_from_db()
    assert (said.message.state == messages.SENT) is leaves
