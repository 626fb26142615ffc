"""Loading places from files: what is understood, what is set aside and why, and that a second run changes nothing."""

from datetime import date

import pytest

from kith.places import actions, files, queries
from kith.places.assigning import Assigner, Spot
from kith.places.models import Area, Place, Postcode
from kith.places.shapes import thinned
from kith.trail.models import Entry

from .conftest import BY, NOW

ONSPD = """pcd,pcd2,pcds,doterm,oslaua,osward,lat,long,lsoa11,lsoa21
ZZ340AB,ZZ34 0AB,ZZ34 0AB,,E07000043,E05012422,51.2051,-4.0351,E01020101,E01020101
ZZ340AD,ZZ34 0AD,ZZ34 0AD,201903,E07000043,E05012422,51.2030,-4.0310,E01020101,E01020101
ZZ340AE,ZZ34 0AE,ZZ34 0AE,,E07000043,E05012422,99.999999,0.000000,,
NONSENSE,NONSENSE,NONSENSE,,E07000043,,51.2,-4.0,,
ZZ340AB,ZZ34 0AB,ZZ34 0AB,,E07000043,E05012422,51.3,-4.3,,
ZZ11AA,ZZ1 1AA,ZZ1 1AA,,E07000099,E05099999,50.7,-3.5,,
"""


def read(tmp_path, text, reader, name="postcodes.csv", encoding="utf-8"):
    """The rows and the rejected lines of a file with this text."""
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    rejected = []
    return list(reader(path, rejected.append)), rejected


def test_national_columns_are_read_and_lines_that_cannot_be_used_have_a_reason(tmp_path):
    rows, rejected = read(tmp_path, ONSPD, files.read_postcodes)
    assert [row.postcode for row in rows] == ["ZZ34 0AB", "ZZ34 0AD", "ZZ1 1AA"]
    assert rows[1].terminated_on == date(2019, 3, 1)
    assert [(each.line, each.reason) for each in rejected] == [
        (4, "This postcode has no spot on the ground."),
        (5, "“NONSENSE” is not a whole postcode."),
        (6, "This is in the file twice; the first one was used."),
    ]


def test_rejected_lines_are_kept_word_for_word_beside_the_file(tmp_path):
    _rows, rejected = read(tmp_path, ONSPD, files.read_postcodes)
    beside = files.write_rejected(tmp_path / "postcodes.csv", ["pcd"], rejected)
    assert beside.name == "postcodes.csv.rejected.csv"
    assert "NONSENSE,NONSENSE" in beside.read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(("encoding", "delimiter"), [("utf-8-sig", ","), ("cp1252", ";"), ("utf-8", "\t")])
def test_the_encodings_and_separators_of_spreadsheets_are_read(tmp_path, encoding, delimiter):
    text = "Postcode,Latitude,Longitude,Note\nZZ34 0AB,51.2,-4.0,café\n\n".replace(",", delimiter)
    rows, rejected = read(tmp_path, text, files.read_postcodes, encoding=encoding)
    assert (rows[0].lat, rows[0].lon, rejected) == (51.2, -4.0, [])


@pytest.mark.parametrize("start", [b"%PDF-1.7\n%\xe2", b"PK\x03\x04\x14\x00", b"\xff\xfe\x00a\x00b"])
def test_a_file_that_is_not_a_csv_says_what_to_do(tmp_path, start):
    (tmp_path / "postcodes.csv").write_bytes(start)
    with pytest.raises(files.CannotRead, match="export it as CSV"):
        list(files.read_postcodes(tmp_path / "postcodes.csv", print))


def test_boundaries_that_are_not_geojson_say_what_to_do(tmp_path):
    with pytest.raises(files.CannotRead, match="GeoJSON"):
        read(tmp_path, "postcode,lat", files.read_boundaries, name="x.geojson")


