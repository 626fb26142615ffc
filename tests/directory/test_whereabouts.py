"""Whose place an entry of another directory is in: never everywhere, but where it says so itself."""

from __future__ import annotations

from typing import Any

import pytest

from kith.directory import actions
from kith.directory.models import Service, Source
from kith.directory.queries import harvests
from kith.directory.queries.compared import TakenIn
from kith.directory.reading import documents
from kith.kit.actor import Actor
from kith.places.models import Place, Postcode
from tests.thread import NOW, Town

pytestmark = pytest.mark.django_db
BY = Actor.system("a test")


def hall(lat: float | None = None, lon: float | None = None, **more: Any) -> list[dict[str, Any]]:
    location = {"id": "hall", "location_type": "physical", "latitude": lat, "longitude": lon} | more
    return [{"id": "at", "location": location}]


def take(place: Place | None, **service: Any) -> TakenIn:
    given = {"name": "Moorshire", "kind": "oruk-3", "review": False, "every": 0, "address": "https://example.org/v3"}
    source = actions.add_source(**given, place=place, by=BY, now=NOW)
    item = {"id": "one", "name": "Choir", "status": "active", **service}
    taken = documents.read_whole({"contents": [item]}, "a test")
    return actions.take_in(source=source, taken=taken, by=BY, now=NOW)


def where() -> str:
    found = Service.objects.select_related("place").get().place
    return found.name if found is not None else "everywhere"


def outline(place: Place, south: float, west: float, north: float, east: float) -> None:
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    Place.objects.filter(pk=place.pk).update(boundary={"type": "Polygon", "coordinates": [ring]})


def test_by_its_postcode(town: Town) -> None:
    Postcode.objects.create(postcode="ZZ31 4AB", place=town.community, lat=51.2, lon=-4.0)
    done = take(town.district, service_at_locations=hall(addresses=[{"postal_code": "zz314ab"}]))
    assert (where(), done.unplaced) == ("Saltcombe", 0)


@pytest.mark.parametrize(("lat", "lon", "place"), [(51.21, -4.01, "Saltcombe"), (51.9, -4.0, "Northern Shire")])
def test_by_how_near_it_lies_where_nobody_knows_its_postcode(town: Town, lat: float, lon: float, place: str) -> None:
    done = take(town.district, service_at_locations=hall(lat, lon, addresses=[{"postal_code": "ZZ99 9ZZ"}]))
    assert (where(), done.unplaced) == (place, int(place != "Saltcombe"))


def test_by_the_outline_it_lies_in_before_any_middle(town: Town) -> None:
    """What is drawn is believed: it lies near the middle of Saltcombe, and outside of it."""
    outline(town.community, 51.19, -4.01, 51.205, -3.99)
    outline(town.district, 51.0, -4.5, 51.5, -3.5)
    take(None, service_at_locations=hall(51.21, -4.0))
    assert where() == "Northern Shire"


def test_by_the_town_that_is_written_or_the_one_area_it_serves(town: Town) -> None:
    take(None, service_at_locations=hall(addresses=[{"address_1": "1 High Street", "city": "SALTCOMBE"}]))
    assert where() == "Saltcombe"
    take(None, name="Ring us", service_areas=[{"name": "Saltcombe"}])
    assert where() == "Saltcombe"


@pytest.mark.parametrize(
    "service",
    [
        {"service_at_locations": hall(location_type="virtual")},
        {"service_areas": [{"name": "England"}]},
        {"service_areas": [{"name": "Nationwide"}], "service_at_locations": hall(51.2, -1.0)},
        {"name": "National Loneliness Helpline"},
        {"description": "A nationwide phone line, day and night."},
    ],
)
def test_what_says_itself_that_it_is_everywhere_is(town: Town, service: dict[str, Any]) -> None:
    done = take(town.district, **service)
    assert (where(), done.unplaced) == ("everywhere", 0)


def test_what_nobody_can_place_is_where_its_source_is_and_is_counted(town: Town) -> None:
    done = take(town.district, phones=[{"number": "01632 960001"}])
    assert (where(), done.unplaced, done.said()["unplaced"]) == ("Northern Shire", 1, 1)
    assert "1 could not be placed, so they stand at Northern Shire." in harvests.counts_said(Source.objects.get())


def test_without_a_place_of_its_source_it_is_the_districts(town: Town) -> None:
    take(None)
    assert where() == "Northern Shire"


def test_where_its_source_belongs_elsewhere_it_is_placed_anew_when_it_is_read_next(town: Town) -> None:
    take(town.district)
    source = Source.objects.get()
    how = {"name": source.name, "every": 0, "review": False}
    actions.change_source(source=source, place=town.community, **how, by=BY, now=NOW)
    assert take(town.district).services.changed == 1 and where() == "Saltcombe"
    assert take(town.district).objects.changed == 0
