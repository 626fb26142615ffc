"""Who is rung and asked first, however many entries there are; what has no number is not lost."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from kith.directory import actions as directory
from kith.directory.models import Organization, Service
from kith.kit.actor import Actor
from kith.outreach import actions
from kith.outreach.models import Question
from kith.outreach.queries import calls as round_
from kith.outreach.queries import due
from tests.directory.entries import a_service, bo, derek, fresh
from tests.directory.test_keep_true import pytestmark as pytestmark
from tests.thread import NOW, Town

PHONE = [{"number": "01632 960090"}]


def names(town: Town) -> list[str]:
    return [one.service.name for one in round_.calls(town.community, bo(town), NOW)]


@pytest.fixture
def old(town: Town) -> list[Service]:
    return [a_service(town, f"Old {n}", phones=PHONE, assured_date=date(2020, 1, 1 + n)) for n in range(3)]


def test_what_is_urgent_is_rung_first_though_much_is_older(town, old, monkeypatch):
    monkeypatch.setattr(round_, "_READ", 4)
    a_service(town, "Never", phones=PHONE)
    past = {"state": "full", "until": date(2026, 11, 1), "assured_date": date(2026, 10, 20)}
    a_service(town, "Past its day", phones=PHONE, **past)
    doubted = a_service(town, "Doubted", phones=PHONE, assured_date=date(2026, 11, 20))
    directory.assure(service=doubted, how="outcome", found="moved", by=Actor.public(), now=NOW)
    asked = a_service(town, "Promised", assured_date=date(2026, 11, 20))
    actions.ring_me(leader=derek(town, asked, in_on=()), in_on=(), by=bo(town), now=NOW)
    assert names(town) == ["Promised", "Doubted", "Past its day", "Never"]


def test_a_day_still_to_come_is_no_reason_to_ring(town):
    a_service(town, "Full", phones=PHONE, state="full", until=date(2027, 3, 1), assured_date=date(2026, 11, 20))
    a_service(town, "Open", phones=PHONE, until=date(2026, 3, 1), assured_date=date(2026, 11, 20))
    assert names(town) == []


def test_small_groups_come_before_large_ones_of_the_same_age(town):
    for size in ("large", "tiny"):
        whose = Organization.objects.create(name=size, size=size, made_at=NOW, modified_at=NOW)
        a_service(town, f"{size} one", phones=PHONE, organization=whose)
    assert names(town) == ["tiny one", "large one"]


def test_what_has_no_number_stays_on_the_list(town, client: Client):
    a_service(town, "The bench"), a_service(town, "The choir", phones=PHONE)
    client.force_login(town.bo.user)
    page = client.get(reverse("phone_round", args=[town.community.slug])).content.decode()
    assert "One call is to be made" in page
    assert "No number: go there or write" in page and "The bench" in page


def test_still_right_after_its_day_is_full_without_a_day(town):
    full = a_service(town, "Full", phones=PHONE, state="full", until=date(2026, 11, 1))
    directory.assure(service=full, how="phone", found="right", by=bo(town), now=NOW)
    assert (fresh(full).state, fresh(full).until) == ("full", None)
    assert names(town) == []


def test_whose_day_has_passed_is_asked_though_it_was_heard_of_lately(town, shed):
    leader = derek(town, shed, phone="07700 900111")
    past = {"state": "paused", "until": date(2026, 11, 20), "assured_date": date(2026, 11, 1)}
    Service.objects.filter(pk=shed.pk).update(**past)
    assert due.leaders_to_ask(NOW, 5) == [leader]
    Service.objects.filter(pk=shed.pk).update(until=date(2026, 12, 1))
    assert due.leaders_to_ask(NOW, 5) == []


def test_who_was_never_checked_is_asked_first_and_who_is_not_in_takes_nobodys_turn(town, monkeypatch):
    monkeypatch.setattr(due, "_READ", 2)
    for number, (name, on, assured) in enumerate(
        [("Out", (3,), None), ("Asked", (), None), ("Old", (), date(2020, 1, 1)), ("Never", (), None)]
    ):
        service = a_service(town, name, assured_date=assured)
        leader = derek(town, service, phone=f"07700 90010{number}", in_on=on)
        if name == "Asked":
            Question.objects.create(
                controller_id=leader.controller_id, place=town.community, service=service, leader=leader, how="text",
                address=leader.phone, asked_at=NOW - timedelta(days=10),
            )  # fmt: skip
    assert [one.service.name for one in due.leaders_to_ask(NOW, 5)] == ["Never", "Old"]


def test_the_number_of_whom_one_asks_for_is_rung_and_what_is_no_number_only_where_there_is_no_other(town, monkeypatch):
    monkeypatch.setattr(round_, "_READ_WITHOUT", 0)
    pat = [{"name": "Pat", "phones": [{"number": "01632 960123"}]}]
    a_service(town, "The choir", contacts=pat, phones=[{"number": "ask at the hall"}])
    whose = Organization.objects.create(name="The society", contacts=pat, made_at=NOW, modified_at=NOW)
    a_service(town, "The society's own", organization=whose)
    a_service(town, "Nobody", contacts=[{"name": "Pat"}])
    assert {one.service.name: one.number for one in round_.calls(town.community, bo(town), NOW)} == {
        "The choir": "+441632960123",
        "The society's own": "+441632960123",
    }
