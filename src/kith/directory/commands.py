"""The commands about other directories: take one in, and read again those we show."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from kith.directory import actions, feeds, jobs, sources
from kith.directory.actions import NotTaken, TooFew
from kith.directory.fetching import Web
from kith.directory.models import Source, SourceKind
from kith.directory.queries import harvests
from kith.directory.queries.compared import TakenIn, compare
from kith.directory.reading.entries import CannotRead, Taken
from kith.kit import clock
from kith.kit.actor import Actor
from kith.kit.cli import Command, Stop, json_argument, print_json, say
from kith.kit.csv import write_rejected
from kith.kit.progress import bar
from kith.places.models import Place

AT_THE_KEYBOARD = Actor.system("somebody at the command line")
SHOWN = 12


def _import_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", metavar="SOURCE", help="the address of a feed, a file, a folder of tables or a zip")
    parser.add_argument("--review", action="store_true", help="show what is new only after somebody has looked at it")
    parser.add_argument("--dry-run", action="store_true", help="say what would happen, and change nothing")
    parser.add_argument("--place", metavar="PLACE", default="", help="where entries without a postcode of ours belong")
    parser.add_argument("--name", default="", help="what this directory is called on our pages")
    parser.add_argument("--every", type=int, default=0, metavar="HOURS", help="read it again every so many hours")
    parser.add_argument("--fewer", action="store_true", help="it is right that most of what it had is gone")
    parser.add_argument("--yes", action="store_true", help="do not ask before anything is written")
    parser.add_argument("--near", action="store_true", help="the feed may be on this very machine (for trying out)")
    json_argument(parser)


def _import(args: argparse.Namespace) -> int:
    place = _place(args.place) if args.place else None
    try:
        found = sources.find(args.source)
        taken = _read(found, args)
        known = Source.objects.filter(address=found.address).first()
        if args.dry_run or _wants_a_preview(args):
            _preview(found, taken, compare(known, taken))
        if args.dry_run or len(taken.rejected) >= taken.sent:
            return _report(args, found, taken, compare(known, taken), dry=args.dry_run)
        if _wants_a_preview(args) and not _yes():
            raise Stop("Nothing was changed.")
        done = _take_in(args, found, taken, place)
    except (CannotRead, NotTaken) as problem:
        said = f"{problem} Run it again with --fewer." if isinstance(problem, TooFew) else str(problem)
        if args.json:
            print_json({"created": 0, "changed": 0, "unchanged": 0, "rejected": 0, "problem": said})
        raise Stop(said) from problem
    return _report(args, found, taken, done)


def _read(found: sources.Found, args: argparse.Namespace) -> Taken:
    """Everything there, with a bar for whoever waits."""
    if found.path is not None:
        return sources.read_path(found.path)
    with bar(None, found.name, quiet=args.json) as advance:
        return feeds.read(Web(near=args.near), found.address, advance)


def _take_in(args: argparse.Namespace, found: sources.Found, taken: Taken, place: Place | None) -> TakenIn:
    now = clock.now()
    words = {"kind": taken.kind, "address": found.address, "place": place, "review": args.review}
    source = actions.add_source(name=args.name or found.name, every=args.every, **words, by=AT_THE_KEYBOARD, now=now)
    with bar(sum(1 for _one in taken.every()), found.name, quiet=args.json) as advance:
        return actions.take_in(source=source, taken=taken, fewer=args.fewer, by=AT_THE_KEYBOARD, now=now, tick=advance)


def _wants_a_preview(args: argparse.Namespace) -> bool:
    return not (args.json or args.yes or args.dry_run) and sys.stdin.isatty() and sys.stderr.isatty()


def _yes() -> bool:
    say("Take this in? Type yes and press Enter; anything else leaves everything as it is.")
    return input().strip().casefold() in ("yes", "y")


def _preview(found: sources.Found, taken: Taken, would: TakenIn) -> None:
    """What would happen, in words."""
    one = would.services
    say(f"{found.name}: {SourceKind(taken.kind).label}.")
    for heading, meant in taken.mapping.items():
        say(f"  “{heading}” is taken for {meant}.")
    services = "1 service" if taken.sent == 1 else f"{taken.sent} services"
    say(f"It has {services}: {one.created} new, {one.changed} different, {one.unchanged} as before.")
    for entry in list(taken.entries["service"].values())[:3]:
        say(f"  such as “{entry.values['name']}”")


def _report(args: argparse.Namespace, found: sources.Found, taken: Taken, done: TakenIn, dry: bool = False) -> int:
    """Says what became of it. Anything rejected makes the exit code 1, so that a script notices."""
    beside = None if dry else _write_rejected(args, found, taken)
    for one in taken.rejected[:SHOWN]:
        for fault in one.faults:
            say(f"{one.where}: {fault}")
    if len(taken.rejected) > SHOWN:
        say(f"And {len(taken.rejected) - SHOWN} more.")
    for note in taken.notes[:SHOWN]:
        say(note)
    counts = done.services
    words = f"{counts.created} new, {counts.changed} changed, {counts.unchanged} as before, {counts.gone} gone"
    say(f"{found.name}: {words}." + (f" {len(taken.rejected)} could not be used." if taken.rejected else ""))
    if done.unplaced:
        say(f"{done.unplaced} say no postcode, point or town that is known here: they stand where this directory does.")
    if done.held:
        say(f"{done.held} wait to be looked at before they are shown: /directory/to-look-at/")
    if beside is not None:
        say(f"What could not be used, and why, is in {beside}.")
    if args.json:
        print_json(
            {**done.said(), "notes": len(taken.notes), "kind": taken.kind, "dry_run": dry}
            | {"faults": sources.rows_of(taken.rejected[:SHOWN]), "rejected_file": str(beside or "")}
        )
    return 1 if taken.rejected else 0


def _write_rejected(args: argparse.Namespace, found: sources.Found, taken: Taken) -> Path | None:
    """Write beside the file what could not be used; where nothing can be written there, in this instance's folder."""
    if not taken.rejected:
        return None
    sheet = taken.kind == SourceKind.SHEET
    name = f"{Path(found.name).stem}-rejected{'.csv' if sheet else '.json'}"
    kept = Path(args.instance.home) / "rejected"
    for folder in ([found.path.resolve().parent] if found.path else []) + [kept]:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if not folder.stat().st_mode & 0o222:
                # Whoever may write anywhere still leaves alone what is kept from being written to.
                continue
            if sheet:
                header = list(taken.rejected[0].item)
                rows = [[*one.item.values(), one.where, " ".join(one.faults)] for one in taken.rejected]
                write_rejected(folder / name, [*header, "row", "reason"], rows)
            else:
                words = json.dumps(sources.rows_of(taken.rejected), ensure_ascii=False, indent=1, default=str)
                (folder / name).write_text(words, encoding="utf-8")
        except OSError:
            continue
        return folder / name
    return None


