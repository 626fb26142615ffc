"""``./kith replay``: makes the season, tells it on a throw-away database, and says what came of it."""

from __future__ import annotations

import argparse
import gc
import time

from kith.kit.cli import Stop, json_argument, print_json, say
from kith.kit.progress import bar
from kith.proof import bench_land
from kith.proof.replay import report
from kith.proof.replay.explain import explain
from kith.proof.replay.naive import naive
from kith.proof.replay.run import tell
from kith.proof.replay.season import WEEKS, season


def arguments(parser: argparse.ArgumentParser) -> None:
    """What ``./kith replay`` understands."""
    parser.add_argument("--asks", type=int, default=2_000, help="how many asks the season has (default: 2000)")
    parser.add_argument("--volunteers", type=int, default=1_000, help="how many volunteers there are (default: 1000)")
    parser.add_argument("--seed", type=int, default=1, help="the same seed tells the same season (default: 1)")
    parser.add_argument("--weeks", type=int, default=WEEKS, help="how long the season is (default: 17)")
    parser.add_argument("--explain", metavar="REF", help='say step by step why one ask moved as it did: "KESTREL 42"')
    parser.add_argument(
        "--beside", choices=("naive", "nothing"), default="naive", help="what to show beside ours (default: naive)"
    )
    json_argument(parser)


def run(args: argparse.Namespace) -> int:
    """Tell the season and print its report; 1 where anybody was missed or the counts do not add up."""
    if min(args.asks, args.weeks) < 1 or not 20 <= args.volunteers <= 1_000:
        raise Stop("Give at least one ask and one week, and between 20 and 1,000 volunteers.")
    told_of = season(asks=args.asks, volunteers=args.volunteers, seed=args.seed, weeks=args.weeks)
    began = time.monotonic()
    say(f"Telling {args.asks:,} asks among {args.volunteers:,} volunteers, in five-minute beats.")
    with args.instance.scratch() as environ, bench_land.on(environ["KITH_DATABASE_NAME"]), _without_collecting():
        with bar(args.asks, "A season's asks", quiet=False) as tick:
            told = tell(told_of, tick)
        beside = naive(told.scene) if args.beside == "naive" else None
        found = report.report_of(told, beside)
        story = explain(args.explain) if args.explain else []
    seconds = time.monotonic() - began
    for line in report.table(found, seconds):
        print(line)
    if args.explain:
        print("\n" + "\n".join(story or [f"There is no ask called {args.explain} in this season."]))
    if args.json:
        print_json(found.as_json(seconds))
    return 0 if found.figures["missed"] == 0 and found.figures["reconciled"]["adds_up"] else 1


class _without_collecting:  # noqa: N801  used as a context, like a function
    """A season makes many rows and no rings of them; looking for rings among a thousand volunteers takes a tenth."""

    def __enter__(self) -> None:
        gc.collect()
        gc.freeze()
        gc.set_threshold(100_000, 50, 1_000)

    def __exit__(self, *problem: object) -> None:
        gc.set_threshold(700, 10, 10)
        gc.unfreeze()
