"""The commands that show a claim: that nobody we know of is missed, that a page comes at once."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from importlib.util import find_spec

from kith.asks import missed
from kith.directory import meaning
from kith.kit import clock
from kith.kit.cli import Command, Stop, json_argument, print_json, say
from kith.kit.progress import bar
from kith.proof import (
    bench,
    bench_directory,
    bench_finder,
    bench_intake,
    bench_land,
    bench_search,
    bench_sweep,
    bench_walls,
)
from kith.proof.drill import report as drill
from kith.proof.drill import safety
from kith.proof.matrix import command as matrix
from kith.proof.replay import command as replay


def _prove(args: argparse.Namespace) -> int:
    now = clock.now()
    found = missed.counts(now)
    if found.missed == 0:
        say(f"Nobody we know of is missed: {found.open} promises are open, each with somebody holding it and a date.")
    else:
        say(f"{found.missed} times somebody is missed. Go to these first:")
        for question, labels in missed.names(now).items():
            for label in labels[:50]:
                say(f"  {question.replace('_', ' ')}: {label}")
    if args.json:
        print_json(asdict(found))
    return 1 if found.missed else 0


def _bench_web(args: argparse.Namespace) -> int:
    now = clock.now()
    with args.instance.scratch() as environ, bench_land.on(environ["KITH_DATABASE_NAME"]):
        say(f"Filling a throw-away database: {bench_land.ASKS} open asks on one page.")
        town = bench_land.fill(now)
        visits = bench_land.visits(town, now, say)
        with bar(len(visits) + 1, "Opening pages", quiet=args.json) as tick:
            try:
                found = bench.measure(visits, bench.SMOKE if args.smoke else bench.REQUESTS, tick)
            except bench.NotServed as problem:
                raise Stop(str(problem)) from None
    for line in bench.table(found):
        say(line)
    pages = {name: asdict(figures) for name, figures in found.items() if name != bench.BARE}
    failing = [name for name in pages if found[name].fails]
    if failing:
        say(f"More than {bench.FAILS_AT} times over the bound, or too many questions: {', '.join(failing)}.")
    if args.json:
        print_json({"pages": pages, "bare": asdict(found[bench.BARE])})
    return 1 if failing else 0


def _bench_intake(args: argparse.Namespace) -> int:
    now = clock.now()
    turns, each = (
        (bench_intake.SMOKE_TURNS, bench_intake.SMOKE_EACH) if args.smoke else (bench_intake.TURNS, bench_intake.EACH)
    )
    with args.instance.scratch() as environ, bench_land.on(environ["KITH_DATABASE_NAME"]):
        say("Filling a throw-away database with a small district and its programs.")
        asks = bench_land.sent_asks(each * (turns + 1), now)
        try:
            with bench_intake.serving(environ) as port, bar(turns + 1, "Sending asks", quiet=args.json) as tick:
                bare, ours = bench_intake.measure(port, asks, turns, tick)
        except bench_intake.NotServed as problem:
            raise Stop(str(problem)) from None
        found = bench_intake.figures(bare, ours, bench_land.kept())
    for line in bench_intake.table(found):
        say(line)
    if args.json:
        print_json({**asdict(found), "met": found.met})
    return 1 if found.fails else 0


def _bench_sweep(args: argparse.Namespace) -> int:
    sizes = bench_sweep.SMOKE_SIZES if args.smoke else bench_sweep.SIZES
    with args.instance.scratch() as environ, bench_land.on(environ["KITH_DATABASE_NAME"]):
        say(f"Filling a throw-away database with up to {sizes[-1]:,} open asks, a tenth of them due.")
        with bar(len(sizes) + 1, "Sweeping", quiet=args.json) as tick:
            found = bench_sweep.measure(clock.now(), sizes, tick)
    for line in bench_sweep.table(found):
        say(line)
    if args.json:
        print_json(found.as_json())
    return 0 if found.within or args.smoke else 1


def _bench_walls(args: argparse.Namespace) -> int:
    people, turns = (
        (bench_walls.SMOKE_PEOPLE, bench_walls.SMOKE_TURNS) if args.smoke else (bench_walls.PEOPLE, bench_walls.TURNS)
    )
    now = clock.now()
    with args.instance.scratch() as environ:
        name = environ["KITH_DATABASE_NAME"]
        with bench_land.on(name), args.instance.server.connect(database=name) as admin:
            say(f"Filling a throw-away database with {people:,} people.")
            town = bench_walls.fill(admin, people, now)
            with bar(turns + 2, "Looking", quiet=args.json) as tick:
                found = bench_walls.measure(bench_walls.prepared(admin), town, turns, tick, now)
    for line in bench_walls.table(found):
        say(line)
    if args.json:
        print_json(found.as_json())
    return 0 if found.within or args.smoke else 1


def _bench_search(args: argparse.Namespace) -> int:
    now, size = clock.now(), "smoke" if args.smoke else args.size
    if find_spec("numpy") is None:
        raise Stop("This needs the extra for finding by meaning: pip install --no-deps -r requirements/semantic.txt")
    fast, meant = None, {}
    with args.instance.scratch() as environ:
        name = environ["KITH_DATABASE_NAME"]
        with bench_land.on(name), args.instance.server.connect(database=name) as admin:
            many, _towns, turns = bench_search.SIZES[size]
            say(f"Filling a throw-away database with {many:,} services, and the index of what they mean.")
            with bar(turns + 10, "Finding", quiet=args.json) as tick:
                fast = bench_search.speed(admin, size, now, tick)
    if meaning.works() and not args.smoke:
        with args.instance.scratch() as environ:
            name = environ["KITH_DATABASE_NAME"]
            ticks = bar(bench_search.COUNTY // 200 + 4, "Judging", quiet=args.json)
            with bench_land.on(name), args.instance.server.connect(database=name) as admin, ticks as tick:
                meant = bench_search.relevance(admin, args.instance.home, now, tick)
    for line in bench_search.table(fast, meant):
        say(line)
    if args.json:
        print_json({"speed": asdict(fast), "ndcg_at_10": {half: asdict(one) for half, one in meant.items()}})
    both_help = all(one.fused >= max(one.text, one.meaning) for one in meant.values())
    return 0 if (fast.within and both_help) or args.smoke else 1


def _search_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--size", choices=sorted(bench_search.SIZES), default="district", help="how many services (default: district)"
    )
    _bench_arguments(parser)


def _bench_directory(args: argparse.Namespace) -> int:
    services = bench_directory.SMOKE_SERVICES if args.smoke else bench_directory.SERVICES
    with args.instance.scratch() as environ, bench_land.on(environ["KITH_DATABASE_NAME"]):
        say(f"Taking an invented directory of {services:,} services into a throw-away database, twice.")
        found = bench_directory.measure(services, clock.now())
    for line in bench_directory.table(found):
        say(line)
    if args.json:
        print_json(found.as_json())
    return 0 if found.within else 1


def _bench_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--smoke", action="store_true", help="open each page 40 times, which is enough to see a slip")
    json_argument(parser)


COMMANDS = [
    Command(
        name="prove",
        help="Read the live database and show that nobody is missed; names them and ends with 1 otherwise",
        group="Show that it works",
        add_arguments=json_argument,
        run=_prove,
    ),
    Command(
        name="bench web",
        help="Measure every kind of page with 300 open asks, on a throw-away database: milliseconds and questions",
        group="Show that it works",
        add_arguments=_bench_arguments,
        run=_bench_web,
    ),
    Command(
        name="bench directory",
        help="Measure taking in a directory of 4,000 services, and the same again, on a throw-away database",
        group="Show that it works",
        add_arguments=_bench_arguments,
        run=_bench_directory,
    ),
    Command(
        name="bench intake",
        help="Measure how fast asks of programs are accepted and kept, beside a bare view, on a throw-away database",
        group="Show that it works",
        add_arguments=_bench_arguments,
        run=_bench_intake,
    ),
    Command(
        name="bench sweep",
        help="Measure the search's sweep with 20,000 open asks of which 2,000 are due, on a throw-away database",
        group="Show that it works",
        add_arguments=_bench_arguments,
        run=_bench_sweep,
    ),
    Command(
        name="bench walls",
        help="Measure what both walls cost on a list of 50 and on one page, on a throw-away database of 200,000 people",
        group="Show that it works",
        add_arguments=_bench_arguments,
        run=_bench_walls,
    ),
    Command(
        name="bench search",
        help="Measure finding among up to 100,000 services, what its index misses, and whether it finds what was meant",
        group="Show that it works",
        add_arguments=_search_arguments,
        run=_bench_search,
    ),
    Command(
        name="bench finder",
        help="Let Lighthouse open the public finder as on a slow phone: is it fast, and can everybody read it?",
        group="Show that it works",
        add_arguments=bench_finder.finder_arguments,
        run=bench_finder.finder,
    ),
    Command(
        name="permissions matrix",
        help="Open every address as everybody, with both walls and with either down: who saw what they may not",
        group="Show that it works",
        add_arguments=matrix.matrix_arguments,
        run=matrix.matrix,
    ),
    Command(
        name="permissions mutate",
        help="Weaken each clause of the table of who may, one at a time, and see that the matrix notices",
        group="Show that it works",
        add_arguments=json_argument,
        run=matrix.weaken,
    ),
    Command(
        name="replay",
        help="Tell a whole season again in minutes through the real code: who was missed, who waited, who did it",
        group="Show that it works",
        add_arguments=replay.arguments,
        run=replay.run,
    ),
    Command(
        name="drill clock",
        help="Live through both nights the clocks change, and a day on which the clock jumps by two hours",
        group="Show that it works",
        add_arguments=drill.clock_arguments,
        run=drill.clocks,
    ),
    Command(
        name="drill consent",
        help="Take things back while others say yes and messages leave, in any order: is anybody lost, or told of",
        group="Show that it works",
        add_arguments=drill.consent_arguments,
        run=drill.consent,
    ),
    Command(
        name="drill crash",
        help="Kill web, worker and PostgreSQL at random while people ask, and count what is lost or there twice",
        group="Show that it works",
        add_arguments=drill.crash_arguments,
        run=drill.crash,
        database=False,
    ),
    Command(
        name="drill dead-dispatcher",
        help="Freeze each process in turn, and see who is told and when",
        group="Show that it works",
        add_arguments=drill.frozen_arguments,
        run=drill.dead_dispatcher,
        database=False,
    ),
    Command(
        name="drill safe-contact",
        help="Send every message and print every sheet of people who said how it is safe, and look for one that is not",
        group="Show that it works",
        add_arguments=safety.safe_contact_arguments,
        run=safety.safe_contact,
    ),
    Command(
        name="drill disclosure",
        help="Look through every byte that is sent or shown before a yes for a name, an address or a number",
        group="Show that it works",
        add_arguments=safety.disclosure_arguments,
        run=safety.disclosure,
    ),
    Command(
        name="drill race",
        help="Let everybody say yes at the same moment, and see that exactly one has it",
        group="Show that it works",
        add_arguments=drill.race_arguments,
        run=drill.race,
    ),
    Command(
        name="drill tamper",
        help="Change the trail in a thousand ways as somebody who owns the database, and see that each is found",
        group="Show that it works",
        add_arguments=drill.tamper_arguments,
        run=drill.tamper,
    ),
]
