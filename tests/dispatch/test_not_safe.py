"""A volunteer does not feel safe: the phone rings until somebody has seen it, whatever becomes of the ask meanwhile."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kith.asks import actions as asks
from kith.asks.models import Ask
from kith.dispatch import actions
from kith.dispatch.jobs import sweep
from kith.dispatch.models import Offer
from kith.kit.actor import Actor
from kith.outbox import actions as outbox
from kith.outbox.models import Message
from kith.promises.jobs import ring
from kith.promises.models import DutyCall, Promise
from tests.asks.test_open_ask import shopping
from tests.thread import BUILDER, NOW, Town, build_town, neighbour

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def town() -> Town:
    return build_town()


def has_one(town: Town) -> tuple[Ask, Offer]:
    for number in range(3):
        neighbour(town, f"Sam{number} Pascoe", number)
    ask = asks.open_ask(wanted=shopping(need_by=NOW + timedelta(hours=8)), by=Actor.public(), now=NOW)
    sweep(NOW)
    offer = Offer.objects.filter(ask=ask).select_related("volunteer").earliest("number")
    actions.accept(offer=offer, by=Actor.volunteer(offer.volunteer), now=NOW)
    return ask, offer


def not_safe(offer: Offer, minutes: int = 1) -> Promise:
    return actions.not_safe(offer=offer, by=Actor.volunteer(offer.volunteer), now=NOW + minutes * MINUTE)


def test_done_does_not_stop_the_phone(town: Town) -> None:
    _ask, offer = has_one(town)
    promise = not_safe(offer)
    actions.finish(offer=offer, by=Actor.volunteer(offer.volunteer), now=NOW + MINUTE)
    assert ring(NOW + 2 * MINUTE) == 1
    call = DutyCall.objects.get()
    assert (call.promise, call.red, call.seen_at) == (promise, True, None)


def test_said_after_done_it_rings_as_well(town: Town) -> None:
    _ask, offer = has_one(town)
    actions.finish(offer=offer, by=Actor.volunteer(offer.volunteer), now=NOW + MINUTE)
    assert not_safe(offer, 2).state == "open"
    assert ring(NOW + 2 * MINUTE) == 1


def test_the_yes_of_another_volunteer_does_not_stop_the_phone(town: Town) -> None:
    ask, offer = has_one(town)
    not_safe(offer)
    assert ring(NOW + MINUTE) == 1
    actions.hand_back(offer=offer, by=Actor.volunteer(offer.volunteer), now=NOW + 2 * MINUTE)
    sweep(NOW + 3 * MINUTE)
    another = Offer.objects.filter(ask=ask, state="offered").select_related("volunteer").earliest("number")
    actions.accept(offer=another, by=Actor.volunteer(another.volunteer), now=NOW + 4 * MINUTE)
    assert DutyCall.objects.get(red=True).seen_at is None
    assert ring(NOW + 10 * MINUTE) == 1


def test_has_died_leaves_who_is_to_be_rung(town: Town) -> None:
    ask, offer = has_one(town)
    mary = actions.would_help_too(offer=offer, name="Mary", phone="+447700900321", by=Actor.public(), now=NOW + MINUTE)
    sam = not_safe(offer)
    assert sam != mary
    close = actions.leave_in_peace(person=ask.person, what="died", said_by="Ann", by=BUILDER, now=NOW + 2 * MINUTE)
    assert set(Promise.objects.filter(state="open")) == {mary, sam, close}
    assert ring(NOW + 2 * MINUTE) == 1
    assert "does not feel safe" in Message.objects.get(channel="ring").body


def test_what_is_taken_back_with_the_ask_is_not_this_ring(town: Town) -> None:
    ask, offer = has_one(town)
    not_safe(offer)
    ring(NOW + MINUTE)
    outbox.take_back(about_id=ask.id, why="over", by=BUILDER, now=NOW + MINUTE)
    outbox.take_back(about_id=offer.id, why="over", by=BUILDER, now=NOW + MINUTE)
    assert Message.objects.get(channel="ring").state == "waiting"


def test_said_twice_it_is_one_promise_and_one_call(town: Town) -> None:
    _ask, offer = has_one(town)
    assert not_safe(offer) == not_safe(offer, 2)
    assert DutyCall.objects.filter(red=True).count() == 1
