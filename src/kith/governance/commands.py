"""The command that writes down, for every organisation, what is configured: its record and its draft assessment."""

from __future__ import annotations

import argparse
from pathlib import Path

from django.utils.text import slugify

from kith.governance.queries.controllers import own_organisations
from kith.governance.queries.records import article_30, assessment
from kith.governance.records import as_text
from kith.kit import clock
from kith.kit.cli import Command, Stop, json_argument, print_json, say


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--out", metavar="FOLDER", default="records", help="the folder to write into (default: records)"
    )
    parser.add_argument("--organisation", metavar="NAME", help="only this one, by its name")
    json_argument(parser)


def _record(args: argparse.Namespace) -> int:
    now, folder = clock.now(), Path(args.out)
    organisations = [one for one in own_organisations() if args.organisation in (None, one.name)]
    if not organisations:
        raise Stop(
            "There is no such organisation with a team of its own. Write its name as the page Agreements does.", 2
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise Stop(f"{folder} cannot be written to ({problem.strerror}). Choose another: --out FOLDER", 2) from problem
    files, missing = [], 0
    for one in organisations:
        for kind, record in (("record", article_30(one, now)), ("assessment", assessment(one, now))):
            path = folder / f"{slugify(one.name)}-{kind}.md"
            path.write_text(as_text(record, "Still missing:"), encoding="utf-8")
            files.append(str(path))
            missing += len(record.open_ends) if kind == "record" else 0
    say(f"{len(files)} files in {folder}. Still missing in them: {missing}.")
    if args.json:
        print_json({"organisations": len(organisations), "files": files, "missing": missing})
    return 0


COMMANDS = [
    Command(
        name="governance record",
        help="Write each organisation's record of processing and draft impact assessment from what is configured",
        group="Look after it",
        add_arguments=_arguments,
        run=_record,
    ),
]
