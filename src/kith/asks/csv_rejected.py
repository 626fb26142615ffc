"""The rows of a sheet that could not be taken in, word for word and with the reason, so that they can be mended there.

Taken in again, the reason is no part of a row. What somebody is mending is never written over.
"""

from __future__ import annotations

import filecmp
import os
from collections.abc import Iterator, Mapping
from itertools import count
from pathlib import Path

from kith.kit.csv import Row, Sheet, unnamed, write_rejected

WHY = "Why it was not taken in"


def is_reason(heading: str) -> bool:
    """Whether this heading is the one we wrote, also where a sheet has it twice."""
    return heading == WHY or heading.startswith(f"{WHY} (")


def write(sheet: Sheet, reasons: Mapping[int, str], folder: Path) -> Path:
    """Write the rows with these numbers and their reasons into ``folder``; answers the file. Raises OSError.

    The sheet is read once more as it comes, so that any number of rows needs no memory. Cells beyond the last heading
    are kept under a heading of their own.
    """
    kept = [n for n, heading in enumerate(sheet.header) if not is_reason(heading)]
    wide = max((_filled(row) for row in sheet.rows() if row.number in reasons), default=0)
    beyond = range(len(sheet.header), max(wide, len(sheet.header)))
    header = [*(sheet.header[n] for n in kept), *(unnamed(n + 1) for n in beyond), WHY]
    fresh = folder / f".{sheet.path.name}.{os.getpid()}.fresh"
    try:
        write_rejected(fresh, header, _lines(sheet, reasons, [*kept, *beyond]))
        return _named(fresh, sheet.path.name)
    finally:
        fresh.unlink(missing_ok=True)


def _lines(sheet: Sheet, reasons: Mapping[int, str], columns: list[int]) -> Iterator[list[str]]:
    for row in sheet.rows():
        if row.number in reasons:
            yield [*(row.cells[n] if n < len(row.cells) else "" for n in columns), reasons[row.number]]


def _filled(row: Row) -> int:
    return max((n for n, cell in enumerate(row.cells, start=1) if cell.strip()), default=0)


def _named(fresh: Path, name: str) -> Path:
    """Gives the file its name; another number where a file of that name holds something else."""
    for number in count(1):
        target = fresh.with_name(f"{name}.rejected{'' if number == 1 else f'-{number}'}.csv")
        if not target.exists():
            fresh.replace(target)
            return target
        if filecmp.cmp(fresh, target, shallow=False):
            return target
    raise AssertionError("there is always another number")
