"""Bad input at the door of the domain, whichever form, call, slip or sheet it came by."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from kith.asks import actions as asks
from kith.asks import missed
from kith.asks.actions import intake
from kith.asks.models import Ask
from kith.asks.wanted import Where
from kith.config.worker import sweep_once
from kith.dispatch import actions as dispatch
from kith.dispatch.actions import SomebodyHasIt
from kith.dispatch.models import Offer, Search
from kith.kit.actor import Actor
from kith.outbox.models import Message
from kith.people.actions import About, Reach
from kith.promises.jobs import ring
from tests.asks.test_open_ask import shopping
from tests.thread import NOW, Town, build_town, neighbour

pytestmark = pytest.mark.django_db
LONG = "Bread, please. " * 3_334


@pytest.fixture
def town() -> Town:
    return build_town()


def opened(**changes: object) -> Ask:
    ask = asks.open_ask(wanted=shopping(**changes), by=Actor.public(), now=NOW)
    sweep_once(NOW)
    assert missed.counts(NOW).missed == 0
    ask.refresh_from_db()
    return ask


@pytest.mark.parametrize("postcode", ["ZZ99 9ZZ", "not a postcode", "SW1A 1AA 1AA 1AA", "\u202eZZ31"])
def test_a_postcode_nobody_knows_is_checked_by_the_district(town: Town, postcode: str) -> None:
    ask = opened(where=Where(postcode=postcode))
    assert ask.place == town.district
    assert ask.promise.holder == town.gareth
    assert ask.to_check


@pytest.mark.parametrize("ago", [timedelta(minutes=1), timedelta(days=400)])
def test_a_time_that_has_gone_by_is_asked_about_within_a_quarter_of_an_hour(town: Town, ago: timedelta) -> None:
    ask = opened(need_by=NOW - ago)
    assert any("gone by" in check for check in ask.to_check)
    assert NOW < ask.promise.next_contact_by <= NOW + timedelta(minutes=15)


def test_nothing_said_is_refused_by_the_database(town: Town) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        asks.open_ask(wanted=shopping(words=""), by=Actor.public(), now=NOW)
    assert not Ask.objects.exists()


def test_fifty_thousand_characters_are_kept_wherever_they_are_written(town: Town) -> None:
    long = LONG[:50_000]
    wanted = shopping(
        words=long,
        notes=long.upper(),
        where=Where(postcode=long, street=long, community=long, address=long),
        about=About(
            name=long, language=long, interpreter=long, hear_at_door=long, talk_with_me=long, must_not_know=(long,)
        ),
        knows="said-yes",
        asker=About(name=long),
        asker_relation=long,
        need_by_words=long,
        help_at_door=long,
        to_check=(long,),
    )
    ask = asks.open_ask(wanted=wanted, by=Actor.public(), now=NOW)
    ask.refresh_from_db()
    assert ask.words == long[: intake.MOST_WORDS]
    assert ask.as_given["words"] == long
    assert ask.as_given["notes"] == long.upper()


@pytest.mark.parametrize(
    "name",
    ["Siân ap Gwynfor-Hughes", "فاطمة الزهراء", "👵🏽 Nan", "Ø", "O’Neill, Mary", "  ", "Ng\u0302a", "null", "'; --"],
)
def test_names_of_every_sort_reach_the_messages_as_they_are(town: Town, name: str) -> None:
    neighbour(town, name)
    ask = opened(about=About(name=name, reaches=(Reach("+447700900200", safe="yes"),)))
    assert ask.person.name == name
    offer = Offer.objects.get(ask=ask)
    dispatch.accept(offer=offer, by=Actor.volunteer(offer.volunteer), now=NOW)
    ask.refresh_from_db()
    message = Message.objects.filter(person=ask.person, kind="somebody-is-coming").get()
    assert offer.volunteer.first_name in message.body
    assert offer.volunteer.first_name in ask.promise.explanation


def test_a_yes_after_it_was_called_off_finds_it_over(town: Town) -> None:
    neighbour(town)
    ask = opened()
    offer = Offer.objects.get(ask=ask)
    dispatch.call_off(ask=ask, by=Actor.person(ask.person), now=NOW)
    with pytest.raises(SomebodyHasIt):
        dispatch.accept(offer=offer, by=Actor.volunteer(offer.volunteer), now=NOW)
    ask.refresh_from_db()
    assert (ask.state, ask.taken_by) == ("no-longer-wanted", None)


@pytest.mark.parametrize("where", ["nobody at all", "nobody on the street", "nobody in the community"])
def test_a_rung_without_volunteers_is_passed_at_once(town: Town, where: str) -> None:
    if where == "nobody on the street":
        neighbour(town, home=town.other_street)
    elif where == "nobody in the community":
        neighbour(town, home=town.district, reach_km=50.0)
    ask = opened()
    search = Search.objects.get(ask=ask)
    expected = {"nobody at all": "person", "nobody on the street": "community", "nobody in the community": "district"}
    assert search.level == expected[where]
    ring(NOW)
    assert Message.objects.filter(about_id=ask.id, channel="ring").exists() == (where == "nobody at all")


def test_pressed_twice_and_pressed_again_from_the_page_before_it_is_one_ask(town: Town) -> None:
    wanted = shopping(client_key="the key of one form")
    first = opened(client_key="the key of one form")
    for again in (wanted, replace(wanted, words="changed on the page before")):
        assert asks.open_ask(wanted=again, by=Actor.public(), now=NOW + timedelta(minutes=3)).id == first.id
    assert Ask.objects.count() == 1
    assert Message.objects.filter(kind="we-have-it").count() == 1
