"""Nobody missed: names for those who may go to them, numbers for those who may not."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from kith.accounts import actions as accounts
from kith.asks import actions as asks
from kith.asks.models import Ask
from kith.kit import clock
from kith.kit.actor import Actor
from kith.people.actions import About, Reach
from kith.places import actions as places
from tests.asks.test_open_ask import shopping
from tests.thread import BUILDER, NOW, Town, build_town

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=3)


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return build_town()


@pytest.fixture
def alison(place: Town) -> Client:
    user = accounts.add_user(name="Alison", email="alison@example.org", by=BUILDER, now=NOW)
    accounts.join_team(team=place.gareth.team, user=user, role="commissioner", by=BUILDER, now=NOW)
    client = Client()
    client.force_login(user)
    return client


def an_ask(**changes: object) -> Ask:
    return asks.open_ask(wanted=shopping(**changes), by=Actor.public(), now=NOW)


def read(client: Client) -> str:
    answer = client.get("/nobody-missed/")
    assert answer.status_code == 200
    return " ".join(unescape(answer.content.decode()).split())


def test_nobody_we_know_of(client: Client, place: Town) -> None:
    an_ask()
    client.force_login(place.jan.user)
    words = read(client)
    assert "1 ask is open in Quay Street." in words and "Nobody we know of is missed." in words
    assert "What we cannot know" in words


def test_whoever_is_late_or_untold_is_named(client: Client, place: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    ask = an_ask(about=About(name="Mabel Penrose"))
    monkeypatch.setattr(clock, "now", lambda: LATER)
    client.force_login(place.jan.user)
    words = read(client)
    assert "Nobody we know of is missed." not in words
    assert f"<bdi>Mabel</bdi>: {ask.reference}" in words
    assert f"/ask/{ask.reference.lower().replace(' ', '-')}/" in words


def test_a_commissioner_sees_numbers_and_small_ones_hidden(
    alison: Client, place: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = an_ask(about=About(name="Mabel Penrose"))
    monkeypatch.setattr(clock, "now", lambda: LATER)
    words = read(alison)
    assert "fewer than 5 ask is open" in words
    for hidden in ("Mabel", ask.reference, "Jan"):
        assert hidden not in words.replace("January", "")
    assert "The longest silence" not in words


def test_somebody_from_further_away_is_not_counted_nearer_by(client: Client, place: Town) -> None:
    an_ask(about=About(name="M", further_away=True))
    client.force_login(place.bo.user)
    assert "0 asks are open in" in read(client)
    other = Client()
    other.force_login(place.gareth.user)
    assert "1 ask is open in" in read(other)


def test_a_message_that_did_not_leave_names_whom_it_is_about(
    client: Client, place: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    about = About(name="Mabel Penrose", reaches=(Reach("+447700900177", safe="yes"),))
    ask = an_ask(about=about)
    asks.seen(ask=ask, by=Actor.person(ask.person), now=NOW)
    ask.refresh_from_db()
    asks.tell_person(ask=ask, news="still", hear_by=NOW + timedelta(hours=2), by=BUILDER, now=NOW)
    client.force_login(place.jan.user)
    assert "Every message that should have left has left." in read(client)
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=16))
    words = read(client)
    assert "Nobody we know of is missed." not in words
    assert f"<bdi>Mabel</bdi>: {ask.reference}" in words.split("A message has been waiting")[1].split("</section>")[0]


def test_a_date_moved_twice_is_listed(client: Client, place: Town) -> None:
    ask = an_ask()
    for hours in (3, 4):
        asks.move_date(
            ask=ask, to=NOW + timedelta(hours=hours), reason="busy", how="call", by=Actor.user(place.jan.user), now=NOW
        )
    client.force_login(place.jan.user)
    assert f"Shopping: {ask.reference}" in read(client)


def test_waits_are_shown_by_place_in_the_order_of_the_alphabet(client: Client, place: Town) -> None:
    elsewhere = places.add_place(kind="community", name="Appledown", parent=place.district, by=BUILDER, now=NOW)
    for home in (place.street, elsewhere):
        ask = an_ask()
        Ask.objects.filter(pk=ask.pk).update(place=home, taken_at=NOW + timedelta(minutes=9))
    client.force_login(place.gareth.user)
    words = read(client)
    assert words.index(">Appledown<") < words.index(">Saltcombe<")
    assert "too few to say" in words
