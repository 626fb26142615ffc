"""What is near, on one sheet for a surgery: by what it is for, who has room first, and what worked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from kith.directory import actions as directory
from kith.directory.models import Service
from kith.kit import clock
from kith.kit.actor import Actor
from tests.web.test_find import CANARY, a_group

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(town):
    return town.combe


def sheet(client, where):
    answer = client.get(reverse("find_menu", args=[where.slug]), {"lang": "en-gb"})
    assert answer.status_code == 200
    return answer.content.decode()


def test_who_has_room_comes_first_and_what_worked_is_said(client, place):
    service = a_group(place)
    said = sheet(client, place)
    assert service.name in said and "lately said" not in said
    assert "Nobody has told us whether they take new people. Ring first." in said
    now = clock.now()
    for _visitor in range(2):
        directory.assure(service=service, how="outcome", found="right", by=Actor.public(), now=now - timedelta(days=3))
    said = sheet(client, place)
    assert "2 people who went there lately said it is as it stands here." in said and "Takes new people." in said


def test_of_what_must_not_be_found_only_the_area_stands_there(client, place):
    service = a_group(place)
    assert CANARY in sheet(client, place)
    Service.objects.filter(pk=service.pk).update(confidential=True)
    assert CANARY not in sheet(client, place)


def test_a_place_without_anything_says_so(client, place):
    assert "Nothing is written down here yet." in sheet(client, place)


def test_a_place_nobody_knows_is_not_there(client):
    assert client.get(reverse("find_menu", args=["nowhere"])).status_code == 404
