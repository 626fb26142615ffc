"""Taking in an ask: the row, its promise, its history, its message and the trail stand or fall together."""

from __future__ import annotations

from datetime import time, timedelta
from unittest.mock import patch

import pytest
from django.db import IntegrityError, transaction

from kith.asks import actions as asks
from kith.asks import missed
from kith.asks.models import Ask, Event
from kith.asks.wanted import Wanted, Where
from kith.kit.actor import Actor
from kith.outbox.models import Message
from kith.people.actions import About, Reach
from kith.promises.jobs import ring
from kith.promises.models import Promise, Telling
from kith.trail.models import Entry
from tests.thread import NOW, Town, build_town

pytestmark = pytest.mark.django_db
BY = Actor.public()


@pytest.fixture
def town() -> Town:
    return build_town()


def shopping(**changes: object) -> Wanted:
    facts: dict[str, object] = {
        "words": "milk, bread and eggs please",
        "kind": "shopping",
        "details": {"paid": "receipt"},
        "where": Where(street="Quay Street", community="Saltcombe", address="4 Quay Street"),
        "about": About(name="Edith Pound", reaches=(Reach("+447700900200", safe="yes"),)),
        "need_by": NOW + timedelta(hours=6),
        **changes,
    }
    return Wanted(**facts)  # type: ignore[arg-type]


def test_an_ask_leaves_its_promise_history_message_and_trail_together(town: Town) -> None:
    ask = asks.open_ask(wanted=shopping(), by=BY, now=NOW)
    promise = ask.promise
    assert promise.holder == town.jan
    assert promise.explanation and promise.meanwhile
    assert NOW < promise.next_contact_by <= NOW + timedelta(hours=2)
    assert Event.objects.filter(ask=ask).exists()
    assert Message.objects.filter(about_id=ask.id, audience="person").exists()
    assert Telling.objects.get(of=promise).promise.holder == town.jan
    assert Entry.objects.filter(subject_id=ask.id, verb="ask.opened").exists()


def test_when_the_trail_cannot_be_written_nothing_is(town: Town) -> None:
    with patch("kith.asks.actions.history.trail.record", side_effect=RuntimeError("no")), pytest.raises(RuntimeError):
        asks.open_ask(wanted=shopping(), by=BY, now=NOW)
    assert not Ask.objects.exists()
    assert not Promise.objects.exists()
    assert not Message.objects.exists()


def test_the_same_key_twice_is_one_ask(town: Town) -> None:
    first = asks.open_ask(wanted=shopping(client_key="k1"), by=BY, now=NOW)
    again = asks.open_ask(wanted=shopping(client_key="k1", words="something else"), by=BY, now=NOW)
    assert again.id == first.id
    assert again.words == "milk, bread and eggs please"


def test_a_second_ask_from_the_same_phone_is_a_second_ask(town: Town) -> None:
    asks.open_ask(wanted=shopping(), by=BY, now=NOW)
    asks.open_ask(wanted=shopping(), by=BY, now=NOW)
    assert Ask.objects.count() == 2


