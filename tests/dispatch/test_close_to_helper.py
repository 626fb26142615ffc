"""Whoever helped until a moment ago reads nothing more once they are named as somebody who must be told nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kith.access.acting import acting
from kith.asks import actions as asks
from kith.asks.models import Ask
from kith.dispatch import actions
from kith.dispatch.actions import Apart
from kith.dispatch.jobs import sweep
from kith.dispatch.models import Offer
from kith.governance.actions import Said, To
from kith.governance.models import Purpose, ToWhom
from kith.kit.actor import Actor
from kith.people.actions import About, Reach
from kith.people.models import ContactRoute, Person
from tests.asks.test_open_ask import shopping
from tests.thread import BUILDER, NOW, Town, build_town, neighbour

pytestmark = pytest.mark.django_db
DONE = NOW + timedelta(minutes=10)
SAID = DONE + timedelta(minutes=1)


@pytest.fixture
def town() -> Town:
    return build_town()


def helped(town: Town) -> Offer:
    """Sam brought it a minute ago."""
    neighbour(town)
    about = About(name="Edith Pound", reaches=(Reach("+447700900200", safe="yes"),))
    asks.open_ask(wanted=shopping(about=about), by=Actor.public(), now=NOW)
    sweep(NOW)
    offer = Offer.objects.select_related("volunteer__person", "ask__person").get()
    actions.accept(offer=offer, by=Actor.volunteer(offer.volunteer), now=NOW)
    actions.finish(offer=offer, by=Actor.volunteer(offer.volunteer), now=DONE)
    assert seen_by(offer) == (1, 1, 1)
    return offer


def seen_by(offer: Offer) -> tuple[int, int, int]:
    """How much of the ask, the person and how to reach them their helper reads now."""
    actor, person = Actor.volunteer(offer.volunteer), offer.ask.person
    with acting(actor, now=SAID):
        return (
            Ask.objects.filter(pk=offer.ask_id).visible_to(actor).count(),
            Person.objects.filter(pk=person.pk).visible_to(actor).count(),
            ContactRoute.objects.filter(person=person).visible_to(actor).count(),
        )


def named(offer: Offer, name: str) -> None:
    apart = Apart(names=(name,))
    actions.keep_safe(person=offer.ask.person, said=None, said_by="Edith", apart=apart, by=BUILDER, now=SAID)


def test_named_as_somebody_who_must_not_know_they_read_no_more_of_what_has_ended(town: Town) -> None:
    offer = helped(town)
    named(offer, offer.volunteer.person.name)
    assert seen_by(offer) == (0, 0, 0)


def test_another_who_must_not_know_closes_it_to_nobody_else(town: Town) -> None:
    offer = helped(town)
    named(offer, "Gwyneth Quarterdeck")
    assert seen_by(offer) == (1, 1, 1)


def test_told_nothing_more_they_read_no_more_of_what_has_ended(town: Town) -> None:
    offer = helped(town)
    to = To(kind=ToWhom.HELPER, id=offer.volunteer.person_id, label=offer.volunteer.person.name)
    actions.withdraw(person=offer.ask.person, purpose=Purpose.SHARING, to=to, said=Said(), by=BUILDER, now=SAID)
    assert seen_by(offer) == (0, 0, 0)


def test_whoever_asked_for_them_hears_of_it_as_before(town: Town) -> None:
    offer = helped(town)
    before = Ask.objects.get(pk=offer.ask_id).asker_may
    named(offer, offer.volunteer.person.name)
    after = Ask.objects.get(pk=offer.ask_id)
    assert (after.asker_may, after.state) == (before, "done")
