"""The commands about the trail: is it as it was written, and a copy of it for somebody else to check."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import psycopg
from django.conf import settings
from django.db import connection, transaction

from kith.kit import clock
from kith.kit.actor import Actor
from kith.kit.cli import Command, Stop, json_argument, print_json, say
from kith.trail import actions, anchors, queries
from kith.trail.keys import key_of
from kith.trail.sealing import FIELDS, NOBODY
from kith.trail.verifying import Found, Link, Wrong

AT_THE_KEYBOARD = Actor.system("somebody at the command line")
SHOWN = 40


def _verify_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--anchors",
        metavar="FILE",
        action="append",
        default=[],
        help="what was kept outside, such as a saved e-mail (default: KITH_ANCHOR_FILE)",
    )
    json_argument(parser)


def _verify(args: argparse.Namespace) -> int:
    kept = list(_anchors(args.anchors))
    found, waiting, oldest = look(kept, clock.now())
    for wrong in found.wrong[:SHOWN]:
        say(f"  {_said(wrong)}")
    if found.problems > min(SHOWN, len(found.wrong)):
        say(f"  and {found.problems - min(SHOWN, len(found.wrong))} more.")
    say(_sentence(found, waiting))
    if not kept:
        say(
            "Nothing that was kept outside was compared, so nobody would see that the end was cut off, or that all of "
            "it was written anew with the right key. Name it: --anchors FILE"
        )
    if args.json:
        print_json(_as_json(found, waiting, oldest))
    return 1 if found.problems else 0


def look(kept: Iterable[anchors.Anchor], now: datetime) -> tuple[Found, int, float]:
    """What is wrong with the whole trail, how many lines wait for their seal, and for how many seconds the oldest."""
    with own_connection() as own:
        return queries.look_at(own, kept, now)


@contextmanager
def own_connection() -> Iterator[psycopg.Connection[Any]]:
    """PostgreSQL's own connection, in a transaction that shows one and the same moment and changes nothing."""
    with transaction.atomic():
        connection.ensure_connection()
        own: psycopg.Connection[Any] = connection.connection
        yield own


def _anchors(named: list[str]) -> Iterator[anchors.Anchor]:
    given = [Path(name) for name in named] or ([settings.ANCHOR_FILE] if settings.ANCHOR_FILE else [])
    for path in given:
        try:
            yield from anchors.read(path.read_text(encoding="utf-8", errors="replace").splitlines())
        except OSError as problem:
            raise Stop(f"{path} cannot be read: {problem.strerror}. Name the file that was kept outside.") from None


def _said(wrong: Wrong) -> str:
    where = "" if wrong.chain is None else f"{_chain(wrong)}, number {wrong.number}"
    entry = f"entry {wrong.entry}" if wrong.entry is not None else ""
    return f"{', '.join(part for part in (where, entry) if part) or 'The trail'}: {wrong.words}"


def _chain(wrong: Wrong) -> str:
    return "The chain of no organisation" if wrong.chain == NOBODY else f"The chain of organisation {wrong.chain}"


def _sentence(found: Found, waiting: int) -> str:
    size = f"{found.sealed} lines in {found.chains} chains, {waiting} more that wait for their seal"
    if found.problems:
        return f"The trail is not as it was written: {found.problems} things are wrong. ({size}.)"
    return f"The trail is as it was written: {size}; {found.anchors} seals kept outside agree."


def _as_json(found: Found, waiting: int, oldest: float) -> dict[str, Any]:
    return {
        "sealed": found.sealed,
        "chains": found.chains,
        "unsealed": waiting,
        "oldest_unsealed_s": round(oldest, 1),
        "anchors": found.anchors,
        "wrong": found.problems,
        "found": [
            {"chain": str(one.chain or ""), "number": one.number, "entry": one.entry, "words": one.words}
            for one in found.wrong
        ],
    }


def _export_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="where to write it; it must not be there yet")
    json_argument(parser)


def _export(args: argparse.Namespace) -> int:
    heads = queries.heads()
    lines = sum(head.number for head in heads)
    actions.note_export(what="all of the trail", lines=lines, by=AT_THE_KEYBOARD, now=clock.now())
    with _new_file(args.file) as file, own_connection() as own:
        count = 0
        for link in queries.links(own):
            file.write(json.dumps(exported(link), ensure_ascii=False) + "\n")
            count += 1
    say(f"{count} lines are in {args.file}. It names people: keep it as you keep the trail itself.")
    if args.json:
        print_json({"lines": count, "chains": len(heads), "file": str(args.file)})
    return 0


def exported(link: Link) -> dict[str, Any]:
    """One link as it is written to a file: its seal, and its line word for word."""
    entry = None if link.words is None else dict(zip(FIELDS, link.words, strict=True))
    return {
        "chain": str(link.chain),
        "number": link.number,
        "sealed_at": link.sealed_at,
        "mac": link.mac.hex(),
        "entry_id": link.entry,
        "entry": entry,
    }


def _keys(args: argparse.Namespace) -> int:
    chains = [head.chain for head in queries.heads()]
    actions.note_export(what="keys", lines=len(chains), by=AT_THE_KEYBOARD, now=clock.now())
    with _new_file(args.file) as file:
        json.dump({str(chain): key_of(chain).hex() for chain in chains}, file, indent=1)
    say(f"The keys of {len(chains)} chains are in {args.file}. Whoever has them could write a chain anew, so what is")
    say("kept outside must never lie beside them. Take the file away once the trail has been checked.")
    if args.json:
        print_json({"chains": len(chains), "file": str(args.file)})
    return 0


@contextmanager
def _new_file(path: Path) -> Iterator[IO[str]]:
    """For its owner's eyes only, and never over something that is there."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise Stop(f"{path} is there already. Name a file that is not, or take it away first.", 2) from None
    except OSError as problem:
        raise Stop(f"{path} cannot be written: {problem.strerror}. Name a folder that is there.", 2) from None
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        yield file


COMMANDS = [
    Command(
        name="trail verify",
        help="Look whether every line of the trail is as it was written; names what is not and ends with 1",
        group="Show that it works",
        add_arguments=_verify_arguments,
        run=_verify,
    ),
    Command(
        name="trail export",
        help="Write the whole trail with its seals to a file, for somebody else to check; that is written down too",
        group="Look after it",
        add_arguments=_export_arguments,
        run=_export,
    ),
    Command(
        name="trail keys",
        help="Write the keys of the chains to a file, for tools/verify_trail.py; that is written down too",
        group="Look after it",
        add_arguments=_export_arguments,
        run=_keys,
    ),
]