def test_official_and_short_columns_of_deprivation_are_read(tmp_path):
    official = (
        "LSOA code (2021),LSOA name,Index of Multiple Deprivation (IMD) Rank,"
        '"Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOAs)"\nE01020138,X,"1,200",1\n'
    )
    rows, _none = read(tmp_path, official, files.read_deprivation)
    assert (rows[0].kind, rows[0].year, rows[0].decile, rows[0].rank) == ("lsoa21", 2025, 1, 1200)
    short = "lsoa11_code,IMD_decile,Income_decile,IMD_rank\nE01020138,2,9,700\nE01020139,11,1,1\nno,1,1,1\n"
    rows, rejected = read(tmp_path, short, files.read_deprivation, name="imd2019.csv")
    assert (rows[0].kind, rows[0].year, rows[0].decile, rows[0].rank) == ("lsoa11", 2019, 2, 700)
    assert len(rejected) == 2


def test_the_ordnance_surveys_own_file_without_heading_or_degrees_is_read(tmp_path):
    text = '"EX16 8AA",10,280345,114460,"E92000001","","","E10000008","E07000043","E05012436"\n"EX16 8AB",90,0,0\n'
    [row], [rejected] = read(tmp_path, text, files.read_postcodes)
    assert (row.lad, row.ward, round(row.lat, 3), round(row.lon, 3)) == ("E07000043", "E05012436", 50.917, -3.704)
    assert rejected.line == 2


def test_a_second_run_changes_nothing(land, tmp_path):
    rows, _rejected = read(tmp_path, ONSPD, files.read_postcodes)
    first = actions.load_postcodes(rows=rows, source="a file", by=BY, now=NOW)
    assert (first.rows, first.added, first.outside) == (3, 2, 1)
    again = actions.load_postcodes(rows=rows, source="a file", by=BY, now=NOW)
    assert (again.added, again.changed, again.same) == (0, 0, 2)
    assert Entry.objects.filter(verb="places.loaded").count() == 2
    assert not Postcode.objects.filter(postcode="ZZ1 1AA").exists()


def test_a_postcode_that_moved_is_changed(land):
    actions.load_postcodes(rows=[files.PostcodeRow("ZZ34 0AB", 51.2051, -4.0351)], source="a", by=BY, now=NOW)
    moved = [files.PostcodeRow("ZZ34 0AB", 51.0181, -4.2061, place=land.high.id)]
    assert actions.load_postcodes(rows=moved, source="a", by=BY, now=NOW).changed == 1
    assert queries.locate(postcode="ZZ34 0AB").place == land.high


def test_postcodes_find_their_street_once_it_is_added(land, add):
    rows = [files.PostcodeRow("ZZ34 0AB", 51.19, -4.05, lad="E07000043")]
    actions.load_postcodes(rows=rows, source="a", by=BY, now=NOW)
    assert queries.locate(postcode="ZZ34 0AB").place == land.martin
    lane = add("street", "Shute Lane", land.martin, lat=51.1901, lon=-4.0501)
    assert actions.assign_postcodes(by=BY, now=NOW) == 1
    assert queries.locate(postcode="ZZ34 0AB").place == lane
    assert actions.assign_postcodes(by=BY, now=NOW) == 0


def test_an_older_index_never_replaces_a_newer_one(land):
    newer, older = (
        files.DeprivationRow("lsoa11", "E01020101", year, decile, 1) for year, decile in ((2025, 3), (2019, 9))
    )
    actions.load_deprivation(rows=[newer], source="a", by=BY, now=NOW)
    assert actions.load_deprivation(rows=[older], source="a", by=BY, now=NOW).same == 1
    assert Area.objects.get().imd_decile == 3


