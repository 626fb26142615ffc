"""A house that must not be found is kept by its address: whoever sends it again, and whatever words give it away."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from kith.config.schedule import SWEEPS
from kith.directory import actions, jobs
from kith.directory.actions import NewEntry, Where, enter
from kith.directory.models import Organization, Service
from kith.directory.queries import harvests
from kith.directory.reading import documents
from kith.directory.spots import Spot, said, same, spots_of, tells
from kith.kit.actor import Actor
from kith.trail.models import Entry
from kith.trail.verbs import Verb
from kith.web.queries.checks import DOES
from tests.directory.entries import a_service, bo, fresh, gareth, theirs
from tests.directory.test_confidential import _public
from tests.thread import NOW, Town

pytestmark = pytest.mark.django_db
CANARY, CODE = "Kestrelmouse Villa", "ZZ31 4AB"
AT = {"address": f"12 {CANARY}", "city": "Saltcombe", "postcode": CODE, "lat": 51.21, "lon": -4.02}


def entered(town: Town, name: str, who: str, where: Where | None = None, **more: Any) -> Service:
    entry = NewEntry(name=name, who=who, place=town.community, where=where, phone="01632 960101", **more)
    return enter(entry=entry, by=bo(town), now=NOW)


def refuge(town: Town, **facts: Any) -> Service:
    return entered(town, "Larkspur", "Larkspur", Where("The house", **AT), facts={"confidential": True, **facts})


def from_a_feed(*services: dict[str, Any], address: str = "https://other.example.org") -> None:
    given = {"name": "Elsewhere", "kind": "oruk-3", "place": None, "review": False, "every": 0}
    source = actions.add_source(**given, address=address, by=bo_system(), now=NOW)
    taken = documents.read_whole({"contents": list(services)}, "a test")
    actions.take_in(source=source, taken=taken, by=bo_system(), now=NOW)


def bo_system() -> Actor:
    return Actor.system("a test")


def second_row(**address: Any) -> dict[str, Any]:
    written = {"address_1": f"12, {CANARY.upper()}", "city": "Saltcombe", "postal_code": "zz314ab"} | address
    hall = {"id": "hall", "location_type": "physical", "addresses": [written], "latitude": 51.5, "longitude": -4.5}
    return {
        "id": "coffee",
        "name": "Coffee morning",
        "status": "active",
        "organization": {"id": "o", "name": "Other people"},
        "service_at_locations": [{"id": "at", "location": hall}],
    }


def leaks(client: Client, town: Town, service: Service) -> list[str]:
    """Every public page in which the address stands."""
    names = {"slug": town.community.slug, "service_id": service.pk, "id": service.pk, "place_id": town.community.pk}
    found, opened = [], 0
    for pattern in _public():
        wanted = {name: names.get(name) for name in pattern.pattern.converters}
        if None in wanted.values():
            continue
        for query in ("", "?q=coffee", "?q=Saltcombe"):
            address = reverse(pattern.name, kwargs=wanted) + query
            shown = client.get(address, follow=True)
            opened += shown.status_code == 200
            body = shown.content.decode(errors="replace").casefold()
            if any(one in body for one in (CANARY.casefold(), "kestrelmouse-villa", "zz31 4ab", "zz314ab")):
                found.append(address)
    assert opened >= 5
    return found


GIVEN = ["a sibling", "a sibling's other words", "who runs it", "a second row", "a row without a line"]


def given_away(town: Town, how: str) -> Service:
    if how == "a sibling":
        return entered(town, "Coffee morning", "Larkspur", description=f"Tea at 12 {CANARY}")
    if how == "a sibling's other words":
        return entered(town, "Coffee morning", "Larkspur", facts={"alert": "Come to ZZ314AB on Tuesday"})
    if how == "who runs it":
        made = entered(town, "Coffee morning", "Larkspur")
        Organization.objects.filter(name="Larkspur").update(description=f"We live at 12 {CANARY}, {CODE}")
        actions.refind(service_ids=[made.pk], by=bo(town), now=NOW)
        return made
    more: dict[str, Any] = {"address_1": ""} if how == "a row without a line" else {}
    from_a_feed(second_row(**more))
    return Service.objects.get(name="Coffee morning")


@pytest.mark.parametrize("how", GIVEN)
def test_the_address_of_a_refuge_leaves_nowhere_by_way_of_another_entry(client: Client, town: Town, how: str) -> None:
    refuge(town)
    other = fresh(given_away(town, how))
    assert other.held and "must not be found" in other.held_why and CANARY not in other.held_why
    assert leaks(client, town, other) == []
    assert Entry.objects.filter(verb=Verb.DIRECTORY_HELD, subject_id=other.pk).count() == 1
    assert other in harvests.held_back(gareth(town))


@pytest.mark.parametrize("how", ["a sibling", "a second row"])
def test_nor_by_what_stood_there_before_anybody_knew(client: Client, town: Town, how: str) -> None:
    other = given_away(town, how)
    assert not fresh(other).held and leaks(client, town, other) != []
    refuge(town)
    assert fresh(other).held and leaks(client, town, other) == []


def test_what_escaped_is_found_by_the_sweep(town: Town) -> None:
    other = given_away(town, "a second row")
    hidden = refuge(town)
    Service.objects.filter(pk=other.pk).update(held=False)
    assert actions.keep_apart(by=bo(town), now=NOW) == 1 and fresh(other).held
    assert actions.keep_apart(by=bo(town), now=NOW) == 0 and not fresh(hidden).held


def test_the_sweep_reads_everything_now_and_then_and_shows_each_minute_that_it_lives(town: Town) -> None:
    jobs._looked.clear()
    refuge(town)
    other = given_away(town, "a second row")
    for after, held in ((timedelta(), 1), (timedelta(minutes=1), 0), (timedelta(hours=6), 1)):
        Service.objects.filter(pk=other.pk).update(held=False)
        assert jobs.keep_apart(NOW + after) == held
    assert all(one.seconds < settings.CHECKS_LATE_AFTER.total_seconds() for one in SWEEPS)
    assert {one.name for one in SWEEPS} <= set(DOES)


@pytest.mark.parametrize("address", [{"address_1": f"14 {CANARY}"}, {"postal_code": "ZZ31 4AD", "city": "Fernhill"}])
def test_another_house_is_another_house(town: Town, address: dict[str, str]) -> None:
    refuge(town)
    from_a_feed(second_row(**address))
    assert not Service.objects.get(name="Coffee morning").held


def test_what_a_person_decided_stays_until_other_words_give_it_away(town: Town) -> None:
    refuge(town)
    other = given_away(town, "a second row")
    actions.look_at(service=other, show=True, confidential=False, by=gareth(town), now=NOW)
    assert not fresh(other).held
    actions.change(service=fresh(other), to={"fees": "£2"}, lane="colleague", by=bo(town), now=NOW)
    assert not fresh(other).held
    words = {"description": f"At 12 {CANARY}, Saltcombe"}
    actions.change(service=fresh(other), to=words, lane="colleague", by=bo(town), now=NOW)
    assert fresh(other).held


def test_a_doubt_about_one_holds_back_nobody_elses(town: Town) -> None:
    """Who meets at the town hall is not hidden because somebody wrote there of abuse."""
    refuge(town, held=True, held_why="It may be somewhere that must not be found.")
    assert not fresh(given_away(town, "a second row")).held
    assert fresh(given_away(town, "a sibling")).held


def test_what_gives_it_away_is_not_let_out_with_the_rest(town: Town) -> None:
    refuge(town)
    other = given_away(town, "a second row")
    source = other.source
    assert source is not None and actions.let_out(source=source, by=gareth(town), now=NOW) == 0
    assert fresh(other).held


# --- words that somebody changes


@pytest.mark.parametrize("who", ["the group", "a colleague"])
def test_words_that_may_mean_a_refuge_hold_an_entry_back_whoever_writes_them(town: Town, who: str) -> None:
    one = a_service(town, "Harbour Centre")
    by = theirs(one) if who == "the group" else bo(town)
    actions.change(service=one, to={"description": "For those fleeing violence"}, lane="link", by=by, now=NOW)
    one = fresh(one)
    assert one.held and one.confidential and "fleeing violence" in one.held_why
    assert Entry.objects.filter(verb=Verb.DIRECTORY_HELD).count() == 1


def test_words_that_mean_one_hide_where_it_is(town: Town) -> None:
    one = a_service(town, "Harbour Centre")
    actions.change(service=one, to={"name": "Harbour women's refuge"}, lane="link", by=theirs(one), now=NOW)
    assert (fresh(one).confidential, fresh(one).held) == (True, False)


def test_what_somebody_decided_is_not_doubted_again_for_the_same_words(town: Town) -> None:
    one = a_service(town, "Harbour Centre", description="For those fleeing violence", held=True, confidential=True)
    actions.look_at(service=one, show=True, confidential=False, by=gareth(town), now=NOW)
    later = NOW + timedelta(days=1)
    words = {"description": "For those fleeing violence, with tea"}
    actions.change(service=fresh(one), to=words, lane="colleague", by=bo(town), now=later)
    assert (fresh(one).confidential, fresh(one).held) == (False, False)


# --- one house, however it is written

HOUSE = Spot("zz314ab", "12 kestrelmouse villa", "saltcombe", "the old forge", (51.21, -4.02))


@pytest.mark.parametrize(
    ("address", "point", "one"),
    [
        ({"address_1": "12 Kestrelmouse Villa", "postal_code": "ZZ31 4AB"}, None, True),
        ({"address_1": "Flat 2, 12 Kestrelmouse Villa", "postal_code": "zz31 4ab"}, None, True),
        ({"address_1": "Kestrelmouse Villa", "postal_code": "ZZ314AB"}, None, True),
        ({"address_1": "Annexe", "address_2": "12 Kestrelmouse Villa", "postal_code": "ZZ31-4AB"}, None, True),
        ({"postal_code": "ZZ31 4AB"}, None, True),
        ({"address_1": "12 Kestrelmouse Villa", "city": "Saltcombe"}, None, True),
        ({"address_1": "The Chapel", "postal_code": "ZZ31 4AB"}, (51.2101, -4.0201), True),
        ({"address_1": "The Chapel", "postal_code": "ZZ31 4AB"}, (51.22, -4.02), False),
        ({"address_1": "14 Kestrelmouse Villa", "postal_code": "ZZ31 4AB"}, (51.21, -4.02), False),
        ({"address_1": "12 Kestrelmouse Villa", "postal_code": "ZZ31 4AD"}, None, False),
        ({"address_1": "12 Kestrelmouse Villa", "city": "Elsewhere"}, None, False),
        ({}, (51.2101, -4.0201), True),
        ({}, (51.22, -4.02), False),
    ],
)
def test_one_house_is_told_from_another(address: dict[str, str], point: Any, one: bool) -> None:
    lat, lon = point or (None, None)
    assert any(same(HOUSE, spot) for spot in spots_of("", [address] if address else [], lat, lon)) == one


@pytest.mark.parametrize(
    ("words", "kin", "anybody"),
    [
        ("Tea at 12, Kestrelmouse Villa.", True, False),
        ("Tea at 12 Kestrelmouse Villa, Saltcombe", True, True),
        ("12 Kestrelmouse Villa zz314AB", True, True),
        ("Villa Kestrelmouse, no. 12, ZZ31 4AB", True, True),
        ("Ring us first: ZZ31 4AB", True, False),
        ("We meet in the Old Forge", True, False),
        ("12 men in a villa in Saltcombe", False, False),
    ],
)
def test_words_that_give_it_away(words: str, kin: bool, anybody: bool) -> None:
    assert (tells(said(words), HOUSE, kin=True), tells(said(words), HOUSE, kin=False)) == (kin, anybody)


def test_the_name_of_the_people_gives_no_house_away() -> None:
    house = Spot("zz314ab", "12 quay street", name="larkspur project")
    assert not tells(said("Tea with the Larkspur Project"), house, kin=True, known_as="The Larkspur Project")