def _place(written: str) -> Place:
    found: Any = Place.objects.filter(slug=written).first() or Place.objects.filter(name__iexact=written).first()
    if found is None:
        raise Stop(f"There is no place called “{written}”. See them all: ./kith places list", 2)
    place: Place = found
    return place


def _harvest_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--all", action="store_true", help="also those that are not due; paused ones stay paused")
    parser.add_argument("--near", action="store_true", help="feeds may be on this very machine (for trying out)")
    json_argument(parser)


def _harvest(args: argparse.Namespace) -> int:
    """Read again every directory that is due, one after the other, and say how each went."""
    now = clock.now()
    report: list[dict[str, Any]] = []
    for source in harvests.to_read(now, every=args.all):
        problem = jobs.harvest_one(source, near=args.near)
        source.refresh_from_db()
        say(f"{source.name}: " + (problem or harvests.counts_said(source)))
        report.append({"name": source.name, "address": source.address, "problem": problem, **source.counts})
    if not report:
        say("No directory is due. Each says when it is read again: /directory/sources/")
    if args.json:
        print_json({"sources": report, "failed": sum(1 for one in report if one["problem"])})
    return 1 if any(one["problem"] for one in report) else 0


COMMANDS = [
    Command(
        name="directory harvest",
        help="Read again the other directories that are due, and say how each went",
        group="Every day",
        add_arguments=_harvest_arguments,
        run=_harvest,
    ),
    Command(
        name="directory import",
        help="Take in another directory: a feed, a file, a folder of tables or a spreadsheet",
        group="Every day",
        add_arguments=_import_arguments,
        run=_import,
    ),
]
