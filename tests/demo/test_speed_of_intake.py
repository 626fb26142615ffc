"""A big sheet, its searches and its messages: 2,000 rows in a minute on two cores, with the sweeps it runs once."""

from __future__ import annotations

import csv
import os
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest

from kith.asks import commands, csv_rows
from kith.asks.commands import Intake, take_in
from kith.demo import morning
from kith.demo.build import build
from kith.demo.district import district
from kith.dispatch import jobs as dispatch_jobs
from kith.kit import clock
from kith.outbox import jobs as outbox_jobs
from kith.outbox.models import Message
from kith.places.queries import fallback

ROWS = 2_000 if os.environ.get("KITH_TEST_FULL") else 200
SECONDS_A_ROW = 60 / 2_000
# A test's machine is shared with other tests, so the wall clock is printed and our own work is what may fail.
FAILS_AT = 3


def a_sheet(path: Path) -> Path:
    end = clock.now()
    rows: list[dict[str, str]] = []
    while len(rows) < ROWS:
        rows += morning.morning(len(rows), end - timedelta(hours=3), end)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(morning.COLUMNS))
        writer.writeheader()
        writer.writerows(rows[:ROWS])
    return path


@pytest.mark.slow
@pytest.mark.django_db
def test_a_big_sheet_is_taken_in_and_swept_in_its_time(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    now = clock.now()
    build(district(now), now - timedelta(hours=3))
    path = a_sheet(tmp_path / "many.csv")
    began, worked = time.monotonic(), time.process_time()
    sheet = csv_rows.open_sheet(path)
    intake = Intake(sheet, fallback(), "yes", False, now)
    take_in(intake, csv_rows.rows(sheet, csv_rows.understand(sheet, now), now), lambda: None)
    dispatch_jobs.sweep(clock.now())
    outbox_jobs.sweep(clock.now())
    took, worked = time.monotonic() - began, time.process_time() - worked
    with capsys.disabled():
        sys.stderr.write(
            f"\n{ROWS} rows in {took:.1f} s ({worked:.1f} s of our own work): {ROWS / took:.0f} a second; "
            f"the figure is {1 / SECONDS_A_ROW:.0f}.\n"
        )
    assert intake.tally.accepted == ROWS
    assert Message.objects.filter(state="sent").count() > ROWS
    assert worked <= ROWS * SECONDS_A_ROW * FAILS_AT, "How to mend it: profile it; what is asked for every row is dear."


@pytest.mark.django_db
def test_a_row_that_cannot_be_written_keeps_no_other_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = clock.now()
    build(district(now, volunteers=10), now - timedelta(hours=3))
    sheet = csv_rows.open_sheet(a_sheet(tmp_path / "many.csv"))
    rows = list(csv_rows.rows(sheet, csv_rows.understand(sheet, now), now))[:5]
    one = commands.take_in_row

    def refuses_the_third(**given: object) -> object:
        if given["row"] is rows[2]:
            raise ValueError("It cannot be kept.")
        return one(**given)  # type: ignore[arg-type]

    monkeypatch.setattr("kith.asks.actions.sheets.take_in_row", refuses_the_third)
    monkeypatch.setattr(commands, "take_in_row", refuses_the_third)
    intake = Intake(sheet, fallback(), "yes", False, now)
    take_in(intake, iter(rows), lambda: None)
    assert (intake.tally.accepted, intake.tally.rejected) == (4, 1)
