"""Distances, shapes and the nearest point."""

import random

from kith.kit.geometry import Grid, around, bbox, from_national_grid, inside, km, merged

SQUARE = {
    "type": "Polygon",
    "coordinates": [[[0, 0], [0, 4], [4, 4], [4, 0], [0, 0]], [[1, 1], [1, 2], [2, 2], [2, 1], [1, 1]]],
}
ISLAND = {"type": "Polygon", "coordinates": [[[10, 10], [10, 11], [11, 11], [11, 10], [10, 10]]]}


def test_barnstaple_to_bideford_is_about_thirteen_kilometres():
    assert 12.5 < km(51.080, -4.058, 51.017, -4.207) < 13.5


def test_here_to_here_is_nothing():
    assert km(51.2, -4.0, 51.2, -4.0) == 0


def test_a_hole_is_outside():
    assert inside((3, 3), SQUARE)
    assert not inside((1.5, 1.5), SQUARE)
    assert not inside((5, 5), SQUARE)
    assert not inside((3, 3), None)


def test_parts_are_merged_into_one_shape_with_one_box():
    both = merged([SQUARE, None, ISLAND])
    assert inside((10.5, 10.5), both)
    assert inside((0.5, 0.5), both)
    box = bbox(both)
    assert box is not None
    assert (box.south, box.west, box.north, box.east) == (0, 0, 11, 11)
    assert merged([None]) is None
    assert bbox(None) is None


def test_the_box_around_a_point_holds_everything_near():
    box = around((51.2, -4.0), 5)
    assert box.holds((51.2, -4.07))
    assert not box.holds((51.2, -4.2))


def test_the_grid_finds_the_same_nearest_as_looking_at_all():
    chance = random.Random(1)
    points = [(51 + chance.random() / 4, -4 - chance.random() / 2, n) for n in range(400)]
    grid = Grid(points, cell_km=0.7)
    for _ in range(200):
        lat, lon = 51 + chance.random() / 4, -4 - chance.random() / 2
        best = min(points, key=lambda p: km(lat, lon, p[0], p[1]))
        found = grid.nearest(lat, lon, limit_km=30)
        assert found is not None
        assert found[0] == best[2]
        near = {n for there_lat, there_lon, n in points if km(lat, lon, there_lat, there_lon) <= 2}
        assert {item for item, _away in grid.within(lat, lon, 2)} == near


def test_nothing_near_is_nothing_found():
    assert Grid([(51.0, -4.0, "x")]).nearest(52.0, -4.0, limit_km=20) is None
    assert Grid([]).nearest(52.0, -4.0) is None


def test_a_grid_reference_is_where_the_ordnance_survey_says():
    """Two postcodes of North Devon, as published both ways."""
    for easting, northing, lat, lon in (
        (280345, 114460, 50.917159, -3.703569),
        (280323, 114357, 50.916229, -3.703848),
    ):
        assert km(*from_national_grid(easting, northing), lat, lon) < 0.008
