"""The commands that show a claim: that nobody we know of is missed."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from kith.asks import missed
from kith.kit import clock
from kith.kit.cli import Command, json_argument, print_json, say


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


COMMANDS = [
    Command(
        name="prove",
        help="Read the live database and show that nobody is missed; names them and ends with 1 otherwise",
        group="Show that it works",
        add_arguments=json_argument,
        run=_prove,
    )
]
