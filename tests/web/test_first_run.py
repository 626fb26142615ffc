"""The first page of an empty instance."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import override_settings

from kith.accounts import queries
from kith.accounts.models import Organisation, Team
from kith.places.models import Place

pytestmark = pytest.mark.django_db
WORD = "bcdf-ghjk-mnpq"
PLACE = {"word": WORD.upper(), "place": "Combe Martin", "district": "Northern Devon", "phone": "01632 960001"}
TEAM = {"organisation": "Combe Neighbours", "team": "Combe Martin Neighbours", "name": "Bea Hill"}


@pytest.fixture(autouse=True)
def _word():
    cache.clear()
    with override_settings(SETUP_WORD=WORD):
        yield


def test_three_steps_make_a_place_that_somebody_answers_for(client):
    assert b"Your place" in client.get("/begin/").content
    assert client.post("/begin/", PLACE)["Location"] == "/begin/team/"
    assert client.post("/begin/team/", {**TEAM, "email": "bea@example.org"})["Location"] == "/begin/streets/"
    assert not Organisation.objects.exists()
    done = client.post("/begin/streets/", {"streets": "Quay Street\n\n High Street \nQuay Street\n"})
    assert done["Location"] == "/"
    place = Place.objects.get(name="Combe Martin")
    assert sorted(place.children.values_list("name", flat=True)) == ["High Street", "Quay Street"]
    assert place.ancestor("district").name == "Northern Devon"
    assert Team.objects.filter(is_duty=True).count() == 2
    assert {queries.duty_team(street).name for street in place.children.all()} == {"Combe Martin Neighbours"}
    assert client.get("/who-may/").status_code == 200


def test_it_asks_for_the_set_up_word(client):
    page = client.post("/begin/", {**PLACE, "word": "wrong"}).content.decode()
    assert "not the set-up word" in page
    assert "Combe Martin" in page
    assert client.get("/begin/team/")["Location"] == "/begin/"
    assert client.post("/begin/streets/", {"streets": ""})["Location"] == "/begin/"


def test_every_step_says_how_to_mend_it(client):
    assert b"Enter the name of your place" in client.post("/begin/", {"word": WORD}).content
    client.post("/begin/", PLACE)
    page = client.post("/begin/team/", TEAM).content.decode()
    assert "your sign-in codes go there" in page
    assert "Bea Hill" in page


def test_what_cannot_be_is_said_and_nothing_is_half_made(client):
    client.post("/begin/", {**PLACE, "district": "x" * 120})
    client.post("/begin/", PLACE)
    assert "team/" in client.post("/begin/team/", {**TEAM, "team": "x" * 121}).request["PATH_INFO"]
    client.post("/begin/team/", {**TEAM, "email": "bea@example.org"})
    page = client.post("/begin/streets/", {"streets": "Quay Street\n" + "y" * 300})
    assert page.status_code in (200, 302)
    assert Place.objects.exists() == Organisation.objects.exists()


def test_once_anything_is_there_the_page_is_not(client, town):
    for address in ("/begin/", "/begin/team/", "/begin/streets/", "/begin/other/"):
        assert client.get(address).status_code == 404
        assert client.post(address, PLACE).status_code == 404
