"""Help first, forms later: a place where nothing is asked at the door but what and where."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from kith.asks import actions as asks
from kith.asks.models import Ask
from kith.governance import actions as governance
from kith.governance.models import Purpose
from kith.kit import clock
from kith.kit.actor import Actor
from kith.places import actions as places
from kith.places.settings import PlaceSettings
from kith.promises.models import Promise
from tests.asks.test_open_ask import shopping
from tests.thread import BUILDER, NOW, Town, build_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    town = build_town()
    settings = PlaceSettings(help_first=True).stored()
    places.change_place(place=town.street, by=BUILDER, now=NOW, settings=settings)
    return town


def test_whoever_has_the_ask_promises_to_ask_later(town: Town) -> None:
    ask = asks.open_ask(wanted=shopping(), by=Actor.public(), now=NOW)
    promise = Promise.objects.get(kind="permission")
    assert promise.holder == ask.promise.holder and promise.about_id == ask.person_id
    assert NOW + timedelta(days=2) < promise.next_contact_by < NOW + timedelta(days=5)


def test_nobody_is_asked_twice_and_elsewhere_nobody_is(town: Town) -> None:
    ask = asks.open_ask(wanted=shopping(), by=Actor.public(), now=NOW)
    governance.permit(person=ask.person, purpose=Purpose.HELP, how="said so", by=BUILDER, now=NOW)
    asks.open_ask(wanted=shopping(), person=ask.person, by=Actor.public(), now=NOW)
    where = shopping().where.__class__(street="Church Street", community="Saltcombe")
    asks.open_ask(wanted=shopping(where=where), by=Actor.public(), now=NOW)
    assert Promise.objects.filter(kind="permission").count() == 1


def test_the_form_asks_what_and_where_and_nothing_more(town: Town, client: Client) -> None:
    client.post("/ask/need/", {"words": "bread and milk please, on account at the shop"})
    answer = client.post("/ask/where/", {"line": "Quay Street", "village": "Saltcombe"})
    assert answer.status_code == 302 and answer.headers["Location"].endswith("/check/"), answer.headers
    client.post("/ask/check/", {})
    assert Ask.objects.get().person.name == ""
    assert Promise.objects.filter(kind="permission", state="open").exists()


def test_elsewhere_the_form_goes_on(town: Town, client: Client) -> None:
    client.post("/ask/need/", {"words": "bread and milk please"})
    answer = client.post("/ask/where/", {"line": "Church Street", "village": "Saltcombe"})
    assert answer.headers["Location"].endswith("/who/")
