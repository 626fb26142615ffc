"""The duty phone's page, its link and its one-word reply."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from kith.accounts import actions as accounts
from kith.asks import actions as asks
from kith.asks.models import Ask
from kith.dispatch import actions as dispatch
from kith.kit import clock
from kith.kit.actor import Actor
from kith.outbox.models import Message
from kith.promises import actions as promises
from kith.promises.jobs import ring
from kith.promises.models import DutyCall, DutyRing, Kind, Promise
from tests.asks.test_open_ask import shopping
from tests.thread import BUILDER, NOW, Town, build_town

pytestmark = pytest.mark.django_db
JANS_PHONE = "+441632960003"


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return build_town()


@pytest.fixture
def danger(town: Town) -> Ask:
    ask = asks.open_ask(wanted=shopping(words="shopping, and I have chest pain"), by=Actor.public(), now=NOW)
    assert ring(NOW) == 1
    return ask


def words_of(answer: object) -> str:
    assert getattr(answer, "status_code", 0) == 200
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())  # type: ignore[attr-defined]


def test_the_list_is_seen_with_one_press_and_each_thing_is_taken_with_one(
    client: Client, town: Town, danger: Ask
) -> None:
    client.force_login(town.jan.user)
    words = words_of(client.get("/duty/"))
    assert "1 thing" in words and "chest pain" in words and "Shopping: Edith" in words
    call = DutyCall.objects.get()
    assert "you have this" in words
    assert "You have it now" in words_of(client.post("/duty/", {"do": "have", "which": call.id}, follow=True))
    danger.refresh_from_db()
    assert danger.promise.holder == town.jan
    assert not DutyCall.objects.filter(seen_at=None).exists()
    assert "No phone rings" in words_of(client.post("/duty/", {"do": "seen"}, follow=True))
    assert DutyRing.objects.get().acknowledged_by == "Jan"
    assert "Nothing rings now" in words_of(client.get("/duty/"))


def test_the_link_of_the_message_opens_the_list_and_changes_nothing(town: Town, danger: Ask) -> None:
    found = re.search(r"/d/\S+", Message.objects.get(kind="duty-ring").body)
    assert found is not None
    phone = Client()
    assert "chest pain" in words_of(phone.get(found.group()))
    assert DutyRing.objects.get().acknowledged_at is None
    words_of(phone.post(found.group(), {"do": "seen"}, follow=True))
    assert DutyRing.objects.get().acknowledged_how == "page"


def test_a_reply_of_one_figure_says_that_it_was_seen(town: Town, danger: Ask) -> None:
    said = dispatch.receive(address=JANS_PHONE, body=" 1 ", provider_key="in:1", by=BUILDER, now=NOW)
    assert said.startswith("Seen")
    assert DutyRing.objects.get().acknowledged_how == "text"
    assert [ring(NOW + timedelta(minutes=5 * step)) for step in range(1, 4)] == [0, 0, 0]
    assert not Promise.objects.filter(kind=Kind.MESSAGE).exists()


def test_a_colleague_says_yes_by_text(town: Town) -> None:
    user = accounts.add_user(name="Morwenna", phone="07700900555", by=BUILDER, now=NOW)
    morwenna = accounts.join_team(user=user, team=town.jan.team, role="street_coordinator", by=BUILDER, now=NOW)
    four = promises.Four("We are on it.", town.jan, NOW + timedelta(hours=3), "You can ring us.")
    one = promises.make(kind=Kind.DECISION, four=four, place=town.street, label="the list", by=BUILDER, now=NOW)
    promises.ask_to_have(giver=town.jan, asked=morwenna, promises=[one], why="other", by=BUILDER, now=NOW)
    later = NOW + timedelta(minutes=1)
    dispatch.receive(address="+447700900555", body="Yes", provider_key="in:1", by=BUILDER, now=later)
    one.refresh_from_db()
    assert one.holder == morwenna


def test_only_those_on_the_duty_list_have_the_list_waiting(client: Client, town: Town, danger: Ask) -> None:
    client.force_login(town.bo.user)
    assert "Nothing rings now" in words_of(client.get("/duty/"))
