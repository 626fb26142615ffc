"""A sheet at the keyboard: taken in once, and what could not be is handed back to be mended."""

from __future__ import annotations

import argparse
import csv
import json
import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from kith.asks.commands import COMMANDS
from kith.asks.models import Ask
from kith.kit.cli import Stop
from kith.promises.models import Promise
from tests.thread import build_town

pytestmark = pytest.mark.django_db
SHEET = """Full name,Phone,Address,Town,What do they need?,By when,Notes
Olive Pugh,07700 900201,12 Quay Street,Saltcombe,bread and milk,,
,,,,,,rang twice,and a cell too far
Megan Hughes,07700 900202,3 Quay Street,Saltcombe,somebody to walk the dog,,says she wants to end her life
"""


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    build_town()
    path = tmp_path / "asks.csv"
    path.write_text(SHEET, encoding="utf-8")
    return path


def take_in(path: Path, *words: str) -> dict[str, Any]:
    """Run the command; what it printed last is read by the caller."""
    [command] = COMMANDS
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    args = parser.parse_args([str(path), "--safe-to-contact", "yes", *words])
    args.instance = SimpleNamespace(sweep=lambda now: 0)
    assert command.run(args) == 0
    return vars(args)


def report(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    return json.loads(capsys.readouterr().out.splitlines()[-1])


def cells(path: str | Path) -> list[list[str]]:
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_twice_is_once_and_what_was_not_taken_in_is_kept_whole(sheet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    take_in(sheet, "--json")
    first = report(capsys)
    assert (first["rows"], first["accepted"], first["rejected"], first["asks"]) == (3, 2, 1, 2)
    heading, row = cells(first["rejected_file"])
    assert heading[-2:] == ["Column 8", "Why it was not taken in"]
    assert row[6:8] == ["rang twice", "and a cell too far"]
    assert row[-1].endswith(".")
    take_in(sheet, "--json")
    again = report(capsys)
    assert (again["accepted"], again["already"], again["rejected"]) == (0, 2, 1)
    assert again["rejected_file"] == first["rejected_file"]
    assert Ask.objects.count() == 2


def test_danger_in_the_notes_is_heard(sheet: Path) -> None:
    take_in(sheet)
    ask = Ask.objects.get(person__name="Megan Hughes")
    assert (ask.urgency, ask.red_flags) == (2, ["suicidal"])
    assert "says she wants to end her life" in ask.as_given.values()


def test_a_mended_row_is_taken_in_from_either_file_once(sheet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    take_in(sheet, "--json")
    rejected = Path(report(capsys)["rejected_file"])
    mended = rejected.read_text(encoding="utf-8-sig").replace("\n,,,,,,", "\nEd,,,,post,,", 1)
    rejected.write_text(mended, encoding="utf-8")
    take_in(rejected, "--json")
    second = report(capsys)
    assert (second["accepted"], second["rejected"], second["rejected_file"]) == (1, 0, "")
    sheet.write_text(SHEET.replace("\n,,,,,,", "\nEd,,,,post,,", 1), encoding="utf-8")
    take_in(sheet, "--json")
    assert report(capsys)["already"] == 3


def test_what_somebody_is_mending_is_not_written_over(sheet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    take_in(sheet, "--json")
    rejected = Path(report(capsys)["rejected_file"])
    rejected.write_text("half mended", encoding="utf-8")
    take_in(sheet, "--json")
    other = report(capsys)["rejected_file"]
    assert other.endswith("asks.csv.rejected-2.csv")
    assert rejected.read_text(encoding="utf-8") == "half mended"
    assert sorted(path.name for path in sheet.parent.iterdir()) == [
        "asks.csv", "asks.csv.rejected-2.csv", "asks.csv.rejected.csv",
    ]  # fmt: skip


def test_where_nothing_can_be_written_it_goes_to_the_home(
    sheet: Path, capsys: pytest.CaptureFixture[str], settings: Any, tmp_path: Path
) -> None:
    settings.KITH_HOME = tmp_path / "home"
    settings.KITH_HOME.mkdir()
    # A folder in which nobody can make a file, root neither.
    with sheet.open("rb") as file:
        take_in(Path(f"/proc/{os.getpid()}/fd/{file.fileno()}"), "--json")
    out = capsys.readouterr()
    path = Path(json.loads(out.out.splitlines()[-1])["rejected_file"])
    assert path.parent == tmp_path / "home" / "rejected"
    assert "kept in KITH_HOME" in out.err
    assert len(cells(path)) == 2


def test_where_nothing_can_be_written_at_all_it_stops_with_how_to_mend_it(
    sheet: Path, settings: Any, tmp_path: Path
) -> None:
    settings.KITH_HOME = tmp_path / "asks.csv"
    with sheet.open("rb") as file, pytest.raises(Stop, match="The 1 others could not be written"):
        take_in(Path(f"/proc/{os.getpid()}/fd/{file.fileno()}"))
    assert Ask.objects.count() == 2


def test_a_dry_run_writes_nothing_and_says_why(sheet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    take_in(sheet, "--dry-run", "--json")
    out = capsys.readouterr()
    found = json.loads(out.out.splitlines()[-1])
    assert (found["accepted"], found["rejected"], found["rejected_file"]) == (2, 1, "")
    assert "Row 3: Nothing says what is needed" in out.err
    assert not Ask.objects.exists()
    assert not Promise.objects.exists()
    assert [path.name for path in sheet.parent.iterdir()] == ["asks.csv"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "is a PDF, not a spreadsheet"),
        (b"What do they need?\nbread\nmilk\n", "has one column only"),
        (b"", "is empty"),
    ],
)
def test_what_is_no_sheet_stops_with_how_to_mend_it(tmp_path: Path, content: bytes, said: str) -> None:
    build_town()
    (tmp_path / "asks.csv").write_bytes(content)
    with pytest.raises(Stop, match=said):
        take_in(tmp_path / "asks.csv")
    assert not Ask.objects.exists()


def test_an_empty_instance_says_how_to_begin(tmp_path: Path) -> None:
    (tmp_path / "asks.csv").write_text(SHEET, encoding="utf-8")
    with pytest.raises(Stop, match="There is no place here yet"):
        take_in(tmp_path / "asks.csv")


def big(path: Path, rows: int) -> Path:
    with path.open("w", encoding="utf-8") as file:
        file.write("Name,Address,Need\n")
        file.writelines(f"Olive {n},{n} Quay Street,\n" for n in range(rows))
    return path


@pytest.mark.skipif(not os.environ.get("KITH_TEST_FULL"), reason="reads 100,000 rows: with ./kith test --full")
def test_a_hundred_thousand_rows_are_read_in_little_memory(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import resource

    build_town()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    take_in(big(tmp_path / "asks.csv", 100_000), "--json")
    found = report(capsys)
    assert (found["rows"], found["rejected"]) == (100_000, 100_000)
    assert len(cells(found["rejected_file"])) == 100_001
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100 * 1024
