"""What a card may say of where it is."""

from __future__ import annotations

from kith.matching import homes_grid, how_far, rough_area

VILLAGE = [(51.0, -4.0, 30), (51.002, -4.001, 30)]
FARM = (51.05, -4.0)


def test_in_a_village_the_area_is_the_smallest():
    area = rough_area(51.0, -4.0, VILLAGE, named=[("Black Torrington", 51.0, -4.0, 60)])
    assert area.km == 1.0
    assert area.homes == 60
    assert area.words == "near Black Torrington"


def test_at_a_lonely_farm_it_grows_until_it_holds_fifty_homes():
    area = rough_area(*FARM, [*VILLAGE, (*FARM, 1)], named=[("Black Torrington", 51.0, -4.0, 60)])
    assert area.km == 8.0
    assert area.homes >= 50
    assert area.words == "within about 5 miles of Black Torrington"


def test_a_hamlets_name_is_never_said():
    named = [("Lonely Farm", *FARM, 3), ("Black Torrington", 51.0, -4.0, 60)]
    assert "Lonely" not in rough_area(*FARM, VILLAGE, named=named).words


def test_where_nothing_is_big_enough_only_the_district_is_said():
    assert rough_area(*FARM, [(*FARM, 1)]).words == "somewhere in the district"
    assert rough_area(51.0, -4.0, VILLAGE).words == "somewhere in the district"


def test_a_grid_made_once_says_the_same():
    assert rough_area(51.0, -4.0, homes_grid(VILLAGE)) == rough_area(51.0, -4.0, VILLAGE)


def test_a_distance_is_never_said_more_exactly_than_the_area_is_wide():
    wide = rough_area(*FARM, VILLAGE)
    assert how_far(0.1, wide) == how_far(7.9, wide) == "less than 5 miles from you"
    assert how_far(40, wide) == "more than 10 miles from you"
    assert how_far(0.2, rough_area(51.0, -4.0, VILLAGE)) == "less than a mile from you"
