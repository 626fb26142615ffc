"""Opens cells in each state of the walls, takes back whatever they changed, and counts what is wrong."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from kith.kit.whole import look_anew
from kith.proof.matrix import judge, letters, oracle
from kith.proof.matrix.cells import CODE, SIGN_IN, TOKEN, Browser, Cell
from kith.proof.matrix.judge import Wrong
from kith.proof.matrix.keys import Keys
from kith.proof.matrix.states import BOTH, WALL_1_OFF, WALL_2_OFF, Lay, state
from kith.proof.matrix.ties import role_of
from kith.proof.matrix.world import World, build
from kith.trail.models import Entry

STATES = (BOTH, WALL_1_OFF, WALL_2_OFF)
# Of a sample, this share is of cells where somebody might be let in; the rest are sent to sign in, and soon proved.
_TELLING = 0.6


@dataclass
class Found:
    """What one state came to."""

    cells: int = 0
    leaks: int = 0
    refusals: int = 0
    others: int = 0
    wrong: list[Wrong] = field(default_factory=list)

    def add(self, wrong: Sequence[Wrong]) -> None:
        """Count one cell."""
        self.cells += 1
        self.leaks += any(one.what == judge.LEAK for one in wrong)
        self.refusals += any(one.what == judge.REFUSAL for one in wrong)
        self.others += any(one.what in (judge.FORGOTTEN, judge.FAILED, judge.UNWRITTEN) for one in wrong)
        self.wrong += wrong

    def join(self, other: Found) -> None:
        """Add what came of other cells in the same state."""
        self.cells += other.cells
        self.leaks += other.leaks
        self.refusals += other.refusals
        self.others += other.others
        self.wrong += other.wrong


@dataclass
class Matrix:
    """The world, and somebody to open its cells."""

    world: World
    browser: Browser
    # The last line of the trail before any cell was opened: every newer one is of the cell that is looked at.
    last: int = 0

    @classmethod
    def make(cls, now: datetime) -> Matrix:
        """Everything that is shared by all cells."""
        world = build(now)
        keys = Keys(world)
        keys.make()
        browser = Browser(world, keys)
        browser.learn()
        return cls(world, browser, Entry.objects.aggregate(last=Max("id"))["last"] or 0)

    def sample(self, size: int, seed: int) -> list[Cell]:
        """So many cells, the same ones for the same seed; every cell there is when ``size`` is 0."""
        every = list(self.browser.cells())
        if not size or size >= len(every):
            return every
        telling = [cell for cell in every if self._tells(cell)]
        rest = [cell for cell in every if not self._tells(cell)]
        chance = random.Random(seed)
        most = min(len(telling), int(size * _TELLING))
        return chance.sample(telling, most) + chance.sample(rest, min(len(rest), size - most))

    def named(self, words: str) -> list[Cell]:
        """Every cell whose name has these words: to look at one again."""
        return [cell for cell in self.browser.cells() if f" {words} " in f" {cell} "]

    def _tells(self, cell: Cell) -> bool:
        line = oracle.answer(role_of(cell.who), judge.tied(self.world, cell), cell.address, cell.method)
        return line is None or line.answer not in (SIGN_IN, CODE, TOKEN)

    def look(self, cell: Cell) -> list[Wrong] | None:
        """Open one cell and take back what it changed; None where the world has nothing for it."""
        with transaction.atomic():
            before = letters.mark()
            seen = self.browser.open(cell)
            if seen is not None and cell.method == "POST":
                written = letters.leaks_since(self.world, before)
            read = seen is not None and self._is_written(cell)
            transaction.set_rollback(True)
        look_anew()
        if seen is None:
            return None
        wrong = judge.judge(self.world, cell, seen) + judge.unwritten(cell, seen, read)
        if cell.method == "POST":
            wrong += [Wrong(judge.LEAK, cell, words) for words in written]
        return wrong

    def _is_written(self, cell: Cell) -> bool:
        """Whether the trail says that what this cell is about was looked at."""
        if not cell.case or cell.method != "GET":
            return True
        made = self.world.made[cell.case - 1]
        rows = (made.ask, made.ask.person, made.concern, made.line)
        about = [row.pk for row in rows if row is not None]
        return Entry.objects.filter(id__gt=self.last, subject_id__in=about).exists()

    def run(
        self,
        cells: Sequence[Cell],
        lay_second: Lay,
        tick: Callable[[], None],
        states: Sequence[str] = STATES,
    ) -> dict[str, Found]:
        """Every cell in every state."""
        found = {name: Found() for name in states}
        for name in states:
            with state(name, lay_second):
                for cell in cells:
                    wrong = self.look(cell)
                    if wrong is not None:
                        found[name].add(_that_counts(name, wrong))
                    tick()
        return found


def _that_counts(name: str, wrong: list[Wrong]) -> list[Wrong]:
    """With the first wall down pages open that say nothing of anybody: there, only what they say counts."""
    if name != WALL_1_OFF:
        return wrong
    told = [one for one in wrong if one.what == judge.LEAK and not one.words.startswith("answered")]
    return [one for one in told if not _is_first_alone(one)]


def _is_first_alone(one: Wrong) -> bool:
    """Whether no second wall was ever there for it: a word of an entry, where colleagues keep the directory."""
    letter, of, _subject = one.words.partition(" of entry ")
    return bool(of) and letter in oracle.first_alone(one.cell.address)


def figures(found: dict[str, Found]) -> dict[str, object]:
    """What the command prints, and what a test looks at."""
    both = found[BOTH]
    return {
        "cells": both.cells,
        "leaks": both.leaks,
        "wrongful_refusals": both.refusals,
        "wall1_off_leaks": found[WALL_1_OFF].leaks if WALL_1_OFF in found else None,
        "wall2_off_leaks": found[WALL_2_OFF].leaks if WALL_2_OFF in found else None,
        "failed": both.others,
    }
