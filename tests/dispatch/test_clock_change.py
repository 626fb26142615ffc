"""The nights on which the clocks change: nobody is woken or waits an hour too long, and times are said right."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kith.asks import actions as asks
from kith.asks import missed
from kith.config.worker import sweep_once
from kith.dispatch.models import Offer
from kith.dispatch.plans import plan_of
from kith.kit import said
from kith.kit.actor import Actor
from kith.kit.clock import local
from kith.outbox.models import Message
from kith.promises.models import DutyRing, Promise
from tests.asks.test_open_ask import shopping
from tests.thread import build_town, neighbour

pytestmark = pytest.mark.django_db
# Eleven in the evening before, in London; eight in the morning after; how long that night is.
NIGHTS = [
    pytest.param(datetime(2027, 3, 27, 23, tzinfo=UTC), datetime(2027, 3, 28, 7, tzinfo=UTC), id="March"),
    pytest.param(datetime(2026, 10, 24, 22, tzinfo=UTC), datetime(2026, 10, 25, 8, tzinfo=UTC), id="October"),
]


@pytest.mark.parametrize(("evening", "morning"), NIGHTS)
def test_an_ask_of_that_night(evening: datetime, morning: datetime) -> None:
    town = build_town()
    for number in range(4):
        neighbour(town, f"Sam Number{number}", number)
    ask = asks.open_ask(wanted=shopping(need_by=morning + timedelta(hours=6)), by=Actor.public(), now=evening)
    hear_by = ask.promise.next_contact_by
    assert hear_by == morning + timedelta(hours=1)
    assert said.by(hear_by, evening).startswith("by 9 tomorrow")

    moment = evening
    while moment < morning:
        sweep_once(moment)
        assert not Offer.objects.exists(), local(moment)
        assert not Message.objects.filter(audience="person", sent_at__isnull=False).exists(), local(moment)
        moment += timedelta(minutes=20)
    sweep_once(morning)
    assert {local(offer.offered_at).hour for offer in Offer.objects.all()} == {8}
    assert Message.objects.filter(audience="person", state="sent").exists()
    assert missed.counts(morning).missed == 0
    plan = plan_of(ask.search)
    assert [rung.starts for rung in plan] == sorted(rung.starts for rung in plan)
    assert plan.last_call.ends == ask.need_by
    for rung in plan:
        assert rung.starts >= morning


@pytest.mark.parametrize(("evening", "morning"), NIGHTS)
def test_danger_does_not_wait_for_that_morning(evening: datetime, morning: datetime) -> None:
    build_town()
    hour = timedelta(hours=1)
    for number, moment in enumerate(evening + half * hour / 2 for half in range(2, 9)):
        words = "bread, and I have chest pain"
        ask = asks.open_ask(wanted=shopping(words=words, need_by=None), by=Actor.public(), now=moment)
        sweep_once(moment)
        assert ask.promise.next_contact_by == moment + timedelta(minutes=15)
        said = DutyRing.objects.filter(at=moment, items__contains=[{"reference": ask.reference}])
        assert said.filter(message__state="sent").exists(), number
        late = moment + timedelta(minutes=21)
        sweep_once(late)
        assert missed.counts(late).overdue_not_escalated == 0
    assert not Promise.objects.filter(state="open", next_contact_by=None).exists()
