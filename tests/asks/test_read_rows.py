"""A row of a group's spreadsheet, read as what somebody asked."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kith.asks import csv_rows, kinds
from kith.asks.csv_columns import role_of
from kith.asks.csv_rows import CsvProblem, RowAsk, Tally, Understanding
from kith.kit import said

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)  # a Tuesday
MESSY = Path(__file__).parent.parent / "data" / "messy-asks.csv"


def take(path: Path) -> tuple[Understanding, list[RowAsk]]:
    sheet = csv_rows.open_sheet(path)
    understood = csv_rows.understand(sheet, NOW)
    return understood, list(csv_rows.rows(sheet, understood, NOW))


def one(tmp_path: Path, **cells: str) -> RowAsk:
    path = tmp_path / "asks.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow([heading.replace("_", " ") for heading in cells])
        writer.writerow(cells.values())
    return take(path)[1][0]


@pytest.fixture(scope="module")
def messy() -> dict[str, RowAsk]:
    return {row.name or str(row.line): row for row in take(MESSY)[1]}


# --- columns


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("Full name", "name"),
        ("NAME OF PERSON NEEDING HELP", "name"),
        ("Tel.", "phone"),
        ("Mobile no.", "phone"),
        ("Contact number", "phone"),
        ("E-mail address", "email"),
        ("Address 1", "address"),
        ("Post code", "postcode"),
        ("Village", "community"),
        ("Street", "street"),
        ("House no / name", "house"),
        ("What do they need?", "need"),
        ("Request", "need"),
        ("Help needed", "need"),
        ("When needed", "need_by"),
        ("Needed by", "need_by"),
        ("Timestamp", "asked_at"),
        ("Date of call", "asked_at"),
        ("OK to text?", "safe"),
        ("Is it safe to text or ring this number?", "safe"),
        ("Is it all right if a neighbour helps?", "neighbour"),
        ("Referred by", "asker"),
        ("Do they know?", "knows"),
        ("Taken by", "taken_by"),
        ("Key safe / access", "access"),
        ("Any other comments", "notes"),
        ("Dog walking", "tick:dog_walk"),
        ("Shopping list", "list"),
        ("How will they pay", "paid"),
        ("Enw", "name"),
        ("Cod post", "postcode"),
        ("Emergency contact phone", "ignored"),
        ("Shoe size", None),
    ],
)
def test_headings_are_known_by_many_spellings(heading: str, role: str | None) -> None:
    assert role_of(heading) == role


def test_what_was_understood_can_be_read_before_anything_is_written() -> None:
    understood, _rows = take(MESSY)
    lines = understood.sentences()
    assert "“What do they need?”: what they need (Shopping: bread, milk, eggs)" in lines
    assert "“Ref”: kept word for word (1)" in lines
    assert understood.asks_whether_safe
    assert understood.above[0].startswith("Northern Devon neighbours –")


def test_a_sheet_without_a_need_is_refused_with_how_to_mend_it(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("Name,Phone\nOlive,07700 900101\n")
    with pytest.raises(CsvProblem, match="What do they need"):
        take(path)


def test_a_form_filled_in_by_the_person_is_about_the_person(tmp_path: Path) -> None:
    row = one(tmp_path, Timestamp="24/11/2026 09:30", Your_name="Jan", Your_phone="07700 900101", Need="bread")
    assert (row.name, row.phones, row.knows, row.asker_name) == ("Jan", ("+447700900101",), "self", "")


def test_ticked_columns_are_asks(tmp_path: Path) -> None:
    row = one(tmp_path, Name="Jan", Shopping="Y", Prescription="no", Dog_walk="twice a week please", Post="")
    assert [(need.kind, need.words) for need in row.needs] == [
        ("shopping", "Shopping"),
        ("dog_walk", "twice a week please"),
    ]


def test_a_column_called_date_is_read_by_what_is_in_it(tmp_path: Path) -> None:
    assert one(tmp_path, Date="Friday", Name="Jan", Need="bread").need_by.end is not None
    assert one(tmp_path, Date="23/11/2026", Name="Jan", Need="bread").asked_at is not None


# --- rows


def test_several_needs_in_one_cell_are_several_asks(messy: dict[str, RowAsk]) -> None:
    assert [need.kind for need in messy["Len Chugg"].needs] == ["shopping", "prescription", "dog_walk"]
    assert messy["Len Chugg"].safe_to_contact == "please-ring"


def test_nothing_anybody_wrote_is_lost(messy: dict[str, RowAsk]) -> None:
    assert messy["Nell Gammon"].raw["Column 19"] == "extra cell"
    assert messy["Peg Ashton"].raw["By when"] == "03/04/2020"
    assert messy["Elsie Braund"].needs[0].words.startswith("=HYPERLINK")


@pytest.mark.parametrize(
    ("name", "check"),
    [
        ("Peg Ashton", "has gone by"),
        ("Nora Petherick", "no day"),
        ("Walter Oke", "no month 23"),
        ("Joan Ley", "rounded the phone number"),
        ("Mavis Hill", "not a phone number"),
        ("Doreen Baker", "not a whole postcode"),
        ("Ron Snell", "does not say whether it is safe"),
        ("Gwen Jury", "whether they know"),
        ("Jack Bowden", "more than once"),
    ],
)
def test_what_is_wrong_is_taken_in_and_named(messy: dict[str, RowAsk], name: str, check: str) -> None:
    row = messy[name]
    assert row.rejection == ""
    assert check in " ".join(row.checks)


def test_a_row_is_turned_away_only_when_nobody_could_act_on_it() -> None:
    turned_away = [(row.line, row.rejection) for row in take(MESSY)[1] if row.rejection]
    assert [line for line, _why in turned_away] == [33, 34, 35, 60]
    assert "neither a name nor" in turned_away[1][1]
    assert "what is needed" in turned_away[0][1]


@pytest.mark.parametrize(
    "cells",
    [
        {"Name": "Jan", "Tel": "", "Address": ""},
        {"Name": "", "Tel": "07700 900101", "Address": ""},
        {"Name": "", "Tel": "0770090010 (one figure missing)", "Address": ""},
        {"Name": "", "Tel": "jan@example.org", "Address": ""},
        {"Name": "", "Tel": "", "Address": "3 Quay Street"},
        {"Name": "", "Tel": "", "Address": "outside the bus station"},
    ],
)
def test_one_way_to_find_them_is_enough(tmp_path: Path, cells: dict[str, str]) -> None:
    assert one(tmp_path, **cells, Need="bread").rejection == ""


def test_somebody_asking_for_somebody_else_is_kept_apart(messy: dict[str, RowAsk]) -> None:
    row = messy["Ada Seldon"]
    assert (row.asker_name, row.asker_phones, row.knows) == ("Carol Seldon (daughter)", ("+447700900128",), "said-yes")
    assert row.phones == ("+441632960128",)
    assert messy["Wilf Dennis"].knows == "not-yet"


def test_safe_ways_are_read_with_care(messy: dict[str, RowAsk], tmp_path: Path) -> None:
    assert (messy["M"].safe_to_contact, messy["M"].neighbour_ok) == ("please-ring", False)
    assert messy["Jay"].safe_to_contact == "no"
    assert messy["Mavis Hill"].safe_to_contact == "unknown"
    row = one(tmp_path, Name="M", Need="bread", Notes="not a neighbour please", Must_not_know="Sandra Pile and Kev")
    assert (row.neighbour_ok, row.must_not_know) == (False, ("Sandra Pile", "Kev"))


def test_what_helps_at_the_door_and_the_language_are_found(messy: dict[str, RowAsk]) -> None:
    assert messy["Olive Pugh"].access == "Cannot hear the knock: shine a torch at the window"
    arabic = messy["محمد حدّاد"]
    assert (arabic.language, arabic.interpreter) == ("ar", "Arabic, interpreter please")


def test_relative_words_count_from_the_rows_own_date(tmp_path: Path) -> None:
    row = one(tmp_path, Timestamp="24/11/2026 08:00", Name="Jan", Need="bread", When="tomorrow")
    assert row.need_by.end is not None
    assert said.by(row.need_by.end, NOW) == "by 5 tomorrow"
    late = one(tmp_path, Timestamp="20/11/2026 08:00", Name="Jan", Need="bread", When="tomorrow")
    assert "has gone by" in " ".join(late.checks)


def test_a_sheet_that_says_done_is_asked_about(tmp_path: Path) -> None:
    row = one(tmp_path, Name="Jan", Need="bread", Status="Completed")
    assert "still wanted" in row.checks[0]
    assert one(tmp_path, Name="Jan", Need="bread", Status="Not done").checks == ()


def test_a_cell_of_two_megabytes_is_one_ask(tmp_path: Path) -> None:
    row = one(tmp_path, Name="Jan", Need="bread, " * 300_000)
    assert [need.kind for need in row.needs] == ["shopping"]
    assert "very long" in row.checks[0]
    assert len(row.raw["Need"]) == 2_100_000


# --- the same row again


def test_the_same_cells_are_the_same_row_whatever_the_file_is_called(tmp_path: Path) -> None:
    again = tmp_path / "another name.csv"
    again.write_bytes(MESSY.read_bytes())
    keys = [row.key() for row in take(MESSY)[1]]
    assert [row.key() for row in take(again)[1]] == keys
    assert len(set(keys)) == len(keys)


def test_the_same_row_twice_in_a_file_is_two_occurrences() -> None:
    twice = [row for row in take(MESSY)[1] if row.name == "Rose Tucker"]
    assert [row.occurrence for row in twice] == [1, 2]
    assert twice[0].fingerprint == twice[1].fingerprint


def test_saved_again_with_other_spaces_and_separators_it_is_the_same_row(tmp_path: Path) -> None:
    one_way, other = tmp_path / "a.csv", tmp_path / "b.csv"
    one_way.write_bytes("Name,Phone,Need\nSiân  Tŵr,'07700900101,Bread\n".encode())
    other.write_bytes("Name;Phone;Need;\nSIÂN TŴR;07700900101; bread ;\n".encode("utf-16"))
    assert [row.fingerprint for row in take(one_way)[1]] == [row.fingerprint for row in take(other)[1]]


def test_counts_reconcile() -> None:
    tally = Tally()
    seen: set[str] = set()
    for _run in range(2):
        for row in take(MESSY)[1]:
            if row.rejection:
                tally.reject()
            elif row.key() in seen:
                tally.skip()
            else:
                seen.add(row.key())
                tally.accept(len(row.needs))
            assert tally.rows == tally.accepted + tally.rejected + tally.already
    assert (tally.rows, tally.accepted, tally.rejected, tally.already) == (118, 55, 8, 55)
    assert tally.asks > tally.accepted


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=40), min_size=8, max_size=8))
def test_any_cells_are_read(tmp_path: Path, cells: list[str]) -> None:
    headings = ["Name", "Tel", "Address", "Postcode", "Need", "By_when", "OK_to_text", "Referred_by"]
    if not any(cell.replace("\x00", "").strip() for cell in cells):
        return
    try:
        row = one(tmp_path, **dict(zip(headings, cells, strict=True)))
    except CsvProblem:
        return
    assert all(need.kind in kinds.KINDS and need.words.strip() for need in row.needs)
    assert row.rejection or (row.needs and (row.name or row.phones or row.raw))
    assert all(len(check) <= 300 for check in row.checks)


def test_a_form_for_oneself_or_another_is_read_both_ways(tmp_path: Path) -> None:
    asked = {"Your_name": "Tom", "Your_phone_number": "07700 900202", "What_can_we_help_with?": "shopping"}
    himself = one(tmp_path, **asked, **{"Who_needs_help?": "", "Their_phone": ""})
    assert (himself.name, himself.phones, himself.knows, himself.checks) == ("Tom", ("+447700900202",), "self", ())
    another = one(tmp_path, **asked, **{"Who_needs_help?": "Mrs Dennis", "Their_phone": "01632 960201"})
    assert (another.name, another.asker_name, another.phones) == ("Mrs Dennis", "Tom", ("+441632960201",))


def test_a_sort_of_help_and_its_details_make_the_asks(tmp_path: Path) -> None:
    row = one(tmp_path, Name="Jan", Type="Shopping / Prescription", Details="Bread, milk. Pick up from Bridge Pharmacy")
    assert [(need.kind, need.words) for need in row.needs] == [
        ("shopping", "Bread, milk"),
        ("prescription", "Pick up from Bridge Pharmacy"),
    ]
    more = one(tmp_path, Name="Jan", Type="Shopping", Details="bread; also walk the dog")
    assert [need.kind for need in more.needs] == ["shopping", "dog_walk"]
