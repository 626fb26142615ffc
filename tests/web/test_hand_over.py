"""Hand over my day: what is due, a colleague, one press; and the colleague's one tap."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from kith.accounts import actions as accounts
from kith.accounts.models import Membership
from kith.asks import actions as asks
from kith.kit import clock
from kith.kit.actor import Actor
from kith.outbox.models import Message
from kith.people.actions import About
from kith.promises.models import HandOver, Promise
from tests.asks.test_open_ask import shopping
from tests.thread import BUILDER, NOW, Town, build_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    built = build_town()
    asks.open_ask(wanted=shopping(about=About(name="Mabel Penrose")), by=Actor.public(), now=NOW)
    return built


@pytest.fixture
def morwenna(town: Town) -> Membership:
    user = accounts.add_user(name="Morwenna", phone="07700900555", by=BUILDER, now=NOW)
    joined = accounts.join_team(user=user, team=town.jan.team, role="street_coordinator", by=BUILDER, now=NOW)
    accounts.set_duty_rota(team=town.jan.team, memberships=[town.jan, joined], by=BUILDER, now=NOW)
    return joined


def signed_in(client: Client, who: Membership) -> Client:
    client.force_login(who.user)
    return client


def read(client: Client, where: str = "/my-day/hand-over/") -> str:
    answer = client.get(where)
    assert answer.status_code == 200, where
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def send(client: Client, where: str = "/my-day/hand-over/", **given: object) -> str:
    answer = client.post(where, given, follow=True)
    assert answer.status_code == 200
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def held(name: str) -> int:
    return Promise.objects.filter(holder__user__name=name, state="open").count()


def test_not_well_today_is_two_choices_and_one_press(client: Client, town: Town, morwenna: Membership) -> None:
    signed_in(client, town.jan)
    words = read(client)
    assert (
        "1 thing is yours until tonight" in words
        and "telling somebody" in words
        and "Mabel" in words
        and "Morwenna" in words
    )
    assert "On duty instead: Morwenna" in words
    said = send(client, why="sick", colleague="on-duty")
    assert "2 things are with Morwenna now" in said
    assert (held("Jan"), held("Morwenna")) == (0, 2)
    assert "Jan is noted as away" in said
    assert "Noted as here again" in send(client, do="back")


def test_a_colleague_is_asked_and_says_yes_by_the_link_of_the_message(
    client: Client, town: Town, morwenna: Membership
) -> None:
    signed_in(client, town.jan)
    assert "Morwenna was asked" in send(client, why="ask", colleague=morwenna.id)
    assert (held("Jan"), held("Morwenna")) == (2, 0)
    found = re.search(r"/h/\S+", Message.objects.get(kind="hand-over").body)
    assert found is not None
    phone, link = Client(), found.group()
    assert "Could you have this for Jan?" in read(phone, link)
    assert held("Jan") == 2, "opening a link changes nothing"
    assert "You have this now" in send(phone, link, do="yes")
    assert (held("Jan"), held("Morwenna")) == (0, 2)
    assert "said yes" in read(client)


def test_whoever_is_asked_sees_it_when_they_sign_in(client: Client, town: Town, morwenna: Membership) -> None:
    send(signed_in(client, town.jan), why="ask", colleague=morwenna.id)
    theirs = signed_in(Client(), morwenna)
    assert "Jan asks you" in read(theirs)
    offer = HandOver.objects.get()
    words = send(theirs, f"/my-day/asked/{offer.id}/", do="no")
    assert "Nothing to do" in words
    assert Client().get(f"/my-day/asked/{offer.id}/").status_code == 302
    assert signed_in(Client(), town.gareth).get(f"/my-day/asked/{offer.id}/").status_code == 404


def test_what_was_asked_can_be_taken_back(client: Client, town: Town, morwenna: Membership) -> None:
    send(signed_in(client, town.jan), why="ask", colleague=morwenna.id)
    assert "It stays where it is" in send(client, do="take-back", which=HandOver.objects.get().id)


def test_away_for_some_days_asks_when_back(client: Client, town: Town, morwenna: Membership) -> None:
    signed_in(client, town.jan)
    assert "Write the day you are back" in send(client, why="away", colleague=morwenna.id)
    words = send(client, why="away", colleague=morwenna.id, since="Thursday 9am", until="Friday 9am")
    assert "Jan is noted as away" in words
    town.jan.refresh_from_db()
    assert town.jan.away_from is not None and town.jan.away_until is not None
    assert town.jan.away_until - town.jan.away_from == timedelta(days=1)


def test_a_lead_keys_it_for_somebody_who_rang_in(client: Client, town: Town, morwenna: Membership) -> None:
    signed_in(client, town.bo)
    assert "Somebody rang in?" in read(client)
    where = f"/my-day/hand-over/for/{town.jan.id}/"
    assert "Hand over the day of Jan" in read(client, where)
    assert "with Morwenna now" in send(client, where, why="sick", colleague="on-duty")
    assert signed_in(Client(), town.jan).get(f"/my-day/hand-over/for/{town.bo.id}/").status_code == 404
    assert signed_in(Client(), morwenna).get(where).status_code == 404


def test_nothing_chosen_says_what_to_choose(client: Client, town: Town) -> None:
    words = send(signed_in(client, town.jan), note="")
    assert "Choose what has happened" in words and "Choose a colleague" in words
    assert "Choose a colleague to ask" in send(client, why="ask", colleague="on-duty")
