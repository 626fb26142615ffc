"""Spreadsheets as they arrive: encodings, separators, titles above the heading, and files that are none."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kith.asks.csv_columns import is_heading
from kith.kit.csv import CsvProblem, Sheet, read, unescaped, write_rejected

TABLE = "Name,Phone,What is needed\r\nSiân Tŵr,07700 900101,bread\r\nOlive Pugh,07700 900102,milk\r\n"


def sheet(tmp_path: Path, content: bytes) -> Sheet:
    path = tmp_path / "asks.csv"
    path.write_bytes(content)
    return read(path, is_heading)


def cells(found: Sheet) -> list[tuple[str, ...]]:
    return [row.cells for row in found.rows()]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_encodings_and_separators_are_found(tmp_path: Path, encoding: str, separator: str) -> None:
    found = sheet(tmp_path, TABLE.replace(",", separator).encode(encoding))
    assert found.header == ("Name", "Phone", "What is needed")
    assert cells(found)[0] == ("Siân Tŵr", "07700 900101", "bread")
    assert found.row_count == 2


def test_an_older_excel_and_lines_pasted_from_elsewhere_are_both_read(tmp_path: Path) -> None:
    mixed = b"Name,Phone,Need\nSi\xe2n \x96 upstairs,1,bread\n" + "محمد,2,خبز\n".encode()
    found = sheet(tmp_path, mixed)
    assert found.encoding == "cp1252"
    assert [row[0] for row in cells(found)] == ["Siân – upstairs", "محمد"]


def test_titles_above_the_heading_are_passed(tmp_path: Path) -> None:
    found = sheet(tmp_path, b"Our list of asks,,\nplease do not sort,,\n\nName,Phone,Need\nOlive,1,bread\n")
    assert found.header_row == 4
    assert found.above == ("Our list of asks", "please do not sort")
    assert [row.number for row in found.rows()] == [5]


def test_blank_lines_and_a_repeated_heading_are_no_rows(tmp_path: Path) -> None:
    found = sheet(tmp_path, b"Name,Need\n\nA,bread\n , \nName,Need\nB,milk\n")
    assert found.row_count == 2


def test_ragged_rows_are_kept_whole(tmp_path: Path) -> None:
    found = sheet(tmp_path, b"Name,Phone,Need\nA,1\nB,2,milk,and eggs,\n")
    first, second = found.rows()
    assert first.cells == ("A", "1", "")
    assert found.as_dict(second) == {"Name": "B", "Phone": "2", "Need": "milk", "Column 4": "and eggs"}


def test_headings_alike_and_empty_get_names_of_their_own(tmp_path: Path) -> None:
    found = sheet(tmp_path, b"Phone,Phone,,Need\n1,2,3,bread\n")
    assert found.header == ("Phone", "Phone (2)", "Column 3", "Need")


def test_a_cell_may_hold_lines_and_two_megabytes(tmp_path: Path) -> None:
    long = "x" * 2_000_000
    found = sheet(tmp_path, f'Name,Need\nA,"bread\nmilk"\nB,"{long}"\n'.encode())
    assert [row[1] for row in cells(found)] == ["bread\nmilk", long]


def test_a_quotation_mark_left_open_costs_no_rows(tmp_path: Path) -> None:
    inside = b'Name,Phone,Need\nA,1,"bread\nB,2,milk\nC,3,eggs\n'
    assert [row[0] for row in cells(sheet(tmp_path, inside))] == ["A", "B", "C"]
    twice = b'Name,Phone,Need\nA,1,"bread\nB,2,milk\nC,3,eggs "brown"\nD,4,tea\n'
    assert [row[0] for row in cells(sheet(tmp_path, twice))] == ["A", "B", "C", "D"]


def test_zeros_bytes_and_old_line_ends_are_read(tmp_path: Path) -> None:
    assert cells(sheet(tmp_path, b"Name,Need\rA,br\x00ead\rB,milk\r")) == [("A", "bread"), ("B", "milk")]
    assert cells(sheet(tmp_path, b'Name,Need\r\nA,"bread\rmilk"\r\n'))[0][1].split("\u2028") == ["bread", "milk"]


def test_excels_own_hint_of_the_separator_is_followed(tmp_path: Path) -> None:
    assert cells(sheet(tmp_path, b"sep=;\nName;Need\nA, B;bread, milk\n")) == [("A, B", "bread, milk")]


def zipped() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (b"\n \n\t\n", "empty"),
        (b"%PDF-1.7 stuff", "PDF"),
        (zipped(), "Excel workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "older Excel"),
        (b"<!DOCTYPE html><table><tr><td>Name</td></tr></table>", "web page"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "picture"),
        (bytes(range(256)) * 20, "not text"),
        (b"Need\nbread\nmilk\n", "one column"),
        (b"Name,Need\n", "no rows"),
    ],
)
def test_what_is_no_sheet_is_refused_with_how_to_mend_it(tmp_path: Path, content: bytes, word: str) -> None:
    with pytest.raises(CsvProblem, match=word) as problem:
        sheet(tmp_path, content)
    assert "asks.csv" in str(problem.value)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CsvProblem, match="no file"):
        read(tmp_path / "none.csv")
    with pytest.raises(CsvProblem, match="folder"):
        read(tmp_path)


def test_rejected_rows_are_safe_to_open_and_read_back_the_same(tmp_path: Path) -> None:
    path = tmp_path / "asks.csv.rejected.csv"
    row = ["=1+1", "+44 7700 900101", "@SUM(A1)", "-5", "-2+3+cmd", "\ttab", "07700 900101", "plain\nlines"]
    assert write_rejected(path, ["a", "b", "c", "d", "e", "f", "g", "h"], [row]) == 1
    written = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines(keepends=True)))[1]
    assert written[0] == "'=1+1"
    assert written[1] == "+44 7700 900101"
    assert written[6] == "07700 900101"
    assert all(cell[0] not in "=@\t" for cell in written)
    assert [unescaped(cell) for cell in written] == row


def test_no_rejected_rows_make_no_file(tmp_path: Path) -> None:
    path = tmp_path / "none.csv"
    assert write_rejected(path, ["a"], []) == 0
    assert list(tmp_path.iterdir()) == []


def test_a_hundred_thousand_rows_are_read_as_they_come(tmp_path: Path) -> None:
    path = tmp_path / "asks.csv"
    with path.open("w") as file:
        file.write("Name,Phone,Need\n")
        file.writelines(f"Person {n},07700 900{n % 1000:03},bread\n" for n in range(100_000))
    assert read(path, is_heading).row_count == 100_000


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=600))
def test_any_bytes_are_a_sheet_or_a_problem(tmp_path: Path, content: bytes) -> None:
    try:
        found = sheet(tmp_path, content)
    except CsvProblem:
        return
    assert len(set(found.header)) == len(found.header)
    assert sum(1 for _ in found.rows()) == found.row_count


ROWS = st.lists(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=12), min_size=3,
                         max_size=3), min_size=1, max_size=8)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(ROWS)
def test_what_is_written_is_read_back(tmp_path: Path, rows: list[list[str]]) -> None:
    path = tmp_path / "asks.csv"
    write_rejected(path, ["Name", "Phone", "Need"], rows)
    kept = [[unescaped(cell) for cell in row] for row in rows if any(cell.strip() for cell in row)]
    kept = [row for row in kept if [cell.casefold() for cell in row] != ["name", "phone", "need"]]
    if kept:
        assert [list(row.cells) for row in read(path, is_heading).rows()] == kept
