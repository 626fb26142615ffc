"""Reads the hand-written table. It computes nothing of its own: the first line that speaks of a cell is the answer."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kith.proof.matrix.ties import Tied

HERE = Path(__file__).resolve().parent
STOP = "stop"
# Answers a line may give beside what a page can answer: both are right; allowed, where there is something.
ANY, MAY = "any", "may"


@dataclass(frozen=True)
class Line:
    """One line: for whom it speaks, and what it says. ``number`` is where it stands in its file."""

    number: int
    who: frozenset[str]
    tie: frozenset[str]
    agreement: frozenset[str]
    about: frozenset[str]
    method: str
    answer: str
    shows: str
    why: str
    # Of what may be shown anywhere: only at these addresses.
    where: frozenset[str] = frozenset({"*"})

    def speaks_of(self, who: str, tied: Tied, about: str, where: str = "") -> bool:
        """Whether this line is about them."""
        return (
            _has(self.who, who)
            and _has(self.where, where)
            and _has(self.about, about)
            and _has(self.agreement, tied.agreement)
            and ("*" in self.tie or not self.tie.isdisjoint(tied.ties))
        )


def _has(names: frozenset[str], name: str) -> bool:
    return "*" in names or name in names


@cache
def groups() -> dict[str, frozenset[str]]:
    """What each group of the tables stands for."""
    with (HERE / "groups.csv").open(encoding="utf-8", newline="") as file:
        return {row["group"]: frozenset(row["members"].split()) for row in csv.DictReader(file)}


def _names(cell: str) -> frozenset[str]:
    found: set[str] = set()
    for word in cell.split():
        found |= groups()[word] if word.startswith("@") else {word}
    return frozenset(found)


def _rows(name: str) -> Iterator[tuple[int, dict[str, str]]]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    header = lines[0].split(",")
    for number, text in enumerate(lines[1:], start=2):
        if text and not text.startswith("#"):
            yield number, dict(zip(header, next(csv.reader([text])), strict=True))


@cache
def answers() -> tuple[Line, ...]:
    """What each address answers."""
    return tuple(
        Line(
            number,
            _names(row["who"]),
            _names(row["tie"]),
            _names(row["agreement"]),
            _names(row["address"]),
            row["method"],
            row["answer"],
            row["must show"],
            row["why"],
        )
        for number, row in _rows("answers.csv")
    )


@cache
def rows(file: str = "rows.csv") -> tuple[Line, ...]:
    """Which classes of field of whom anybody may see anywhere; of ``seen.csv``, which rows."""
    return tuple(
        Line(
            number,
            _names(row["who"]),
            _names(row["tie"]),
            _names(row["agreement"]),
            _names(row["rows"]),
            "*",
            "",
            row["classes"],
            row["why"],
            _names(row.get("address", "*")),
        )
        for number, row in _rows(file)
    )


@cache
def answer(role: str, tied: Tied, address: str, method: str) -> Line | None:
    """The first line that speaks of this cell; None where the table forgot it."""
    for line in answers():
        if line.method in ("*", method) and line.speaks_of(role, tied, address):
            return line
    return None


@cache
def first_alone(where: str) -> frozenset[str]:
    """Which classes of field of an entry of the directory the first wall alone keeps back at this address."""
    lines = [row for _number, row in _rows("first_alone.csv") if where in _names(row["address"])]
    return frozenset(letter for row in lines for letter in row["classes"])


@cache
def classes(role: str, sort: str, tied: Tied, file: str = "rows.csv", where: str = "") -> frozenset[str]:
    """Every class of field of such a subject, or row, that this reader may be shown (at an address)."""
    found: set[str] = set()
    for line in rows(file):
        if line.speaks_of(role, tied, sort, where):
            if line.shows == STOP:
                return frozenset()
            found |= set(line.shows)
    return frozenset(found)
