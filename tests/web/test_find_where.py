"""Where somebody looks from: they write it as they say it, with a letter wrong, or among their other words."""

from __future__ import annotations

import pytest
from django.urls import reverse

from kith.directory.models import Tally
from kith.kit.jinja_env import tel
from kith.places.models import StreetName
from kith.places.queries import nearly_called
from kith.web.queries.finder_where import looked_from
from tests.web.test_find import a_group

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(town):
    StreetName.objects.get_or_create(place=town.combe, key="combe martin", defaults={"name": "Combe Martin"})
    return town.combe


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ("singing in Combe Martin", "singing"),
        ("somebody to talk to near combe martin?", "somebody to talk to"),
        ("singing around Combe Marten", "singing"),
        ("company for somebody in bed in Combe Martin", "company for somebody in bed"),
        ("Combe Martin", ""),
    ],
)
def test_a_place_that_the_words_end_in_is_where_one_looks(place, words, what):
    start = looked_from("", "", words)
    assert (start.words, start.place) == (what, place)


@pytest.mark.parametrize("words", ["help in the house", "stuck in bed", "by myself", "in", "a walk by the sea", ""])
def test_other_words_stay_as_they_were_said(place, words):
    start = looked_from("", "", words)
    assert (start.words, start.place) == (words, None)


def test_the_page_of_a_place_and_the_box_of_the_place_go_first(place):
    assert looked_from(place.slug, "", "singing in Braunton").words == "singing in Braunton"
    assert looked_from("", "Combe Martin", "singing in the choir").words == "singing in the choir"


def test_a_misspelt_place_is_said_as_it_was_read(client, place):
    a_group(place)
    page = client.get(reverse("find"), {"q": "singing", "near": "Combe Martn"}).content.decode()
    assert "“Combe Martin” where you wrote “Combe Martn”" in page and "Choir" in page
    none = client.get(reverse("find"), {"q": "singing", "near": "Xylophonia"}).content.decode()
    assert "We do not know “Xylophonia”" in none
    assert nearly_called("Comb") is None


def test_who_says_no_place_is_counted_where_nobody_can_place_it(client, place):
    client.get(reverse("find"), {"q": "singing"})
    assert Tally.objects.get().place is not None


@pytest.mark.parametrize(
    ("written", "rings"),
    [
        ("01632 960101", "tel:+441632960101"),
        ("116 123", "tel:116123"),
        ("999", "tel:999"),
        ("ask at the hall", ""),
        ("n/a", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_only_a_number_can_be_rung(written, rings):
    assert tel(written) == rings
