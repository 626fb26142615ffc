"""``./kith intake asks``: the spreadsheets groups already keep, taken in row by row, and nothing lost."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.db import transaction

from kith.accounts.queries import NobodyAnswers, duty_team
from kith.asks import csv_rows
from kith.asks.actions.sheets import note_sheet, take_in_row
from kith.asks.csv_rows import RowAsk, Tally
from kith.asks.models import SheetRow
from kith.kit import clock
from kith.kit.actor import Actor
from kith.kit.cli import Command, Stop, json_argument, print_json, say
from kith.kit.csv import CsvProblem, Sheet, write_rejected
from kith.kit.progress import bar
from kith.people.models import Safe
from kith.places.models import Place
from kith.places.queries import NoPlacesYet, called, fallback

BATCH = 100
BY = Actor.system("the intake of a sheet")
SAFE_QUESTION = (
    "Did these people give their numbers so that they can be contacted about this help? [yes/please-ring/no] "
)


@dataclass
class Intake:
    """One sheet being taken in: what the whole run has in common, and what has come of it so far."""

    sheet: Sheet
    place: Place
    safe: str
    dry_run: bool
    now: datetime
    tally: Tally = field(default_factory=Tally)
    rejected: list[list[str]] = field(default_factory=list)

    def turn_away(self, row: RowAsk, reason: str) -> None:
        """Keep a row that cannot be taken in, word for word, with the reason."""
        self.tally.reject()
        self.rejected.append([*(row.raw.get(name, "") for name in self.sheet.header), reason])


def take_in(intake: Intake, rows: Iterator[RowAsk], tick: object) -> None:
    """Take in the rows in batches: each batch is one commit, each row stands or falls by itself."""
    controller = duty_team(intake.place).organisation
    while batch := list(islice(rows, BATCH)):
        with transaction.atomic():
            for row in batch:
                _one(intake, row, controller)
                tick()  # type: ignore[operator]


def _one(intake: Intake, row: RowAsk, controller: object) -> None:
    if row.rejection:
        intake.turn_away(row, row.rejection)
        return
    if intake.dry_run:
        known = SheetRow.objects.filter(fingerprint=row.fingerprint, occurrence=row.occurrence).exists()
        intake.tally.skip() if known else intake.tally.accept(len(row.needs))
        return
    try:
        with transaction.atomic():
            asks = take_in_row(
                row=row,
                safe=intake.safe,
                near=intake.place,
                controller=controller,  # type: ignore[arg-type]
                by=BY,
                now=intake.now,
            )
    except (ValueError, NobodyAnswers) as problem:
        intake.turn_away(row, str(problem))
        return
    intake.tally.skip() if asks is None else intake.tally.accept(len(asks))


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="the spreadsheet, saved as CSV")
    parser.add_argument("--place", metavar="NAME", default="", help="the place whose sheet this is")
    parser.add_argument("--dry-run", action="store_true", help="show what would be taken in, and write nothing")
    parser.add_argument(
        "--safe-to-contact",
        choices=["yes", "please-ring", "no"],
        help="whether these people gave their numbers to be contacted about this help (else it asks; please-ring)",
    )
    json_argument(parser)


def _run(args: argparse.Namespace) -> int:
    now = clock.now()
    place = _place(args.place)
    try:
        sheet = csv_rows.open_sheet(args.file)
        understood = csv_rows.understand(sheet, now)
    except CsvProblem as problem:
        raise Stop(str(problem)) from None
    _show(sheet, understood)
    safe = _safe(args.safe_to_contact, understood.asks_whether_safe)
    intake = Intake(sheet, place, safe, args.dry_run, now)
    with bar(sheet.row_count, "Taking in rows", quiet=args.json) as tick:
        take_in(intake, csv_rows.rows(sheet, understood, now), tick)
    rejected_file = _keep_rejected(intake, args.file)
    if not args.dry_run:
        note_sheet(name=args.file.name, counts=asdict(intake.tally), place=place, by=BY, now=now)
        args.instance.sweep(clock.now())
    _tell(intake, rejected_file)
    if args.json:
        print_json({**asdict(intake.tally), "rejected_file": str(rejected_file or "")})
    return 0


def _place(name: str) -> Place:
    try:
        if not name:
            return fallback()
        found = called(name)
    except NoPlacesYet as nothing:
        raise Stop(str(nothing)) from None
    if len(found) != 1:
        many = ", ".join(f"{place.name} in {place.parent}" for place in found if place.parent)
        raise Stop(
            f"There is more than one “{name}”: {many}. Use a fuller name."
            if found
            else f"There is no place called “{name}”. ./kith places list shows them all."
        )
    return found[0]


def _show(sheet: Sheet, understood: csv_rows.Understanding) -> None:
    say(f"{sheet.path.name}: {sheet.row_count} rows. This is how its columns are understood:")
    for line in understood.sentences():
        say(f"  {line}")


def _safe(given: str | None, has_column: bool) -> str:
    """The one answer for the whole sheet. Where nobody can be asked, only the words that say nothing may leave."""
    if given:
        return given
    if has_column or not sys.stdin.isatty():
        return Safe.PLEASE_RING.value
    while True:
        answer = input(SAFE_QUESTION).strip().lower()
        if answer in ("yes", "please-ring", "no"):
            return answer
        say("Please answer yes, please-ring or no.")


def _keep_rejected(intake: Intake, path: Path) -> Path | None:
    if not intake.rejected:
        return None
    target = path.with_name(f"{path.name}.rejected.csv")
    write_rejected(target, [*intake.sheet.header, "Why it was not taken in"], intake.rejected)
    return target


def _tell(intake: Intake, rejected_file: Path | None) -> None:
    tally = intake.tally
    began = "Would take in" if intake.dry_run else "Took in"
    say(f"{began} {tally.accepted} of {tally.rows} rows, with {tally.asks} asks; {tally.already} were there already.")
    if rejected_file is not None:
        say(
            f"{tally.rejected} rows wait in {rejected_file}, each with its reason: mend them there and take it in again."
        )


COMMANDS = [
    Command(
        name="intake asks",
        help="Take in asks from a spreadsheet a group already keeps (CSV)",
        group="Every day",
        add_arguments=_arguments,
        run=_run,
    )
]
