"""``./kith demo``: an invented district, a morning of its asks, and a way in for everybody in it."""

from __future__ import annotations

import argparse
import time

from kith.demo.report import Report, links, report_of, told_in_words
from kith.demo.run import make_district, mark_as_demo, refuse_what_is_not_a_demo, tell_morning
from kith.kit import clock
from kith.kit.cli import Command, json_argument, print_json, say


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--no-serve", action="store_true", help="stop after the summary, without opening the site")
    parser.add_argument("--host", default="127.0.0.1", help="the address to serve at (default: this machine alone)")
    parser.add_argument("--port", type=int, default=8000, help="the port to serve at (default: 8000)")
    json_argument(parser)


def _run(args: argparse.Namespace) -> int:
    began = time.monotonic()
    refuse_what_is_not_a_demo()
    mark_as_demo()
    args.instance.empty()
    end = clock.now()
    say("Making an invented district shaped like North Devon: seven communities, 1,000 neighbours.")
    district = make_district(end)
    tell_morning(district, args.instance.home, end, quiet=args.json)
    report: Report = report_of(clock.now(), seconds=round(time.monotonic() - began, 1))
    say(told_in_words(report))
    host = "127.0.0.1" if args.host == "0.0.0.0" else args.host  # noqa: S104
    base = f"http://{host}:{args.port}"
    for line in links(base, clock.now()):
        say(line)
    if args.no_serve:
        say("To open the site now: ./kith up")
    if args.json:
        print_json(report.as_json())
    if args.no_serve:
        return 0 if report.missed == 0 else 1
    code: int = args.instance.serve(args.host, args.port)
    return code


COMMANDS = [
    Command(
        name="demo",
        help="See Kith at work: an invented district, a morning's asks, then the site",
        group="Begin here",
        add_arguments=_arguments,
        run=_run,
    )
]
