"""The two drills about what may be known: what they take, what they say, and when they end with 1."""

from __future__ import annotations

import argparse

from kith.kit.cli import json_argument, print_json, say
from kith.kit.progress import bar
from kith.proof import bench_land
from kith.proof.drill import disclosure as looking
from kith.proof.drill import safe_contact as sending
from kith.proof.drill.home import ends_on_signal


def safe_contact_arguments(parser: argparse.ArgumentParser) -> None:
    """How many people, and by which throw of the dice."""
    parser.add_argument("--people", type=int, default=1000, help="how many people (default: 1,000)")
    parser.add_argument("--seed", type=int, default=3, help="decides who said what (default: 3)")
    json_argument(parser)


def safe_contact(args: argparse.Namespace) -> int:
    """Send everything, and judge what left."""
    with (
        ends_on_signal(),
        args.instance.scratch() as environ,
        bench_land.on(environ["KITH_DATABASE_NAME"]),
        bar(args.people, "Writing to everybody", quiet=args.json) as tick,
    ):
        found = sending.run(count=args.people, seed=args.seed, tick=tick)
    say(
        f"{found.people} people: {found.sends} messages left, {found.refused} were kept back, {found.prints} pages and "
        f"prints were opened, for {found.promised} people somebody has promised something. Unsafe: {len(found.unsafe)}."
    )
    for words in found.unsafe[:20]:
        say(f"  {words}")
    if args.json:
        figures = {"people": found.people, "sends": found.sends, "unsafe_sends": len(found.unsafe)}
        print_json({**figures, "kept_back": found.refused, "prints": found.prints, "promised": found.promised})
    return 1 if found.unsafe else 0


def disclosure_arguments(parser: argparse.ArgumentParser) -> None:
    """How many asks."""
    parser.add_argument("--asks", type=int, default=5000, help="how many asks (default: 5,000)")
    json_argument(parser)


def disclosure(args: argparse.Namespace) -> int:
    """Look through every byte."""
    with (
        ends_on_signal(),
        args.instance.scratch() as environ,
        bench_land.on(environ["KITH_DATABASE_NAME"]),
        bar(args.asks, "Asking neighbours", quiet=args.json) as tick,
    ):
        found = looking.run(count=args.asks, now=sending.BEGINS, tick=tick)
    say(
        f"{found.asks} asks: {found.bytes:,} bytes of {found.messages} messages, {found.pages} pages and {found.lines} "
        f"lines of the log were sent or shown before a yes. Canaries in them: {len(found.canaries)}."
    )
    for words in found.canaries[:20]:
        say(f"  {words}")
    if args.json:
        figures = {"asks": found.asks, "bytes": found.bytes, "canaries": len(found.canaries)}
        print_json({**figures, "messages": found.messages, "pages": found.pages, "log_lines": found.lines})
    return 1 if found.canaries else 0
