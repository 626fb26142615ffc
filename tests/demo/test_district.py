"""The demo's district: a place for everybody, enough neighbours at any hour, and nobody real."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from kith.accounts.roles import ROLES
from kith.demo import cast, scripted
from kith.demo.district import district, hours
from kith.kit.geometry import km
from kith.matching import rough_area
from kith.places.kinds import may_hang_under
from kith.volunteers import dayparts

NOON = datetime(2026, 11, 23, 12, 30, tzinfo=UTC)
ANY_HOUR = [NOON + timedelta(hours=hour) for hour in range(0, 168, 7)]


@pytest.fixture(scope="module")
def land():
    """The whole district at noon."""
    return district(NOON)


def test_the_same_seed_and_hour_make_the_same_district(land):
    assert district(NOON) == land
    assert district(NOON, seed=2) != land


def test_it_has_seven_communities_in_four_neighbourhoods_of_one_district(land):
    counts = Counter(place.kind for place in land.places)
    assert (counts["system"], counts["district"], counts["neighbourhood"], counts["community"]) == (1, 1, 4, 7)
    assert {"Holsworthy", "Bideford", "Combe Martin", "Barnstaple", "Ilfracombe"} <= {
        place.name for place in land.places if place.kind == "community"
    }
    assert all(place.key in land.by_key for place in land.places)
    assert {"Quay Street", "Black Torrington", "Sutcombe"} <= {place.name for place in land.places}


def test_every_place_comes_after_the_one_it_lies_in(land):
    seen = {}
    for place in land.places:
        assert place.parent is None or place.parent in seen
        assert may_hang_under(place.kind, seen[place.parent].kind if place.parent else None)
        seen[place.key] = place
    assert len(seen) == len(land.places)


def test_every_postcode_is_given_once_and_exists_nowhere(land):
    codes = [code for place in land.places for code in place.postcodes]
    assert len(codes) == len({code.postcode for code in codes})
    assert all(code.postcode.startswith("ZZ") for code in codes)
    assert {code.lsoa for code in codes} == {lsoa for lsoa, _decile, _rank in land.deprivation}
    assert all(place.postcodes for place in land.places if place.kind == "street")


def test_every_door_has_fifty_homes_within_a_few_miles(land):
    streets = [place for place in land.places if place.kind == "street"]
    homes = [(place.lat, place.lon, place.homes) for place in streets]
    names = [(place.name, place.lat, place.lon, place.homes) for place in streets if place.village]
    for place in streets:
        area = rough_area(place.lat, place.lon, homes, named=names)
        assert area.homes >= 50
        assert area.km <= 5
        assert "Little Comfort" not in area.words


def test_streets_lie_near_their_town(land):
    for place in land.places:
        if place.kind == "street":
            town = land.place(place.community)
            assert km(place.lat, place.lon, town.lat, town.lon) < 15


def test_a_thousand_volunteers_can_each_be_reached_by_their_own_number(land):
    assert len(land.volunteers) == 1000
    numbers = [volunteer.phone for volunteer in land.volunteers if volunteer.phone]
    assert len(numbers) == len(set(numbers))
    assert all(number.startswith("07700 900") for number in numbers)
    assert all(volunteer.phone or volunteer.email.endswith("@example.org") for volunteer in land.volunteers)
    assert 50 < sum(not volunteer.phone for volunteer in land.volunteers) < 200
    asked_not_to_share = {f"07700 900{number}" for number in range(900, 1000)}
    assert not asked_not_to_share & set(numbers)


def test_nobody_has_signed_up_in_sutcombe(land):
    homes = Counter(volunteer.street for volunteer in land.volunteers)
    assert homes["holsworthy/sutcombe"] == 0
    towns = Counter(street.split("/")[0] for street in homes.elements())
    assert min(towns.values()) >= 60


@pytest.mark.parametrize("around", ANY_HOUR)
def test_enough_can_help_at_any_hour_of_the_week(around):
    here = dayparts.at(around)
    able = [volunteer for volunteer in district(around).volunteers if here in volunteer.slots]
    assert len(able) >= 600
    assert all(name in dayparts.ALL for volunteer in able for name in volunteer.slots)


def test_every_volunteer_fits_what_the_database_asks(land):
    for volunteer in land.volunteers:
        assert volunteer.kinds
        assert volunteer.reach_km > 0
        assert (volunteer.check_level == "none") == (volunteer.check_on is None)
        assert 1 <= volunteer.weekly_most <= 5
        assert len(volunteer.name) < 60


def test_the_places_are_open_when_the_demo_is_shown():
    assert hours(NOON)[0].hour == 8
    night = hours(datetime(2026, 11, 23, 3, tzinfo=UTC))
    assert night[0] == night[1]


def test_every_team_has_a_place_an_organisation_and_somebody_on_duty(land):
    organisations = {each.name for each in land.organisations}
    kinds = {place.key: place.kind for place in land.places}
    for team in land.teams:
        assert team.organisation in organisations
        assert [member.duty for member in team.members].count(1) == 1
        for member in team.members:
            assert kinds[team.place] in ROLES[member.role].where
    assert len({team.place for team in land.teams}) == len(land.teams)


def test_the_people_of_the_stories_are_here(land):
    staff = {member.name: member for member in cast.staff()}
    assert {"Jan", "Nisha", "Gareth", "Alison"} <= set(staff)
    assert staff["Gareth"].role == "district_lead"
    phones = [member.phone for member in staff.values() if member.phone]
    assert len(phones) == len(set(phones))
    sam = next(volunteer for volunteer in land.volunteers if volunteer.name.startswith("Sam "))
    assert sam.travel == "bicycle"
    assert {member.role for team in land.teams for member in team.members} == set(ROLES)


def test_the_same_person_answers_the_same_ask_the_same_way():
    answers = [scripted.answer(1, f"volunteer {number}", "KESTREL 42") for number in range(400)]
    assert answers == [scripted.answer(1, f"volunteer {number}", "KESTREL 42") for number in range(400)]
    said = Counter(answer.says for answer in answers)
    assert said["yes"] > said["not_this_time"] > 40
    assert all((answer.after is None) == (answer.says == "silent") for answer in answers)
    assert scripted.answer(1, "Sam Tidy", "x").says == "yes"


def test_most_of_what_is_taken_is_done():
    endings = Counter(scripted.ending(1, f"ask {number}").comes for number in range(300))
    assert endings["done"] > 150
    assert set(endings) == {"done", "still_going", "hand_back", "nobody_answered"}
