"""Spreadsheets with whatever headings, HSDS 1.1 as tables, and zips that are not what they say."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import time

import pytest

from kith.directory import sources
from kith.directory.reading import sheet
from kith.directory.reading.entries import LOCATION, ORGANIZATION, SCHEDULE, SERVICE, TERM, CannotRead

GUESSED = {
    "Name of group": "name", "Organisation": "organization", "What happens": "description", "Tel.": "phone",
    "E-mail address": "email", "Web site": "url", "Venue": "venue", "Post Code": "postcode", "Day & time": "hours",
    "COST": "fees", "Who is it for?": "for_whom", "Type of activity": "category", "Date last checked": "checked",
    "Contact phone number": "phone", "Venue address": "address", "Lat": "latitude", "Step free access?": "access",
}  # fmt: skip


@pytest.mark.parametrize("heading", GUESSED)
def test_headings_are_guessed(heading):
    assert sheet.meaning(heading) == GUESSED[heading]


def test_a_heading_nobody_can_guess_is_left_and_its_cells_are_kept():
    assert sheet.meaning("Hat size") == ""


def a_sheet(folder, *rows, name="groups.csv"):
    path = folder / name
    with path.open("w", encoding="cp1252", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def test_a_plain_sheet_becomes_services_with_hours_and_places(tmp_path):
    path = a_sheet(
        tmp_path,
        ["Groups in Ashcombe, spring"],
        ["Group", "When", "Venue", "Address", "Phone", "Cost", "Category", "Hat size"],
        [
            "Café friends",
            "Mon 10-12",
            "Village Hall",
            "1 High Street, Ashcombe ZZ34 0AB",
            "01632 960123",
            "Free",
            "Company; Food",
            "7",
        ],
        ["Choir", "First Tuesday, evenings", "", "", "", "£2", "", ""],
        ["", "Fridays", "", "", "", "", "", ""],
    )
    taken = sources.read_path(path)
    assert (taken.kind, taken.sent, len(taken.entries[SERVICE])) == ("sheet", 3, 2)
    assert taken.mapping["When"] == "hours" and "Hat size" not in taken.mapping
    (rejected,) = taken.rejected
    assert rejected.where == "row 5" and rejected.faults == ("There is no name in this row.",)
    friends, choir = taken.entries[SERVICE].values()
    assert friends.values["free"] is True and friends.more["columns"] == {"Hat size": "7"}
    assert {one.values["name"] for one in taken.entries[TERM].values()} == {"Company", "Food"}
    (hall,) = taken.entries[LOCATION].values()
    assert hall.values["addresses"][0]["postal_code"] == "ZZ34 0AB"
    hours = {one.refs["service"]: one.values for one in taken.entries[SCHEDULE].values()}
    assert (hours[friends.key]["weekdays"], hours[friends.key]["opens"]) == ([0], time(10))
    assert hours[choir.key]["opens"] is None and hours[choir.key]["description"] == "First Tuesday, evenings"


def test_one_group_on_two_days_is_one_service_with_two_times(tmp_path):
    head = ["Name", "Day", "Time", "End time"]
    path = a_sheet(tmp_path, head, ["Knitting", "Monday", "10am", "12pm"], ["Knitting", "Wednesday", "2pm", "4pm"])
    taken = sources.read_path(path)
    assert len(taken.entries[SERVICE]) == 1
    assert sorted(one.values["weekdays"] for one in taken.entries[SCHEDULE].values()) == [[0], [2]]


def test_a_sheet_without_names_says_what_is_missing(tmp_path):
    with pytest.raises(CannotRead, match="Name"):
        sources.read_path(a_sheet(tmp_path, ["Phone", "Cost"], ["01632 960123", "Free"]))


TABLES = {
    "organizations": "id,name,description,url\no1,Friends of Ashcombe,Neighbours,www.example.org\n",
    "services": "id,organization_id,name,status,description\ns1,o1,Choir,active,<b>Sing</b>\ns2,o1,Knitting,active,\n",
    "locations": "id,name,latitude,longitude\nl1,Village Hall,51.1,-4.05\n",
    "services_at_location": "id,service_id,location_id\na1,s1,l1\na2,s2,l1\n",
    "physical_addresses": "id,location_id,address_1,city,postal_code,country\np,l1,1 High St,Ashcombe,ZZ34 0AB,GB\n",
    "phones": "id,service_id,number\nf1,s1,01632 960123\n",
    "regular_schedules": "id,service_id,weekday,opens_at,closes_at\nr1,s1,1,10:00,12:00\n",
    "service_taxonomy": "id,service_id,taxonomy_id\nst,s1,t1\n",
    "taxonomy": "id,name,vocabulary\nt1,Singing,What\n",
    "eligibility": "id,service_id,eligibility\ne1,s1,Anybody\n",
    "languages": "id,service_id,language\ng1,s1,Welsh\n",
}


def checked(taken):
    assert (taken.kind, len(taken.entries[SERVICE]), taken.rejected) == ("hsds-csv", 2, [])
    choir = taken.entries[SERVICE]["s1"]
    assert choir.values["description"] == "Sing" and choir.values["phones"][0]["number"] == "01632 960123"
    assert choir.values["languages"][0]["name"] == "Welsh" and choir.terms == ("t1",)
    assert choir.values["eligibility"][0]["eligibility"] == "Anybody"
    assert taken.entries[ORGANIZATION]["o1"].values["website"] == "https://www.example.org"
    assert taken.entries[LOCATION]["l1"].values["addresses"][0]["address_type"] == "physical"
    (when,) = taken.entries[SCHEDULE].values()
    assert (when.values["weekdays"], when.values["opens"]) == ([0], time(10))


def test_a_folder_of_tables_and_a_zip_of_them_are_the_same(tmp_path):
    folder = tmp_path / "tables"
    folder.mkdir()
    for name, words in TABLES.items():
        (folder / f"{name}.csv").write_text(words)
    checked(sources.read_path(folder))
    packed = tmp_path / "tables.zip"
    with zipfile.ZipFile(packed, "w") as file:
        for name, words in TABLES.items():
            file.writestr(f"export/{name}.csv", words)
    checked(sources.read_path(packed))


def test_a_folder_without_services_says_so(tmp_path):
    with pytest.raises(CannotRead, match=r"services\.csv"):
        sources.read_path(tmp_path)


def test_a_zip_that_unpacks_to_far_too_much_is_not_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(sources, "MOST_BYTES", 1_000_000)
    packed = tmp_path / "bomb.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("services.csv", "id,name\n" + "x" * 5_000_000)
    assert packed.stat().st_size < 50_000
    with pytest.raises(CannotRead, match="unpacks to far more"):
        sources.read_path(packed)


def test_a_zip_that_lies_about_its_size_is_left_where_it_goes_on(tmp_path, monkeypatch):
    monkeypatch.setattr(sources, "MOST_BYTES", 1_000_000)
    packed = tmp_path / "liar.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("services.csv", "id,name\n" + "x" * 5_000_000)
    body = packed.read_bytes().replace((5_000_008).to_bytes(4, "little"), (500).to_bytes(4, "little"))
    packed.write_bytes(body)
    with pytest.raises(CannotRead):
        sources.read_path(packed)


def test_a_workbook_says_how_to_save_it(tmp_path):
    book = io.BytesIO()
    with zipfile.ZipFile(book, "w") as file:
        file.writestr("[Content_Types].xml", "<x/>")
    path = tmp_path / "groups.xlsx"
    path.write_bytes(book.getvalue())
    with pytest.raises(CannotRead, match="CSV UTF-8"):
        sources.read_path(path)


@pytest.mark.parametrize("words", [b"%PDF-1.4", b"", b"\x00" * 5000, b"<html>"])
def test_what_is_no_directory_at_all(tmp_path, words):
    path = tmp_path / "thing"
    path.write_bytes(words)
    with pytest.raises(CannotRead):
        sources.read_path(path)


def test_json_nested_without_an_end(tmp_path):
    path = tmp_path / "deep.json"
    path.write_text("[" * 200_000 + "]" * 200_000)
    with pytest.raises(CannotRead, match=r"nested|JSON"):
        sources.read_path(path)
