"""A person's page, and the volunteers of a place."""

from __future__ import annotations

from html import unescape

import pytest
from django.test import Client

from kith.asks import actions as asks
from kith.asks.models import Ask
from kith.kit import clock
from kith.kit.actor import Actor
from kith.people import actions as people
from kith.people.actions import About, Reach
from kith.trail.models import Entry
from kith.volunteers.models import Volunteer
from tests.asks.test_open_ask import shopping
from tests.thread import BUILDER, NOW, Town, build_town, neighbour

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return build_town()


def an_ask(**changes: object) -> Ask:
    return asks.open_ask(wanted=shopping(**changes), by=Actor.public(), now=NOW)


def said(answer: object) -> str:
    return unescape(answer.content.decode())  # type: ignore[attr-defined]


def test_how_to_be_with_them_comes_first_and_reading_is_written_down(client: Client, place: Town) -> None:
    ask = an_ask(about=About(name="Edith Pound", hear_at_door="wave", reaches=(Reach("+441632960044", safe="yes"),)))
    people.must_not_meet(person=ask.person, other_name="Harold Enemy", by=BUILDER, now=NOW)
    client.force_login(place.jan.user)
    words = said(client.get(f"/person/{ask.person_id}/"))
    assert words.index("How to be with me") < words.index("Safe ways to reach me") < words.index(ask.reference)
    assert "01632 960044" in words and "1 person must not know" in words and "Harold" not in words
    assert Entry.objects.filter(verb="person.seen", subject_id=ask.person_id).count() == 1


def test_a_person_who_is_not_yours_is_not_there(client: Client, place: Town) -> None:
    hidden = an_ask(about=About(name="M", further_away=True))
    client.force_login(place.jan.user)
    assert client.get(f"/person/{hidden.person_id}/").status_code == 404


def test_volunteers_stand_by_name_with_their_week(client: Client, place: Town) -> None:
    neighbour(place, "Zed Last", 1)
    neighbour(place, "Amy First", 2)
    client.force_login(place.jan.user)
    words = said(client.get("/volunteers/quay-street/"))
    assert words.index("Amy First") < words.index("Zed Last")
    assert "asked 0, said yes 0" in words
    assert "Add a volunteer" not in words
    assert "Zed" not in said(client.get("/volunteers/quay-street/?called=amy"))
    assert client.get("/volunteers/northern-shire/").status_code == 404
    assert client.get("/volunteers/quay-street/add/").status_code == 404


def test_a_volunteer_is_added_once_everything_is_known(client: Client, place: Town) -> None:
    client.force_login(place.bo.user)
    sent = {
        "name": "New Neighbour",
        "phone": "07700 900123",
        "street": "Quay Street",
        "community": "Saltcombe",
        "kinds": ["shopping", "call"],
        "week": ["mon tue wed thu fri|morning"],
        "travel": "foot",
        "miles": "2",
        "weekly_most": "3",
        "check_level": "basic",
    }
    words = said(client.post("/volunteers/saltcombe/add/", sent))
    assert "Enter when the check was made" in words and 'value="New Neighbour"' in words
    answer = client.post("/volunteers/saltcombe/add/", {**sent, "check_on": "3 April 2025"})
    assert answer["Location"] == "/volunteers/saltcombe/"
    made = Volunteer.objects.get()
    assert (made.name, made.home, made.check_on.isoformat()) == ("New Neighbour", place.street, "2025-04-03")
    assert made.slots[0] == "mon-morning" and len(made.slots) == 5
    nowhere = {**sent, "check_on": "3 April 2025", "street": "Nowhere", "community": ""}
    unknown = said(client.post("/volunteers/saltcombe/add/", nowhere))
    assert "We do not know" in unknown