def test_a_place_takes_the_shape_of_its_wards(land):
    square = {
        "type": "Polygon",
        "coordinates": [[[-4.1, 51.1], [-4.1, 51.3], [-3.9, 51.3], [-3.9, 51.1], [-4.1, 51.1]]],
    }
    wards = [
        files.AreaRow("ward", "E05000001", "Bideford West", square),
        files.AreaRow("ward", "E05000002", "Coast", square),
    ]
    actions.load_boundaries(areas=wards, source="a", by=BY, now=NOW)
    assert Place.objects.get(pk=land.bideford.pk).boundary == thinned(square)
    again = actions.load_boundaries(areas=wards, source="a", by=BY, now=NOW)
    assert (again.same, Entry.objects.last().detail["places"]) == (2, 0)


def spot(number, kind, path, **facts):
    """A place of the rule, with small numbers for ids."""
    return Spot(number, kind, tuple(path), **facts)


def test_the_rule_of_whose_postcode_it_is():
    square = {"type": "Polygon", "coordinates": [[[-5, 50], [-5, 52], [-3, 52], [-3, 50], [-5, 50]]]}
    spots = [
        spot(1, "district", [1], codes=frozenset({"LAD"})),
        spot(2, "community", [1, 2], lat=51.0, lon=-4.0),
        spot(3, "community", [1, 3], codes=frozenset({"WARD"}), lat=51.3, lon=-4.3),
        spot(4, "street", [1, 2, 4], lat=51.001, lon=-4.001),
        spot(5, "district", [5], boundary=square),
    ]
    rule = Assigner(spots, [1, 5])
    assert rule.place_of((51.0011, -4.0011), ("", "LAD")) == 4
    assert rule.place_of((51.05, -4.0), ("", "LAD")) == 2
    assert rule.place_of((51.0, -4.0), ("WARD", "LAD")) == 3
    assert rule.place_of((50.1, -4.9), ("", "LAD")) == 1
    assert rule.place_of((51.5, -3.5), ("", "")) == 5
    assert rule.place_of((40.0, 0.0), ("", "")) is None
    assert Assigner([spot(9, "community", [9])], [9]).place_of((40.0, 0.0)) == 9


def test_a_thinned_shape_keeps_its_corners_and_closes():
    ring = [[-4.0, 51.0], [-4.00001, 51.00001], [-4.0, 51.1], [-3.9, 51.1], [-4.0, 51.0]]
    shape = thinned({"type": "Polygon", "coordinates": [ring]})
    assert shape["coordinates"] == [[[[-4.0, 51.0], [-4.0, 51.1], [-3.9, 51.1], [-4.0, 51.0]]]]


@pytest.mark.slow
def test_the_published_files_of_a_real_district_load_and_answer(db, add, real_data):
    district = add("district", "Northern Devon", codes=["E07000043", "E07000046"])
    add("community", "Combe Martin", district, lat=51.203, lon=-4.030)
    add("community", "Barnstaple", district, lat=51.080, lon=-4.058)
    rejected = []

    def load_all():
        folder = real_data / "north-devon-postcodes"
        rows = files.read_postcodes(folder / "postcodes_north_devon_torridge.csv", rejected.append)
        areas = files.read_boundaries(real_data / "devon-geo" / "lsoa_north_devon_torridge.geojson", rejected.append)
        wards = files.read_boundaries(real_data / "devon-geo" / "ward_north_devon_torridge.geojson", rejected.append)
        index = files.read_deprivation(real_data / "imd" / "imd2025_england_lsoa21.csv", rejected.append)
        return [
            actions.load_boundaries(areas=[*areas, *wards], source="boundaries", by=BY, now=NOW),
            actions.load_postcodes(rows=rows, source="postcodes", by=BY, now=NOW),
            actions.load_deprivation(rows=index, source="deprivation", by=BY, now=NOW),
        ]

    load_all()
    assert [(done.added, done.changed) for done in load_all()] == [(0, 0), (0, 0), (0, 0)]
    assert rejected == []
    row = Postcode.objects.filter(place__name="Combe Martin").first()
    found = queries.locate(postcode=row.postcode)
    assert found.lsoa.startswith("E010")
    assert 1 <= found.imd_decile <= 10
    assert queries.area_at(51.080, -4.058).imd_decile
