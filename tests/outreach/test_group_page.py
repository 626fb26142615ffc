"""A group's own page by its link, and the round of calls: the same rules on every lane."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from kith.access.links import fingerprint
from kith.access.models import Link
from kith.directory import actions as directory
from kith.directory.models import Assurance, Edit, Leader, Service
from kith.outreach import actions
from kith.outreach.models import Question
from tests.directory.entries import DEREKS, a_service, bo, derek, fresh
from tests.directory.test_keep_true import pytestmark as pytestmark
from tests.directory.test_keeping_pages import filled
from tests.thread import NOW, Town


@pytest.fixture
def led(town: Town, shed: Service) -> Leader:
    return derek(town, shed)


@pytest.fixture
def page(led: Leader) -> str:
    """The address of the shed's own page."""
    link = actions.link_for(leader=led, by=bo_of(led), now=NOW)
    return "/g/" + link.split("/g/")[1] + "/"


def bo_of(led: Leader):
    from kith.kit.actor import Actor

    return Actor.leader(led)


def test_opening_the_link_changes_nothing(client, page, shed):
    shown = client.get(page)
    assert shown.status_code == 200 and "Still right" in shown.content.decode()
    assert not Assurance.objects.exists() and fresh(shed).version == 1


def test_one_tap_says_that_it_is_right(client, page, shed):
    assert client.post(page, {"do": "right"}).status_code == 302
    assert fresh(shed).assured_date == date(2026, 11, 24)
    assert "Last checked" in client.get(f"{page}?told=right").content.decode()
    made = Assurance.objects.get()
    assert (made.how, made.by_label) == ("group", "Derek Hole")


def test_full_until_a_month_and_a_month_that_cannot_be_read(client, page, shed):
    wrong = client.post(page, {"form": "until", "do": "full", "until": "after the panto"})
    assert "after the panto" in wrong.content.decode() and fresh(shed).state == "open"
    client.post(page, {"form": "until", "do": "full", "until": "March"})
    assert (fresh(shed).state, fresh(shed).until) == ("full", date(2027, 3, 1))


def test_five_minutes_are_looked_at_before_they_are_sent(client, page, shed):
    data = filled(shed, pace="3", pace_per="month", for_whom="Anybody who mends", fees="A pound")
    look = client.post(f"{page}change/", {**data, "do": "look"})
    assert "A pound" in look.content.decode() and not Edit.objects.exists()
    back = client.post(f"{page}change/", {**data, "do": "back"})
    assert "Anybody who mends" in back.content.decode() and not Edit.objects.exists()
    sent = client.post(f"{page}change/", {**data, "do": "send"})
    assert sent.status_code == 302 and "waits" in sent.url
    assert (fresh(shed).pace, fresh(shed).fees, fresh(shed).for_whom) == (3, "A pound", "")
    assert client.post(page, {"do": "undo", "edit": Edit.objects.get(state="live").pk}).status_code == 302
    assert fresh(shed).pace is None


def test_ring_me_instead_on_my_days(client, page, led):
    client.post(page, {"form": "ring", "do": "ring", "in_on": ["3"]})
    led.refresh_from_db()
    assert led.ring_instead and led.in_on == [3]


def test_the_page_is_over_with_the_leader_and_shows_nothing_of_another_group(client, page, town, led):
    other = a_service(town, "The choir")
    edit = directory.change(service=other, to={"fees": "Free"}, lane="colleague", by=bo(town), now=NOW)
    assert client.post(page, {"do": "undo", "edit": edit.pk}).status_code == 404
    directory.end_leader(leader=led, by=bo(town), now=NOW)
    ended = client.get(page)
    assert ended.status_code == 410
    assert "do not run the group any more" in ended.content.decode()
    assert "The men" not in ended.content.decode()
    assert client.post(page, {"do": "right"}).status_code == 410
    assert fresh(led.service).assured_date is None
    Link.objects.filter(fingerprint=fingerprint(page.split("/")[2])).update(
        given_at=NOW - timedelta(days=3), expires_at=NOW - timedelta(days=1)
    )
    over = client.get(page)
    assert over.status_code == 410 and "The men" not in over.content.decode()


@pytest.fixture
def at_desk(town: Town) -> Client:
    client = Client()
    client.force_login(town.bo.user)
    return client


def test_the_round_rings_one_after_the_other_and_keeps_what_was_said(at_desk, town, shed, led):
    choir = a_service(town, "The choir", phones=[{"number": "01632 960090"}])
    round_ = reverse("phone_round", args=[town.community.slug])
    listed = at_desk.get(round_).content.decode()
    assert "2 calls" in listed and "The choir" in listed
    call = reverse("phone_call", args=[town.community.slug, shed.pk])
    assert DEREKS in at_desk.get(call).content.decode()
    said = at_desk.post(call, {"do": "rest", "until": "January", "lane": "phone", "note": "ask for Maureen"})
    assert said.status_code == 302
    assert (fresh(shed).state, fresh(shed).until) == ("paused", date(2027, 1, 1))
    led.refresh_from_db()
    assert led.spoken_at == NOW and Assurance.objects.get().words == "ask for Maureen"
    assert "Having a rest" in at_desk.get(call).content.decode()
    following = at_desk.get(said.url)
    assert str(choir.pk) in following.url


def test_a_slip_counts_from_when_it_was_written(at_desk, town, shed, led):
    call = reverse("phone_call", args=[town.community.slug, shed.pk])
    at_desk.post(call, {"do": "right", "lane": "paper", "said_on": "3"})
    assert fresh(shed).assured_date == date(2026, 11, 21)
    led.refresh_from_db()
    assert led.spoken_at is None and Assurance.objects.get().how == "group"


def test_nobody_answered_comes_back_in_two_days(at_desk, town, shed, led):
    call = reverse("phone_call", args=[town.community.slug, shed.pk])
    at_desk.post(call, {"do": "nobody", "lane": "phone"})
    assert Question.objects.get().how == "phone" and fresh(shed).assured_date is None
    assert "Nobody is to be rung" in at_desk.get(reverse("phone_round", args=[town.community.slug])).content.decode()


def test_a_sheet_by_which_a_group_rings_each_other_and_no_name_is_asked_for(client, page):
    asked = client.get(f"{page}ring-each-other/", {"lang": "en-gb"}).content.decode()
    assert "How many are you" in asked and 'name="name"' not in asked
    too_many = client.get(f"{page}ring-each-other/", {"people": "500"}).content.decode()
    assert "<table" not in too_many and "60" in too_many
    sheet = client.get(f"{page}ring-each-other/", {"people": "12"}).content.decode()
    assert sheet.count('<th scope="row">') == 12 and "is number 1 and begins" in sheet
