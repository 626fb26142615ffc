"""Roughly how old somebody said they are, and a place that asks nothing at the door: the pages for both."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from kith.accounts import actions as accounts
from kith.accounts.models import User
from kith.asks import actions as asks
from kith.asks.models import Ask
from kith.governance.models import AgeSaid
from kith.kit import clock
from kith.kit.actor import Actor
from kith.people.actions import About
from kith.places import actions as places
from kith.places.models import Place
from kith.promises.models import Promise
from tests.asks.test_open_ask import shopping
from tests.thread import BUILDER, NOW, Town, build_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return build_town()


@pytest.fixture
def ask(town: Town, client: Client) -> Ask:
    client.force_login(town.jan.user)
    return asks.open_ask(wanted=shopping(about=About(name="Jay")), by=Actor.public(), now=NOW)


def said(answer: object) -> str:
    return unescape(answer.content.decode())  # type: ignore[attr-defined]


def test_it_is_kept_from_when_it_was_said_and_says_whose_yes_counts(ask: Ask, client: Client) -> None:
    permission = f"/person/{ask.person_id}/permission/"
    assert "nobody needs to" in said(client.get(permission))
    here = f"/person/{ask.person_id}/roughly-how-old/"
    assert "has been in care is not asked" in said(client.get(here))
    client.post(here, {"band": "13-15", "said": "9:15"})
    assert AgeSaid.objects.get().at == NOW - timedelta(minutes=45)
    assert "ask whoever has parental responsibility" in said(client.get(permission))
    whose_yes = said(client.get(permission)).split("Whose yes counts")[1].split("<h2>")[0]
    assert "13" not in re.sub(r"<[^>]+>", "", whose_yes)
    client.post(here, {"band": "13-15", "own_say_by": "Dr Rees, GP", "own_say_note": "Understands what it means"})
    assert "ask whoever has parental responsibility" not in said(client.get(permission))


@pytest.mark.parametrize(
    ("given", "mend"),
    [
        ({"said": ""}, "Choose roughly how old"),
        ({"band": "13-15", "own_say_by": "Dr Rees"}, "Write both"),
        ({"band": "16-17", "grown_on": "a while ago"}, "like 3 March 2027"),
        ({"band": "18-over", "grown_on": "3 March 2030"}, "do not go together"),
        ({"band": "16-17", "said": "tomorrow"}, "is not a time that has been"),
    ],
)
def test_what_cannot_be_so_is_said_and_kept_in_its_box(ask: Ask, client: Client, given: dict[str, str], mend: str):
    words = said(client.post(f"/person/{ask.person_id}/roughly-how-old/", given))
    assert mend in words and all(value in words for value in given.values())
    assert not AgeSaid.objects.exists()


def test_whoever_may_not_see_them_finds_nothing_there(town: Town, client: Client) -> None:
    hidden = asks.open_ask(wanted=shopping(about=About(name="M", further_away=True)), by=Actor.public(), now=NOW)
    client.force_login(town.jan.user)
    assert client.get(f"/person/{hidden.person_id}/roughly-how-old/").status_code == 404


# --- help first


@pytest.fixture
def lead(town: Town, client: Client) -> User:
    found = User.objects.get(memberships__role="district_lead")
    client.force_login(found)
    return found


def test_it_is_turned_on_for_a_place_and_all_within_it_and_off_again(town: Town, client: Client, lead: User) -> None:
    here = f"/today/{town.community.slug}/asked-at-the-door/"
    assert here in said(client.get(f"/today/{town.community.slug}/"))
    assert "nothing is asked here" in said(client.post(here, {"on": "yes"}, follow=True))
    assert Place.objects.get(pk=town.street.pk).typed_settings.help_first
    assert not Place.objects.get(pk=town.district.pk).typed_settings.help_first
    new = places.add_place(
        kind="street", name="New Row", parent=Place.objects.get(pk=town.community.pk), by=BUILDER, now=NOW
    )
    assert new.typed_settings.help_first
    asks.open_ask(wanted=shopping(), by=Actor.public(), now=NOW)
    assert Promise.objects.filter(kind="permission").exists()
    client.post(here, {"on": "no"})
    assert not Place.objects.get(pk=town.street.pk).typed_settings.help_first


def test_whoever_may_not_change_the_place_finds_nothing_there(town: Town, client: Client) -> None:
    client.force_login(town.jan.user)
    assert client.get(f"/today/{town.street.slug}/asked-at-the-door/").status_code == 404


def test_an_administrator_comes_to_it_from_their_own_pages_and_back_to_no_page_that_is_not_theirs(
    town: Town, client: Client
) -> None:
    user = accounts.add_user(email="keeper@example.org", name="Ada Keeper", by=BUILDER, now=NOW)
    accounts.join_team(team=town.jan.team, user=user, role="administrator", by=BUILDER, now=NOW)
    client.force_login(user)
    here = f"/today/{town.jan.team.place.slug}/asked-at-the-door/"
    page = said(client.get(here))
    assert f'href="{here}"' in page and ">Today<" not in page
    assert "nothing is asked here" in said(client.post(here, {"on": "yes"}, follow=True))
    for other in ("how_true", "partners"):
        assert ">Today<" not in said(client.get(reverse(other, args=[town.jan.team.place.slug])))
