"""Whose place is it: by postcode, by street and village, and when nobody knows."""

from datetime import UTC, date, datetime, time

import pytest

from kith.places import actions, names, queries
from kith.places.files import AreaRow, DeprivationRow, PostcodeRow, read_streets
from kith.places.models import Place

from .conftest import BY, NOW

SQUARE = {"type": "Polygon", "coordinates": [[[-4.1, 51.1], [-4.1, 51.3], [-3.9, 51.3], [-3.9, 51.1], [-4.1, 51.1]]]}


@pytest.fixture
def posted(land):
    """The land with five postcodes, one of them ended and one outside, and its deprivation."""
    district = {"lad": "E07000043"}
    rows = [
        PostcodeRow("ZZ34 0AB", 51.2051, -4.0351, lsoa21="E01020101", **district),
        PostcodeRow("ZZ34 0AD", 51.2030, -4.0500, lsoa21="E01020101", **district),
        PostcodeRow("ZZ39 2AA", 51.0181, -4.2061, lsoa11="E01020102", **district),
        PostcodeRow("ZZ34 0XX", 51.2051, -4.0351, terminated_on=date(2019, 3, 1), **district),
        PostcodeRow("ZZ1 1AA", 50.7, -3.5),
    ]
    actions.load_postcodes(rows=rows, source="test", by=BY, now=NOW)
    actions.load_boundaries(areas=[AreaRow("lsoa21", "E01020101", "CM", SQUARE)], source="test", by=BY, now=NOW)
    deprivation = [
        DeprivationRow("lsoa21", "E01020101", 2025, 3, 9000),
        DeprivationRow("lsoa11", "E01020102", 2019, 5, 1),
    ]
    actions.load_deprivation(rows=deprivation, source="test", by=BY, now=NOW)
    return land


def test_a_postcode_gives_street_coordinates_area_and_decile(posted):
    found = queries.locate(postcode="zz34 oab")
    assert found.place == posted.quay
    assert (found.lat, found.lon, found.lsoa, found.imd_decile) == (51.2051, -4.0351, "E01020101", 3)
    assert (found.problem, found.postcode) == ("", "ZZ34 0AB")


def test_a_postcode_far_from_every_street_belongs_to_the_community(posted):
    assert queries.locate(postcode="ZZ34 0AD").place == posted.martin


def test_a_street_makes_a_postcode_of_its_community_finer(posted):
    assert queries.locate(postcode="ZZ34 0AD", street="3 Quay St").place == posted.quay


def test_the_older_index_answers_where_the_newer_is_not_known(posted):
    found = queries.locate(postcode="ZZ39 2AA")
    assert (found.lsoa, found.imd_decile) == ("E01020102", 5)


@pytest.mark.parametrize(
    ("postcode", "said"),
    [
        ("ZZ34 0ZZ", "We do not know the postcode ZZ34 0ZZ"),
        ("ZZ34 0XX", "came to an end in 2019"),
        ("ZZ1 1AA", "outside the places we know"),
        ("ZZ99 9AA", "outside the places we know"),
        ("ZZ3", "is not a whole postcode"),
    ],
)
def test_a_wrong_ended_or_outside_postcode_says_so_and_the_district_has_it(posted, postcode, said):
    found = queries.locate(postcode=postcode)
    assert found.place == posted.district
    assert said in found.problem


def test_a_wrong_postcode_with_a_known_street_still_goes_to_the_street(posted):
    found = queries.locate(postcode="ZZ34 0ZZ", street="Quay Street", community="Combe Martin")
    assert found.place == posted.quay
    assert found.problem


def test_a_postcode_and_another_community_are_both_said(posted):
    found = queries.locate(postcode="ZZ34 0AB", community="Bideford")
    assert found.place == posted.quay
    assert "Combe Martin" in found.problem
    assert "Bideford" in found.problem
    assert queries.locate(postcode="ZZ34 0AB", community="combe").problem == ""


@pytest.mark.parametrize(
    ("street", "community", "name"),
    [
        ("Quay Street", "Combe Martin", "Quay Street"),
        ("12 quay st.", "", "Quay Street"),
        ("Flat 2, 12 Quay Street, Combe Martin, Devon", "", "Quay Street"),
        ("High Street", "Bideford", "High Street"),
        ("Nowhere Lane", "Combe Martin", "Combe Martin"),
        ("", "Combe", "Combe Martin"),
        ("", "Quay Street, Combe Martin", "Quay Street"),
        ("", "berrydown", "Berrydown"),
    ],
)
def test_a_street_and_a_community_are_found_as_people_write_them(posted, street, community, name):
    found = queries.locate(street=street, community=community)
    assert (found.place.name, found.problem) == (name, "")
    assert found.lat is not None


def test_a_street_and_village_know_their_area_too(posted):
    assert queries.locate(street="Quay Street").imd_decile == 3


