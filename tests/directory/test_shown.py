"""What may leave of an entry: of what must not be found the phone and the area, and on doubt nothing."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime, time

import pytest

from kith.directory.actions import NewEntry, On, Where, enter, refind
from kith.directory.models import Location, SearchRow, Service
from kith.directory.queries.shown import NotShown, public_locations, public_services, shown, shown_many
from kith.directory.when import windows
from kith.kit.actor import Actor
from kith.places.actions import add_place

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
BY = Actor.system("a test")
CANARY = "Kestrelmouse Villa"
pytestmark = pytest.mark.django_db


def a_place(name="Combe Martin"):
    return add_place(kind="community", name=name, parent=None, lat=51.2, lon=-4.03, by=BY, now=NOW)


def a_group(place, name="Shed", **more):
    where = more.pop("where", Where(CANARY, f"12 {CANARY}", "Combe Martin", "ZZ34 0AB", 51.21, -4.02))
    on = (On((1, 3), time(10), time(13)),)
    entry = NewEntry(
        name=name, who="Neighbours", place=place, phone="01632 960101", description=f"At {CANARY}", where=where, on=on,
        **more,
    )  # fmt: skip
    return enter(entry=entry, by=BY, now=NOW)


def said(service):
    """Everything that leaves, as text, rows within it included."""
    entry = asdict(shown(service))
    return str(entry) + str([vars(one.location) for one in shown(service).at])


def test_an_open_entry_is_shown_whole():
    service = a_group(a_place())
    entry = shown(service)
    assert CANARY in said(service)
    assert windows(entry.runs) == [(1, time(10), time(13)), (3, time(10), time(13))]
    assert entry.takes_new and entry.phone == "01632 960101"


@pytest.mark.parametrize(
    "hide",
    [
        lambda one: Service.objects.filter(pk=one.pk).update(confidential=True),
        lambda one: Location.objects.update(confidential=True),
        lambda one: Service.objects.filter(pk=one.pk).update(description=f"A women's refuge at {CANARY}"),
    ],
)
def test_of_what_must_not_be_found_only_the_phone_and_the_area_leave(hide):
    service = a_group(a_place())
    hide(service)
    refind(service_ids=[service.id], by=BY, now=NOW)
    entry = shown(Service.objects.get())
    assert CANARY not in said(Service.objects.get()) and "51.21" not in said(Service.objects.get())
    assert (entry.confidential, entry.area, entry.phone) == (True, "Combe Martin", "01632 960101")
    assert CANARY not in str(SearchRow.objects.values())
    assert not public_locations().exists() or not Location.objects.filter(confidential=True).exists()


def test_a_name_that_says_where_it_is_does_not_leave():
    service = a_group(a_place(), name=f"{CANARY} refuge", facts={"confidential": True})
    assert CANARY not in said(service)


def test_a_neighbour_of_what_must_not_be_found_does_not_give_it_away():
    place = a_place()
    refuge = a_group(place, name="Safe", facts={"confidential": True})
    lunch = a_group(place, name="Lunch", where=None)
    at = refuge.service_at_locations.get()
    lunch.service_at_locations.create(location=at.location, made_at=NOW, modified_at=NOW)
    # What says where it is is held back as a whole; this one says nothing, and is in the same house.
    Service.objects.filter(pk=lunch.pk).update(description="Soup and company.", held=False)
    assert shown(Service.objects.get(pk=lunch.pk)).confidential


@pytest.mark.parametrize("change", [{"held": True}, {"gone_at": NOW}, {"status": "defunct"}, {"status": "inactive"}])
def test_what_is_held_back_gone_or_ended_is_in_no_output(change):
    service = a_group(a_place())
    Service.objects.update(**change)
    refind(service_ids=[service.id], by=BY, now=NOW)
    assert not public_services().exists() and not SearchRow.objects.exists()
    with pytest.raises(NotShown):
        shown(Service.objects.get())


def test_many_are_shown_in_as_many_queries_as_few(django_assert_max_num_queries):
    place = a_place()
    for number in range(6):
        a_group(place, name=f"Group {number}")
    with django_assert_max_num_queries(12):
        assert len(shown_many(public_services())) == 6


def test_making_anew_twice_leaves_one_row_and_says_so_on_the_trail():
    service = a_group(a_place())
    assert refind(service_ids=[service.id, service.id], by=BY, now=NOW) == 1
    row = SearchRow.objects.get()
    assert row.takes_new and row.hours_known and row.open_on and row.card["name"] == "Shed"
