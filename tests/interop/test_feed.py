"""The feed of the directory: its paths, its pages, what may be asked of it, and what never leaves by it."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kith.directory.actions.entering import NewEntry, On, Where, enter
from kith.directory.actions.finding import refind
from kith.directory.models import Service, ServiceTerm, TaxonomyTerm
from kith.proof.feed import directory
from tests.interop.conftest import BY, NOW, take

pytestmark = pytest.mark.django_db
LISTS = ("services", "service_at_locations", "organizations", "taxonomies", "taxonomy_terms")
CANARY = "Canary Court"


def get(path, status=200, **given):
    answer = Client().get(f"/oruk/v3{path}", given)
    assert answer.status_code == status, answer.content[:400]
    return answer


def ids(path="/services", **given):
    return [one["id"] for one in get(path, **given).json()["contents"]]


@pytest.mark.parametrize("path", ["", "/"])
def test_the_root_answers_with_and_without_a_slash(path):
    said = get(path).json()
    assert said["version"] == "HSDS-UK-3.0"
    assert said["openapi_url"].endswith("/oruk/v3/openapi.json")
    assert get("/openapi.json").json()["openapi"] == "3.0.3"


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_paged_as_the_standard_has_it(name):
    take(directory(23))
    entered("Choir", words=["Company", "Moving about"])
    whole = get(f"/{name}", per_page=1000).json()
    total, seen = whole["total_items"], []
    pages = -(-total // 5)
    for number in range(1, pages + 1):
        page = get(f"/{name}", per_page=5, page=number).json()
        assert (page["total_items"], page["total_pages"], page["page_number"]) == (total, pages, number)
        assert (page["first_page"], page["last_page"], page["empty"]) == (number == 1, number == pages, False)
        assert page["size"] == len(page["contents"]) == (5 if number < pages else total - 5 * (pages - 1))
        seen += [one["id"] for one in page["contents"]]
    assert total and seen == [one["id"] for one in whole["contents"]] and len(set(seen)) == total
    beyond = get(f"/{name}", per_page=5, page=pages + 1).json()
    assert (beyond["empty"], beyond["contents"], beyond["last_page"]) == (True, [], True)
    for one in seen[:2]:
        assert get(f"/{name}/{one}").json()["id"] == one


def test_everything_at_once_comes_as_lines():
    take(directory(12))
    answer = get("/services", format="ndjson")
    lines = [json.loads(line) for line in answer.content.splitlines()]
    assert answer["Content-Type"] == "application/x-ndjson"
    assert [one["id"] for one in lines] == ids(per_page=1000) and len(lines) == 12


def test_any_page_of_the_web_may_read_it_and_nothing_may_be_sent():
    take(directory(1))
    client = Client()
    for path in ("", "/services", "/services/" + ids()[0], "/no-such-list", "/services?page=none"):
        assert client.get(f"/oruk/v3{path}")["Access-Control-Allow-Origin"] == "*"
    asked = client.options("/oruk/v3/services")
    assert asked.status_code == 204 and "GET" in asked["Access-Control-Allow-Methods"]
    assert client.head("/oruk/v3/services").status_code == 200
    sent = Client(enforce_csrf_checks=True).post("/oruk/v3/services", {})
    assert sent.status_code == 405 and sent["Access-Control-Allow-Origin"] == "*" and "GET" in sent["Allow"]


def test_what_has_not_changed_is_not_sent_again():
    take(directory(3))
    first = get("/services")
    assert "max-age=300" in first["Cache-Control"] and first["Last-Modified"]
    again = Client().get("/oruk/v3/services", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304 and not again.content
    assert again["Access-Control-Allow-Origin"] == "*"
    Service.objects.filter(id=ids()[0]).update(held=True)
    changed = Client().get("/oruk/v3/services", headers={"if-none-match": first["ETag"]})
    dated = Client().get("/oruk/v3/services", headers={"if-modified-since": first["Last-Modified"]})
    assert changed.status_code == dated.status_code == 200


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"page": "0"}, "Write a number from 1."),
        ({"per_page": "100000"}, "1 to 1000"),
        ({"modified_after": "yesterday"}, "2026-03-15T10:30:00Z"),
        ({"day": "Tuesday"}, "MO, TU"),
        ({"taxonomy_id": "food"}, "as it stands in this feed"),
        ({"start_time": "25:99"}, "14:30"),
        ({"full": "perhaps"}, "true or false"),
        ({"format": "xml"}, "ndjson"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(given, words):
    answer = get("/services", 400, **given)
    assert answer["Content-Type"] == "application/problem+json"
    assert words in answer.json()["detail"] and answer.json()["parameter"] in given


def test_a_postcode_nobody_knows_and_metres_around_nothing_are_said():
    assert "postcode as well" in get("/service_at_locations", 400, proximity=500).json()["detail"]
    assert "Try one nearby" in get("/service_at_locations", 400, postcode="ZZ99 9AA").json()["detail"]


def entered(name, **more):
    where = more.pop("where", Where(name="The hall", address="1 High Street", city="Saltcombe", postcode="ZZ1 1AA"))
    return enter(entry=NewEntry(name=name, who=more.pop("who", ""), place=None, where=where, **more), by=BY, now=NOW)


def hours(day, opens, closes):
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return [On(weekdays=(day,), opens=at.replace(hour=opens).time(), closes=at.replace(hour=closes).time())]


def test_the_lists_are_sifted_by_all_the_standard_asks():
    early = entered("Breakfast", on=hours(1, 8, 10), facts={"minimum_age": 18}, words=["Food"], who="The neighbours")
    late = entered("Supper", on=hours(1, 18, 20), facts={"maximum_age": 25}, words=["Company"])
    other = entered("Choir", on=hours(3, 8, 10), description="We sing")
    mine, yours, third = str(early.id), str(late.id), str(other.id)
    assert ids(day="TH") == [third]
    assert set(ids(start_time="08:00", end_time="11:00")) == {mine, third}
    assert ids(start_time="08:00", end_time="11:00", day="tu") == [mine]
    assert set(ids(minimum_age=60)) == {mine, third}
    assert set(ids(maximum_age=12)) == {yours, third}
    assert ids(search="sing choir") == [third]
    food = TaxonomyTerm.objects.get(name="Food")
    assert ids(taxonomy_term_id=food.id) == [mine]
    assert set(ids(taxonomy_id=food.taxonomy_id)) == {mine, yours}
    assert ids(organization_id=early.organization_id) == [mine]
    assert ids("/service_at_locations", organization_id=early.organization_id, day="TU")
    assert ids(modified_after="2026-11-22T12:00:00Z") == []
    assert len(ids(modified_after="2026-11-22T11:59:59+00:00")) == 3
    assert set(get("/services", minimal="true").json()["contents"][0]) == {"id", "name", "status", "last_modified"}
    assert "schedules" not in get("/services").json()["contents"][0]
    assert "schedules" in get("/services", full="true").json()["contents"][0]
    assert set(ids("/taxonomy_terms", taxonomy_id=food.taxonomy_id, top_only="true")) == set(ids("/taxonomy_terms"))
    assert ids("/taxonomy_terms", parent_id=food.id) == []
    full = get(f"/organizations/{early.organization_id}", full_service="true").json()
    assert full["services"][0]["schedules"]


def test_near_a_postcode_is_as_far_as_was_asked():
    from kith.places.models import Postcode

    Postcode.objects.create(postcode="ZZ31 4AB", lat=51.0, lon=-4.0)
    entered("Near", where=Where(name="A", lat=51.009, lon=-4.0))
    entered("Far", where=Where(name="B", lat=51.05, lon=-4.0))
    assert len(ids("/service_at_locations", postcode="zz314ab", proximity=1100)) == 1
    assert len(ids("/service_at_locations", postcode="ZZ31 4AB", proximity=900)) == 0
    assert len(ids("/service_at_locations", postcode="ZZ31 4AB", proximity=6000)) == 2


def test_what_must_not_be_found_has_its_phone_and_nothing_else():
    where = Where(name=CANARY, address=f"7 {CANARY}", city="Cantown", postcode="ZZ9 9ZZ", confidential=True)
    hidden = entered(
        "A safe house", who=f"{CANARY} Trust", where=where, phone="01632 960111", on=hours(2, 9, 17),
        description=f"Come to {CANARY}", words=["Shelter"], facts={"minimum_age": 16},
    )  # fmt: skip
    held = entered(f"Held at {CANARY}")
    Service.objects.filter(id=held.id).update(held=True, held_why="Somebody must look")
    refind(service_ids=[held.id], by=BY, now=NOW)
    texts = [get(f"/{name}", per_page=500, full="true").content for name in LISTS]
    texts += [get(f"/{name}", format="ndjson").content for name in LISTS]
    texts.append(get(f"/services/{hidden.id}").content)
    for text in texts:
        for word in (CANARY, "Cantown", "ZZ9 9ZZ", "Held at"):
            assert word.encode() not in text
    assert b"01632 960111" in texts[-1]
    get(f"/services/{held.id}", 404)
    get(f"/organizations/{hidden.organization_id}", 404)
    at = hidden.service_at_locations.get()
    get(f"/service_at_locations/{at.id}", 404)
    # Nor is it found by asking for what is not shown.
    assert not ids(day="WE") and not ids(search="Canary") and not ids(organization_id=hidden.organization_id)
    assert not ids(minimum_age=1) and not ids("/service_at_locations")


def test_a_longer_list_asks_no_more_questions():
    def questions(name):
        with CaptureQueriesContext(connection) as asked:
            get(f"/{name}", per_page=1000, full="true" if name != "organizations" else "false")
        return len([one for one in asked if not one["sql"].startswith(("SAVEPOINT", "RELEASE", "SET ", "SELECT set_"))])

    take(directory(4))
    few = {name: questions(name) for name in LISTS}
    take(directory(30, seed=2), "https://another.example.org/v3")
    many = {name: questions(name) for name in LISTS}
    assert all(many[name] <= max(few[name], 12) for name in LISTS), (few, many)
    assert ServiceTerm.objects.count() > 30
