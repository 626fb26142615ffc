"""What only a person can do, by reading or ringing: on Today, told to whoever has it, and kept with what was done."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from kith.asks import actions as asks
from kith.asks.models import Ask
from kith.dispatch import actions
from kith.dispatch.jobs import sweep
from kith.dispatch.models import Offer, Search
from kith.kit import clock
from kith.kit.actor import Actor
from kith.outbox.models import Message
from kith.people.actions import About, Reach
from kith.people.models import Person
from kith.promises.jobs import dead_letters
from kith.promises.jobs import sweep as watch
from kith.promises.models import Promise
from tests.asks.test_open_ask import shopping
from tests.thread import NOW, Town, build_town, neighbour

pytestmark = pytest.mark.django_db
EDITH = "+447700900200"
TODAY = "/today/quay-street/"


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return build_town()


def an_ask(**changes: object) -> Ask:
    return asks.open_ask(wanted=shopping(**changes), by=Actor.public(), now=NOW)


def text(body: str, address: str = EDITH, key: str = "in-1") -> Promise:
    actions.receive(address=address, body=body, provider_key=key, by=Actor.system("texts in"), now=NOW)
    return Promise.objects.filter(kind="message").latest("opened_at", "id")


def words_of(client: Client, town: Town, address: str, who: str = "jan") -> str:
    client.force_login(getattr(town, who).user)
    answer = client.get(address)
    assert answer.status_code == 200, answer
    return " ".join(unescape(answer.content.decode()).split())


def test_a_text_to_read_is_on_today_and_is_kept_with_what_was_done(client: Client, town: Town) -> None:
    ask = an_ask()
    promise = text("can he bring the blue one, my chest pain is better")
    words = words_of(client, town, TODAY)
    assert "To read and to ring" in words and "Read what Edith wrote" in words
    assert "chest pain" not in words
    assert "Read what Edith wrote" in words_of(client, town, TODAY + "print/")
    where = f"/to-read/{promise.id}/"
    assert where in words
    inside = words_of(client, town, where)
    assert "blue one" in inside and ask.reference in inside
    nothing = client.post(where, {"what": " "})
    assert "Write one line about what you did" in unescape(nothing.content.decode())
    for _twice in range(2):
        assert client.post(where, {"what": "Rang her: the blue one it is."}).status_code == 302
    promise.refresh_from_db()
    assert (promise.state, promise.why_ended) == ("kept", "Rang her: the blue one it is.")
    assert "Rang her" in words_of(client, town, where)
    assert "To read and to ring" not in words_of(client, town, TODAY)


def test_whoever_has_it_is_told_at_once_and_reads_nothing_of_it(town: Town) -> None:
    an_ask()
    promise = text("please do not tell my son")
    told = Message.objects.get(audience="staff", kind="to-read")
    assert told.user == town.jan.user and str(promise.id) in told.body
    assert "son" not in told.body and "Edith" not in told.body


def test_it_is_a_line_of_its_own_on_the_page_of_ones_day(client: Client, town: Town) -> None:
    an_ask()
    promise = text("can he bring the blue one?")
    assert f"/to-read/{promise.id}/" in words_of(client, town, reverse("hand_over"))


def test_nobody_else_opens_it(client: Client, town: Town) -> None:
    an_ask()
    promise = text("hello", "+447700900999")
    assert promise.holder == town.gareth
    client.force_login(town.jan.user)
    assert client.get(f"/to-read/{promise.id}/").status_code == 404
    assert client.post(f"/to-read/{promise.id}/", {"what": "nothing"}).status_code == 404
    assert "hello" in words_of(client, town, f"/to-read/{promise.id}/", "gareth")


def test_whoever_wants_nobody_near_is_not_named_near(client: Client, town: Town) -> None:
    ask = an_ask(about=About(name="Maud Secret", further_away=True, reaches=(Reach(EDITH, safe="yes"),)))
    actions.call_off(ask=ask, by=Actor.public(), now=NOW)
    promise = text("hello again")
    assert promise.place == town.district and promise.holder == town.gareth
    assert "Maud" not in words_of(client, town, TODAY)


def test_it_ends_with_everything_else_about_somebody_who_has_died(town: Town) -> None:
    ask = an_ask()
    actions.call_off(ask=ask, by=Actor.public(), now=NOW)
    promise = text("hello again")
    edith = Person.objects.get(pk=ask.person_id)
    assert promise.about_id == edith.pk
    actions.leave_in_peace(
        person=edith, also=[], what="died", said_by="her son", note="", look_again_on=None, by=Actor.public(), now=NOW
    )
    promise.refresh_from_db()
    assert promise.state == "let-go"


def dead(ask: Ask, **which: str) -> Message:
    message = Message.objects.filter(about_id=ask.id, **which).latest("created_at", "id")
    Message.objects.filter(pk=message.pk).update(state="dead", why="no such number", about_label="")
    return message


def test_a_message_that_did_not_arrive_names_the_person_and_their_ask(town: Town) -> None:
    ask = an_ask()
    dead(ask, audience="person")
    watch(NOW)
    promise = Promise.objects.get(kind="message")
    assert promise.label == f"Tell Edith another way: {ask.reference}"
    assert promise.reference == ask.reference
    assert Message.objects.filter(kind="to-read").count() == 1


def test_a_volunteer_who_could_not_be_asked_is_silent_and_the_next_is_asked(town: Town) -> None:
    neighbour(town, "Sam Pascoe", 1)
    ask = an_ask()
    sweep(NOW)
    offer = Offer.objects.get(ask=ask)
    message = dead(ask, kind="offer")
    assert message not in dead_letters()
    neighbour(town, "Ann Other", 2)
    soon = NOW + timedelta(seconds=20)
    sweep(soon)
    watch(soon)
    offer.refresh_from_db()
    assert (offer.state, offer.answered_at) == ("silent", soon)
    assert not Promise.objects.filter(kind="message").exists()
    assert Search.objects.get(ask=ask).look_again_at != NOW
    assert Offer.objects.filter(ask=ask, volunteer__person__name="Ann Other").exists()
    sweep(soon + timedelta(seconds=5))
    assert Offer.objects.get(pk=offer.pk).state == "silent"
