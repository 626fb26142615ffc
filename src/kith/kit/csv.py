"""Reading the spreadsheet files people really keep, and writing back what could not be used.

It finds encoding, separator and heading line, and hands over rows one at a time. It does not know what a column means.
What is no spreadsheet is refused with a sentence that says how to mend it.
"""

from __future__ import annotations

import csv
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kith.kit.csv_bytes import CsvProblem, Lines, refuse_what_is_no_text
from kith.kit.text import fold, one_line
from kith.kit.words import gettext as _

__all__ = ["CsvProblem", "Row", "Sheet", "read", "unescaped", "unnamed", "write_rejected"]

_LONGEST_CELL = 16 * 1024 * 1024
_MOST_COLUMNS = 500
_HEADING_WITHIN = 25
_MOST_REPAIRS = 100
_SEPARATORS = ",;\t|"
_FORMULA_STARTS = "=+-@\t\r\n＝＋－＠"


@dataclass(frozen=True)
class Row:
    """One row under the heading. ``number`` is the row a spreadsheet program shows beside it."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """A file understood. ``header`` has no two alike; ``above`` are the title lines over it."""

    path: Path
    encoding: str
    separator: str
    header: tuple[str, ...]
    header_row: int
    above: tuple[str, ...] = ()
    row_count: int = 0

    def rows(self) -> Iterator[Row]:
        """Every row that has anything in it, read from the file as it goes. Blank lines are none, nor is the heading
        again on a new page."""
        wide = len(self.header)
        heading = [fold(name) for name in self.header]
        for number, cells in enumerate(_records(self.path, self.separator, wide), start=1):
            if number <= self.header_row or not any(cell.strip() for cell in cells):
                continue
            if len(cells) >= wide and all(fold(cell) == name for cell, name in zip(cells, heading, strict=False)):
                continue
            yield Row(number, tuple(cells) + ("",) * (wide - len(cells)))

    def as_dict(self, row: Row) -> dict[str, str]:
        """The row word for word under its headings; what stands beyond the last heading is kept as well."""
        beyond = {unnamed(n): cell for n, cell in enumerate(row.cells[len(self.header) :], start=len(self.header) + 1)}
        return dict(zip(self.header, row.cells, strict=False)) | {name: cell for name, cell in beyond.items() if cell}


def read(path: Path, known: Callable[[str], bool] = bool) -> Sheet:
    """Look through the whole file once and say what it is. ``known`` tells a heading somebody would use.

    Raises CsvProblem, before anything is done with any row, with a sentence that says how to mend the file.
    """
    path = Path(path)
    refuse_what_is_no_text(path)
    csv.field_size_limit(_LONGEST_CELL)
    separator = _separator(path, known)
    header_row, header, above = _heading(path, separator, known)
    sheet = Sheet(path, Lines(path).encoding, separator, header, header_row, above)
    if len(header) < 2:
        raise CsvProblem(
            _(
                "“%(file)s” has one column only. We need a column for what is wanted and one for who it is: "
                "check that the columns are separated by commas, and save it again as CSV."
            )
            % {"file": path.name}
        )
    count = sum(1 for _row in sheet.rows())
    if count == 0:
        raise CsvProblem(
            _("“%(file)s” has a heading line and no rows under it. Add the rows and save it again.")
            % {"file": path.name}
        )
    return replace(sheet, row_count=count)


def write_rejected(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    """Write rows where any spreadsheet program opens them safely; returns how many. No rows: no file.

    A cell that a program would run as a formula gets an apostrophe before it; a phone number stays as it is.
    """
    # Beside the target and then moved onto it, so that a full disk never leaves half a list.
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    count = 0
    try:
        with beside.open("w", encoding="utf-8-sig", errors="backslashreplace", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([_safe(name) for name in header])
            for row in rows:
                writer.writerow([_safe(cell) for cell in row])
                count += 1
        if count:
            beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return count


def unescaped(cell: str) -> str:
    """A cell without the apostrophe that kept it from being run, or that kept a zero in front of a number."""
    starts = cell.startswith("'") and len(cell) > 1
    return cell[1:] if starts and (cell[1:].lstrip(" ")[:1] in _FORMULA_STARTS or cell[1].isdigit()) else cell


def _safe(cell: str) -> str:
    bare = cell.replace("\x00", "")
    starts = bare.lstrip(" ")[:1]
    is_number = bool(bare.strip(" +-0123456789().")) is False and any(c.isdigit() for c in bare)
    return f"'{bare}" if starts and starts in _FORMULA_STARTS and not is_number else bare


# --- the shape of the file


def _separator(path: Path, known: Callable[[str], bool]) -> str:
    """The one under which most lines of the beginning have the same number of columns, and headings are known."""
    lines = [line for _n, line in zip(range(200), Lines(path), strict=False)]
    hint = lines[0].rstrip("\r\n").lower() if lines else ""
    if hint.startswith("sep=") and hint[4:5] and hint[4] in _SEPARATORS:
        return hint[4]

    def fitness(separator: str) -> tuple[int, int, int]:
        try:
            sample = [cells for cells in csv.reader(lines, delimiter=separator) if any(cells)][:100]
        except csv.Error:
            return (0, 0, 0)
        widths = Counter(len(cells) for cells in sample if len(cells) > 1)
        wide, often = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
        headings = max((sum(map(known, cells)) for cells in sample[:_HEADING_WITHIN]), default=0)
        return (min(headings, 3) if headings > 1 else 0, often, wide)

    return max(_SEPARATORS, key=fitness)


def _heading(path: Path, separator: str, known: Callable[[str], bool]) -> tuple[int, tuple[str, ...], tuple[str, ...]]:
    """The row among the first that has most known headings; without any, the first as wide as the widest."""
    first = [cells for _n, cells in zip(range(_HEADING_WITHIN), _records(path, separator, 0), strict=False)]
    used = [(n, cells) for n, cells in enumerate(first, start=1) if any(cell.strip() for cell in cells)]
    if not used:
        raise CsvProblem(_("“%(file)s” is empty. Check that it is the file you meant.") % {"file": path.name})
    width = max(_filled(cells) for _n, cells in used)

    def fitness(item: tuple[int, list[str]]) -> tuple[int, bool, int]:
        number, cells = item
        names = [cell for cell in cells if 0 < len(cell) <= 80]
        return (sum(map(known, names)), _filled(cells) * 2 >= width, -number)

    number, cells = max(used, key=fitness)
    above = tuple(" ".join(filter(None, map(one_line, cells))) for n, cells in used if n < number)
    return number, _unlike(cells[:_MOST_COLUMNS]), above


def _filled(cells: Sequence[str]) -> int:
    return sum(1 for cell in cells if cell.strip())


def _unlike(cells: Sequence[str]) -> tuple[str, ...]:
    """Headings with no two alike, so that nothing written under either is lost."""
    names = [one_line(cell, 80) for cell in cells]
    while names and not names[-1]:
        names.pop()
    found: list[str] = []
    for number, name in enumerate(names, start=1):
        base = name or unnamed(number)
        again = sum(1 for other in names[: number - 1] if other == base)
        unique = base if not again else f"{base} ({again + 1})"
        while unique in found:
            unique += "'"
        found.append(unique)
    return tuple(found)


def unnamed(number: int) -> str:
    """What a column without a heading is called."""
    return _("Column %(number)s") % {"number": number}


# --- records


def _records(path: Path, separator: str, wide: int) -> Iterator[list[str]]:
    """Every record, blank ones too. A quotation mark somebody forgot to close costs one row its shape, not the file."""
    lines = _Remembering(Lines(path))
    repairs = 0
    while True:
        lines.record.clear()
        try:
            cells = next(csv.reader(lines, delimiter=separator))
        except StopIteration:
            return
        except csv.Error as problem:
            raise CsvProblem(_unreadable(path, lines.number)) from problem
        if len(lines.record) > 1 and _left_open(lines, cells, separator, wide):
            repairs += 1
            if repairs > _MOST_REPAIRS:
                raise CsvProblem(_unreadable(path, lines.number))
            first, *rest = lines.record
            lines.give_back(rest)
            cells = next(csv.reader([first], delimiter=separator, quoting=csv.QUOTE_NONE))
            cells = [cell.strip('"') for cell in cells]
        yield [unescaped(cell) for cell in cells[:_MOST_COLUMNS]]


def _unreadable(path: Path, line: int) -> str:
    return _(
        "“%(file)s” cannot be read at line %(line)s: a quotation mark may be open there. "
        "Open it in a spreadsheet program and save it again as CSV."
    ) % {"file": path.name, "line": line}


def _left_open(lines: _Remembering, cells: list[str], separator: str, wide: int) -> bool:
    """Whether this record swallowed the lines after it, because its quotation mark was never closed."""
    if lines.at_end and sum(line.count('"') for line in lines.record) % 2:
        return True
    if not wide or (len(cells) == wide and _closes_well(lines.record, separator)):
        return False
    alone = (next(csv.reader([line], delimiter=separator, quoting=csv.QUOTE_NONE), []) for line in lines.record[1:3])
    return any(len(each) == wide for each in alone)


def _closes_well(record: list[str], separator: str) -> bool:
    """Whether each closing quotation mark ends its cell, as in a file that a program wrote."""
    try:
        next(csv.reader(record, delimiter=separator, strict=True))
    except csv.Error:
        return False
    return True


class _Remembering:
    """Lines of a file, remembering those of the record being read, so that they can be given back."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._given_back: list[str] = []
        self.record: list[str] = []
        self.number = 0
        self.at_end = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self._given_back:
            line = self._given_back.pop()
        else:
            try:
                line = next(self._lines)
            except StopIteration:
                self.at_end = True
                raise
        self.number += 1
        self.record.append(line)
        return line

    def give_back(self, lines: list[str]) -> None:
        """Read these lines again next."""
        self._given_back.extend(reversed(lines))
        self.number -= len(lines)
        self.at_end = False
