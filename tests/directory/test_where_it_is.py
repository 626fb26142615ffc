"""A group that moved to another hall says so itself; what must not be found says it nowhere."""

from __future__ import annotations

import pytest
from django.urls import reverse

from kith.directory import actions
from kith.directory.actions import NothingToChange
from kith.directory.models import Edit, Location, Schedule, SearchRow, Service, ServiceAtLocation
from kith.directory.queries.shown import shown
from kith.directory.queries.wheres import where_of
from kith.kit.ids import uuid7
from kith.outreach import actions as outreach
from kith.places.models import Place, Postcode
from tests.directory.entries import a_service, bo, derek, fresh, theirs
from tests.directory.test_keep_true import pytestmark as pytestmark
from tests.directory.test_keeping_pages import at_desk as at_desk
from tests.directory.test_keeping_pages import filled
from tests.thread import NOW, Town

CODE = "ZZ34 0AB"
TO = {"where": "here", "hall": "The Guildhall", "address": "3 Fore Street", "postcode": "zz340ab"}


@pytest.fixture
def in_hall(town: Town, shed: Service) -> Service:
    hall = Location.objects.create(
        name="The old hall", latitude=51.0, longitude=-4.0, made_at=NOW, modified_at=NOW,
        addresses=[{"address_1": "1 Quay Street", "city": "Saltcombe", "postal_code": ""}],
        accessibility=[{"description": "A ramp at the side"}],
    )  # fmt: skip
    at = ServiceAtLocation.objects.create(service=shed, location=hall, made_at=NOW, modified_at=NOW)
    Schedule.objects.create(at=at, weekdays=[1], byday="TU", description="Tuesdays", made_at=NOW, modified_at=NOW)
    Postcode.objects.update_or_create(postcode=CODE, defaults={"place": town.street, "lat": 51.2, "lon": -4.1})
    return shed


@pytest.fixture
def link(town: Town, in_hall: Service) -> str:
    leader = derek(town, in_hall)
    return "/g/" + outreach.link_for(leader=leader, by=theirs(in_hall), now=NOW).split("/g/")[1] + "/"


def halls(service: Service) -> list[str]:
    return [one.name for one in shown(fresh(service)).locations]


def test_a_group_says_that_it_moved_sees_it_first_and_puts_it_back(client, town, in_hall, link):
    data = filled(in_hall, **TO)
    look = client.post(f"{link}change/", {**data, "do": "look"}).content.decode()
    assert "The Guildhall, 3 Fore Street, ZZ34 0AB" in look and "The old hall" in look
    assert halls(in_hall) == ["The old hall"]
    assert client.post(f"{link}change/", {**data, "do": "send"}).status_code == 302
    assert halls(in_hall) == ["The Guildhall"]
    row = SearchRow.objects.get(service=in_hall)
    assert (row.lat, row.lon) == (51.2, -4.1)
    assert [one.description for one in shown(fresh(in_hall)).every_schedule] == ["Tuesdays"]
    edit = Edit.objects.get()
    assert "found_at" in edit.after
    assert client.post(link, {"do": "undo", "edit": edit.pk}).status_code == 302
    (back,) = shown(fresh(in_hall)).locations
    assert (back.name, back.latitude) == ("The old hall", 51.0) and back.accessibility
    assert [one.description for one in shown(fresh(in_hall)).every_schedule] == ["Tuesdays"]
    again = Edit.objects.get(lane="undo")
    actions.undo(edit=again, by=bo(town), now=NOW)
    assert halls(in_hall) == ["The Guildhall"] and Location.objects.count() == 2


def test_a_hall_that_others_use_stays_theirs(town, in_hall):
    choir = a_service(town, "The choir")
    hall = Location.objects.get()
    ServiceAtLocation.objects.create(service=choir, location=hall, made_at=NOW, modified_at=NOW)
    to = {"found_at": {"kind": "here", "name": "The Guildhall"}}
    actions.change(service=in_hall, to=to, lane="link", by=theirs(in_hall), now=NOW)
    assert (halls(in_hall), halls(choir)) == (["The Guildhall"], ["The old hall"])


def test_a_postcode_elsewhere_makes_it_found_there_and_putting_back_here(town, in_hall):
    key = uuid7()
    path = [*town.district.path, key]
    away = Place.objects.create(id=key, kind="community", name="Overthere", slug="o", parent=town.district, path=path)
    Postcode.objects.create(postcode="ZZ35 1AB", place=away, lat=51.4, lon=-4.4)
    to = {"found_at": {"kind": "here", "name": "Their hall", "postcode": "ZZ35 1AB"}}
    edit = actions.change(service=in_hall, to=to, lane="colleague", by=bo(town), now=NOW)
    assert fresh(in_hall).place == away
    actions.undo(edit=edit, by=bo(town), now=NOW)
    assert fresh(in_hall).place == town.community


def test_they_come_to_you_and_by_phone_have_no_address(town, in_hall):
    for kind, words in (("comes", "They come to you"), ("phone", "By phone")):
        actions.change(service=fresh(in_hall), to={"found_at": {"kind": kind}}, lane="phone", by=bo(town), now=NOW)
        assert where_of(fresh(in_hall))["kind"] == kind and halls(in_hall) == [words]
        assert shown(fresh(in_hall)).locations[0].addresses == []


def test_what_stood_there_is_no_change_and_nothing_is_asked_of_it(at_desk, town, in_hall):
    Location.objects.update(name="", addresses=[])
    sent = at_desk.post(reverse("entry_edit", args=[in_hall.pk]), filled(fresh(in_hall), fees="A pound"))
    assert sent.status_code == 302 and set(Edit.objects.get().after) == {"fees"}


def test_a_hall_without_a_name_and_half_a_postcode_are_said(at_desk, town, in_hall):
    address = reverse("entry_edit", args=[in_hall.pk])
    empty = at_desk.post(address, filled(in_hall, where="here", hall="", address="", postcode=""))
    assert "Write the name of the hall" in empty.content.decode()
    half = at_desk.post(address, filled(in_hall, **{**TO, "postcode": "ZZ34"})).content.decode()
    assert "Write a whole postcode" in half and "The Guildhall" in half


@pytest.mark.parametrize("name", ["The men's shed", "Harbour women's refuge"])
def test_what_must_not_be_found_says_its_address_in_no_form_and_no_history(at_desk, client, town, in_hall, link, name):
    actions.change(
        service=in_hall,
        to={"found_at": {"kind": "here", "name": "Canary House"}},
        lane="link",
        by=theirs(in_hall),
        now=NOW,
    )
    Service.objects.filter(pk=in_hall.pk).update(name=name, confidential="refuge" not in name)
    hidden = fresh(in_hall)
    pages = [reverse("entry_edit", args=[hidden.pk]), reverse("entry_history", args=[hidden.pk])]
    said = "".join(at_desk.get(one).content.decode() for one in pages)
    said += "".join(client.get(one).content.decode() for one in (link, f"{link}change/"))
    assert "Canary House" not in said and "old hall" not in said and 'name="hall"' not in said
    with pytest.raises(NothingToChange):
        actions.change(
            service=hidden, to={"found_at": {"kind": "here", "name": "X"}}, lane="link", by=bo(town), now=NOW
        )


def test_ticking_that_it_must_not_be_found_writes_no_new_address(at_desk, town, in_hall):
    sent = at_desk.post(reverse("entry_edit", args=[in_hall.pk]), filled(in_hall, **TO, confidential="yes"))
    assert sent.status_code == 302 and fresh(in_hall).confidential
    assert not Location.objects.filter(name="The Guildhall").exists()
