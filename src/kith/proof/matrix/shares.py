"""Opens cells in several processes at once: each has a copy of the world's database, and a share of the cells."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait
from typing import Any, cast

import psycopg
from django.db import connections
from psycopg import sql

from kith.proof import bench_land
from kith.proof.matrix.cells import Cell
from kith.proof.matrix.run import STATES, Found, Matrix
from kith.proof.matrix.states import second_down

# How a database of the same server is reached as its superuser.
Connect = Callable[..., psycopg.Connection[Any]]
_TOLD_EVERY = 10


class Broken(Exception):
    """One of the processes ended before its cells did."""


def how_many() -> int:
    """As many as there are cores this process may use."""
    return max(1, len(os.sched_getaffinity(0)))


def run(
    made: Matrix, cells: Sequence[Cell], connect: Connect, database: str, tick: Callable[[], None], shares: int = 0
) -> dict[str, Found]:
    """Every cell in every state, as ``Matrix.run`` does it by itself."""
    connections.close_all()
    fork = multiprocessing.get_context("fork")
    with _copies(connect, database, shares or how_many()) as copies:
        ends = []
        for number, copy in enumerate(copies):
            ours, theirs = fork.Pipe(duplex=False)
            mine = cells[number :: len(copies)]
            process = fork.Process(target=_open, args=(made, mine, connect, copy, theirs), daemon=True)
            process.start()
            theirs.close()
            ends.append(ours)
        return _together(ends, tick)


def _open(made: Matrix, cells: Sequence[Cell], connect: Connect, database: str, tell: Connection) -> None:
    """What one process does: it tells how many cells were opened, and last what came of them."""
    done = 0

    def tick() -> None:
        nonlocal done
        done += 1
        if done % _TOLD_EVERY == 0:
            tell.send(_TOLD_EVERY)

    with bench_land.on(database), connect(database=database) as admin:
        tell.send(made.run(cells, lambda: second_down(admin), tick))
    tell.close()


def _together(ends: list[Any], tick: Callable[[], None]) -> dict[str, Found]:
    found = {name: Found() for name in STATES}
    while ends:
        for end in cast(list[Any], wait(ends)):
            try:
                said = end.recv()
            except EOFError:
                raise Broken("A process that opened cells ended early; what it said stands above.") from None
            if isinstance(said, int):
                for _one in range(said):
                    tick()
                continue
            ends.remove(end)
            for name, one in said.items():
                found[name].join(one)
    return found


@contextmanager
def _copies(connect: Connect, database: str, number: int) -> Iterator[list[str]]:
    """So many copies of a database nobody is connected to; they are gone afterwards, whatever happens."""
    names = [f"{database}_{one}" for one in range(number)]
    copy = sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER kith_owner STRATEGY FILE_COPY")
    with connect() as admin:
        try:
            for name in names:
                admin.execute(copy.format(sql.Identifier(name), sql.Identifier(database)))
            yield names
        finally:
            for name in names:
                admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
