"""A date we give after a yes or a hand-back: never of our own accord one at which nobody looks."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kith.asks import actions as asks
from kith.asks.models import Ask
from kith.kit.actor import Actor
from kith.promises.models import Telling
from tests.asks.test_open_ask import shopping
from tests.thread import BUILDER, NOW, build_town, neighbour

pytestmark = pytest.mark.django_db
# Six in the evening and ten past eight; everybody goes home at eight.
EVENING, CLOSED = NOW + timedelta(hours=8), NOW + timedelta(hours=10, minutes=10)


def test_nobody_waits_for_word_at_ten_at_night_when_everybody_goes_home_at_eight() -> None:
    one = neighbour(build_town(), "Near")
    ask = asks.open_ask(wanted=shopping(need_by=None), by=Actor.public(), now=EVENING)
    ask = Ask.objects.select_related("promise__holder__team", "person", "place").get(pk=ask.pk)
    asks.take(ask=ask, volunteer=one, by=BUILDER, now=EVENING)
    ask.promise.refresh_from_db()
    morning = (NOW + timedelta(days=1)).replace(hour=8)
    assert ask.promise.next_contact_by == morning + timedelta(minutes=30)
    asks.give_up(ask=ask, why="", by=BUILDER, now=CLOSED)
    ask.promise.refresh_from_db()
    assert ask.promise.next_contact_by == morning + timedelta(hours=1)
    assert Telling.objects.get(replaced_at=None, told_at=None).hear_by > EVENING
