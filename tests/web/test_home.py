"""The front door, and what stands round every page for staff."""

from __future__ import annotations

from html import unescape

import pytest
from django.test import Client

from kith.accounts import actions as accounts
from kith.kit import clock
from tests.thread import BUILDER, NOW, Town, build_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return build_town()


def test_an_empty_instance_begins_with_its_first_page(client: Client) -> None:
    assert client.get("/")["Location"] == "/begin/"


def test_everybody_finds_help_hours_and_numbers_without_signing_in(client: Client, place: Town) -> None:
    words = unescape(client.get("/").content.decode())
    for one in ("Ask for help", "See what is happening with my ask", "999", "01632 960001", "Saltcombe", "Sign in"):
        assert one in words
    assert "looks at these from 8 to 8" in words
    assert "Leave this page" in words


def test_staff_come_to_their_own_today(client: Client, place: Town) -> None:
    client.force_login(place.jan.user)
    assert client.get("/")["Location"] == "/today/quay-street/"
    words = unescape(client.get("/today/quay-street/").content.decode())
    for one in ("Take in an ask", "Nobody missed", "Volunteers", "Who may", 'aria-current="page"', "Sign out"):
        assert one in words
    assert "Sent box" not in words


@pytest.mark.parametrize(("role", "address"), [("commissioner", "/nobody-missed/"), ("guardian", "/trail/")])
def test_others_come_to_what_they_may_see(client: Client, place: Town, role: str, address: str) -> None:
    user = accounts.add_user(name="Alison", email="alison@example.org", by=BUILDER, now=NOW)
    accounts.join_team(team=place.gareth.team, user=user, role=role, by=BUILDER, now=NOW)
    client.force_login(user)
    assert client.get("/")["Location"] == address
    words = unescape(client.get(address).content.decode())
    assert "Take in an ask" not in words
