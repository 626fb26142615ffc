"""Holds what came of a cell against the hand-written table, and says in a sentence what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kith.proof.matrix import cells, oracle
from kith.proof.matrix.canary import ENTRIES, Canary
from kith.proof.matrix.cases import ASKERS, VOLUNTEERS
from kith.proof.matrix.cells import Cell, Seen
from kith.proof.matrix.ties import Tied, role_of, to_case, to_entry, to_place, to_subject
from kith.proof.matrix.world import Made, World

LEAK, REFUSAL, FORGOTTEN, FAILED = "leak", "wrongful refusal", "not in the table", "failed"
UNWRITTEN = "no line of the trail"
# Whoever reads of themselves is not written down, and what nobody protects is about nobody.
_OF_THEMSELVES = frozenset({"person", "asker", "neighbour", "public", "leader"})


@dataclass(frozen=True)
class Wrong:
    """One thing that is not as the table says."""

    what: str
    cell: Cell
    words: str

    def __str__(self) -> str:
        return f"{self.what}: {self.cell}: {self.words}"


def tied(world: World, cell: Cell) -> Tied:
    """How whoever looks stands to what the cell is about."""
    if cell.case:
        return to_case(world, cell.who, world.made[cell.case - 1])
    if cell.entry:
        entered = world.entry(cell.entry)
        return to_entry(world, cell.who, entered, entered)
    if cell.place:
        return to_place(world, cell.who, world.land.places[cell.place])
    return Tied(frozenset({"none"}), "own")


def judge(world: World, cell: Cell, seen: Seen) -> list[Wrong]:
    """Everything that is wrong with one answer."""
    line = oracle.answer(role_of(cell.who), tied(world, cell), cell.address, cell.method)
    if line is None:
        return [Wrong(FORGOTTEN, cell, "no line speaks of it")]
    wrong = [*_answered(cell, seen, line.answer)]
    made = world.made[cell.case - 1] if cell.case else None
    wrong += [Wrong(LEAK, cell, words) for words in leaks(world, cell, made, seen.canaries)]
    about = made or (world.entry(cell.entry) if cell.entry else None)
    if line.shows and about is not None and seen.answer == cells.OK and cell.method == "GET":
        shown = {one.letter for one in seen.canaries if one.subject == about.number}
        if not set(line.shows) <= shown:
            wrong.append(Wrong(REFUSAL, cell, f"the page does not say {line.shows} of whom it is about"))
    return wrong


def _answered(cell: Cell, seen: Seen, expected: str) -> list[Wrong]:
    if seen.answer == cells.BROKEN:
        return [Wrong(FAILED, cell, f"answered {seen.status}")]
    if expected == oracle.ANY or seen.answer in (expected, cells.METHOD):
        return []
    if expected == oracle.MAY and seen.answer in (cells.OK, cells.NOT_THERE):
        return []
    what = LEAK if seen.answer == cells.OK else REFUSAL if expected in (cells.OK, oracle.MAY) else FAILED
    return [Wrong(what, cell, f"answered {seen.answer} ({seen.status}), the table says {expected}")]


def leaks(world: World, cell: Cell, made: Made | None, canaries: Iterable[Canary]) -> list[str]:
    """Each canary this reader may not see, whose it is and of which class."""
    found, entered = [], world.entry(cell.entry) if cell.entry else None
    for one in sorted(canaries):
        if not world.knows(one.subject):
            # A number printed as an example of a number.
            continue
        sort, stands = to_subject(world, cell.who, one.subject, made, entered)
        if one.letter not in oracle.classes(role_of(cell.who), sort, stands, where=cell.address):
            found.append(
                f"{one.letter} of {sort} {one.subject} ({_called(world, one)}; {' '.join(sorted(stands.ties))})"
            )
    return found


def unwritten(cell: Cell, seen: Seen, written: bool) -> list[Wrong]:
    """A page about somebody that says something of them, and no line of the trail says that it was read."""
    if written or cell.method != "GET" or seen.answer != cells.OK or role_of(cell.who) in _OF_THEMSELVES:
        return []
    said = sorted({one.letter for one in seen.canaries if one.subject == cell.case})
    return [Wrong(UNWRITTEN, cell, f"the page says {' '.join(said)} of whom it is about")] if said else []


def _called(world: World, one: Canary) -> str:
    """Whose it is, in words."""
    if one.subject > ENTRIES:
        return world.entered[one.subject - ENTRIES - 1].entry.key
    return world.made[one.subject % ASKERS - 1].case.key if one.subject <= VOLUNTEERS else "volunteer"