def test_a_street_that_is_in_two_places_is_asked_about(posted):
    found = queries.locate(street="High Street")
    assert found.place == posted.hood
    assert "Bideford, Combe Martin" in found.problem
    assert queries.locate(street="High Street", near=posted.bideford).place == posted.high


@pytest.mark.parametrize(
    ("street", "community"), [("High Street", "Gotham"), ("", "Gotham"), ("", ""), ("x" * 5000, "🌊")]
)
def test_what_nobody_knows_belongs_to_the_district(posted, street, community):
    found = queries.locate(street=street, community=community)
    assert found.place == posted.district
    assert found.problem
    assert found.imd_decile is None


def test_what_came_by_the_form_of_a_place_stays_near_it(posted):
    found = queries.locate(near=posted.martin)
    assert (found.place, found.problem) == (posted.martin, "")
    assert queries.locate(community="Gotham", near=posted.martin).place == posted.district


def test_an_instance_without_a_place_says_how_to_begin(db):
    with pytest.raises(queries.NoPlacesYet, match="name yours"):
        queries.locate(postcode="ZZ34 0AB")


def test_a_community_alone_has_what_nobody_knows(db, add):
    alone = add("community", "Sutcombe")
    assert queries.locate(postcode="ZZ34 0AB").place == alone


def test_one_look_up_costs_few_queries(posted, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        queries.locate(postcode="ZZ34 0AB")
    with django_assert_max_num_queries(6):
        queries.locate(street="Quay Street", community="Combe Martin")


def test_neighbours_come_with_the_distance_to_travel(land, add):
    add("community", "Far Away", land.system, lat=50.0, lon=-5.0)
    [(nearest, away)] = queries.neighbours(land.martin)
    assert nearest == land.bideford
    assert 25 < away < 35


def test_the_rough_area_of_a_hamlet_does_not_say_its_name(land):
    area = queries.rough_area(land.village)
    assert area.homes >= 50
    assert area.km > 1
    assert "Berrydown" not in area.words
    assert "Combe Martin" in area.words


def test_the_rough_area_of_a_street_is_its_community(land):
    area = queries.rough_area(land.quay, 51.205, -4.035)
    assert area.km == 1.0
    assert area.words == "near Combe Martin"


def test_the_rough_area_counts_postcodes_where_no_street_is_counted(posted):
    Place.objects.update(homes=0)
    assert queries.rough_area(posted.quay).km > 1


def test_a_place_is_open_on_the_wall_clock_and_says_when_it_next_looks(land):
    place = land.martin
    assert queries.is_open(place, datetime(2026, 7, 1, 7, 30, tzinfo=UTC))
    assert not queries.is_open(place, datetime(2026, 12, 1, 7, 30, tzinfo=UTC))
    assert queries.next_look(place, datetime(2026, 12, 1, 7, 30, tzinfo=UTC)) == datetime(2026, 12, 1, 8, tzinfo=UTC)
    assert queries.next_look(place, datetime(2026, 12, 1, 21, 0, tzinfo=UTC)) == datetime(2026, 12, 2, 8, tzinfo=UTC)
    assert queries.next_look(place, NOW) == NOW


def test_the_lowest_place_awake_is_found_at_night(land):
    night = datetime(2026, 12, 1, 3, tzinfo=UTC)
    assert queries.lowest_awake(land.quay, NOW) == land.quay
    actions.set_hours(place=land.district, opens=time(0), closes=time(0), by=BY, now=NOW)
    land.quay.__dict__.pop("ancestors", None)
    assert queries.lowest_awake(land.quay, night) == land.district
    actions.set_hours(place=land.district, opens=time(7), closes=time(20), by=BY, now=NOW)
    land.quay.__dict__.pop("ancestors", None)
    assert queries.lowest_awake(land.quay, night) == land.district


def test_a_typed_list_of_streets_is_added_once(posted):
    lines = read_streets("Seaside, ZZ34 0AD, 20 homes\n\nquay st\nLittle Comfort, village, 9\n")
    added = actions.load_streets(community=posted.martin, lines=lines, by=BY, now=NOW)
    assert [street.name for street in added] == ["Seaside", "Little Comfort"]
    assert (added[0].homes, added[0].lat, added[1].typed_settings.village) == (20, 51.2030, True)
    assert queries.locate(postcode="ZZ34 0AD").place == added[0]
    assert actions.load_streets(community=posted.martin, lines=lines, by=BY, now=NOW) == []
    with pytest.raises(actions.CannotPlace, match="community"):
        actions.load_streets(community=posted.district, lines=lines, by=BY, now=NOW)


def test_names_are_folded_the_way_people_write_them():
    assert names.key("12a Quay St.") == names.key("QUAY  STREET") == "quay street"
    assert names.key("St. Mary's Rd") == "st marys road"
    assert names.key("St Mary") == "st mary"
    assert names.parts("12, Quay Street, Combe Martin", "") == ["Quay Street", "Combe Martin"]
