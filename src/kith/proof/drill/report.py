"""The drills as commands: what they take, what they say, and when they end with 1."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from kith.kit import clock
from kith.kit.cli import json_argument, print_json, say
from kith.kit.progress import bar
from kith.proof import bench_land
from kith.proof.drill import clocks as telling
from kith.proof.drill import consent as consenting
from kith.proof.drill import consent_split, frozen
from kith.proof.drill import crash as crashing
from kith.proof.drill import race as racing
from kith.proof.drill import tamper as tampering
from kith.proof.drill.consent_found import Consent
from kith.proof.drill.home import ends_on_signal


def crash_arguments(parser: argparse.ArgumentParser) -> None:
    """How much, and by which throw of the dice."""
    parser.add_argument("--asks", type=int, default=500, help="how many people ask (default: 500)")
    parser.add_argument("--kills", type=int, default=40, help="how often web or worker is killed (default: 40)")
    parser.add_argument("--db-kills", type=int, default=3, help="how often PostgreSQL is killed (default: 3)")
    parser.add_argument("--seed", type=int, default=7, help="decides whom and when (default: 7)")
    json_argument(parser)


def crash(args: argparse.Namespace) -> int:
    """Kill, and count."""
    say("An instance of its own is made for this, and taken away afterwards.")
    found, wrong = crashing.run(
        asks=args.asks,
        kills=args.kills,
        db_kills=args.db_kills,
        seed=args.seed,
        now=clock.now(),
        quiet=args.json,
    )
    say(
        f"{found.accepted} people were told that their ask is in, after {found.tries} tries. {found.kills} times web "
        f"or worker was killed, {found.db_kills} times PostgreSQL. Lost: {found.lost}. There twice: "
        f"{found.duplicates}. Done twice: {found.double_effects}. Taken up more than {crashing.LATE_AFTER} s late: "
        f"{found.late}; the longest wait was {found.oldest_late_s} s."
    )
    for what, which in wrong.items():
        if which:
            say(f"  {what}: {which}")
    if args.json:
        print_json(asdict(found))
    bad = found.lost or found.duplicates or found.double_effects or found.accepted < args.asks
    return 1 if bad else 0


def frozen_arguments(parser: argparse.ArgumentParser) -> None:
    """How many faults."""
    parser.add_argument("--faults", type=int, default=10, help="how many faults, one after the other (default: 10)")
    json_argument(parser)


def dead_dispatcher(args: argparse.Namespace) -> int:
    """Freeze, and wait for the phone."""
    say(f"Intervals {frozen.FASTER}x shorter: a second here stands for a minute. Times are given in real seconds.")
    found = frozen.run(faults=args.faults, quiet=args.json)
    for one in found:
        say(
            f"  {one.fault:<32} " + (f"told after {one.told_s} s, by the {one.by}" if one.told_s else "nobody was told")
        )
    figures = frozen.figures(found)
    if args.json:
        print_json(figures)
    return 1 if figures["unnoticed"] or figures["late"] else 0


def race_arguments(parser: argparse.ArgumentParser) -> None:
    """How many races of how many."""
    parser.add_argument("--races", type=int, default=1000, help="how many races (default: 1,000)")
    parser.add_argument("--each", type=int, default=20, help="how many say yes at the same moment (default: 20)")
    json_argument(parser)


def race(args: argparse.Namespace) -> int:
    """Everybody says yes."""
    with ends_on_signal(), args.instance.scratch() as environ, bench_land.on(environ["KITH_DATABASE_NAME"]):
        say(f"{args.races} races of {args.each} on a throw-away database.")
        with bar(args.races, "Saying yes at the same moment", quiet=args.json) as tick:
            found = racing.run(races=args.races, each=args.each, now=clock.now(), tick=tick)
    say(
        f"In {found.races - found.winners_not_one} of {found.races} races exactly one has it; {found.deadlocks} ended "
        f"in a deadlock; {found.won_by_partner} were won by a partner."
    )
    for words in found.wrong[:20]:
        say(f"  {words}")
    if args.json:
        print_json({name: value for name, value in asdict(found).items() if name != "wrong"})
    return 1 if found.wrong else 0


def consent_arguments(parser: argparse.ArgumentParser) -> None:
    """How many orders, by which throw of the dice, and in how many processes at once."""
    parser.add_argument("--interleavings", type=int, default=1000, help="how many orders of events (default: 1,000)")
    parser.add_argument("--seed", type=int, default=7, help="decides who does what, and when (default: 7)")
    parser.add_argument("--processes", type=int, default=0, help="how many at once (default: one for each processor)")
    parser.add_argument("--part", type=consent_split.part_of, default=None, help=argparse.SUPPRESS)
    json_argument(parser)


def consent(args: argparse.Namespace) -> int:
    """Live through the orders."""
    count = consent_split.how_many(args.processes, args.interleavings)
    if args.part is not None:
        print_json(asdict(_orders(args, args.part)))
        return 0
    say(f"{args.interleavings} orders of events, each process on a throw-away database: {count}.")
    with ends_on_signal():
        found = consent_split.in_processes(count, args.interleavings, args.seed) if count > 1 else _orders(args, (0, 1))
    say(
        f"{found.acts} acts in {found.interleavings} orders, {found.says} of them a yes or a no; {found.sent} messages "
        f"left and {found.looked} times somebody looked who may not. Lost: {found.lost}. Told of more than "
        f"{consenting.WITHIN.seconds} s later: {found.late_disclosures}."
    )
    for words in found.wrong[:20]:
        say(f"  {words}")
    if args.json:
        print_json(found.figures())
    return 1 if found.lost or found.late_disclosures else 0


def _orders(args: argparse.Namespace, part: tuple[int, int]) -> Consent:
    """One part of the orders, on a throw-away database of its own. They happen on a day that is always the same."""
    drawn = bar(args.interleavings // part[1], "Taking things back", quiet=args.json)
    with (
        ends_on_signal(),
        args.instance.scratch() as environ,
        bench_land.on(environ["KITH_DATABASE_NAME"]),
        drawn as tick,
    ):
        return consenting.run(
            interleavings=args.interleavings, seed=args.seed, now=consenting.BEGINS, tick=tick, part=part
        )


def clock_arguments(parser: argparse.ArgumentParser) -> None:
    """By which throw of the dice."""
    parser.add_argument("--seed", type=int, default=7, help="decides who says yes and when (default: 7)")
    json_argument(parser)


def clocks(args: argparse.Namespace) -> int:
    """Live through the nights."""
    with ends_on_signal(), args.instance.scratch() as environ, bench_land.on(environ["KITH_DATABASE_NAME"]):
        count = sum(len(moments) for _span, moments in telling.plan(args.seed))
        say(f"{count} moments, on a throw-away database.")
        with bar(count, "Living through the nights", quiet=args.json) as tick:
            found = telling.run(seed=args.seed, sweep=args.instance.sweep, tick=tick)
    say(
        f"{found.nights} nights in which the clocks change, and a day on which the clock jumped {found.jumps} times by "
        f"two hours: {found.asks} asks, {found.sweeps} sweeps, {found.messages} messages. "
        f"Forgotten: {found.forgotten}. Without a date: {found.dates_lost}. Sent twice: {found.double_sends}. "
        f"Sent while people sleep: {found.quiet_hours_broken}."
    )
    for words in found.wrong[:20]:
        say(f"  {words}")
    if args.json:
        print_json({name: value for name, value in asdict(found).items() if name != "wrong"})
    return 1 if found.wrong else 0


def tamper_arguments(parser: argparse.ArgumentParser) -> None:
    """How often, and by which throw of the dice."""
    parser.add_argument("--tamperings", type=int, default=1000, help="how often, seven kinds in turn (default: 1,000)")
    parser.add_argument("--seed", type=int, default=7, help="decides which line and how (default: 7)")
    json_argument(parser)


def tamper(args: argparse.Namespace) -> int:
    """Tamper, and see whether it is found."""
    instance = args.instance
    with ends_on_signal(), instance.scratch() as environ, bench_land.on(environ["KITH_DATABASE_NAME"]):
        say(f"{tampering.LINES} lines of a trail on a throw-away database; each change is looked at and undone.")
        with (
            instance.over_the_walls(environ) as own,
            bar(args.tamperings, "Tampering with the trail", quiet=args.json) as tick,
        ):
            found = tampering.run(tamperings=args.tamperings, seed=args.seed, now=clock.now(), own=own, tick=tick)
    say(
        f"{found.found} of {found.tamperings} were found; {found.found_without_anchors} without what was left outside. "
        f"Untouched and taken for tampered: {found.false_alarms}. The verifier that stands alone was asked "
        f"{found.checked_by_the_other} times and missed {found.not_found_by_the_other}."
    )
    for words in found.wrong[:20]:
        say(f"  {words}")
    if args.json:
        print_json({name: value for name, value in asdict(found).items() if name != "wrong"})
    return 1 if found.wrong else 0
