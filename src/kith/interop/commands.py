"""The command that holds our feed against the standard."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client

from kith.access.acting import works_as
from kith.directory import actions, sources
from kith.directory.reading import documents
from kith.directory.reading.entries import CannotRead, Taken
from kith.interop.conformance import Answer, Check, Found
from kith.interop.invented import directory
from kith.interop.official import Official
from kith.kit import clock
from kith.kit.actor import Actor
from kith.kit.cli import Command, Stop, json_argument, print_json, say
from kith.kit.progress import bar

BY = Actor.system("the check of the feed")
SERVICES = 60
FEED = "/oruk/v3"


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--here", action="store_true", help="look at this instance's own feed, as it is now")
    parser.add_argument("--source", metavar="FILE", default="", help="take in this directory first, to throw away")
    parser.add_argument("--services", type=int, default=SERVICES, help="how many to invent, without a source (60)")
    parser.add_argument("--schemas", metavar="FOLDER", default="", help="the official schema files (KITH_DATA)")
    json_argument(parser)


def _conformance(args: argparse.Namespace) -> int:
    official = Official(Path(args.schemas or os.environ.get("KITH_DATA") or "../shared/data"))
    if not official.there:
        say(f"The official schema files are not in {official.folder}: only our own reader looks. Set KITH_DATA.")
    with nullcontext() if args.here else _thrown_away(args), bar(None, "Asking the feed", quiet=args.json) as tick:
        found = Check(_get, official if official.there else None, tick).run()
    _say(found)
    if args.json:
        print_json(found.said())
    return 1 if found.failures else 0


@contextmanager
def _thrown_away(args: argparse.Namespace) -> Iterator[None]:
    """A database of its own, with a directory taken in."""
    try:
        taken = _taken(args.source, args.services)
    except CannotRead as problem:
        raise Stop(str(problem)) from problem
    with args.instance.scratch() as environ, _on(environ["KITH_DATABASE_NAME"]):
        now = clock.now()
        words: dict[str, Any] = {"kind": taken.kind, "place": None, "review": False, "every": 0}
        words |= {"address": args.source or "https://directory.example.org/v3"}
        source = actions.add_source(name="To be looked at", **words, by=BY, now=now)
        done = actions.take_in(source=source, taken=taken, by=BY, now=now)
        say(f"Took in {done.services.created} services, to throw away again.")
        yield


def _taken(written: str, services: int) -> Taken:
    if not written:
        return documents.read_whole(directory(services), "an invented directory")
    found = sources.find(written)
    if found.path is None:
        raise CannotRead("Give the name of a file or a folder; a feed on the web is taken in with: directory import")
    return sources.read_path(found.path)


@contextmanager
def _on(database: str) -> Iterator[None]:
    own = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = database
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = own


def _get(path: str, given: Mapping[str, Any]) -> Answer:
    """Ask our feed as anybody does, through everything a request passes."""
    client = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0], raise_request_exception=False)
    with works_as(""):
        answer = client.get(f"{FEED}{path}", dict(given))
    return Answer(answer.status_code, dict(answer.items()), answer.content)


def _say(found: Found) -> None:
    for fault in found.faults:
        say(fault)
    for name in found.empty:
        say(f"/{name} has nothing in it yet.")
    by = "by our own reader and the official schemas" if found.official else "by our own reader"
    if found.failures:
        say(f"{found.failures} times the feed is not as Open Referral UK 3.0 has it, {by}.")
    else:
        looked = f"{found.endpoints} endpoints, {found.objects} objects"
        say(f"The feed is Open Referral UK 3.0, {by}: {looked}, nothing wrong.")


COMMANDS = [
    Command(
        name="directory conformance",
        help="Hold our feed of the directory against Open Referral UK 3.0",
        group="Show that it works",
        add_arguments=_arguments,
        run=_conformance,
    ),
]
