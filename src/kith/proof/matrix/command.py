"""``./kith permissions matrix`` and ``mutate``: what they take, what they say, and when they end with 1."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager

from kith.kit import clock
from kith.kit.cli import json_argument, print_json, say
from kith.kit.progress import bar
from kith.proof import bench_land, mutate
from kith.proof.matrix import shares, witnesses
from kith.proof.matrix.run import STATES, Found, Matrix, figures
from kith.proof.matrix.seeing import Rows
from kith.proof.matrix.states import Lay, second_down
from kith.proof.matrix.world import build

_MOST_SAID = 40


def matrix_arguments(parser: argparse.ArgumentParser) -> None:
    """How many cells, and by which throw of the dice."""
    parser.add_argument("--sample", type=int, default=10_000, help="how many cells (default: 10,000)")
    parser.add_argument("--seed", type=int, default=3, help="decides which cells (default: 3)")
    parser.add_argument("--all", action="store_true", help="every cell there is, which takes hours")
    parser.add_argument("--only", default="", help="only cells whose name has these words: 'person GET status_link'")
    json_argument(parser)


def matrix(args: argparse.Namespace) -> int:
    """Open the cells in all three states."""
    with args.instance.scratch() as environ, bench_land.on(environ["KITH_DATABASE_NAME"]):
        say("Making the people of the matrix in a throw-away database.")
        made = Matrix.make(clock.now())
        cells = made.named(args.only) if args.only else made.sample(0 if args.all else args.sample, args.seed)
        with bar(len(cells) * len(STATES), "Opening cells", quiet=args.json) as tick:
            found = shares.run(made, cells, args.instance.server.connect, environ["KITH_DATABASE_NAME"], tick)
    _say(found)
    numbers = figures(found)
    if args.json:
        print_json(numbers)
    return 1 if any(value for name, value in numbers.items() if name != "cells") else 0


@contextmanager
def _throw_away(args: argparse.Namespace) -> Iterator[Lay]:
    """A database of its own, and the way to lay its second wall down."""
    with args.instance.scratch() as environ:
        name = environ["KITH_DATABASE_NAME"]
        with bench_land.on(name), args.instance.server.connect(database=name) as admin:
            yield lambda: second_down(admin)


def _say(found: dict[str, Found]) -> None:
    for name, one in found.items():
        said = name.replace("_", " ").replace("both", "both walls")
        say(f"{said}: {one.cells} cells, {one.leaks} times too much was seen, {one.refusals} times too little.")
        for wrong in one.wrong[:_MOST_SAID]:
            say(f"  {wrong}")


def weaken(args: argparse.Namespace) -> int:
    """Take each clause of the table of who may away, and see that somebody notices."""
    with _throw_away(args) as lay_second, lay_second():
        say("Making the people of the matrix in a throw-away database; the second wall is down, as it would hide much.")
        world = build(clock.now())
        witnesses.add(world)
        rows = Rows(world)
        before = mutate.as_it_is(rows)
        every = mutate.mutants()
        with bar(len(every), "Weakening", quiet=args.json) as tick:
            found = mutate.run(rows, every, tick)
    for words in before[:_MOST_SAID]:
        say(f"  not as the table says, with nothing weakened: {words}")
    say(
        f"{found.caught} of {found.mutants} weakened clauses were noticed, {found.grave_caught} of {found.grave} "
        "refusals and expiries. No row to try by: " + ", ".join(sorted(found.untried)) + "."
    )
    for words in found.missed[:_MOST_SAID]:
        say(f"  not noticed: {words}")
    if args.json:
        print_json(found.as_json())
    enough = found.caught >= mutate.MUST_CATCH * found.mutants and found.grave_caught == found.grave
    return 0 if enough and not before else 1
