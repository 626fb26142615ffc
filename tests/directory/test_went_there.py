"""Whoever went there says how it was, without being asked who."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from kith.directory.models import Assurance, Service
from kith.trail.models import Entry
from tests.directory.entries import fresh

pytestmark = pytest.mark.django_db


def test_one_tap_is_kept_and_a_second_from_there_does_nothing(client: Client, shed: Service) -> None:
    address = reverse("found", args=[shed.pk])
    assert "The men&#39;s shed" in client.get(address).content.decode()
    for found in ("right", "moved"):
        assert "Thank you" in client.post(address, {"found": found}, follow=True).content.decode()
    assert Assurance.objects.get().found == "right" and fresh(shed).assured_date is None
    assert not Entry.objects.filter(detail__contains={"address": "127.0.0.1"}).exists()


def test_it_was_not_there_has_somebody_ring_and_hides_nothing(client: Client, shed: Service) -> None:
    client.post(reverse("found", args=[shed.pk]), {"found": "moved", "words": "shut on Monday"})
    assert Assurance.objects.get().words == "shut on Monday"
    assert fresh(shed).status == "active" and fresh(shed).assured_date is None


def test_nothing_is_asked_about_an_entry_that_is_not_shown(client: Client, shed: Service) -> None:
    Service.objects.update(held=True)
    assert client.get(reverse("found", args=[shed.pk])).status_code == 404
