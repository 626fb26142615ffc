"""The two drills about what may be known: what they take, what they say, and when they end with 1."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict

from kith.kit.cli import json_argument, print_json, say
from kith.kit.progress import Advance, bar
from kith.proof import bench_land
from kith.proof.drill import disclosure as looking
from kith.proof.drill import safe_contact as sending
from kith.proof.drill import split
from kith.proof.drill.disclosure_eyes import Shown
from kith.proof.drill.flagged import Verdicts, together
from kith.proof.drill.home import ends_on_signal

# Fewer than this are looked through sooner than a second town is made.
WORTH_A_PROCESS = 100


def safe_contact_arguments(parser: argparse.ArgumentParser) -> None:
    """How many people, by which throw of the dice, and in how many processes."""
    parser.add_argument("--people", type=int, default=1000, help="how many people (default: 1,000)")
    parser.add_argument("--seed", type=int, default=3, help="decides who said what (default: 3)")
    parser.add_argument("--processes", type=int, default=0, help="how many at once (default: one for each processor)")
    parser.add_argument("--part", type=split.part_of, default=None, help=argparse.SUPPRESS)
    json_argument(parser)


def safe_contact(args: argparse.Namespace) -> int:
    """Send everything, and judge what left."""
    if args.part is not None:
        print_json(asdict(_written_to(args, args.part)))
        return 0
    count = split.how_many(args.processes, args.people, WORTH_A_PROCESS)
    say(f"{args.people} people, each process on a throw-away database with a town of its own: {count}.")
    if count > 1:
        given = (f"--people={args.people}", f"--seed={args.seed}")
        with ends_on_signal():
            found = together(Verdicts(**answer) for answer in split.answers_of("safe-contact", count, *given))
    else:
        found = _written_to(args, (0, 1))
    say(
        f"{found.people} people: {found.sends} messages left, {found.refused} were kept back, {found.prints} pages and "
        f"prints were opened, {found.printed} of them on paper, and {found.emergency_pages} pages in an emergency; for "
        f"{found.promised} people somebody has promised something. Unsafe: {len(found.unsafe)}."
    )
    for words in found.unsafe[:20]:
        say(f"  {words}")
    if args.json:
        figures = {"people": found.people, "sends": found.sends, "unsafe_sends": len(found.unsafe)}
        more = {name: getattr(found, name) for name in ("prints", "printed", "emergency_pages", "promised")}
        print_json({**figures, "kept_back": found.refused, **more})
    return 1 if found.unsafe else 0


def _written_to(args: argparse.Namespace, part: tuple[int, int]) -> Verdicts:
    with _in_a_town(args, args.people, "Writing to everybody", part) as tick:
        return sending.run(count=args.people, seed=args.seed, tick=tick, part=part)


def disclosure_arguments(parser: argparse.ArgumentParser) -> None:
    """How many asks, and in how many processes."""
    parser.add_argument("--asks", type=int, default=5000, help="how many asks (default: 5,000)")
    parser.add_argument("--processes", type=int, default=0, help="how many at once (default: one for each processor)")
    parser.add_argument("--part", type=split.part_of, default=None, help=argparse.SUPPRESS)
    json_argument(parser)


def disclosure(args: argparse.Namespace) -> int:
    """Look through every byte."""
    if args.part is not None:
        print_json(_looked_through(args, args.part).answer())
        return 0
    count = split.how_many(args.processes, args.asks, WORTH_A_PROCESS)
    say(f"{args.asks} asks, each process on a throw-away database with a town of its own: {count}.")
    found = Shown()
    if count > 1:
        with ends_on_signal():
            for answer in split.answers_of("disclosure", count, f"--asks={args.asks}"):
                found.join(Shown.of(answer))
    else:
        found = _looked_through(args, (0, 1))
    say(
        f"{found.asks} asks, {found.offered} of them offered to somebody ({found.offers} offers, {found.cards} cards): "
        f"{found.bytes:,} bytes of {found.messages.total()} messages, {found.pages.total()} pages and answers and "
        f"{found.log_lines} lines of the log were sent or shown before a yes. Canaries in them: {len(found.canaries)}."
    )
    for words in found.canaries[:20]:
        say(f"  {words}")
    if args.json:
        print_json(found.figures())
    return 1 if found.canaries else 0


def _looked_through(args: argparse.Namespace, part: tuple[int, int]) -> Shown:
    with _in_a_town(args, args.asks, "Asking neighbours", part) as tick:
        return looking.run(count=args.asks, now=sending.BEGINS, tick=tick, part=part)


@contextmanager
def _in_a_town(args: argparse.Namespace, many: int, doing: str, part: tuple[int, int]) -> Iterator[Advance]:
    """A throw-away database for one part of so many, taken away however it ends; how far it is, in words."""
    with (
        ends_on_signal(),
        args.instance.scratch() as environ,
        bench_land.on(environ["KITH_DATABASE_NAME"]),
        bar(many // part[1], doing, quiet=args.json or part[1] > 1) as tick,
    ):
        yield tick
