"""The sent box: messages as they arrive, for those who may read them, and in a demo a phone to answer with."""

from __future__ import annotations

from html import unescape
from unittest.mock import patch

import pytest
from django.test import Client, override_settings

from kith.asks import actions as asks
from kith.asks.models import Ask
from kith.kit import clock
from kith.kit.actor import Actor
from kith.outbox.jobs import sweep as send
from kith.people.actions import About, Reach
from tests.asks.test_open_ask import shopping
from tests.thread import NOW, Town, build_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return build_town()


def an_ask(**changes: object) -> Ask:
    ask = asks.open_ask(wanted=shopping(**changes), by=Actor.public(), now=NOW)
    send(NOW)
    return ask


def read(client: Client, address: str = "/sent-box/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_the_district_reads_every_message_word_for_word(client: Client, place: Town) -> None:
    ask = an_ask()
    client.force_login(place.gareth.user)
    words = read(client)
    assert "we have your ask for shopping" in words and "07700 900200" in words
    assert ask.reference in read(client, f"/sent-box/?wanted={ask.reference.replace(' ', '+')}")
    assert "No message fits that." in read(client, "/sent-box/?wanted=07700+900299")
    assert "we have your ask" in read(client, "/sent-box/?wanted=07700900200")


def test_nobody_else_may(client: Client, place: Town) -> None:
    client.force_login(place.jan.user)
    for address in ("/sent-box/", "/demo/sent-box/"):
        assert client.get(address).status_code == 404
    assert client.post("/demo/sent-box/answer/", {"address": "07700900200", "body": "OK"}).status_code == 404


@override_settings(DEMO_INSTANCE=True)
def test_in_a_demo_every_colleague_may_but_never_of_somebody_from_further_away(client: Client, place: Town) -> None:
    an_ask()
    about = About(name="M Secret", further_away=True, reaches=(Reach("+447700900288", safe="please-ring"),))
    an_ask(about=about)
    client.force_login(place.jan.user)
    words = read(client, "/demo/sent-box/")
    assert "we have your ask for shopping" in words
    assert "Secret" not in words and "900288" not in words
    other = Client()
    other.force_login(place.gareth.user)
    assert "900288" in read(other, "/demo/sent-box/")


@override_settings(DEMO_INSTANCE=True)
def test_a_text_can_be_answered_as_the_phone_it_went_to(client: Client, place: Town) -> None:
    an_ask()
    client.force_login(place.jan.user)
    assert client.get("/demo/sent-box/answer/").status_code == 404
    with patch("kith.dispatch.actions.receive", create=True, return_value="They have seen it.") as receive:
        sent = {"address": "+447700900200", "body": "OK", "key": "k-1"}
        answer = client.post("/demo/sent-box/answer/", sent, follow=True)
    assert receive.call_args.kwargs["provider_key"] == "demo:k-1"
    assert receive.call_args.kwargs["body"] == "OK"
    assert "They have seen it." in unescape(answer.content.decode())