def test_the_database_refuses_an_open_promise_without_a_holder(town: Town) -> None:
    ask = asks.open_ask(wanted=shopping(), by=BY, now=NOW)
    for change in ({"holder": None}, {"next_contact_by": None}, {"explanation": ""}, {"meanwhile": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Promise.objects.filter(pk=ask.promise_id).update(**change)


def test_they_dont_know_yet_writes_nothing_to_their_details(town: Town) -> None:
    wanted = shopping(knows="not-yet", asker=About(name="Carol", reaches=(Reach("+447700900201", safe="yes"),)))
    ask = asks.open_ask(wanted=wanted, by=BY, now=NOW)
    assert ask.state == "speak-first"
    assert not Message.objects.filter(person=ask.person).exists()
    assert Message.objects.filter(person=ask.asker).exists()


def test_a_number_that_is_not_safe_gets_only_the_words_that_say_nothing(town: Town) -> None:
    wanted = shopping(about=About(name="M", reaches=(Reach("+447700900202", safe="please-ring"),)))
    ask = asks.open_ask(wanted=wanted, by=BY, now=NOW)
    message = Message.objects.get(person=ask.person)
    assert message.kind == "please-ring"
    assert ask.reference not in message.body
    assert Telling.objects.get(of=ask.promise).how == "call"


@pytest.mark.parametrize(
    ("reach", "leaves_at"),
    [
        (Reach("+447700900203", safe="yes"), 8),
        (Reach("+447700900203", safe="yes", from_hour=time(12), to_hour=time(17)), 12),
    ],
)
def test_words_that_wait_for_the_morning_say_the_day_as_it_will_be_read(
    town: Town, reach: Reach, leaves_at: int
) -> None:
    night = NOW.replace(hour=23)
    need_by = (night + timedelta(days=1)).replace(hour=16)
    wanted = shopping(about=About(name="Mabel", reaches=(reach,)), need_by=need_by)
    ask = asks.open_ask(wanted=wanted, by=BY, now=night)
    message = Message.objects.get(person=ask.person)
    assert message.not_before == (night + timedelta(days=1)).replace(hour=leaves_at)
    assert "tomorrow" not in message.body
    assert "today" in message.body


def test_when_nobody_looks_now_the_first_words_say_who_looks_next(town: Town) -> None:
    """Texts leave until nine in the evening; the place closes earlier."""
    evening = NOW.replace(hour=20, minute=30)
    wanted = shopping(about=About(name="Mabel", reaches=(Reach("+447700900203", safe="yes"),)))
    ask = asks.open_ask(wanted=wanted, by=BY, now=evening)
    body = Message.objects.get(person=ask.person).body
    assert "It is 8:30 at night. Jan looks at these at 8 tomorrow. In danger? Ring 999." in body
    assert "We have your ask" in body or "we have your ask" in body
    in_the_day = asks.open_ask(wanted=wanted, by=BY, now=NOW)
    assert "looks at these" not in Message.objects.get(person=in_the_day.person).body


def test_somebody_from_further_away_belongs_to_the_district(town: Town) -> None:
    wanted = shopping(about=About(name="M", further_away=True))
    ask = asks.open_ask(wanted=wanted, by=BY, now=NOW)
    assert ask.place == town.district
    assert ask.person.place == town.district
    jan = Actor.user(town.jan.user)
    assert not Ask.objects.visible_to(jan).exists()
    assert Ask.objects.visible_to(Actor.user(town.gareth.user)).exists()
    assert not Promise.objects.visible_to(jan).exists()


def test_a_red_flag_rings_the_duty_phone_and_is_due_in_a_quarter_of_an_hour(town: Town) -> None:
    ask = asks.open_ask(wanted=shopping(words="shopping please, and I have chest pain"), by=BY, now=NOW)
    assert ask.urgency == 2
    assert ask.promise.next_contact_by <= NOW + timedelta(minutes=15)
    assert ring(NOW) == 1
    assert Message.objects.filter(about_id=ask.id, channel="ring").exists()
    assert "chest pain" in Message.objects.get(channel="ring").body


def test_only_what_and_where_are_needed(town: Town) -> None:
    wanted = Wanted(words="somebody to talk to", kind="call", where=Where(address="by the bus station"))
    ask = asks.open_ask(wanted=wanted, by=BY, now=NOW)
    assert ask.person.name == ""
    assert ask.promise.holder == town.gareth


def test_once_they_said_yes_somebody_promises_to_tell_them(town: Town) -> None:
    wanted = shopping(knows="not-yet", asker=About(name="Carol", reaches=(Reach("+447700900201", safe="yes"),)))
    ask = asks.open_ask(wanted=wanted, by=BY, now=NOW)
    assert not Telling.objects.exists()
    asks.they_said_yes(ask=ask, asker_may="nothing", safe="yes", by=Actor.user(town.jan.user), now=NOW)
    assert Telling.objects.get(of=ask.promise).news == "we-have-it"
    assert missed.counts(NOW).missed == 0
