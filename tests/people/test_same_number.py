"""What was said once of a number holds for every record with that number: who must not know, and STOP."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kith.asks import actions as asks
from kith.asks.models import Ask
from kith.dispatch.jobs import sweep
from kith.dispatch.models import Offer
from kith.kit.actor import Actor
from kith.outbox.models import Message
from kith.people import actions as people
from kith.people.actions import About, Reach
from tests.asks.test_open_ask import shopping
from tests.thread import BUILDER, NOW, Town, build_town, neighbour

pytestmark = pytest.mark.django_db
NUMBER = "+447700900250"


@pytest.fixture
def town() -> Town:
    return build_town()


def an_ask(safe: str = "yes", given_by_other: bool = False, **more: object) -> Ask:
    reach = Reach(NUMBER, safe=safe, given_by_other=given_by_other)
    wanted = shopping(about=About(name="M", reaches=(reach,), **more))  # type: ignore[arg-type]
    return asks.open_ask(wanted=wanted, by=Actor.public(), now=NOW)


def test_somebody_who_must_not_know_is_not_asked_for_the_next_ask_either(town: Town) -> None:
    harm = neighbour(town, "Susan Harris", 1)
    neighbour(town, "Near", 2)
    an_ask(must_not_know=("Susan Harris",))
    again = an_ask()
    sweep(NOW)
    assert Offer.objects.filter(ask=again).exists()
    assert not Offer.objects.filter(volunteer=harm).exists()


def test_a_stopped_number_given_again_by_somebody_else_stays_stopped(town: Town) -> None:
    first = an_ask()
    people.stop_route(route=first.person.routes.get(), by=BUILDER, now=NOW)
    again = an_ask(given_by_other=True)
    assert again.person.routes.get().stopped_at is not None
    assert not Message.objects.filter(about_id=again.id, state__in=["waiting", "held"]).exists()


def test_whoever_says_again_that_it_is_safe_is_written_to_again(town: Town) -> None:
    first = an_ask()
    people.stop_route(route=first.person.routes.get(), by=BUILDER, now=NOW + timedelta(minutes=1))
    assert an_ask().person.routes.get().stopped_at is None
