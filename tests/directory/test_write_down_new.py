"""A colleague writes down something new: five minutes, beside what may be the same, and safe where it has to be."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from kith.directory.models import Assurance, Location, Organization, SearchRow, Service
from kith.directory.queries.hours import hours_of
from kith.directory.queries.shown import shown
from kith.outreach.queries.owed import held
from kith.places.models import Postcode
from kith.trail.models import Entry
from tests.directory.entries import a_service
from tests.directory.test_keep_true import pytestmark as pytestmark
from tests.directory.test_keeping_pages import at_desk as at_desk
from tests.thread import Town

SAID = {
    "name": "Knit and natter", "who_new": "The knitters", "group_size": "tiny", "description": "We knit.",
    "for_whom": "Anybody", "state": "open", "days": ["1"], "opens": "10:00", "closes": "12:00", "where": "here",
    "hall": "The Guildhall", "address": "3 Fore Street", "postcode": "ZZ34 0AB", "phone": "01632 960 077",
    "free": "yes", "step_free": "yes", "more_tags": "wool, company", "how": "phone", "said_on": "3",
}  # fmt: skip


@pytest.fixture
def at(town: Town) -> str:
    Postcode.objects.update_or_create(postcode="ZZ34 0AB", defaults={"place": town.street, "lat": 51.2, "lon": -4.1})
    return reverse("entry_new", args=[town.community.slug])


def send(client: Client, at: str, town: Town, do: str = "keep", **changed: object):
    return client.post(at, {**SAID, "place": town.community.slug, **changed, "do": do})


def test_it_is_looked_at_before_it_is_kept_and_found_at_once(at_desk, town, at):
    assert at_desk.get(at).status_code == 200
    look = send(at_desk, at, town, "look", version="1").content.decode()
    assert "The Guildhall" in look and "Tuesday" in look and ">None<" not in look.replace(" ", "").replace("\n", "")
    assert not Service.objects.exists()
    back = send(at_desk, at, town, "back").content.decode()
    assert 'value="The Guildhall"' in back and not Service.objects.exists()
    made = send(at_desk, at, town)
    service = Service.objects.get()
    assert made.url == reverse("entry_history", args=[service.pk])
    entry = shown(service)
    assert [one.name for one in entry.locations] == ["The Guildhall"] and hours_of(service)[0]["weekdays"] == [1]
    assert (service.assured_date, service.phones) == (date(2026, 11, 21), [{"number": "01632 960077"}])
    assert (service.organization.name, service.organization.size) == ("The knitters", "tiny")
    assert {one.term.name for one in service.terms.all()} == {"wool", "company"}
    row = SearchRow.objects.get()
    assert (row.lat, row.place_id, row.free) == (51.2, town.community.pk, True)
    assert Assurance.objects.get().how == "phone"
    assert Entry.objects.filter(verb="directory.entered", subject_id=service.pk).exists()
    assert at_desk.get(made.url).status_code == 200


def test_what_has_nearly_the_same_name_near_here_is_shown_first(at_desk, town, at):
    there = a_service(town, "Knit & Natter group"), a_service(town, "Something else")
    look = send(at_desk, at, town, "look").content.decode()
    assert "Is it one of these?" in look and reverse("entry_history", args=[there[0].pk]) in look
    assert "Something else" not in look
    assert send(at_desk, at, town).status_code == 302


def test_who_runs_something_here_already_is_chosen(at_desk, town, at, shed):
    whose = Organization.objects.create(name="The shed people", made_at=shed.made_at, modified_at=shed.made_at)
    Service.objects.update(organization=whose)
    assert "The shed people" in at_desk.get(at).content.decode()
    send(at_desk, at, town, who=str(whose.pk), who_new="")
    assert Service.objects.get(name="Knit and natter").organization == whose and Organization.objects.count() == 1
    twice = send(at_desk, at, town, who=str(whose.pk)).content.decode()
    assert "in the directory already" in twice and "We knit." in twice


def test_what_sounds_like_a_refuge_waits_for_a_second_look(at_desk, town, at):
    assert (
        "a colleague looks"
        in send(at_desk, at, town, name="Harbour women's refuge")
        .client.get(reverse("entry_history", args=[Service.objects.get().pk]))
        .content.decode()
    )
    service = Service.objects.get()
    assert service.held and list(held()) == [service] and not SearchRow.objects.exists()


def test_the_address_of_what_must_not_be_found_is_kept_nowhere(at_desk, town, at):
    send(at_desk, at, town, name="Harbour", confidential="yes", hall="Canary House", address="9 Canary Row")
    service = Service.objects.get()
    assert service.confidential and not service.held and not Location.objects.exists()
    assert not Entry.objects.filter(subject_label__contains="Canary").exists()
    assert shown(service).phone == "01632 960077"


def test_it_comes_to_you_and_what_is_missing_is_said(at_desk, town, at):
    wrong = send(at_desk, at, town, name="", where="here", hall="", address="", postcode="").content.decode()
    assert "Write its name" in wrong and "Write the name of the hall" in wrong and "We knit." in wrong
    send(at_desk, at, town, where="comes", hall="", address="", postcode="")
    assert Location.objects.get().location_type == "virtual"


def test_it_is_for_those_who_keep_this_place(client, town, at):
    assert client.get(at).status_code in (302, 403, 404)
    client.force_login(town.jan.user)
    assert client.get(at).status_code in (403, 404)
