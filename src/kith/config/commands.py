"""The commands that look after an instance: serve, database, and the checks of the code itself."""

from __future__ import annotations

import argparse

from kith.config import dbinit, testing
from kith.config.env import Env
from kith.config.instance import Here
from kith.kit.cli import Command, say


def _up_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="the address to serve at (default: this machine alone)")
    parser.add_argument("--port", type=int, default=8000, help="the port to serve at (default: 8000)")


def _up(args: argparse.Namespace) -> int:
    say(f"This instance keeps everything in {args.instance.home}.")
    _say_how_to_begin(args.host, args.port)
    code: int = args.instance.serve(args.host, args.port)
    return code


def _say_how_to_begin(host: str, port: int) -> None:
    """Where nothing is set up yet: the first page, and the word it asks for."""
    import django

    django.setup()
    from django.conf import settings

    from kith.accounts import queries

    if queries.is_empty():
        say(f"Nothing is set up here yet. Open http://{host}:{port}/begin/ and give this set-up word there:")
        say(f"    {settings.SETUP_WORD}")


def _migrate(args: argparse.Namespace) -> int:
    instance = Here()
    instance.attach()
    try:
        instance.migrate()
    finally:
        instance.close()
    say("The database is up to date.")
    return 0


def _init_arguments(parser: argparse.ArgumentParser) -> None:
    way = parser.add_mutually_exclusive_group(required=True)
    way.add_argument("--admin-url", metavar="URL", help="connect as an administrator of the server and make everything")
    way.add_argument("--print", action="store_true", help="print the statements for an administrator to run in psql")
    parser.add_argument("--database", default="kith", help="the database's name (default: kith)")


def _init(args: argparse.Namespace) -> int:
    if args.print:
        print(dbinit.script(args.database))
        return 0
    print(dbinit.make(args.admin_url, args.database, Env()))
    return 0


def _test_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quick", action="store_true", help="without journeys in the browser and other slow tests")
    parser.add_argument("--full", action="store_true", help="with the largest numbers: 1,000 races instead of 20")
    parser.add_argument("paths", nargs="*", help="only these tests, and nothing but the tests")


def _test(args: argparse.Namespace) -> int:
    return testing.run(quick=args.quick, full=args.full, paths=args.paths)


COMMANDS = [
    Command(
        name="up",
        help="Serve for real: PostgreSQL, pages and sweeps together, until Ctrl-C",
        group="Begin here",
        add_arguments=_up_arguments,
        run=_up,
    ),
    Command(
        name="db init",
        help="Make roles and database on a PostgreSQL server of your own, once",
        group="Look after it",
        add_arguments=_init_arguments,
        run=_init,
        database=False,
    ),
    Command(
        name="db migrate",
        help="Bring the database up to date with this Kith",
        group="Look after it",
        run=_migrate,
        database=False,
    ),
    Command(
        name="test",
        help="Show that everything this project promises holds",
        group="Work on it",
        add_arguments=_test_arguments,
        run=_test,
        database=False,
    ),
]
