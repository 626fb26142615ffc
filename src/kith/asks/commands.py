"""``./kith intake asks``: the spreadsheets groups already keep, taken in row by row, and nothing lost."""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError

from kith.accounts.models import Organisation
from kith.accounts.queries import NobodyAnswers, duty_team
from kith.asks import csv_rejected, csv_rows, in_time
from kith.asks.actions import note_sheet, take_in_row, take_in_rows
from kith.asks.csv_rows import RowAsk, Tally
from kith.asks.models import Ask
from kith.asks.queries import taken_in
from kith.kit import clock
from kith.kit.actor import Actor
from kith.kit.cli import Command, Stop, json_argument, print_json, say
from kith.kit.csv import CsvProblem, Sheet
from kith.kit.progress import bar
from kith.people.models import Safe
from kith.places.models import Place
from kith.places.queries import NoPlacesYet, called, fallback

BATCH = 100
SHOWN = 20
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
    reasons: dict[int, str] = field(default_factory=dict)
    too_late: dict[int, str] = field(default_factory=dict)

    def count(self, row: RowAsk, asks: list[Ask] | None) -> None:
        """A row was taken in, with these asks; or, with None, it had been before."""
        self.tally.skip() if asks is None else self.took(row, len(asks))

    def took(self, row: RowAsk, asks: int) -> None:
        """Count a row, and note what helps now where it is needed sooner than finding somebody takes."""
        self.tally.accept(asks)
        for need in row.needs:
            if in_time.is_too_late(need.kind, row.need_by.end, self.now, self.place.typed_settings):
                self.too_late[row.line] = in_time.instead(need.kind)

    def turn_away(self, row: RowAsk, reason: str) -> None:
        """Note which row cannot be taken in, and why; it is written down from the sheet when all are read."""
        self.tally.reject()
        self.reasons[row.line] = reason


def take_in(intake: Intake, rows: Iterator[RowAsk], tick: object) -> None:
    """Take in the rows in batches of one commit each; a row that cannot be taken in keeps no other out."""
    try:
        controller = duty_team(intake.place).organisation
    except NobodyAnswers as nobody:
        raise Stop(str(nobody)) from None
    while batch := list(islice(rows, BATCH)):
        _batch(intake, batch, controller)
        for _row in batch:
            tick()  # type: ignore[operator]


def _batch(intake: Intake, batch: list[RowAsk], controller: Organisation) -> None:
    """The rows of one commit, all at once; one by one, where anything at all is wrong with any of them."""
    good = [row for row in batch if not row.rejection]
    taken: dict[int, list[Ask] | None] = {}
    if not intake.dry_run:
        with contextlib.suppress(ValueError, NobodyAnswers, DatabaseError):
            answers = take_in_rows(
                rows=good, safe=intake.safe, near=intake.place, controller=controller, by=BY, now=intake.now
            )
            taken = {id(row): asks for row, asks in zip(good, answers, strict=True)}
    for row in batch:
        if id(row) in taken:
            intake.count(row, taken[id(row)])
        else:
            _one(intake, row, controller)


def _one(intake: Intake, row: RowAsk, controller: Organisation) -> None:
    if row.rejection:
        intake.turn_away(row, row.rejection)
        return
    if intake.dry_run:
        intake.tally.skip() if taken_in([row]) else intake.took(row, len(row.needs))
        return
    try:
        asks = take_in_row(row=row, safe=intake.safe, near=intake.place, controller=controller, by=BY, now=intake.now)
    except (ValueError, NobodyAnswers) as problem:
        intake.turn_away(row, str(problem))
        return
    intake.count(row, asks)


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
    rejected_file = None
    if not args.dry_run:
        rejected_file = _keep_rejected(intake)
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


def _keep_rejected(intake: Intake) -> Path | None:
    """Beside the sheet; in KITH_HOME where nothing can be written there."""
    if not intake.reasons:
        return None
    beside = intake.sheet.path.parent
    try:
        return csv_rejected.write(intake.sheet, intake.reasons, beside)
    except OSError as problem:
        say(f"Nothing can be written in {beside} ({problem.strerror}), so what was not taken in is kept in KITH_HOME.")
    other = settings.KITH_HOME / "rejected"
    try:
        other.mkdir(mode=0o700, parents=True, exist_ok=True)
        return csv_rejected.write(intake.sheet, intake.reasons, other)
    except OSError as problem:
        raise Stop(
            f"{intake.tally.accepted} rows were taken in. The {intake.tally.rejected} others could not be written "
            f"down: {problem}. Mend that and take in the same sheet again; what is in is not taken in twice."
        ) from None


def _tell(intake: Intake, rejected_file: Path | None) -> None:
    tally = intake.tally
    began = "Would take in" if intake.dry_run else "Took in"
    say(f"{began} {tally.accepted} of {tally.rows} rows, with {tally.asks} asks; {tally.already} were there already.")
    if intake.dry_run:
        for line, reason in islice(intake.reasons.items(), SHOWN):
            say(f"  Row {line}: {reason}")
    for line, instead in islice(intake.too_late.items(), SHOWN):
        say(f"  Row {line}: there is less time than finding somebody takes. Tell them now: {instead}")
    if len(intake.too_late) > SHOWN:
        say(f"  So it is with {len(intake.too_late) - SHOWN} more rows: the duty phone rings about each.")
    if rejected_file is not None:
        say(f"{tally.rejected} rows wait in {rejected_file}, each with its reason: mend them there, then take it in.")


COMMANDS = [
    Command(
        name="intake asks",
        help="Take in asks from a spreadsheet a group already keeps (CSV)",
        group="Every day",
        add_arguments=_arguments,
        run=_run,
    )
]
