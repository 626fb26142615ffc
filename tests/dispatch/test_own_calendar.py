"""When somebody comes, in the calendar of one phone: it names nobody, and is not there where one has to be careful."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from icalendar import Calendar

from kith.access.actions import issue_link
from kith.dispatch import actions
from kith.dispatch.models import Offer
from kith.kit import clock
from kith.kit.actor import Actor
from kith.people import actions as people
from kith.people.models import ContactRoute
from tests.dispatch.test_volunteer_pages import canaries_in, neighbour, offered, press
from tests.thread import BUILDER, NOW, Town, build_town

pytestmark = pytest.mark.django_db
COMING = (NOW + timedelta(hours=2), NOW + timedelta(hours=4))


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return build_town()


@pytest.fixture
def taken(town: Town, client: Client) -> tuple[Offer, str]:
    neighbour(town, "Sam Pascoe", 1)
    offer, where = offered()
    press(client, where, "yes")
    offer.refresh_from_db()
    assert offer.state == "accepted"
    actions.say_when(offer=offer, coming=COMING, by=Actor.volunteer(offer.volunteer), now=NOW)
    offer.ask.refresh_from_db()
    return offer, where


def own(offer: Offer, actor: Actor) -> str:
    token = issue_link(
        purpose="status", subject_label="asks.Ask", subject_id=offer.ask_id, actor=actor,
        expires_at=NOW + timedelta(days=1), by=BUILDER, now=NOW,
    )  # fmt: skip
    return f"/s/{token}/"


def events(answer: object) -> list:
    return Calendar.from_ical(answer.content).walk("VEVENT")  # type: ignore[attr-defined]


def test_the_person_has_it_in_their_calendar_and_it_names_nobody(taken: tuple[Offer, str], client: Client) -> None:
    offer, _where = taken
    page = own(offer, Actor.person(offer.ask.person))
    assert "when.ics" in client.get(page).content.decode()
    answer = client.get(f"{page}when.ics")
    [event] = events(answer)
    assert (event["DTSTART"].dt, event["DTEND"].dt) == COMING
    assert answer.headers["Cache-Control"] == "no-store" and "attachment" in answer.headers["Content-Disposition"]
    assert canaries_in(answer.content.decode()) == [] and "Sam" not in answer.content.decode()


@pytest.mark.parametrize("why", ["further", "not safe", "kept from"])
def test_where_one_has_to_be_careful_there_is_none(taken: tuple[Offer, str], client: Client, why: str) -> None:
    offer, _where = taken
    person = offer.ask.person
    if why == "further":
        type(person).objects.filter(pk=person.pk).update(further_away=True)
    if why == "not safe":
        ContactRoute.objects.filter(person=person).update(safe="please-ring")
    if why == "kept from":
        people.must_not_meet(person=person, other_name="H", by=BUILDER, now=NOW)
    page = own(offer, Actor.person(person))
    assert client.get(f"{page}when.ics").status_code == 404
    assert "when.ics" not in client.get(page).content.decode()


def test_nobody_else_has_it(taken: tuple[Offer, str], client: Client) -> None:
    offer, _where = taken
    stranger = Client()
    assert stranger.get("/s/not-a-link/when.ics").status_code == 404
    assert stranger.get(f"/status/{offer.ask.reference.lower().replace(' ', '-')}/when.ics").status_code == 302


def test_a_volunteer_has_what_they_took_on_their_own_phone_only(taken: tuple[Offer, str], client: Client) -> None:
    _offer, where = taken
    answer = client.get(f"{where}/when.ics")
    [event] = events(answer)
    assert (event["DTSTART"].dt, event["DTEND"].dt) == COMING
    assert canaries_in(answer.content.decode()) == []
    assert "when.ics" in client.get(f"{where}/mine/").content.decode()
    assert Client().get(f"{where}/when.ics").status_code == 302
